#include "cli/ddi/citations.h"

#include <filesystem>
#include <fstream>

#include <nlohmann/json.hpp>

namespace owdf::cli {
namespace fs = std::filesystem;

std::set<std::string> cited_functions(const std::string& path, std::string& problem) {
  std::set<std::string> names;
  std::error_code error;
  const fs::path program = fs::read_symlink("/proc/self/exe", error);
  const fs::path file = path.empty() ? program.parent_path().parent_path() / "citations.json" : fs::path(path);
  if (path.empty() && !fs::exists(file)) return names;
  std::ifstream stream(file);
  if (!stream) {
    problem = file.string() + ": cannot be read";
    return names;
  }
  const nlohmann::json document = nlohmann::json::parse(stream, nullptr, false);
  if (!document.is_object() || !document.contains("ddi") || !document["ddi"].is_object()) {
    problem = file.string() + ": not the citations of a test run";
    return names;
  }
  for (const auto& [name, tests] : document["ddi"].items()) names.insert(name);
  return names;
}

}  // namespace owdf::cli
