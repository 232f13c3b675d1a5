// From the paths of programs to the names of the system.
#include "client/crt/text.h"
#include "client/kernel32/win32.h"

namespace owdf::client {

namespace {

// Room for any prefix and the current directory in front of a path, in characters.
size_t room_for(const WCHAR* path) {
  return text::length(path) + current_program()->current_directory.size() + 16;
}

bool is_letter(WCHAR c) {
  return (c >= u'a' && c <= u'z') || (c >= u'A' && c <= u'Z');
}
bool is_separator(WCHAR c) {
  return c == u'\\' || c == u'/';
}
bool is_device_prefix(const WCHAR* p) {
  return is_separator(p[0]) && is_separator(p[1]) && (p[2] == u'.' || p[2] == u'?') && is_separator(p[3]);
}

// Names that are devices in every directory.
bool is_reserved_name(const WCHAR* path) {
  for (const WCHAR* name : {u"NUL", u"CON", u"PRN", u"AUX", u"CONIN$", u"CONOUT$"})
    if (text::compare(path, name, SIZE_MAX, true) == 0) return true;
  const bool numbered = text::length(path) == 4 && path[3] >= u'1' && path[3] <= u'9';
  return numbered && (text::compare(path, u"COM", 3, true) == 0 || text::compare(path, u"LPT", 3, true) == 0);
}

WCHAR* append(WCHAR* to, const WCHAR* from, bool fix_separators) {
  for (; *from; from++) *to++ = fix_separators && *from == u'/' ? u'\\' : *from;
  *to = 0;
  return to;
}

// The component from `from` on says "the one before": two dots, however a separator follows.
bool is_component(const WCHAR* from, const WCHAR* end, const WCHAR* dots) {
  const size_t length = text::length(dots);
  return static_cast<size_t>(end - from) == length && text::compare(from, dots, length, false) == 0;
}

// Takes out of "\a\.\b\..\c" what only says how to walk: empty components, one dot, two dots (never above the root).
// Dots and blanks at the end of the last component are no part of a name. In place; the new end.
WCHAR* walk(WCHAR* root) {
  WCHAR* out = root;
  const WCHAR* in = root;
  while (*in) {
    while (*in == u'\\') in++;
    const WCHAR* end = in;
    while (*end && *end != u'\\') end++;
    if (is_component(in, end, u"..")) {
      while (out > root && *--out != u'\\') {
      }
    } else if (end != in && !is_component(in, end, u".")) {
      *out++ = u'\\';
      while (in != end) *out++ = *in++;
      if (!*end)
        while (out > root && (out[-1] == u'.' || out[-1] == u' ')) out--;
    }
    const bool ends_open = *end == u'\\' && !end[1];
    in = end;
    if (ends_open) {
      *out++ = u'\\';
      break;
    }
  }
  if (out == root) *out++ = u'\\';
  *out = 0;
  return out;
}

// The absolute form of a path that names a drive, a place on the current drive, or one below the current directory.
WCHAR* make_absolute(WCHAR* begin, const WCHAR* path) {
  const std::u16string& current = current_program()->current_directory;
  const bool names_drive = is_letter(path[0]) && path[1] == u':';
  WCHAR* root = begin + 2;
  begin[0] = names_drive ? path[0] : current[0];
  begin[1] = u':';
  const WCHAR* rest = names_drive ? path + 2 : path;
  WCHAR* end = root;
  const WCHAR current_drive[] = {current[0], 0}, drive[] = {begin[0], 0};
  if (!is_separator(*rest) && text::compare(drive, current_drive, 1, true) == 0)
    end = append(root, current.c_str() + 2, true);
  *end++ = u'\\';
  append(end, rest, true);
  return walk(root);
}

}  // namespace

NtPath::NtPath(const WCHAR* path) : scratch_(room_for(path) * sizeof(WCHAR)) {
  WCHAR* const begin = scratch_.as<WCHAR>();
  WCHAR* end = append(begin, u"\\??\\", false);
  if (is_device_prefix(path)) {
    end = append(end, path + 4, path[2] == u'.');
  } else if (is_reserved_name(path)) {
    end = append(end, path, false);
  } else if (is_separator(path[0]) && is_separator(path[1])) {
    end = append(append(end, u"UNC\\", false), path + 2, true);
  } else {
    end = make_absolute(end, path);
  }
  const auto bytes = static_cast<size_t>(end - begin) * sizeof(WCHAR);
  name_.Buffer = begin;
  name_.Length = static_cast<USHORT>(std::min<size_t>(bytes, 0xfffc));
  name_.MaximumLength = static_cast<USHORT>(name_.Length + sizeof(WCHAR));
}

}  // namespace owdf::client
