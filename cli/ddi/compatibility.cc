#include "cli/ddi/compatibility.h"

#include <algorithm>
#include <map>
#include <vector>

#include <fmt/format.h>

#include "cli/ddi/state.h"
#include "loader/import_table.h"

namespace owdf::cli {
namespace {

using Headers = std::map<std::string, std::vector<Function>>;

long count(const std::vector<Function>& functions, State state) {
  return std::ranges::count_if(functions, [&](const Function& f) { return f.state == state; });
}

std::string summary(const Headers& headers) {
  std::string text = "| header | built | partial | loud |\n| --- | ---: | ---: | ---: |\n";
  for (const auto& [header, functions] : headers)
    text += fmt::format("| {} | {} | {} | {} |\n", header, count(functions, State::kBuilt),
                        count(functions, State::kPartial), count(functions, State::kLoud));
  return text;
}

std::string names(const std::vector<Function>& functions, State state) {
  std::string text;
  for (const Function& function : functions)
    if (function.state == state) text += (text.empty() ? "" : ", ") + function.name;
  return text.empty() ? "" : fmt::format("{}: {}.\n\n", state_text(state), text);
}

std::string chapter(const std::string& title, const Headers& headers) {
  std::string text = fmt::format("## {}\n\n{}\n", title, summary(headers));
  for (const auto& [header, functions] : headers) {
    text += fmt::format("### {}\n\n", header);
    for (const State state : {State::kBuilt, State::kPartial, State::kLoud}) text += names(functions, state);
  }
  return text;
}

}  // namespace

std::string compatibility_page() {
  static constexpr const char* kKernel[] = {"ntoskrnl", "hal", "ksecdd", "wdfldr"};
  Headers framework, kernel, user;
  for (const wdf::Ddi& row : wdf::ddis()) framework[row.header].push_back(framework_function(row));
  for (const loader::HostImport& row : loader::host_imports()) {
    const bool in_kernel = std::ranges::any_of(kKernel, [&](std::string_view module) { return module == row.module; });
    (in_kernel ? kernel : user)[row.header].push_back(imported_function(row.name));
  }
  return "# What is built\n\n"
         "A loud function can be linked and called: it reports its own name, and fails. A partial one accepts "
         "something "
         "that it does not act on yet, and says so.\n\n" +
         chapter("The framework", framework) + chapter("The kernel", kernel) + chapter("Libraries and programs", user);
}

}  // namespace owdf::cli
