// What the compiler expects of a C++ driver's surroundings. The loader runs constructors of statics before DriverEntry;
// their destructors are noted here and run, last first, when the image goes. operator new is the driver's own affair.
using Destructor = void (*)();

namespace {

constexpr unsigned kMost = 256;
Destructor g_noted[kMost];
unsigned g_count;

void run_noted() {
  while (g_count > 0) g_noted[--g_count]();
}

__attribute__((section(".dtors"), used)) Destructor g_last = run_noted;

}  // namespace

// Not 0: there is no room, and the destructor will not run.
extern "C" int atexit(Destructor destructor) {
  if (g_count == kMost) return 1;
  g_noted[g_count++] = destructor;
  return 0;
}
