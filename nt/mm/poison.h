// Marking memory of the arena as not addressable, so that AddressSanitizer reports a driver's stray access at the
// driver's source line. Without the sanitizer these are nothing, and the pool uses its caches.
#pragma once

#include <cstddef>

#if defined(__SANITIZE_ADDRESS__)
#define OWDF_POISONS 1
#elif defined(__has_feature)
#if __has_feature(address_sanitizer)
#define OWDF_POISONS 1
#endif
#endif

#ifdef OWDF_POISONS
#include <sanitizer/asan_interface.h>
#endif

namespace owdf::mm {

#ifdef OWDF_POISONS
inline constexpr bool kPoisons = true;
inline void poison(const void* at, size_t bytes) {
  __asan_poison_memory_region(at, bytes);
}
inline void unpoison(const void* at, size_t bytes) {
  __asan_unpoison_memory_region(at, bytes);
}
inline bool poisoned(const void* at) {
  return __asan_address_is_poisoned(at) != 0;
}
#else
inline constexpr bool kPoisons = false;
inline void poison(const void*, size_t) {}
inline void unpoison(const void*, size_t) {}
inline bool poisoned(const void*) {
  return false;
}
#endif

}  // namespace owdf::mm
