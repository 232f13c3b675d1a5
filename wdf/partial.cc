#include "wdf/partial.h"

#include <fmt/format.h>

// The bounds of the section, by the linker's own names.
extern "C" const owdf::wdf::Partial __start_owdf_partial[];
extern "C" const owdf::wdf::Partial __stop_owdf_partial[];

namespace owdf::wdf {

std::span<const Partial> partials() {
  return {__start_owdf_partial, __stop_owdf_partial};
}

void report_partial(Client& client, const Partial& partial) {
  if (!client.first_report(&partial)) return;
  client.machine().report({.rule = "NotActedOn",
                           .message = fmt::format("{}: accepted, not acted on yet: {}", partial.ddi, partial.what),
                           .driver = client.service()});
}

}  // namespace owdf::wdf
