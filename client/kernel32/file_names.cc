// Files and directories by name: attributes, making and removing, the current directory, the places that every system
// has.
#include "client/crt/text.h"
#include "client/kernel32/win32.h"
#include "nt/rtl/text.h"

using namespace owdf::client;

namespace {

constexpr ULONG kSynchronous = FILE_SYNCHRONOUS_IO_NONALERT;
constexpr ULONG kShareAll = FILE_SHARE_READ | FILE_SHARE_WRITE | FILE_SHARE_DELETE;

// A handle for the length of a call. False as a condition: the last error says why.
class ByName {
 public:
  ByName(LPCWSTR name, ACCESS_MASK access, ULONG disposition, ULONG options) {
    if (!name || !*name) {
      fail(name ? ERROR_PATH_NOT_FOUND : ERROR_INVALID_PARAMETER);
      return;
    }
    NtPath path(name);
    OBJECT_ATTRIBUTES attributes;
    InitializeObjectAttributes(&attributes, path.name(), OBJ_CASE_INSENSITIVE, nullptr, nullptr);
    IO_STATUS_BLOCK block{};
    const NTSTATUS status =
        NtCreateFile(&handle_, access | SYNCHRONIZE, &attributes, &block, nullptr, FILE_ATTRIBUTE_NORMAL, kShareAll,
                     disposition, options | kSynchronous, nullptr, 0);
    opened_ = succeeded(status);
  }
  ~ByName() {
    if (opened_) NtClose(handle_);
  }
  ByName(const ByName&) = delete;
  explicit operator bool() const { return opened_; }
  HANDLE get() const { return handle_; }

 private:
  HANDLE handle_ = nullptr;
  bool opened_ = false;
};

bool read_basic(const ByName& file, FILE_BASIC_INFORMATION* basic) {
  IO_STATUS_BLOCK block{};
  return file && succeeded(query_information(file.get(), &block, basic, sizeof(*basic), FileBasicInformation));
}

BOOL set_attributes(LPCWSTR name, DWORD attributes) {
  const ByName file(name, FILE_WRITE_ATTRIBUTES, FILE_OPEN, 0);
  FILE_BASIC_INFORMATION basic{};
  basic.FileAttributes = attributes;
  IO_STATUS_BLOCK block{};
  return file && succeeded(set_information(file.get(), &block, &basic, sizeof(basic), FileBasicInformation));
}

BOOL remove_directory(LPCWSTR name) {
  const ByName directory(name, OWDF_DELETE_ACCESS, FILE_OPEN, FILE_DIRECTORY_FILE);
  FILE_DISPOSITION_INFORMATION disposition{};
  disposition.DeleteFile = TRUE;
  IO_STATUS_BLOCK block{};
  return directory && succeeded(set_information(directory.get(), &block, &disposition, sizeof(disposition),
                                                FileDispositionInformation));
}

// A drive path without what an NT name begins with; empty for names that are not on a drive.
std::u16string full_path(LPCWSTR name) {
  NtPath path(name);
  const UNICODE_STRING& nt = *path.name();
  const std::u16string_view text(nt.Buffer, nt.Length / sizeof(WCHAR));
  return std::u16string(text.substr(4));
}

BOOL set_current_directory(LPCWSTR name) {
  const ByName directory(name, FILE_READ_ATTRIBUTES, FILE_OPEN, FILE_DIRECTORY_FILE);
  if (!directory) return FALSE;
  std::u16string path = full_path(name);
  while (path.size() > 3 && path.back() == u'\\') path.pop_back();
  current_program()->current_directory = path;
  return TRUE;
}

// The length without terminator, or the room needed with it.
template <typename C>
DWORD deliver(const std::basic_string<C>& text, C* buffer, DWORD room) {
  const auto length = static_cast<DWORD>(text.size());
  if (length + 1 > room) return length + 1;
  text::copy(buffer, text.c_str());
  return length;
}

// The last component within a delivered path; null where it ends with a backslash.
template <typename C>
C* file_part(C* path, DWORD length) {
  C* at = path + length;
  while (at > path && at[-1] != '\\') at--;
  return *at ? at : nullptr;
}

constexpr std::u16string_view kTemp = u"C:\\Windows\\Temp\\", kWindows = u"C:\\Windows";

}  // namespace

extern "C" {

DWORD NTAPI GetFileAttributesW(LPCWSTR name) {
  const ByName file(name, FILE_READ_ATTRIBUTES, FILE_OPEN, 0);
  FILE_BASIC_INFORMATION basic{};
  return read_basic(file, &basic) ? basic.FileAttributes : INVALID_FILE_ATTRIBUTES;
}
DWORD NTAPI GetFileAttributesA(LPCSTR name) {
  return GetFileAttributesW(WideText(name).get());
}

BOOL NTAPI SetFileAttributesW(LPCWSTR name, DWORD attributes) {
  return set_attributes(name, attributes);
}
BOOL NTAPI SetFileAttributesA(LPCSTR name, DWORD attributes) {
  return set_attributes(WideText(name).get(), attributes);
}

BOOL NTAPI CreateDirectoryW(LPCWSTR name, LPSECURITY_ATTRIBUTES) {
  return static_cast<bool>(ByName(name, FILE_LIST_DIRECTORY, FILE_CREATE, FILE_DIRECTORY_FILE));
}
BOOL NTAPI CreateDirectoryA(LPCSTR name, LPSECURITY_ATTRIBUTES security) {
  return CreateDirectoryW(WideText(name).get(), security);
}

BOOL NTAPI RemoveDirectoryW(LPCWSTR name) {
  return remove_directory(name);
}
BOOL NTAPI RemoveDirectoryA(LPCSTR name) {
  return remove_directory(WideText(name).get());
}

BOOL NTAPI SetCurrentDirectoryW(LPCWSTR name) {
  return set_current_directory(name);
}
BOOL NTAPI SetCurrentDirectoryA(LPCSTR name) {
  return set_current_directory(WideText(name).get());
}

DWORD NTAPI GetFullPathNameW(LPCWSTR name, DWORD room, LPWSTR buffer, LPWSTR* part) {
  if (!name || !*name) return fail(ERROR_INVALID_NAME), 0;
  const DWORD length = deliver(full_path(name), buffer, room);
  if (part) *part = length < room ? file_part(buffer, length) : nullptr;
  return length;
}
DWORD NTAPI GetFullPathNameA(LPCSTR name, DWORD room, LPSTR buffer, LPSTR* part) {
  if (!name || !*name) return fail(ERROR_INVALID_NAME), 0;
  const DWORD length = deliver(owdf::rtl::utf8(full_path(WideText(name).get())), buffer, room);
  if (part) *part = length < room ? file_part(buffer, length) : nullptr;
  return length;
}

DWORD NTAPI GetTempPathW(DWORD room, LPWSTR buffer) {
  return deliver(std::u16string(kTemp), buffer, room);
}
DWORD NTAPI GetTempPathA(DWORD room, LPSTR buffer) {
  return deliver(owdf::rtl::utf8(kTemp), buffer, room);
}
UINT NTAPI GetWindowsDirectoryW(LPWSTR buffer, UINT room) {
  return deliver(std::u16string(kWindows), buffer, room);
}
UINT NTAPI GetWindowsDirectoryA(LPSTR buffer, UINT room) {
  return deliver(owdf::rtl::utf8(kWindows), buffer, room);
}
}
