#include "cli/create/create.h"

#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cctype>
#include <cerrno>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <map>
#include <nlohmann/json.hpp>
#include <random>
#include <string_view>
#include <system_error>

#include "cli/build/toolchain.h"

namespace owdf::cli {
namespace fs = std::filesystem;
namespace {

struct Template {
  std::string_view path;
  std::string_view text;
};

constexpr Template kTemplates[] = {
#include "cli/templates.inc"
};

constexpr size_t kLongestName = 31;  // what the framework keeps of a driver's name
constexpr size_t kLongestHardwareId = 199;

std::string changed(std::string text, int (*change)(int)) {
  for (char& c : text) c = static_cast<char>(change(static_cast<unsigned char>(c)));
  return text;
}

bool is_one_of(const std::string& word, std::initializer_list<const char*> words) {
  return std::any_of(words.begin(), words.end(), [&](const char* one) { return word == one; });
}

bool is_c_keyword(const std::string& word) {
  return is_one_of(word,
                   {"auto",    "break",  "case",     "char",     "const",  "continue", "default", "do",     "double",
                    "else",    "enum",   "extern",   "float",    "for",    "goto",     "if",      "inline", "int",
                    "long",    "return", "short",    "signed",   "sizeof", "static",   "struct",  "switch", "register",
                    "typedef", "union",  "unsigned", "restrict", "void",   "while",    "volatile"});
}

// Windows has devices of these names in every folder.
bool is_reserved_file_name(const std::string& lower) {
  const bool numbered = lower.size() == 4 && (lower.starts_with("com") || lower.starts_with("lpt"));
  return (numbered && std::isdigit(static_cast<unsigned char>(lower[3]))) ||
         is_one_of(lower, {"con", "prn", "aux", "nul"});
}

// Whether NAME.h in the driver's folder would stand before a header that drivers include.
bool hides_a_header(const std::string& lower) {
  Toolchain toolchain;
  std::string compiler_is_missing;
  Toolchain::find(toolchain, compiler_is_missing);
  const std::vector<std::string> folders = toolchain.system_include_folders(OutputKind::kDriver);
  return std::any_of(folders.begin(), folders.end(),
                     [&](const std::string& folder) { return fs::exists(folder + "/" + lower + ".h"); });
}

std::string problem_with_name(const std::string& name) {
  const std::string lower = changed(name, std::tolower);
  const auto is_letter = [](unsigned char c) { return c < 0x80 && std::isalpha(c); };
  const auto fits = [&](unsigned char c) { return is_letter(c) || (c < 0x80 && std::isdigit(c)) || c == '_'; };
  std::string why;
  if (name.empty() || !is_letter(static_cast<unsigned char>(name[0])) || !std::all_of(name.begin(), name.end(), fits))
    why = "it becomes part of C names, so it is a letter and then letters, digits and _";
  else if (name.size() > kLongestName)
    why = fmt::format("it has {} characters, and the framework keeps {}", name.size(), kLongestName);
  else if (is_c_keyword(name))
    why = "it is a word of C";
  else if (is_reserved_file_name(lower))
    why = "Windows has a device of this name in every folder";
  else if (hides_a_header(lower))
    why = fmt::format("{}.h is a header that drivers include", lower);
  else
    return {};
  return fmt::format(
      "'{}' cannot be the name of a driver: {}; for example: wdf new {}", name, why,
      why.ends_with("of C") || why.ends_with("include") || why.ends_with("folder") ? name + "_driver" : "Blinker");
}

std::string problem_with_device(const NewDriver& driver) {
  const std::string& id = driver.device;
  if (driver.kind == "nonpnp")
    return id.empty() ? "" : "--device: a driver of the kind nonpnp has no device that is found; leave it out";
  if (id.empty()) {
    return driver.kind == "filter" ? "--kind filter needs --device: the hardware id of the device it goes above, for "
                                     "example --device 'ROOT\\OWDF_ECHO'"
                                   : "";
  }
  const auto fits = [](unsigned char c) { return c < 0x80 && (std::isalnum(c) || std::strchr("\\&_-*.#", c)); };
  const size_t enumerator = id.find('\\');
  if (std::all_of(id.begin(), id.end(), fits) && enumerator != std::string::npos && enumerator > 0 &&
      enumerator + 1 < id.size() && id.size() <= kLongestHardwareId) {
    return {};
  }
  return fmt::format(
      "--device: '{}' is no hardware id: an enumerator, a backslash and a name of letters, digits and \\ & _ - * . #, "
      "at most {} characters, for example 'ROOT\\BLINKER'",
      id, kLongestHardwareId);
}

// A random identifier (version 4), in the forms that sources need.
class Guid {
 public:
  Guid() {
    std::random_device chance;
    for (size_t i = 0; i < bytes_.size(); i += 4) {
      const uint32_t word = chance();
      std::memcpy(&bytes_[i], &word, sizeof(word));
    }
    bytes_[6] = static_cast<uint8_t>((bytes_[6] & 0x0F) | 0x40);
    bytes_[8] = static_cast<uint8_t>((bytes_[8] & 0x3F) | 0x80);
  }
  std::string text() const {
    std::string digits;
    for (size_t i = 0; i < bytes_.size(); i++) {
      if (i == 4 || i == 6 || i == 8 || i == 10) digits += '-';
      digits += fmt::format("{:02X}", bytes_[i]);
    }
    return digits;
  }
  std::string c_initializer() const {
    const std::string digits = text();
    std::string list = fmt::format("0x{}, 0x{}, 0x{}", digits.substr(0, 8), digits.substr(9, 4), digits.substr(14, 4));
    for (size_t i = 8; i < bytes_.size(); i++) list += fmt::format(", 0x{:02X}", bytes_[i]);
    return list;
  }

