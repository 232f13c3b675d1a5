/* What C++ code of a driver asks of its runtime. A section of its own lets the linker drop it from every other image. */
#include <ntddk.h>

/* A pure virtual function was called: in a constructor or destructor, or on an object that is gone. */
__attribute((section(".text.pure_virtual"))) void __cxa_pure_virtual(void) {
  ExRaiseStatus(STATUS_NOT_IMPLEMENTED);
}
