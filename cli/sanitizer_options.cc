// What the sanitizers of a wdf that was built with one begin with; ASAN_OPTIONS and TSAN_OPTIONS override it. Reports
// must name lines also where only the pinned version of the symbolizer is installed.
#if defined(OWDF_ASAN)
extern "C" __attribute__((used)) const char* __asan_default_options() {
  return "external_symbolizer_path=/usr/bin/llvm-symbolizer-19:detect_stack_use_after_return=0";
}
#endif

#if defined(OWDF_TSAN)
extern "C" __attribute__((used)) const char* __tsan_default_options() {
  return "external_symbolizer_path=/usr/bin/llvm-symbolizer-19:second_deadlock_stack=1";
}
#endif
