#include "cli/build/overlay.h"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <map>
#include <set>
#include <sstream>

#include "cli/build/msbuild.h"

namespace owdf::cli {
namespace fs = std::filesystem;
namespace {

bool is_source(const fs::path& path) {
  static const std::set<std::string> extensions = {".h",  ".hpp", ".hxx", ".inl", ".inc", ".c", ".cpp", ".cxx",
                                                   ".cc", ".tmh", ".mc",  ".ver", ".rh",  ".w", ".rc"};
  return extensions.contains(lower(path.extension().string()));
}

std::string slurp(const fs::path& path) {
  std::ifstream stream(path, std::ios::binary);
  std::ostringstream text;
  text << stream.rdbuf();
  return text.str();
}

void write_if_changed(const fs::path& path, const std::string& text) {
  if (fs::exists(path) && slurp(path) == text) return;
  fs::create_directories(path.parent_path());
  std::ofstream(path, std::ios::binary) << text;
}

void append_utf8(std::string& out, uint32_t point) {
  if (point < 0x80) {
    out += static_cast<char>(point);
  } else if (point < 0x800) {
    out += static_cast<char>(0xC0 | point >> 6);
    out += static_cast<char>(0x80 | (point & 0x3F));
  } else if (point < 0x10000) {
    out += static_cast<char>(0xE0 | point >> 12);
    out += static_cast<char>(0x80 | (point >> 6 & 0x3F));
    out += static_cast<char>(0x80 | (point & 0x3F));
  } else {
    out += static_cast<char>(0xF0 | point >> 18);
    out += static_cast<char>(0x80 | (point >> 12 & 0x3F));
    out += static_cast<char>(0x80 | (point >> 6 & 0x3F));
    out += static_cast<char>(0x80 | (point & 0x3F));
  }
}

std::string from_utf16(const std::string& bytes, bool big_endian) {
  std::string out;
  const auto unit = [&](size_t at) {
    const auto low = static_cast<uint8_t>(bytes[at + (big_endian ? 1 : 0)]);
    const auto high = static_cast<uint8_t>(bytes[at + (big_endian ? 0 : 1)]);
    return static_cast<uint32_t>(high << 8 | low);
  };
  for (size_t at = 2; at + 1 < bytes.size(); at += 2) {
    uint32_t point = unit(at);
    if (point >= 0xD800 && point < 0xDC00 && at + 3 < bytes.size()) {
      point = 0x10000 + ((point - 0xD800) << 10) + (unit(at + 2) - 0xDC00);
      at += 2;
    }
    append_utf8(out, point);
  }
  return out;
}

bool is_utf8(const std::string& text) {
  for (size_t at = 0; at < text.size();) {
    const auto byte = static_cast<uint8_t>(text[at++]);
    int follow = byte < 0x80                   ? 0
                 : byte >= 0xC2 && byte < 0xE0 ? 1
                 : byte >= 0xE0 && byte < 0xF0 ? 2
                 : byte >= 0xF0 && byte < 0xF5 ? 3
                                               : -1;
    if (follow < 0) return false;
    for (; follow > 0; follow--)
      if (at >= text.size() || (static_cast<uint8_t>(text[at++]) & 0xC0) != 0x80) return false;
  }
  return true;
}

std::string quoted(const std::string& text) {
  std::string out = "\"";
  for (const char c : text) {
    if (c == '"' || c == '\\') out += '\\';
    out += c;
  }
  return out + "\"";
}

}  // namespace

std::string read_as_utf8(const std::string& path, bool& converted) {
  const std::string bytes = slurp(path);
  converted = true;
  if (bytes.starts_with("\xFF\xFE")) return from_utf16(bytes, false);
  if (bytes.starts_with("\xFE\xFF")) return from_utf16(bytes, true);
  converted = !is_utf8(bytes);
  if (!converted) return bytes;
  std::string out;
  for (const char c : bytes) append_utf8(out, static_cast<uint8_t>(c));
  return out;
}

void write_overlay(const std::string& path, const std::vector<std::string>& folders, const std::string& scratch) {
  std::map<std::string, std::map<std::string, std::string>> listed;  // folder -> name -> file shown
  for (const std::string& folder : folders) {
    std::error_code error;
    for (const auto& entry :
         fs::recursive_directory_iterator(folder, fs::directory_options::skip_permission_denied, error)) {
      if (!entry.is_regular_file(error) || !is_source(entry.path())) continue;
      bool converted = false;
      const std::string text = read_as_utf8(entry.path().string(), converted);
      std::string shown = entry.path().string();
      if (converted) {
        shown =
            scratch + "/" + std::to_string(std::hash<std::string>{}(shown)) + "-" + entry.path().filename().string();
        write_if_changed(shown, text);
      }
      listed[entry.path().parent_path().string()][entry.path().filename().string()] = shown;
    }
  }
  std::ostringstream out;
  out << "{ 'version': 0, 'case-sensitive': 'false', 'roots': [\n";
  for (const auto& [folder, files] : listed) {
    out << "{ 'name': " << quoted(folder) << ", 'type': 'directory', 'contents': [\n";
    for (const auto& [name, file] : files)
      // A converted source keeps its own name in diagnostics; all others are told by the name they have on disk.
      out << "{ 'name': " << quoted(name) << ", 'type': 'file', 'use-external-name': '"
          << (file == folder + "/" + name ? "true" : "false") << "', 'external-contents': " << quoted(file) << " },\n";
    out << "] },\n";
  }
  out << "] }\n";
  write_if_changed(path, out.str());
}

}  // namespace owdf::cli