 private:
  std::array<uint8_t, 16> bytes_{};
};

// Replaces @WORD@ in the templates.
class Words {
 public:
  Words(const NewDriver& driver, const std::string& program) {
    const std::string upper = changed(driver.name, std::toupper);
    const std::string device = driver.device.empty() ? "ROOT\\" + upper : driver.device;
    std::string device_path = device;
    std::replace(device_path.begin(), device_path.end(), '\\', '#');
    const std::string quoted = nlohmann::json(program).dump(-1, ' ', true, nlohmann::json::error_handler_t::replace);
    words_ = {{"Name", driver.name},        {"NAME", upper}, {"DEVICE", device},
              {"DEVICE_PATH", device_path}, {"dot", "."},    {"WDF", quoted.substr(1, quoted.size() - 2)}};
  }

  std::string replace(std::string_view text) {
    std::string result;
    for (size_t at = 0; at < text.size();) {
      const size_t end = text[at] == '@' ? text.find('@', at + 1) : std::string_view::npos;
      const std::string* value =
          end == std::string_view::npos ? nullptr : find(std::string(text.substr(at + 1, end - at - 1)));
      result += value ? *value : std::string(1, text[at]);
      at = value ? end + 1 : at + 1;
    }
    return result;
  }

 private:
  const std::string* find(const std::string& word) {
    const size_t colon = word.find(':');
    const std::string form = word.substr(0, colon);
    if (colon != std::string::npos && is_one_of(form, {"GUID", "guid", "GUID_C"})) {
      const Guid& guid = guids_[word.substr(colon + 1)];
      words_[word] = form == "GUID_C" ? guid.c_initializer()
                     : form == "GUID" ? guid.text()
                                      : changed(guid.text(), std::tolower);
    }
    const auto found = words_.find(word);
    return found == words_.end() ? nullptr : &found->second;
  }

  std::map<std::string, std::string> words_;
  std::map<std::string, Guid> guids_;  // each drawn when it is first named
};

std::string write_file(const fs::path& path, const std::string& text) {
  std::error_code error;
  fs::create_directories(path.parent_path(), error);
  std::ofstream stream(path, std::ios::binary);
  stream << text;
  stream.close();
  return stream ? "" : fmt::format("{} cannot be written: {}", path.string(), std::strerror(errno));
}

// A folder beside the one that is wanted, which takes its place or goes.
class Draft {
 public:
  explicit Draft(const fs::path& wanted) : wanted_(wanted) {
    std::string name = (wanted.parent_path() / ("." + wanted.filename().string() + ".new-XXXXXX")).string();
    if (!mkdtemp(name.data())) return;
    folder_ = name;
    const mode_t mask = umask(0);
    umask(mask);
    chmod(name.c_str(), 0777 & ~mask);
  }
  ~Draft() {
    std::error_code ignored;
    if (!folder_.empty()) fs::remove_all(folder_, ignored);
  }
  Draft(const Draft&) = delete;

  const fs::path& folder() const { return folder_; }
  // A folder never takes the place of a file, nor of a folder that holds something.
  bool publish() {
    if (std::rename(folder_.c_str(), wanted_.c_str()) != 0) return false;
    folder_.clear();
    return true;
  }

 private:
  fs::path wanted_, folder_;
};

std::string is_there_already(const fs::path& path) {
  return fmt::format("{} is there already; nothing was written: choose another name, or another folder with --output",
                     path.string());
}

}  // namespace

std::string problem_with(const NewDriver& driver) {
  const std::string problem = problem_with_name(driver.name);
  return problem.empty() ? problem_with_device(driver) : problem;
}

std::vector<NewFile> files_of(const NewDriver& driver, const std::string& program) {
  Words words(driver, program);
  std::vector<NewFile> files;
  for (const Template& one : kTemplates) {
    const size_t slash = one.path.find('/');
    const std::string part(one.path.substr(0, slash));
    if (part != "common" && part != driver.kind && (part != "program" || driver.kind == "filter")) continue;
    files.push_back({words.replace(one.path.substr(slash + 1)), words.replace(one.text)});
  }
  std::sort(files.begin(), files.end(), [](const NewFile& a, const NewFile& b) { return a.path < b.path; });
  return files;
}

std::string write_all(const NewDriver& driver, const std::vector<NewFile>& files) {
  const fs::path parent = driver.parent.empty() ? "." : driver.parent;
  const fs::path wanted = parent / driver.name;
  std::error_code error;
  if (!fs::is_directory(parent, error))
    return fmt::format("--output: {}: there is no such folder; make it first", parent.string());
  if (fs::exists(fs::symlink_status(wanted, error))) return is_there_already(wanted);
  Draft draft(wanted);
  if (draft.folder().empty())
    return fmt::format("{} cannot be written to: {}; choose another folder with --output", parent.string(),
                       std::strerror(errno));
  for (const NewFile& file : files) {
    if (const std::string problem = write_file(draft.folder() / file.path, file.text); !problem.empty()) return problem;
  }
  if (draft.publish()) return {};
  if (errno == EEXIST || errno == ENOTEMPTY || errno == ENOTDIR) return is_there_already(wanted);
  return fmt::format("{} cannot be made: {}", wanted.string(), std::strerror(errno));
}

}  // namespace owdf::cli
