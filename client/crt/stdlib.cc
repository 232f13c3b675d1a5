// Memory, ends, sorting, chance and environment of the C runtime.
#include <windows.h>

#include <cstdlib>

#include "client/crt/crt.h"
#include "client/crt/stream.h"
#include "client/crt/text.h"
#include "client/program.h"
#include "nt/machine.h"
#include "nt/rtl/text.h"

namespace owdf::client {

namespace {

constexpr uint32_t kInvalidRuntimeParameter = 0xC0000417;  // STATUS_INVALID_CRUNTIME_PARAMETER
constexpr int kAborted = 3;

void print_error(std::string_view text) {
  if (ProgramState* program = current_program()) program->write_output(true, text);
}

}  // namespace

Errno invalid_parameter(std::string_view function, Errno error) {
  if (current_program()) {
    print_error(std::string(function) + ": invalid parameter\n");
    ExitProcess(kInvalidRuntimeParameter);
  }
  return error;
}

int& thread_errno() {
  static thread_local int nobody;
  ThreadState* thread = current_thread_state();
  return thread ? thread->error_number : nobody;
}

}  // namespace owdf::client

using namespace owdf::client;

// Only programs have this heap: ntoskrnl exports none of these names, so a driver never arrives here.
CRT_API void* crt_malloc(size_t size) {
  return current_program()->heap.allocate(size);
}
CRT_API void* crt_calloc(size_t count, size_t size) {
  size_t bytes = 0;
  if (__builtin_mul_overflow(count, size, &bytes)) return nullptr;
  return current_program()->heap.allocate(bytes, true);
}
CRT_API void crt_free(void* block) {
  constexpr uint32_t kHeapCorruption = 0xC0000374;  // STATUS_HEAP_CORRUPTION
  if (!block || current_program()->heap.release(block)) return;
  print_error("free: not a live block of the heap\n");
  ExitProcess(kHeapCorruption);
}
CRT_API void* crt_realloc(void* block, size_t size) {
  if (block && size == 0) return crt_free(block), nullptr;
  return current_program()->heap.reallocate(block, size);
}
CRT_API size_t crt__msize(void* block) {
  return current_program()->heap.size_of(block);
}

CRT_API char* crt__strdup(const char* s) {
  if (!s) return nullptr;
  char* copy = static_cast<char*>(crt_malloc(text::length(s) + 1));
  return copy ? text::copy(copy, s) : nullptr;
}
CRT_API char* crt_strdup(const char* s) {
  return crt__strdup(s);
}
CRT_API WideChar* crt__wcsdup(const WideChar* s) {
  if (!s) return nullptr;
  WideChar* copy = static_cast<WideChar*>(crt_malloc((text::length(s) + 1) * sizeof(WideChar)));
  return copy ? text::copy(copy, s) : nullptr;
}
CRT_API char* crt_strtok(char* s, const char* delimiters) {
  return text::next_token(s, delimiters, &current_thread_state()->token);
}
CRT_API WideChar* crt_wcstok(WideChar* s, const WideChar* delimiters, WideChar** context) {
  return text::next_token(s, delimiters, context ? context : &current_thread_state()->wide_token);
}

CRT_API [[noreturn]] void crt__exit(int code) {
  current_program()->streams->flush_all();
  ExitProcess(static_cast<UINT>(code));
  __builtin_unreachable();
}
CRT_API [[noreturn]] void crt_exit(int code) {
  current_program()->run_exit_routines();
  crt__exit(code);
}
CRT_API [[noreturn]] void crt_quick_exit(int code) {
  crt__exit(code);
}
CRT_API [[noreturn]] void crt_abort() {
  print_error("abort() was called\n");
  crt__exit(kAborted);
}
CRT_API int crt_atexit(void(__attribute__((ms_abi)) * routine)()) {
  current_program()->at_exit(routine);
  return 0;
}
CRT_API [[noreturn]] void crt__assert(const char* condition, const char* file, unsigned line) {
  print_error("Assertion failed: " + std::string(condition) + ", file " + file + ", line " + std::to_string(line) +
              "\n");
  crt__exit(kAborted);
}
CRT_API [[noreturn]] void crt__wassert(const WideChar* condition, const WideChar* file, unsigned line) {
  crt__assert(owdf::rtl::utf8(condition).c_str(), owdf::rtl::utf8(file).c_str(), line);
}

namespace {

using Compare = int(__attribute__((ms_abi)) *)(const void*, const void*);
using CompareWith = int(__attribute__((ms_abi)) *)(void*, const void*, const void*);

int call_compare(const void* a, const void* b, void* compare) {
  return reinterpret_cast<Compare>(compare)(a, b);
}

struct WithContext {
  CompareWith compare;
  void* context;
};

int call_compare_with(const void* a, const void* b, void* with) {
  const auto* pair = static_cast<const WithContext*>(with);
  return pair->compare(pair->context, a, b);
}

}  // namespace

