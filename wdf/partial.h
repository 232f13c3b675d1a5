// What a DDI takes from a driver and OpenWDF does not act on yet, where a failure would stop every driver that asks.
// Never in silence: the driver's first use is a finding, and `wdf ddi` shows the function as partial. Both come from
// the one line in the function itself:
//
//   OWDF_NOT_ACTED_ON(init.client(), "the security descriptor: every caller may open the device");
//
// Any IRQL <= DISPATCH_LEVEL.
#pragma once

#include <span>

#include "wdf/client.h"

namespace owdf::wdf {

struct Partial {
  const char* ddi;
  const char* what;  // the thing, and what holds instead
};

// Every such line in the library, in the order of linking.
std::span<const Partial> partials();

// Reports `partial` when `client` comes to it for the first time.
void report_partial(Client& client, const Partial& partial);

}  // namespace owdf::wdf

// The linker gathers the records in a section of their own, so that there is no list to forget a line in.
#define OWDF_NOT_ACTED_ON(client, what)                                                                        \
  do {                                                                                                         \
    [[gnu::section("owdf_partial"), gnu::used]] static constexpr ::owdf::wdf::Partial partial{__func__, what}; \
    ::owdf::wdf::report_partial(client, partial);                                                              \
  } while (false)
