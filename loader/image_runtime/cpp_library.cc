// What the C++ standard library keeps outside its headers, as far as programs and user-mode drivers use it: the text
// classes, shared pointers, mutexes, hash tables. There are no exceptions in this object format: what would throw ends
// the program with a message.
#include <windows.h>

#include <cstdarg>
#include <cstdio>
#include <cstdlib>
#include <memory>
#include <mutex>
#include <string>

extern "C" void* _aligned_malloc(size_t size, size_t alignment);
extern "C" void _aligned_free(void* block);

void* operator new(size_t size, std::align_val_t alignment) {
  void* memory = _aligned_malloc(size ? size : 1, static_cast<size_t>(alignment));
  if (!memory) std::abort();
  return memory;
}
void* operator new[](size_t size, std::align_val_t alignment) { return operator new(size, alignment); }
void operator delete(void* memory, std::align_val_t) noexcept { _aligned_free(memory); }
void operator delete[](void* memory, std::align_val_t) noexcept { _aligned_free(memory); }
void operator delete(void* memory, size_t, std::align_val_t) noexcept { _aligned_free(memory); }
void operator delete[](void* memory, size_t, std::align_val_t) noexcept { _aligned_free(memory); }

const std::nothrow_t std::nothrow{};

_LIBCPP_BEGIN_NAMESPACE_STD

[[noreturn]] void __libcpp_verbose_abort(const char* format, ...) noexcept {
  va_list arguments;
  va_start(arguments, format);
  std::vfprintf(stderr, format, arguments);
  va_end(arguments);
  std::fputs("\nThe C++ library would throw an exception here; there are none in this object format.\n", stderr);
  std::abort();
}

template class basic_string<char>;
template class basic_string<wchar_t>;

string to_string(int value) { return to_string(static_cast<long long>(value)); }
string to_string(long value) { return to_string(static_cast<long long>(value)); }
string to_string(long long value) {
  char text[32];
  std::snprintf(text, sizeof(text), "%lld", value);
  return text;
}
string to_string(unsigned value) { return to_string(static_cast<unsigned long long>(value)); }
string to_string(unsigned long value) { return to_string(static_cast<unsigned long long>(value)); }
string to_string(unsigned long long value) {
  char text[32];
  std::snprintf(text, sizeof(text), "%llu", value);
  return text;
}
static wstring widened(const string& text) { return wstring(text.begin(), text.end()); }
wstring to_wstring(int value) { return widened(to_string(value)); }
wstring to_wstring(long value) { return widened(to_string(value)); }
wstring to_wstring(long long value) { return widened(to_string(value)); }
wstring to_wstring(unsigned value) { return widened(to_string(value)); }
wstring to_wstring(unsigned long value) { return widened(to_string(value)); }
wstring to_wstring(unsigned long long value) { return widened(to_string(value)); }

// Tables grow seldom, so trial division is quick enough.
size_t __next_prime(size_t at_least) {
  const auto is_prime = [](size_t number) {
    for (size_t divisor = 3; divisor <= number / divisor; divisor += 2)
      if (number % divisor == 0) return false;
    return true;
  };
  if (at_least <= 2) return at_least == 0 ? 0 : 2;
  size_t candidate = at_least | 1;
  while (!is_prime(candidate)) candidate += 2;
  return candidate;
}

// Counts begin at zero for one owner; whoever takes one below zero was the last.
__shared_count::~__shared_count() {}
__shared_weak_count::~__shared_weak_count() {}
void __shared_weak_count::__release_weak() noexcept {
  if (__atomic_fetch_sub(&__shared_weak_owners_, 1, __ATOMIC_ACQ_REL) == 0) __on_zero_shared_weak();
}
__shared_weak_count* __shared_weak_count::lock() noexcept {
  long owners = __atomic_load_n(&__shared_owners_, __ATOMIC_SEQ_CST);
  while (owners != -1)
    if (__atomic_compare_exchange_n(&__shared_owners_, &owners, owners + 1, false, __ATOMIC_SEQ_CST, __ATOMIC_SEQ_CST))
      return this;
  return nullptr;
}
const void* __shared_weak_count::__get_deleter(const type_info&) const noexcept { return nullptr; }

static PSRWLOCK lock_of(void* mutex) { return static_cast<PSRWLOCK>(mutex); }
void mutex::lock() { AcquireSRWLockExclusive(lock_of(native_handle())); }
bool mutex::try_lock() noexcept { return TryAcquireSRWLockExclusive(lock_of(native_handle())); }
void mutex::unlock() noexcept { ReleaseSRWLockExclusive(lock_of(native_handle())); }

_LIBCPP_END_NAMESPACE_STD
