#include "nt/fs/directory.h"

#include <ntifs.h>

#include <cstring>

#include "nt/machine.h"
#include "nt/rtl/text.h"

namespace owdf::fs {
namespace {

// Where the parts of an entry lie, by information class.
struct Layout {
  FILE_INFORMATION_CLASS what;
  ULONG name_length, name;
  bool has_sizes;  // of files, and attributes: at the places of FILE_DIRECTORY_INFORMATION
};

constexpr Layout kLayouts[] = {
    {FileDirectoryInformation, offsetof(FILE_DIRECTORY_INFORMATION, FileNameLength),
     offsetof(FILE_DIRECTORY_INFORMATION, FileName), true},
    {FileFullDirectoryInformation, offsetof(FILE_FULL_DIR_INFORMATION, FileNameLength),
     offsetof(FILE_FULL_DIR_INFORMATION, FileName), true},
    {FileBothDirectoryInformation, offsetof(FILE_BOTH_DIR_INFORMATION, FileNameLength),
     offsetof(FILE_BOTH_DIR_INFORMATION, FileName), true},
    {FileNamesInformation, offsetof(FILE_NAMES_INFORMATION, FileNameLength), offsetof(FILE_NAMES_INFORMATION, FileName),
     false},
};

const Layout* layout_of(FILE_INFORMATION_CLASS what) {
  for (const Layout& layout : kLayouts)
    if (layout.what == what) return &layout;
  return nullptr;
}

Status not_built(FILE_INFORMATION_CLASS what) {
  nt::current_machine()->report(
      {.rule = "NotImplemented", .message = "ZwQueryDirectoryFile with information class " + std::to_string(what)});
  return Status(STATUS_NOT_IMPLEMENTED);
}

Status make_listing(OpenFile& file, const std::u16string& pattern) {
  if (!file.listed) file.pattern = pattern;
  file.listing.clear();
  file.next_entry = 0;
  const auto add = [&](const Entry& entry) {
    if (file.pattern.empty() || matches_pattern(file.pattern, entry.name)) file.listing.push_back(entry);
  };
  if (!file.path.empty()) {  // a root has neither itself nor a parent in its listing
    add({u".", true, 0, false});
    add({u"..", true, 0, false});
  }
  for (const Entry& entry : TRY(list_directory(file.descriptor.get()))) add(entry);
  if (file.listing.empty() && !file.listed) return Status(STATUS_NO_SUCH_FILE);
  file.listed = true;
  return Status{};
}

void write_entry(char* at, const Layout& layout, const Entry& entry) {
  const ULONG bytes = static_cast<ULONG>(entry.name.size() * sizeof(WCHAR));
  std::memset(at, 0, layout.name);
  if (layout.has_sizes) {
    auto* head = reinterpret_cast<FILE_DIRECTORY_INFORMATION*>(at);
    head->EndOfFile.QuadPart = head->AllocationSize.QuadPart = entry.size;
    head->FileAttributes = (entry.directory ? FILE_ATTRIBUTE_DIRECTORY : FILE_ATTRIBUTE_ARCHIVE) |
                           (entry.read_only ? FILE_ATTRIBUTE_READONLY : 0);
  }
  std::memcpy(at + layout.name_length, &bytes, sizeof bytes);
  std::memcpy(at + layout.name, entry.name.data(), bytes);
}

constexpr ULONG aligned(ULONG offset) {
  return (offset + 7) & ~ULONG{7};
}

}  // namespace

bool matches_pattern(std::u16string_view pattern, std::u16string_view name) {
  size_t at = 0, star = pattern.npos, retry = 0;
  size_t in_name = 0;
  while (in_name < name.size()) {
    if (at < pattern.size() && pattern[at] == u'*') {
      star = at++;
      retry = in_name;
    } else if (at < pattern.size() && (pattern[at] == u'?' || rtl::upcase(pattern[at]) == rtl::upcase(name[in_name]))) {
      at++;
      in_name++;
    } else if (star != pattern.npos) {
      at = star + 1;
      in_name = ++retry;
    } else {
      return false;
    }
  }
  return pattern.substr(at).find_first_not_of(u'*') == pattern.npos;
}

Status query_directory(OpenFile& file, const DirectoryQuery& query, Answer& answer) {
  const Layout* layout = layout_of(query.what);
  if (!layout) return not_built(query.what);
  if (!file.node->directory) return Status(STATUS_INVALID_PARAMETER);
  if (answer.length < layout->name) return Status(STATUS_INFO_LENGTH_MISMATCH);
  if (!file.listed || query.restart) TRY(make_listing(file, query.pattern));
  if (file.next_entry == file.listing.size()) return Status(STATUS_NO_MORE_FILES);
  ULONG offset = 0, last = 0;
  while (file.next_entry < file.listing.size()) {
    const Entry& entry = file.listing[file.next_entry];
    const ULONG end = offset + layout->name + static_cast<ULONG>(entry.name.size() * sizeof(WCHAR));
    if (end > answer.length) break;
    write_entry(answer.buffer + offset, *layout, entry);
    const ULONG distance = offset - last;
    if (offset > 0) std::memcpy(answer.buffer + last, &distance, sizeof distance);  // NextEntryOffset
    last = offset;
    answer.written = end;
    offset = aligned(end);
    file.next_entry++;
    if (query.single || offset + layout->name > answer.length) break;
  }
  return answer.written ? Status{} : Status(STATUS_BUFFER_OVERFLOW);
}

}  // namespace owdf::fs
