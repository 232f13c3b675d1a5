#include "cli/ddi/state.h"

#include "loader/import_table.h"
#include "wdf/partial.h"

namespace owdf::cli {

const char* state_text(State state) {
  switch (state) {
    case State::kBuilt:
      return "built";
    case State::kPartial:
      return "partial";
    case State::kLoud:
      return "loud";
    case State::kUnknown:
      return "unknown";
  }
  return "";
}

std::vector<std::string_view> not_acted_on(std::string_view ddi) {
  std::vector<std::string_view> list;
  for (const wdf::Partial& row : wdf::partials())
    if (ddi == row.ddi) list.emplace_back(row.what);
  return list;
}

Function framework_function(const wdf::Ddi& row) {
  const State built = not_acted_on(row.name).empty() ? State::kBuilt : State::kPartial;
  return {row.name, "wdf", row.header, row.built ? built : State::kLoud};
}

Function imported_function(const std::string& name) {
  const loader::HostImport* row = loader::find_host_import(name);
  if (!row) return {name, "", "", State::kUnknown};
  return {name, row->module, row->header, row->built ? State::kBuilt : State::kLoud};
}

}  // namespace owdf::cli
