// OWDF_ASSERT: we are wrong (never the driver, never the world). On in every build; prints the condition and aborts.
#pragma once

namespace owdf {
[[noreturn, gnu::cold]] void assertion_failed(const char* condition, const char* file, int line);
}

#define OWDF_ASSERT(condition)                                \
  (__builtin_expect(static_cast<bool>(condition), 1) ? void() \
                                                     : ::owdf::assertion_failed(#condition, __FILE__, __LINE__))
