// Sizes and positions of files, and files by name.
#include "client/kernel32/win32.h"

using namespace owdf::client;

namespace {

bool query(HANDLE file, FILE_INFORMATION_CLASS what, void* out, ULONG size) {
  IO_STATUS_BLOCK block{};
  return succeeded(query_information(file, &block, out, size, what));
}

bool set(HANDLE file, FILE_INFORMATION_CLASS what, void* in, ULONG size) {
  IO_STATUS_BLOCK block{};
  return succeeded(set_information(file, &block, in, size, what));
}

}  // namespace

extern "C" {

BOOL NTAPI GetFileSizeEx(HANDLE file, PLARGE_INTEGER size) {
  FILE_STANDARD_INFORMATION information{};
  if (!query(file, FileStandardInformation, &information, sizeof(information))) return FALSE;
  *size = information.EndOfFile;
  return TRUE;
}

DWORD NTAPI GetFileSize(HANDLE file, LPDWORD high) {
  LARGE_INTEGER size;
  if (!GetFileSizeEx(file, &size)) return INVALID_FILE_SIZE;
  if (high) *high = static_cast<DWORD>(size.HighPart);
  fail(ERROR_SUCCESS);
  return size.LowPart;
}

BOOL NTAPI SetFilePointerEx(HANDLE file, LARGE_INTEGER distance, PLARGE_INTEGER result, DWORD method) {
  LARGE_INTEGER base;
  base.QuadPart = 0;
  FILE_POSITION_INFORMATION position{};
  if (method == FILE_END && !GetFileSizeEx(file, &base)) return FALSE;
  if (method == FILE_CURRENT) {
    if (!query(file, FilePositionInformation, &position, sizeof(position))) return FALSE;
    base = position.CurrentByteOffset;
  }
  if (method > FILE_END) return fail(ERROR_INVALID_PARAMETER);
  position.CurrentByteOffset.QuadPart = base.QuadPart + distance.QuadPart;
  if (position.CurrentByteOffset.QuadPart < 0) return fail(ERROR_NEGATIVE_SEEK);
  if (!set(file, FilePositionInformation, &position, sizeof(position))) return FALSE;
  if (result) *result = position.CurrentByteOffset;
  return TRUE;
}

DWORD NTAPI SetFilePointer(HANDLE file, LONG low, PLONG high, DWORD method) {
  LARGE_INTEGER distance, result;
  distance.QuadPart = low;
  if (high) distance.LowPart = static_cast<DWORD>(low), distance.HighPart = *high;
  if (!SetFilePointerEx(file, distance, &result, method)) return INVALID_SET_FILE_POINTER;
  if (high) *high = result.HighPart;
  fail(ERROR_SUCCESS);
  return result.LowPart;
}

BOOL NTAPI SetEndOfFile(HANDLE file) {
  FILE_POSITION_INFORMATION position{};
  if (!query(file, FilePositionInformation, &position, sizeof(position))) return FALSE;
  FILE_END_OF_FILE_INFORMATION end{};
  end.EndOfFile = position.CurrentByteOffset;
  return set(file, FileEndOfFileInformation, &end, sizeof(end));
}

BOOL NTAPI DeleteFileW(LPCWSTR name) {
  const HANDLE file = CreateFileW(name, OWDF_DELETE_ACCESS, FILE_SHARE_READ | FILE_SHARE_WRITE | FILE_SHARE_DELETE,
                                  nullptr, OPEN_EXISTING, 0, nullptr);
  if (file == INVALID_HANDLE_VALUE) return FALSE;
  FILE_DISPOSITION_INFORMATION disposition{};
  disposition.DeleteFile = TRUE;
  const BOOL done = set(file, FileDispositionInformation, &disposition, sizeof(disposition));
  const DWORD error = GetLastError();
  CloseHandle(file);
  SetLastError(error);
  return done;
}

BOOL NTAPI DeleteFileA(LPCSTR name) {
  const WideText wide(name);
  return wide.get() ? DeleteFileW(wide.get()) : fail(ERROR_INVALID_PARAMETER);
}
}
