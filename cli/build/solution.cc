#include "cli/build/solution.h"

#include <algorithm>
#include <filesystem>
#include <map>
#include <pugixml.hpp>
#include <sstream>

#include "cli/build/configuration.h"
#include "cli/build/msbuild.h"
#include "cli/build/overlay.h"

namespace owdf::cli {
namespace fs = std::filesystem;
namespace {

struct Entry {
  std::string path, at;                    // of the project file; "file:line" that names it
  std::vector<std::string> depends_on;     // ids
  std::map<std::string, std::string> map;  // lower-case configuration of the solution -> that of the project
  std::map<std::string, bool> built;       // by the same; absent from a mapped solution: left out
};

struct Solution {
  std::vector<std::string> order;  // ids, as listed
  std::map<std::string, Entry> entries;
  std::vector<ProjectConfiguration> configurations;
};

bool is_cpp_project(const std::string& path) {
  return lower(path).ends_with(".vcxproj");
}

class SolutionReader {
 public:
  explicit SolutionReader(std::string path) : path_(std::move(path)), folder_(fs::path(path_).parent_path().string()) {}

  Solution read() {
    bool converted = false;
    text_ = read_as_utf8(path_, converted);
    if (lower(path_).ends_with(".slnx"))
      read_xml();
    else
      read_lines();
    return std::move(solution_);
  }

 private:
  [[noreturn]] void fail(int line, const std::string& sentence) const {
    throw path_ + ":" + std::to_string(line) + ": " + sentence;
  }

  void add(const std::string& id, const std::string& project, int line) {
    const std::string found = resolve_path(folder_, project);
    if (!fs::exists(found)) fail(line, "the project " + project + " does not exist");
    solution_.order.push_back(id);
    solution_.entries[id].path = found;
    solution_.entries[id].at = path_ + ":" + std::to_string(line);
  }

  // The texts in quotation marks of a line.
  static std::vector<std::string> quoted(const std::string& line) {
    std::vector<std::string> found;
    for (size_t open = line.find('"'); open != std::string::npos;) {
      const size_t close = line.find('"', open + 1);
      if (close == std::string::npos) break;
      found.push_back(line.substr(open + 1, close - open - 1));
      open = line.find('"', close + 1);
    }
    return found;
  }

  // Project("{kind}") = "name", "file", "{id}"
  void read_lines() {
    std::istringstream stream(text_);
    std::string inside, current;
    int number = 0, opened = 0;
    for (std::string line; std::getline(stream, line);) {
      number++;
      const std::string word = lower(without_blanks(line));
      if (word.starts_with("project(")) {
        if (!current.empty()) fail(opened, "this Project has no EndProject");
        const std::vector<std::string> parts = quoted(line);
        if (parts.size() < 4) fail(number, "expected Project(kind) = name, file, id, each in quotation marks");
        current = lower(parts[3]), opened = number;
        if (is_cpp_project(parts[2])) add(current, parts[2], number);
      } else if (word == "endproject") {
        if (current.empty()) fail(number, "EndProject without Project");
        current.clear();
      } else if (word.starts_with("projectsection(") || word.starts_with("globalsection(")) {
        const size_t open = word.find('(') + 1;
        inside = word.substr(open, word.find(')') - open);
      } else if (word == "endprojectsection" || word == "endglobalsection") {
        inside.clear();
      } else if (!inside.empty() && line.find('=') != std::string::npos) {
        setting(inside, current, line);
      }
    }
    if (!current.empty()) fail(opened, "this Project has no EndProject");
  }

  void setting(const std::string& section, const std::string& project, const std::string& line) {
    const std::string name = without_blanks(line.substr(0, line.find('=')));
    const std::string value = without_blanks(line.substr(line.find('=') + 1));
    if (section == "projectdependencies" && solution_.entries.contains(project))
      solution_.entries[project].depends_on.push_back(lower(name));
    if (section == "solutionconfigurationplatforms") solution_.configurations.push_back(parse_configuration(name));
    if (section != "projectconfigurationplatforms") return;
    // {id}.Debug|x64.ActiveCfg = Debug|x64
    const size_t dot = name.find("}."), last = name.rfind('.');
    const auto entry = solution_.entries.find(lower(name.substr(0, dot + 1)));
    if (dot == std::string::npos || entry == solution_.entries.end()) return;
    const std::string what = lower(name.substr(last + 1));
    const bool build = what == "0" && name.size() > 8 && lower(name).ends_with(".build.0");
    if (what == "activecfg") entry->second.map[lower(name.substr(dot + 2, last - dot - 2))] = value;
    if (build) entry->second.built[lower(name.substr(dot + 2, name.size() - dot - 2 - 8))] = true;
  }