CRT_API void crt_qsort(void* base, size_t count, size_t size, Compare compare) {
  qsort_r(base, count, size, call_compare, reinterpret_cast<void*>(compare));
}
CRT_API void crt_qsort_s(void* base, size_t count, size_t size, CompareWith compare, void* context) {
  WithContext with{compare, context};
  qsort_r(base, count, size, call_compare_with, &with);
}
CRT_API void* crt_bsearch(const void* key, const void* base, size_t count, size_t size, Compare compare) {
  const char* low = static_cast<const char*>(base);
  while (count > 0) {
    const char* middle = low + count / 2 * size;
    const int order = compare(key, middle);
    if (order == 0) return const_cast<char*>(middle);
    if (order > 0) low = middle + size;
    count = order > 0 ? count - count / 2 - 1 : count / 2;
  }
  return nullptr;
}

// The sequence is the one Windows programs know from each seed; a driver's comes from the world's seed.
CRT_API void crt_srand(unsigned seed) {
  if (ThreadState* thread = current_thread_state()) thread->random_state = seed;
}
CRT_API int crt_rand() {
  ThreadState* thread = current_thread_state();
  if (!thread) return static_cast<int>(owdf::nt::current_machine()->world().choose(0x8000));
  thread->random_state = thread->random_state * 214013u + 2531011u;
  return static_cast<int>(thread->random_state >> 16 & 0x7fff);
}

CRT_API int* crt__errno() {
  return &thread_errno();
}
CRT_API Errno crt__get_errno(int* value) {
  return *value = thread_errno(), kNoError;
}
CRT_API Errno crt__set_errno(int value) {
  return thread_errno() = value, kNoError;
}
CRT_API char* crt_getenv(const char* name) {
  ProgramState* program = current_program();
  const size_t size = text::length(name);
  for (char* entry : program->environment)
    if (entry && text::compare(entry, name, size, true) == 0 && entry[size] == '=') return entry + size + 1;
  return nullptr;
}
CRT_API WideChar* crt__wgetenv(const WideChar* name) {
  ProgramState* program = current_program();
  const size_t size = text::length(name);
  for (WideChar* entry : program->wide_environment)
    if (entry && text::compare(entry, name, size, true) == 0 && entry[size] == u'=') return entry + size + 1;
  return nullptr;
}

// Strings between the widths, in the ANSI code page. The result does not count the terminator; -1: not convertible.
CRT_API size_t crt_mbstowcs(WideChar* to, const char* from, size_t room) {
  const size_t length = text::length(from);
  if (!to) return length;
  size_t i = 0;
  for (; i < room && i < length; i++) to[i] = owdf::rtl::ansi_to_utf16(static_cast<uint8_t>(from[i]));
  if (i < room) to[i] = 0;
  return i;
}
CRT_API size_t crt_wcstombs(char* to, const WideChar* from, size_t room) {
  const size_t length = text::length(from);
  if (!to) return length;
  size_t i = 0;
  for (; i < room && i < length; i++) to[i] = static_cast<char>(owdf::rtl::utf16_to_ansi(from[i]));
  if (i < room) to[i] = 0;
  return i;
}

namespace {

template <typename To, typename From, typename Convert>
Errno convert_checked(std::string_view name, size_t* converted, To* to, size_t room, const From* from, size_t count,
                      Convert convert) {
  if (!from || (!to && room > 0)) return invalid_parameter(name, kInvalid);
  const size_t length = text::bounded_length(from, count);
  if (converted) *converted = length + 1;
  if (!to) return kNoError;
  if (length + 1 > room && count != kTruncate) {
    if (room) to[0] = 0;
    return invalid_parameter(name, kRange);
  }
  const size_t kept = std::min(length, room - 1);
  convert(to, from, kept);
  to[kept] = 0;
  if (converted) *converted = kept + 1;
  return kept < length ? kTruncated : kNoError;
}

}  // namespace

CRT_API Errno crt_mbstowcs_s(size_t* converted, WideChar* to, size_t room, const char* from, size_t count) {
  return convert_checked("mbstowcs_s", converted, to, room, from, count, crt_mbstowcs);
}
CRT_API Errno crt_wcstombs_s(size_t* converted, char* to, size_t room, const WideChar* from, size_t count) {
  return convert_checked("wcstombs_s", converted, to, room, from, count, crt_wcstombs);
}
CRT_API char* crt_setlocale(int, const char* wanted) {
  // There is the "C" locale and no other; asking which one it is, or for the default, gets it.
  static char name[] = "C";
  const bool ours = !wanted || !*wanted || text::compare(wanted, "C", SIZE_MAX, false) == 0;
  return ours ? name : nullptr;
}
