#include "base/assert.h"

#include <cstdio>
#include <cstdlib>

namespace owdf {

void assertion_failed(const char* condition, const char* file, int line) {
  std::fprintf(stderr, "openwdf: internal error: %s does not hold (%s:%d)\n", condition, file, line);
  std::abort();
}

}  // namespace owdf
