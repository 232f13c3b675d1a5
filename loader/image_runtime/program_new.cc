// operator new and delete of programs: the C runtime's heap. Drivers bring their own, as with the WDK.
using size_t = decltype(sizeof(0));
namespace std {
struct nothrow_t;
}
extern "C" void* malloc(size_t size);
extern "C" void free(void* memory);
extern "C" [[noreturn]] void abort();

static void* allocate(size_t size) {
  void* memory = malloc(size ? size : 1);
  if (!memory) abort();  // there is no exception to throw in this object format
  return memory;
}

void* operator new(size_t size) { return allocate(size); }
void* operator new[](size_t size) { return allocate(size); }
void* operator new(size_t size, const std::nothrow_t&) noexcept { return malloc(size ? size : 1); }
void* operator new[](size_t size, const std::nothrow_t&) noexcept { return malloc(size ? size : 1); }
void operator delete(void* memory) noexcept { free(memory); }
void operator delete[](void* memory) noexcept { free(memory); }
void operator delete(void* memory, size_t) noexcept { free(memory); }
void operator delete[](void* memory, size_t) noexcept { free(memory); }

extern "C" [[noreturn]] void __cxa_pure_virtual() { abort(); }
