#include "cli/conformance/evidence.h"

#include <filesystem>
#include <fstream>
#include <optional>

#include <nlohmann/json.hpp>

#include "cli/conformance/requirements.h"

namespace owdf::cli {
namespace fs = std::filesystem;
namespace {

using Json = nlohmann::json;

// build/<preset> of this program, where it runs from its build tree.
fs::path build_folder() {
  std::error_code error;
  return fs::read_symlink("/proc/self/exe", error).parent_path().parent_path();
}

std::optional<Json> read_json(const std::string& wanted, const fs::path& usual, const char* member) {
  const fs::path file = wanted.empty() ? usual : fs::path(wanted);
  if (wanted.empty() && !fs::exists(file)) return std::nullopt;
  std::ifstream stream(file);
  if (!stream) throw BadInput(file.string() + ": cannot be read");
  Json document = Json::parse(stream, nullptr, false);
  if (!document.is_object() || !document.contains(member) || !document[member].is_object())
    throw BadInput(file.string() + ": has no \"" + member + "\"");
  return document;
}

std::map<std::string, std::vector<std::string>> tests_by_row(const Json& rows) {
  return rows.get<std::map<std::string, std::vector<std::string>>>();
}

Verdict verdict_from(const Json& row) {
  Verdict verdict;
  verdict.state = row.value("state", "");
  verdict.families = row.value("families", std::set<std::string>{});
  verdict.told = row.value("told", 0u);
  verdict.killed = row.value("killed", 0u);
  verdict.survivors = row.value("survivors", std::vector<std::string>{});
  return verdict;
}

}  // namespace

Citations read_citations(const std::string& path) {
  Citations citations;
  const auto document = read_json(path, build_folder() / "citations.json", "rows");
  if (!document) return citations;
  try {
    citations.passed = tests_by_row((*document)["rows"]);
    if (document->contains("failed")) citations.failed = tests_by_row((*document)["failed"]);
  } catch (const Json::exception& error) {
    throw BadInput(std::string("citations: ") + error.what());
  }
  citations.run = true;
  return citations;
}

ProveResult read_prove_result(const std::string& path) {
  ProveResult result;
  const auto document = read_json(path, build_folder().parent_path() / "prove" / "prove.json", "rows");
  if (!document) return result;
  try {
    result.commit = document->value("commit", "");
    for (const auto& [id, row] : (*document)["rows"].items()) result.rows[id] = verdict_from(row);
  } catch (const Json::exception& error) {
    throw BadInput(std::string("prove result: ") + error.what());
  }
  result.run = true;
  return result;
}

}  // namespace owdf::cli
