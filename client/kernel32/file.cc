// Files and devices: Win32's view of NtCreateFile, NtReadFile, NtWriteFile and NtDeviceIoControlFile.
#include "client/kernel32/win32.h"

using namespace owdf::client;

namespace {

constexpr DWORD kFileTypeUnknown = 0, kFileTypeDisk = 1, kFileTypeCharacter = 2;  // FILE_TYPE_*

struct Disposition {
  ULONG win32, native;
};
constexpr Disposition kDispositions[] = {{CREATE_NEW, FILE_CREATE},
                                         {CREATE_ALWAYS, FILE_OVERWRITE_IF},
                                         {OPEN_EXISTING, FILE_OPEN},
                                         {OPEN_ALWAYS, FILE_OPEN_IF},
                                         {TRUNCATE_EXISTING, FILE_OVERWRITE}};

struct OptionFlag {
  ULONG win32, native;
};
constexpr OptionFlag kOptions[] = {
    {FILE_FLAG_WRITE_THROUGH, FILE_WRITE_THROUGH},     {FILE_FLAG_NO_BUFFERING, FILE_NO_INTERMEDIATE_BUFFERING},
    {FILE_FLAG_RANDOM_ACCESS, FILE_RANDOM_ACCESS},     {FILE_FLAG_SEQUENTIAL_SCAN, FILE_SEQUENTIAL_ONLY},
    {FILE_FLAG_DELETE_ON_CLOSE, FILE_DELETE_ON_CLOSE}, {FILE_FLAG_BACKUP_SEMANTICS, FILE_OPEN_FOR_BACKUP_INTENT}};

ULONG options_of(DWORD flags) {
  ULONG options = flags & FILE_FLAG_OVERLAPPED ? 0 : FILE_SYNCHRONOUS_IO_NONALERT;
  for (const OptionFlag& option : kOptions)
    if (flags & option.win32) options |= option.native;
  return flags & FILE_FLAG_BACKUP_SEMANTICS ? options : options | FILE_NON_DIRECTORY_FILE;
}

// CreateFile says "file not found" for statuses whose general meaning is another.
DWORD create_error(NTSTATUS status, DWORD disposition) {
  if (status == STATUS_OBJECT_NAME_COLLISION)
    return disposition == CREATE_NEW ? ERROR_FILE_EXISTS : ERROR_ALREADY_EXISTS;
  return error_of(status);
}

HANDLE create_file(LPCWSTR name, DWORD access, DWORD share, LPSECURITY_ATTRIBUTES security, DWORD disposition,
                   DWORD flags) {
  const auto row = std::find_if(std::begin(kDispositions), std::end(kDispositions),
                                [&](const Disposition& d) { return d.win32 == disposition; });
  if (row == std::end(kDispositions) || !name) return fail(ERROR_INVALID_PARAMETER), INVALID_HANDLE_VALUE;
  if (!*name) return fail(ERROR_PATH_NOT_FOUND), INVALID_HANDLE_VALUE;

  NtPath path(name);
  OBJECT_ATTRIBUTES attributes;
  const ULONG inherit = security && security->bInheritHandle ? OBJ_INHERIT : 0;
  InitializeObjectAttributes(&attributes, path.name(), OBJ_CASE_INSENSITIVE | inherit, nullptr, nullptr);
  IO_STATUS_BLOCK block{};
  HANDLE handle = nullptr;
  const NTSTATUS status =
      NtCreateFile(&handle, access | SYNCHRONIZE | FILE_READ_ATTRIBUTES, &attributes, &block, nullptr,
                   flags & 0xffff & ~FILE_ATTRIBUTE_NORMAL, share, row->native, options_of(flags), nullptr, 0);
  if (!NT_SUCCESS(status)) return fail(create_error(status, disposition)), INVALID_HANDLE_VALUE;
  const bool existed = block.Information == FILE_OPENED || block.Information == FILE_OVERWRITTEN;
  const bool tells = disposition == CREATE_ALWAYS || disposition == OPEN_ALWAYS;
  fail(tells && existed ? ERROR_ALREADY_EXISTS : ERROR_SUCCESS);
  return handle;
}

IO_STATUS_BLOCK* block_of(OVERLAPPED* overlapped) {
  return reinterpret_cast<IO_STATUS_BLOCK*>(overlapped);
}

// Polled while the request's end may be writing it.
NTSTATUS status_of(OVERLAPPED& overlapped) {
  return __atomic_load_n(&block_of(&overlapped)->Status, __ATOMIC_ACQUIRE);
}

// An event whose lowest bit is set asks that no completion port hear of the request.
HANDLE event_of(OVERLAPPED* overlapped) {
  return reinterpret_cast<HANDLE>(reinterpret_cast<uintptr_t>(overlapped->hEvent) & ~uintptr_t{1});
}
void* port_context_of(OVERLAPPED* overlapped) {
  return reinterpret_cast<uintptr_t>(overlapped->hEvent) & 1 ? nullptr : overlapped;
}

// What both forms do with the end of a file: a synchronous read of nothing succeeds, an overlapped one fails.
BOOL finish_overlapped(NTSTATUS status, OVERLAPPED* overlapped, DWORD* transferred) {
  if (NT_SUCCESS(status) && status != STATUS_PENDING) {
    if (transferred) *transferred = static_cast<DWORD>(overlapped->InternalHigh);
    return TRUE;
  }
  if (NT_WARNING(status) && transferred) *transferred = static_cast<DWORD>(overlapped->InternalHigh);
  return fail(error_of(status));
}

BOOL finish_synchronous(HANDLE file, NTSTATUS status, IO_STATUS_BLOCK& block, DWORD* transferred, bool reads) {
  if (status == STATUS_PENDING) {  // a handle opened for overlapped requests, used without OVERLAPPED
    status = NtWaitForSingleObject(file, FALSE, nullptr);
    if (NT_SUCCESS(status)) status = block.Status;
  }
  if (reads && status == STATUS_END_OF_FILE) {
    if (transferred) *transferred = 0;
    return TRUE;
  }
  if (transferred && !NT_ERROR(status)) *transferred = static_cast<DWORD>(block.Information);
  return NT_SUCCESS(status) ? TRUE : fail(error_of(status));
}

using Transfer = decltype(&NtReadFile);

BOOL transfer(Transfer service, HANDLE file, void* buffer, DWORD size, DWORD* transferred, OVERLAPPED* overlapped,
              bool reads) {
  if (transferred) *transferred = 0;
  if (overlapped) {
    LARGE_INTEGER offset;
    offset.LowPart = overlapped->Offset;
    offset.HighPart = static_cast<LONG>(overlapped->OffsetHigh);
    overlapped->Internal = STATUS_PENDING;
    const NTSTATUS status = service(file, event_of(overlapped), nullptr, port_context_of(overlapped),
                                    block_of(overlapped), buffer, size, &offset, nullptr);
    return finish_overlapped(status, overlapped, transferred);
  }
  IO_STATUS_BLOCK block{};
  const NTSTATUS status = service(file, nullptr, nullptr, nullptr, &block, buffer, size, nullptr, nullptr);
  return finish_synchronous(file, status, block, transferred, reads);
}

BOOL read_console(void* buffer, DWORD size, DWORD* transferred) {
  const std::string text = current_program()->read_input(size, true);
  memcpy(buffer, text.data(), text.size());
  if (transferred) *transferred = static_cast<DWORD>(text.size());
  return TRUE;
}

}  // namespace

