// I/O completion ports.
#include "client/kernel32/win32.h"

using namespace owdf::client;

namespace {

constexpr ACCESS_MASK kAllAccess = 0x1F0003;  // IO_COMPLETION_ALL_ACCESS

// FILE_COMPLETION_INFORMATION, by its published layout.
struct CompletionInformation {
  HANDLE Port;
  PVOID Key;
};

}  // namespace

extern "C" {

HANDLE NTAPI CreateIoCompletionPort(HANDLE file, HANDLE port, ULONG_PTR key, DWORD threads) {
  const bool makes = port == nullptr;
  if (file == INVALID_HANDLE_VALUE && !makes) return fail(ERROR_INVALID_PARAMETER), nullptr;
  if (makes) {
    const NTSTATUS status = NtCreateIoCompletion(&port, kAllAccess, nullptr, threads);
    if (!NT_SUCCESS(status)) return fail(error_of(status)), nullptr;
  }
  if (file == INVALID_HANDLE_VALUE) return port;
  CompletionInformation information{};
  information.Port = port;
  information.Key = reinterpret_cast<void*>(key);
  IO_STATUS_BLOCK block{};
  if (succeeded(set_information(file, &block, &information, sizeof(information), FileCompletionInformation)))
    return port;
  if (makes) NtClose(port);
  return nullptr;
}

BOOL NTAPI GetQueuedCompletionStatus(HANDLE port, LPDWORD transferred, PULONG_PTR key, LPOVERLAPPED* overlapped,
                                     DWORD milliseconds) {
  Timeout timeout(milliseconds);
  void *key_word = nullptr, *context = nullptr;
  IO_STATUS_BLOCK block{};
  const NTSTATUS status = NtRemoveIoCompletion(port, &key_word, &context, &block, timeout.get());
  *overlapped = nullptr;
  if (status == STATUS_TIMEOUT) return fail(WAIT_TIMEOUT);
  if (!succeeded(status)) return FALSE;
  *key = reinterpret_cast<ULONG_PTR>(key_word);
  *overlapped = static_cast<OVERLAPPED*>(context);
  *transferred = static_cast<DWORD>(block.Information);
  return succeeded(block.Status);
}

BOOL NTAPI PostQueuedCompletionStatus(HANDLE port, DWORD transferred, ULONG_PTR key, LPOVERLAPPED overlapped) {
  return succeeded(NtSetIoCompletion(port, reinterpret_cast<void*>(key), overlapped, STATUS_SUCCESS, transferred));
}
}
