#include "cli/conformance/requirements.h"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <set>

#include <fmt/format.h>

namespace owdf::cli {
namespace fs = std::filesystem;
namespace {

std::vector<std::string> split(const std::string& text, char separator) {
  std::vector<std::string> parts;
  size_t begin = 0;
  for (size_t end; (end = text.find(separator, begin)) != std::string::npos; begin = end + 1)
    parts.push_back(text.substr(begin, end - begin));
  parts.push_back(text.substr(begin));
  return parts;
}

// The lines of a table below its header line.
std::vector<std::vector<std::string>> read_table(const fs::path& path, const std::string& header) {
  std::ifstream stream(path);
  if (!stream) throw BadInput(path.string() + ": cannot be read");
  std::string line;
  if (!std::getline(stream, line) || line != header)
    throw BadInput(fmt::format("{}:1: the columns are not the ones of spec/README.md", path.string()));
  const size_t columns = split(header, '\t').size();
  std::vector<std::vector<std::string>> rows;
  while (std::getline(stream, line)) {
    rows.push_back(split(line, '\t'));
    if (rows.back().size() == columns) continue;
    throw BadInput(
        fmt::format("{}:{}: {} columns, {} are wanted", path.string(), rows.size() + 1, rows.back().size(), columns));
  }
  return rows;
}

std::vector<fs::path> tables_in(const fs::path& folder) {
  std::vector<fs::path> tables;
  std::error_code error;
  for (const auto& entry : fs::directory_iterator(folder, error))
    if (entry.path().extension() == ".tsv") tables.push_back(entry.path());
  if (tables.empty()) throw BadInput(folder.string() + ": no requirement tables there");
  std::sort(tables.begin(), tables.end());
  return tables;
}

}  // namespace

const std::string& Specification::kept(const std::string& id) const {
  const auto found = merged.find(id);
  return found == merged.end() ? id : found->second;
}

Specification read_specification(const std::string& folder) {
  Specification specification;
  std::set<std::string> ids;
  for (const fs::path& table : tables_in(fs::path(folder) / "requirements")) {
    for (auto& columns : read_table(table, "id\tapplies\trequirement\tnames\tpage")) {
      Requirement row{columns[0], split(columns[1], ','), columns[2], columns[3], columns[4]};
      if (row.area() != table.stem()) throw BadInput(fmt::format("{}: {} is of another area", table.string(), row.id));
      if (!ids.insert(row.id).second) throw BadInput(fmt::format("{}: {} is there twice", table.string(), row.id));
      specification.rows.push_back(std::move(row));
    }
  }
  for (const auto& columns : read_table(fs::path(folder) / "merged.tsv", "merged\tkept"))
    specification.merged[columns[0]] = columns[1];
  for (const auto& columns : read_table(fs::path(folder) / "exceptions.tsv", "scope\tstate\treason"))
    specification.exceptions[columns[0]] = {columns[1], columns[2]};
  return specification;
}

}  // namespace owdf::cli
