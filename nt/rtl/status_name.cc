#include "nt/rtl/status_name.h"

#include <fmt/format.h>

namespace owdf::rtl {
namespace {

struct Name {
  uint32_t value;
  const char* name;
};

// Made from include/shared/ntstatus.h and include/km/bugcodes.h by tools/name_table.py; sorted by value.
constexpr Name kStatuses[] = {
#include "nt/status_names.inc"
};
constexpr Name kBugChecks[] = {
#include "nt/bug_check_names.inc"
};

template <size_t N>
const char* find(const Name (&table)[N], uint32_t value) {
  const Name* at = std::lower_bound(table, table + N, value, [](const Name& row, uint32_t v) { return row.value < v; });
  return at != table + N && at->value == value ? at->name : nullptr;
}

}  // namespace

const char* status_name(int32_t status) {
  return find(kStatuses, static_cast<uint32_t>(status));
}
const char* bug_check_name(uint32_t code) {
  return find(kBugChecks, code);
}

std::string status_text(Status status) {
  const char* name = status_name(status.value);
  const auto number = static_cast<uint32_t>(status.value);
  return name ? fmt::format("{} (0x{:08X})", name, number) : fmt::format("0x{:08X}", number);
}

}  // namespace owdf::rtl
