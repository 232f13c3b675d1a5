#include "wdf/violation.h"

#include <cstdlib>

#include "wdf/client.h"

namespace owdf::wdf {

void violate(Client& client, Violation rule, uint64_t p2, uint64_t p3, std::string message) {
  client.machine().bug_check(kWdfViolation, static_cast<uint64_t>(rule), p2, p3,
                             reinterpret_cast<uint64_t>(client.globals()), client.service() + ": " + message);
  // Only a thread that is none of the machine's comes back, and such a thread has no business in a DDI.
  std::abort();
}

}  // namespace owdf::wdf
