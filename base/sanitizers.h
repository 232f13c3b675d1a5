// The sanitizers we are built with, and the happens-before edges we tell ThreadSanitizer about.
// The scheduler's own files are compiled without -fsanitize=thread (cmake/compiler.cmake): what it does between two
// threads must not look like synchronisation, nor like a race. Therefore OWDF_TSAN comes from the build and not from
// the compiler.
#pragma once

#include <cstddef>

#if defined(OWDF_TSAN)
extern "C" {
void __tsan_acquire(void* address);
void __tsan_release(void* address);
void* __tsan_get_current_fiber(void);
void* __tsan_create_fiber(unsigned flags);
void __tsan_destroy_fiber(void* fiber);
void __tsan_switch_to_fiber(void* fiber, unsigned flags);
void AnnotateIgnoreReadsBegin(const char* file, int line);
void AnnotateIgnoreReadsEnd(const char* file, int line);
void AnnotateIgnoreWritesBegin(const char* file, int line);
void AnnotateIgnoreWritesEnd(const char* file, int line);
}
#endif

#if defined(OWDF_ASAN)
extern "C" {
void __sanitizer_start_switch_fiber(void** fake_stack_save, const void* bottom, size_t size);
void __sanitizer_finish_switch_fiber(void* fake_stack_save, const void** bottom_old, size_t* size_old);
void __asan_unpoison_memory_region(void const volatile* address, size_t size);
void __asan_handle_no_return(void);
void __lsan_register_root_region(const void* p, size_t size);
void __lsan_unregister_root_region(const void* p, size_t size);
}
#endif

namespace owdf {

#if defined(OWDF_ASAN)
inline constexpr bool kAsan = true;
#else
inline constexpr bool kAsan = false;
#endif
#if defined(OWDF_TSAN)
inline constexpr bool kTsan = true;
#else
inline constexpr bool kTsan = false;
#endif

// What the caller did so far happened before whatever follows an acquire of the same address.
inline void happens_before([[maybe_unused]] void* address) {
#if defined(OWDF_TSAN)
  __tsan_release(address);
#endif
}

inline void happens_after([[maybe_unused]] void* address) {
#if defined(OWDF_TSAN)
  __tsan_acquire(address);
#endif
}

// Memory accesses in this scope are the scheduler's: never one half of a race.
class HiddenFromTsan {
 public:
  HiddenFromTsan() {
#if defined(OWDF_TSAN)
    AnnotateIgnoreReadsBegin(__FILE__, __LINE__);
    AnnotateIgnoreWritesBegin(__FILE__, __LINE__);
#endif
  }
  ~HiddenFromTsan() {
#if defined(OWDF_TSAN)
    AnnotateIgnoreWritesEnd(__FILE__, __LINE__);
    AnnotateIgnoreReadsEnd(__FILE__, __LINE__);
#endif
  }
  HiddenFromTsan(const HiddenFromTsan&) = delete;
  HiddenFromTsan& operator=(const HiddenFromTsan&) = delete;
};

}  // namespace owdf
