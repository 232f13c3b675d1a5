// What an application of a scenario does: system services on a thread of a process. Executive threads of a process
// only.
#pragma once

#include <wdm.h>

#include <string>

#include "cli/run/session.h"
#include "nt/services.h"

namespace owdf::scenarios {

// The first enabled interface of the class, as a path to open; empty if there is none.
inline std::u16string interface_path(cli::Session& session, const GUID& class_guid) {
  const auto list = session.machine().pnp().interfaces().list(class_guid, nullptr, false);
  return list.empty() ? std::u16string() : list.front().name();
}

enum class Transfers : uint8_t { kSynchronous, kOverlapped };

inline NTSTATUS open_device(const std::u16string& path, Transfers transfers, HANDLE* handle) {
  UNICODE_STRING name;
  RtlInitUnicodeString(&name, path.c_str());
  OBJECT_ATTRIBUTES attributes;
  InitializeObjectAttributes(&attributes, &name, OBJ_CASE_INSENSITIVE, nullptr, nullptr);
  IO_STATUS_BLOCK status;
  const ULONG options = transfers == Transfers::kSynchronous ? FILE_SYNCHRONOUS_IO_NONALERT : 0;
  return NtCreateFile(handle, GENERIC_READ | GENERIC_WRITE | SYNCHRONIZE, &attributes, &status, nullptr, 0,
                      FILE_SHARE_READ | FILE_SHARE_WRITE, FILE_OPEN, options, nullptr, 0);
}

// One request of an overlapped handle, in the application's memory until it has ended.
struct Transfer {
  IO_STATUS_BLOCK block{};
  HANDLE event = nullptr;
  NTSTATUS issued = STATUS_UNSUCCESSFUL;  // what the service returned
  char buffer[64] = {};

  void prepare() {
    NtCreateEvent(&event, EVENT_ALL_ACCESS, nullptr, NotificationEvent, FALSE);
    block.Status = STATUS_PENDING;
  }
  void write(HANDLE file) {
    prepare();
    issued = NtWriteFile(file, event, nullptr, nullptr, &block, buffer, sizeof(buffer), nullptr, nullptr);
  }
  void read(HANDLE file) {
    prepare();
    issued = NtReadFile(file, event, nullptr, nullptr, &block, buffer, sizeof(buffer), nullptr, nullptr);
  }
  void control(HANDLE file, ULONG code, void* input, ULONG input_bytes, void* output, ULONG output_bytes) {
    prepare();
    issued =
        NtDeviceIoControlFile(file, event, nullptr, nullptr, &block, code, input, input_bytes, output, output_bytes);
  }
  // Waits for its end; the status it ended with. A request that was refused at once never was under way.
  NTSTATUS finish() {
    if (NT_SUCCESS(issued)) NtWaitForSingleObject(event, FALSE, nullptr);
    NtClose(event);
    return NT_SUCCESS(issued) ? block.Status : issued;
  }
};

}  // namespace owdf::scenarios
