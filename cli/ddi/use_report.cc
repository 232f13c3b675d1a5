#include "cli/ddi/use_report.h"

#include <algorithm>
#include <cstdio>
#include <filesystem>
#include <sstream>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "cli/build/build.h"
#include "cli/command.h"
#include "cli/ddi/image_use.h"
#include "cli/ddi/state.h"

namespace owdf::cli {
namespace {

namespace fs = std::filesystem;

struct Used {
  std::string image;
  std::string framework;  // as the project says; empty for an image alone
  std::vector<Function> functions;

  long count(State state) const {
    return std::ranges::count_if(functions, [&](const Function& f) { return f.state == state; });
  }
  bool complete() const { return count(State::kLoud) == 0 && count(State::kUnknown) == 0; }
};

std::vector<Function> functions_of(const ImageUse& use) {
  std::vector<Function> functions;
  for (const wdf::Ddi& row : wdf::ddis())
    if (use.framework.contains(row.name)) functions.push_back(framework_function(row));
  for (const std::string& name : use.imports) {
    const Function function = imported_function(name);
    // Every image imports all of the framework's loader: its entry point does, not the driver.
    if (function.module != "wdfldr") functions.push_back(function);
  }
  std::ranges::stable_sort(functions, [](const Function& a, const Function& b) {
    return std::make_pair(-static_cast<int>(a.state), a.module != "wdf") <
           std::make_pair(-static_cast<int>(b.state), b.module != "wdf");
  });
  return functions;
}

// A name without a row stops the linker, so that there is no image to read; its message is all there is.
std::vector<Function> unlinked(const std::string& messages) {
  static constexpr std::string_view kMark = "not available in OpenWDF: ";
  std::set<std::string> names;
  std::istringstream lines(messages);
  for (std::string line; std::getline(lines, line);) {
    const size_t at = line.find(kMark);
    if (at == std::string::npos) continue;
    const size_t begin = at + kMark.size();
    names.insert(line.substr(begin, line.find(' ', begin) - begin));
  }
  std::vector<Function> functions;
  for (const std::string& name : names) functions.push_back(imported_function(name));
  return functions;
}

nlohmann::ordered_json to_json(const Function& function) {
  nlohmann::ordered_json row{{"name", function.name},
                             {"state", state_text(function.state)},
                             {"module", function.module},
                             {"header", function.header}};
  if (function.state == State::kPartial) row["not_acted_on"] = not_acted_on(function.name);
  return row;
}

nlohmann::ordered_json to_json(const Used& used) {
  nlohmann::ordered_json row{
      {"image", used.image}, {"framework", used.framework}, {"counts", nlohmann::ordered_json()}};
  for (const State state : {State::kBuilt, State::kPartial, State::kLoud, State::kUnknown})
    row["counts"][state_text(state)] = used.count(state);
  row["functions"] = nlohmann::ordered_json::array();
  for (const Function& function : used.functions) row["functions"].push_back(to_json(function));
  return row;
}

void print(const Used& used) {
  fmt::print("{}{}\n", used.image, used.framework.empty() ? "" : " (" + used.framework + ")");
  for (const Function& function : used.functions) {
    fmt::print("  {:<8} {:<12} {:<20} {}\n", state_text(function.state), function.module, function.header,
               function.name);
    if (function.state != State::kPartial) continue;
    for (const std::string_view what : not_acted_on(function.name)) fmt::print("{:32}not acted on yet: {}\n", "", what);
  }
  fmt::print("  {} built, {} partial, {} loud, {} unknown\n", used.count(State::kBuilt), used.count(State::kPartial),
             used.count(State::kLoud), used.count(State::kUnknown));
}

bool read_into(std::vector<Used>& all, const std::string& image, const std::string& framework) {
  std::string problem;
  const std::optional<ImageUse> use = read_image_use(image, problem);
  if (!use) {
    fmt::print(stderr, "error: {}\n", problem);
    return false;
  }
  all.push_back({image, framework, functions_of(*use)});
  return true;
}

// The images of a project; false where one could not be built or read.
bool build_and_read(std::vector<Used>& all, const std::string& path) {
  BuildOptions options;
  options.path = path;
  const BuildResult result = build(options);
  bool ok = result.ok;
  for (const Artifact& artifact : result.artifacts)
    if (artifact.kind != OutputKind::kNothing && fs::exists(artifact.image))
      ok &= read_into(all, artifact.image, artifact.framework);
  if (!result.ok) {
    std::fputs(result.messages.c_str(), stderr);
    if (const auto functions = unlinked(result.messages); !functions.empty()) all.push_back({path, "", functions});
  }
  return ok;
}

}  // namespace

int report_use(const std::string& path, bool json) {
  if (!fs::exists(path)) {
    fmt::print(stderr, "error: {}: there is no such file or folder\n", path);
    return kUsage;
  }
  std::vector<Used> all;
  const bool ok = fs::path(path).extension() == ".so" ? read_into(all, path, "") : build_and_read(all, path);
  if (json) {
    nlohmann::ordered_json document{{"images", nlohmann::ordered_json::array()}};
    for (const Used& used : all) document["images"].push_back(to_json(used));
    fmt::print("{}\n", document.dump(1));
  } else {
    std::ranges::for_each(all, print);
  }
  return ok && std::ranges::all_of(all, &Used::complete) ? kSuccess : kFailed;
}

}  // namespace owdf::cli
