// Names for clang's thread-safety analysis (-Wthread-safety); nothing under gcc.
// IRQL is a capability too: a function that may not be called at DISPATCH_LEVEL says EXCLUDES(dispatch_level).
#pragma once

#if defined(__clang__)
#define OWDF_TSA(x) __attribute__((x))
#else
#define OWDF_TSA(x)
#endif

#define CAPABILITY(name) OWDF_TSA(capability(name))
#define SCOPED_CAPABILITY OWDF_TSA(scoped_lockable)
#define GUARDED_BY(x) OWDF_TSA(guarded_by(x))
#define PT_GUARDED_BY(x) OWDF_TSA(pt_guarded_by(x))
#define REQUIRES(...) OWDF_TSA(requires_capability(__VA_ARGS__))
#define ACQUIRE(...) OWDF_TSA(acquire_capability(__VA_ARGS__))
#define RELEASE(...) OWDF_TSA(release_capability(__VA_ARGS__))
#define TRY_ACQUIRE(...) OWDF_TSA(try_acquire_capability(__VA_ARGS__))
#define EXCLUDES(...) OWDF_TSA(locks_excluded(__VA_ARGS__))
#define ASSERT_CAPABILITY(x) OWDF_TSA(assert_capability(x))
#define RETURN_CAPABILITY(x) OWDF_TSA(lock_returned(x))
#define NO_THREAD_SAFETY_ANALYSIS OWDF_TSA(no_thread_safety_analysis)
