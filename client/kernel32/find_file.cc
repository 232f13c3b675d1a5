// Searches for files: a pattern in the last component of a path, one name after the other.
#include "client/crt/text.h"
#include "client/kernel32/win32.h"
#include "nt/rtl/text.h"

using namespace owdf::client;

namespace {

// FILE_DIRECTORY_INFORMATION, as ntifs.h publishes it; that header does not go with windows.h.
struct FindEntry {
  ULONG NextEntryOffset;
  ULONG FileIndex;
  LARGE_INTEGER Times[4];
  LARGE_INTEGER EndOfFile;
  LARGE_INTEGER AllocationSize;
  ULONG FileAttributes;
  ULONG FileNameLength;
  WCHAR FileName[1];
};

constexpr uint64_t kCookie = 0x646e694665736f6c;
constexpr size_t kRoom = sizeof(FindEntry) + MAX_PATH * sizeof(WCHAR);

// What the handle of a search points at, in the program's heap.
struct Search {
  uint64_t cookie;
  HANDLE directory;
};

Search* search_of(HANDLE handle) {
  auto* search = static_cast<Search*>(handle);
  const bool live = current_program()->heap.size_of(search) == sizeof(Search) && search->cookie == kCookie;
  if (live) return search;
  fail(ERROR_INVALID_HANDLE);
  return nullptr;
}

HANDLE open_directory(std::u16string_view nt_path) {
  std::u16string path(nt_path);
  UNICODE_STRING name{static_cast<USHORT>(path.size() * sizeof(WCHAR)),
                      static_cast<USHORT>(path.size() * sizeof(WCHAR)), path.data()};
  OBJECT_ATTRIBUTES attributes;
  InitializeObjectAttributes(&attributes, &name, OBJ_CASE_INSENSITIVE, nullptr, nullptr);
  IO_STATUS_BLOCK block{};
  HANDLE handle = nullptr;
  const NTSTATUS status = NtCreateFile(&handle, FILE_LIST_DIRECTORY | SYNCHRONIZE, &attributes, &block, nullptr, 0,
                                       FILE_SHARE_READ | FILE_SHARE_WRITE | FILE_SHARE_DELETE, FILE_OPEN,
                                       FILE_DIRECTORY_FILE | FILE_SYNCHRONOUS_IO_NONALERT, nullptr, 0);
  // A directory that is missing is a part of the path that is missing.
  if (status == STATUS_OBJECT_NAME_NOT_FOUND) return fail(ERROR_PATH_NOT_FOUND), INVALID_HANDLE_VALUE;
  return succeeded(status) ? handle : INVALID_HANDLE_VALUE;
}

// The next entry, as W programs see it. `pattern` with the first query only.
bool next_entry(HANDLE directory, UNICODE_STRING* pattern, WIN32_FIND_DATAW* data) {
  alignas(8) char buffer[kRoom];
  IO_STATUS_BLOCK block{};
  if (!succeeded(NtQueryDirectoryFile(directory, nullptr, nullptr, nullptr, &block, buffer, sizeof buffer,
                                      FileDirectoryInformation, TRUE, pattern, FALSE)))
    return false;
  const auto& entry = *reinterpret_cast<const FindEntry*>(buffer);
  *data = {};
  data->dwFileAttributes = entry.FileAttributes;
  data->nFileSizeHigh = static_cast<DWORD>(entry.EndOfFile.HighPart);
  data->nFileSizeLow = entry.EndOfFile.LowPart;
  const size_t length = std::min<size_t>(entry.FileNameLength / sizeof(WCHAR), MAX_PATH - 1);
  std::copy_n(entry.FileName, length, data->cFileName);
  return true;
}

HANDLE find_first(LPCWSTR pattern, WIN32_FIND_DATAW* data) {
  if (!pattern || !*pattern) return fail(ERROR_PATH_NOT_FOUND), INVALID_HANDLE_VALUE;
  NtPath path(pattern);
  const std::u16string_view text(path.name()->Buffer, path.name()->Length / sizeof(WCHAR));
  const size_t slash = text.rfind(u'\\');
  std::u16string last(text.substr(slash + 1));
  if (last.empty()) return fail(ERROR_FILE_NOT_FOUND), INVALID_HANDLE_VALUE;
  if (last == u"*.*") last = u"*";  // every name, also one without a dot
  const HANDLE directory = open_directory(text.substr(0, slash + 1));
  if (directory == INVALID_HANDLE_VALUE) return directory;
  UNICODE_STRING wanted{static_cast<USHORT>(last.size() * sizeof(WCHAR)),
                        static_cast<USHORT>(last.size() * sizeof(WCHAR)), last.data()};
  auto* search = static_cast<Search*>(current_program()->heap.allocate(sizeof(Search), true));
  if (search && next_entry(directory, &wanted, data)) {
    *search = {kCookie, directory};
    return search;
  }
  if (search) current_program()->heap.release(search);
  NtClose(directory);
  return INVALID_HANDLE_VALUE;
}

BOOL find_next(HANDLE handle, WIN32_FIND_DATAW* data) {
  const Search* search = search_of(handle);
  return search && next_entry(search->directory, nullptr, data);
}

void narrow(const WIN32_FIND_DATAW& wide, WIN32_FIND_DATAA* data) {
  *data = {};
  data->dwFileAttributes = wide.dwFileAttributes;
  data->nFileSizeHigh = wide.nFileSizeHigh;
  data->nFileSizeLow = wide.nFileSizeLow;
  for (size_t i = 0; wide.cFileName[i]; i++)
    data->cFileName[i] = static_cast<CHAR>(owdf::rtl::utf16_to_ansi(wide.cFileName[i]));
}

}  // namespace

extern "C" {

HANDLE NTAPI FindFirstFileW(LPCWSTR pattern, LPWIN32_FIND_DATAW data) {
  return find_first(pattern, data);
}
HANDLE NTAPI FindFirstFileA(LPCSTR pattern, LPWIN32_FIND_DATAA data) {
  WIN32_FIND_DATAW wide;
  const HANDLE search = find_first(WideText(pattern).get(), &wide);
  if (search != INVALID_HANDLE_VALUE) narrow(wide, data);
  return search;
}

BOOL NTAPI FindNextFileW(HANDLE search, LPWIN32_FIND_DATAW data) {
  return find_next(search, data);
}
BOOL NTAPI FindNextFileA(HANDLE search, LPWIN32_FIND_DATAA data) {
  WIN32_FIND_DATAW wide;
  if (!find_next(search, &wide)) return FALSE;
  narrow(wide, data);
  return TRUE;
}

BOOL NTAPI FindClose(HANDLE handle) {
  Search* search = search_of(handle);
  if (!search) return FALSE;
  NtClose(search->directory);
  search->cookie = 0;
  current_program()->heap.release(search);
  return TRUE;
}
}