extern "C" {

HANDLE NTAPI CreateFileW(LPCWSTR name, DWORD access, DWORD share, LPSECURITY_ATTRIBUTES security, DWORD disposition,
                         DWORD flags, HANDLE) {
  return create_file(name, access, share, security, disposition, flags);
}

HANDLE NTAPI CreateFileA(LPCSTR name, DWORD access, DWORD share, LPSECURITY_ATTRIBUTES security, DWORD disposition,
                         DWORD flags, HANDLE) {
  const WideText wide(name);
  return create_file(wide.get(), access, share, security, disposition, flags);
}

BOOL NTAPI ReadFile(HANDLE file, LPVOID buffer, DWORD size, LPDWORD transferred, LPOVERLAPPED overlapped) {
  if (is_console_input(file)) return read_console(buffer, size, transferred);
  return transfer(NtReadFile, file, buffer, size, transferred, overlapped, true);
}

BOOL NTAPI WriteFile(HANDLE file, LPCVOID buffer, DWORD size, LPDWORD transferred, LPOVERLAPPED overlapped) {
  if (is_console(file)) {
    current_program()->write_output(is_console_error(file), {static_cast<const char*>(buffer), size});
    if (transferred) *transferred = size;
    return TRUE;
  }
  return transfer(NtWriteFile, file, const_cast<void*>(buffer), size, transferred, overlapped, false);
}

BOOL NTAPI DeviceIoControl(HANDLE device, DWORD code, LPVOID input, DWORD input_size, LPVOID output, DWORD output_size,
                           LPDWORD transferred, LPOVERLAPPED overlapped) {
  // Controls of file systems go by a service of their own.
  const auto service = code >> 16 == FILE_DEVICE_FILE_SYSTEM ? NtFsControlFile : NtDeviceIoControlFile;
  if (overlapped) {
    overlapped->Internal = STATUS_PENDING;
    const NTSTATUS status = service(device, event_of(overlapped), nullptr, port_context_of(overlapped),
                                    block_of(overlapped), code, input, input_size, output, output_size);
    return finish_overlapped(status, overlapped, transferred);
  }
  IO_STATUS_BLOCK block{};
  const NTSTATUS status =
      service(device, nullptr, nullptr, nullptr, &block, code, input, input_size, output, output_size);
  return finish_synchronous(device, status, block, transferred, false);
}

BOOL NTAPI CloseHandle(HANDLE handle) {
  if (is_console(handle)) return TRUE;
  return succeeded(NtClose(handle));
}

BOOL NTAPI FlushFileBuffers(HANDLE file) {
  IO_STATUS_BLOCK block{};
  return is_console(file) || succeeded(NtFlushBuffersFile(file, &block));
}

BOOL NTAPI GetOverlappedResultEx(HANDLE file, LPOVERLAPPED overlapped, LPDWORD transferred, DWORD milliseconds,
                                 BOOL alertable) {
  if (status_of(*overlapped) == STATUS_PENDING) {
    if (milliseconds == 0) return fail(ERROR_IO_INCOMPLETE);
    const DWORD result =
        WaitForSingleObjectEx(overlapped->hEvent ? event_of(overlapped) : file, milliseconds, alertable);
    if (result == WAIT_TIMEOUT || result == WAIT_IO_COMPLETION) return fail(result);
    if (result != WAIT_OBJECT_0) return FALSE;
  }
  *transferred = static_cast<DWORD>(overlapped->InternalHigh);
  return succeeded(status_of(*overlapped));
}

BOOL NTAPI GetOverlappedResult(HANDLE file, LPOVERLAPPED overlapped, LPDWORD transferred, BOOL wait) {
  return GetOverlappedResultEx(file, overlapped, transferred, wait ? INFINITE : 0, FALSE);
}

BOOL NTAPI CancelIo(HANDLE file) {
  IO_STATUS_BLOCK block{};
  return succeeded(NtCancelIoFile(file, &block));
}

BOOL NTAPI CancelIoEx(HANDLE file, LPOVERLAPPED overlapped) {
  IO_STATUS_BLOCK block{};
  return succeeded(NtCancelIoFileEx(file, overlapped ? block_of(overlapped) : nullptr, &block));
}

BOOL NTAPI CancelSynchronousIo(HANDLE thread) {
  IO_STATUS_BLOCK block{};
  return succeeded(NtCancelSynchronousIoFile(thread, nullptr, &block));
}

DWORD NTAPI GetFileType(HANDLE file) {
  if (is_console(file)) return kFileTypeCharacter;
  IO_STATUS_BLOCK block{};
  FILE_STANDARD_INFORMATION information{};
  const NTSTATUS status = query_information(file, &block, &information, sizeof(information), FileStandardInformation);
  if (status == STATUS_INVALID_HANDLE || status == STATUS_OBJECT_TYPE_MISMATCH)
    return fail(ERROR_INVALID_HANDLE), kFileTypeUnknown;
  fail(ERROR_SUCCESS);
  // A file of a file system knows its size; a device does not answer.
  return NT_SUCCESS(status) ? kFileTypeDisk : kFileTypeCharacter;
}
}
