#include "wdf/violation.h"

#include <cstdlib>

#include "wdf/client.h"

#ifdef OWDF_PROVE
#include "prove/status.h"
#endif

namespace owdf::wdf {

void violate(Client& client, Violation rule, uint64_t p2, uint64_t p3, std::string message) {
  uint32_t code = static_cast<uint32_t>(rule);
#ifdef OWDF_PROVE
  code = prove::tell_code("WDF_VIOLATION", code);
#endif
  client.machine().bug_check(kWdfViolation, code, p2, p3, reinterpret_cast<uint64_t>(client.globals()),
                             client.service() + ": " + message);
  // Only a thread that is none of the machine's comes back, and such a thread has no business in a DDI.
  std::abort();
}

}  // namespace owdf::wdf