  void read_xml() {
    pugi::xml_document document;
    const auto result = document.load_string(text_.c_str());
    const auto line_at = [&](ptrdiff_t offset) {
      const ptrdiff_t end = std::clamp<ptrdiff_t>(offset, 0, static_cast<ptrdiff_t>(text_.size()));
      return 1 + static_cast<int>(std::count(text_.begin(), text_.begin() + end, '\n'));
    };
    if (!result) fail(line_at(result.offset), std::string("this solution is not XML: ") + result.description());
    for (const pugi::xpath_node& found : document.select_nodes("//Configurations/Platform"))
      for (const pugi::xpath_node& type : document.select_nodes("//Configurations/BuildType"))
        solution_.configurations.push_back(
            {type.node().attribute("Name").value(), found.node().attribute("Name").value()});
    for (const pugi::xpath_node& found : document.select_nodes("//Project")) {
      const pugi::xml_node node = found.node();
      const std::string name = node.attribute("Path").value();
      if (!is_cpp_project(name)) continue;
      const std::string id = lower(resolve_path(folder_, name));
      add(id, name, line_at(node.offset_debug()));
      for (const pugi::xml_node& one : node.children("BuildDependency"))
        solution_.entries[id].depends_on.push_back(lower(resolve_path(folder_, one.attribute("Project").value())));
    }
  }

  std::string path_, folder_, text_;
  Solution solution_;
};

// Depth first: what a project depends on comes before it.
void put_in_order(const Solution& solution, const std::string& id, std::vector<std::string>& on_the_way,
                  std::vector<std::string>& ordered) {
  const auto entry = solution.entries.find(id);
  if (entry == solution.entries.end() || std::find(ordered.begin(), ordered.end(), id) != ordered.end()) return;
  if (std::find(on_the_way.begin(), on_the_way.end(), id) != on_the_way.end())
    throw entry->second.at + ": this project depends on itself, by way of " +
        fs::path(solution.entries.at(on_the_way.back()).path).filename().string();
  on_the_way.push_back(id);
  for (const std::string& one : entry->second.depends_on) put_in_order(solution, one, on_the_way, ordered);
  on_the_way.pop_back();
  ordered.push_back(id);
}

ProjectList read_entries(const Solution& solution, const std::string& path, const ProjectQuery& query) {
  ProjectList list;
  std::string problem;
  const ProjectConfiguration chosen = choose_configuration(solution.configurations, query, problem, list.notes, path);
  if (!problem.empty()) throw problem;
  const std::string wanted = lower(chosen.configuration + "|" + chosen.platform);
  std::vector<std::string> on_the_way, ordered;
  for (const std::string& id : solution.order) put_in_order(solution, id, on_the_way, ordered);
  for (const std::string& id : ordered) {
    const Entry& entry = solution.entries.at(id);
    ProjectQuery own = query;
    own.solution_folder = fs::path(path).parent_path().string();
    if (const auto mapped = entry.map.find(wanted); mapped != entry.map.end()) {
      if (!entry.built.contains(wanted)) continue;  // the solution switches it off here
      const ProjectConfiguration its = parse_configuration(mapped->second);
      own.configuration = its.configuration;
      own.platform = its.platform;
    }
    ProjectList one = read_vcxproj(entry.path, own);
    if (!one.error.empty()) throw one.error;
    list.notes += one.notes;
    std::move(one.projects.begin(), one.projects.end(), std::back_inserter(list.projects));
  }
  if (list.projects.empty()) throw path + ": no C++ project is built in " + wanted + " of this solution";
  return list;
}

}  // namespace

ProjectList read_solution(const std::string& path, const ProjectQuery& query) {
  try {
    const std::string file = fs::absolute(path).lexically_normal().string();
    const Solution solution = SolutionReader(file).read();
    if (solution.entries.empty()) return {{}, path + ": no C++ project in this solution", {}};
    return read_entries(solution, file, query);
  } catch (const std::string& problem) {
    return {{}, problem, {}};
  }
}

}  // namespace owdf::cli
