#include "loader/import_table.h"

#include <algorithm>

namespace owdf::loader {

const HostImport* find_host_import(std::string_view name) {
  const auto table = host_imports();
  const auto row =
      std::lower_bound(table.begin(), table.end(), name,
                       [](const HostImport& candidate, std::string_view wanted) { return candidate.name < wanted; });
  return row != table.end() && row->name == name ? &*row : nullptr;
}

}  // namespace owdf::loader
