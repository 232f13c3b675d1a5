#include "cli/build/object_store.h"

#include <filesystem>
#include <fstream>
#include <sstream>

namespace owdf::cli {
namespace fs = std::filesystem;
namespace {

std::string slurp(const std::string& path) {
  std::ifstream stream(path, std::ios::binary);
  std::ostringstream text;
  text << stream.rdbuf();
  return text.str();
}

std::string joined(const std::vector<std::string>& command) {
  std::string text;
  for (const std::string& part : command) text += part + "\n";
  return text;
}

}  // namespace

std::vector<std::string> parse_dependencies(const std::string& text) {
  std::vector<std::string> names;
  std::string name;
  const auto flush = [&] {
    if (!name.empty() && name.back() != ':') names.push_back(name);
    name.clear();
  };
  for (size_t at = 0; at < text.size(); at++) {
    const char c = text[at];
    if (c == '\\' && at + 1 < text.size()) {
      const char next = text[++at];
      if (next == ' ' || next == '#')
        name += next;  // an escaped character of the name
      else if (next == '\n')
        flush();  // the line goes on
      else
        name += std::string("\\") + next;
    } else if (c == '$' && at + 1 < text.size() && text[at + 1] == '$') {
      name += text[++at];
    } else if (c == ' ' || c == '\n' || c == '\r') {
      flush();
    } else {
      name += c;
    }
  }
  flush();
  return names;
}

bool is_up_to_date(const CompileJob& job) {
  std::error_code error;
  const auto made = fs::last_write_time(job.object, error);
  if (error || slurp(job.object + ".cmd") != joined(job.command)) return false;
  const std::vector<std::string> names = parse_dependencies(slurp(job.object + ".d"));
  if (names.empty()) return false;
  for (const std::string& name : names) {
    const auto changed = fs::last_write_time(name, error);
    if (error || changed > made) return false;
  }
  return true;
}

void remember_command(const CompileJob& job) {
  std::ofstream(job.object + ".cmd", std::ios::binary) << joined(job.command);
}

}  // namespace owdf::cli
