// ExRaise*: exceptions that a driver raises, for a __try block of its own to take; one that nobody takes is a bug
// check. And the smaller services of the executive.
#include <ntddk.h>

#include "nt/ke/kernel.h"
#include "nt/machine.h"
#include "nt/ps/process.h"

extern "C" {

VOID NTAPI ExRaiseStatus(NTSTATUS Status) {
  owdf::ke::kernel().raise_status(Status, "ExRaiseStatus");
}
VOID NTAPI ExRaiseAccessViolation(VOID) {
  owdf::ke::kernel().raise_status(STATUS_ACCESS_VIOLATION, "ExRaiseAccessViolation");
}
VOID NTAPI ExRaiseDatatypeMisalignment(VOID) {
  owdf::ke::kernel().raise_status(STATUS_DATATYPE_MISALIGNMENT, "ExRaiseDatatypeMisalignment");
}

KPROCESSOR_MODE NTAPI ExGetPreviousMode(VOID) {
  return owdf::ps::previous_mode();
}

// A random UUID of the world's seed: equal runs make equal ones.
NTSTATUS NTAPI ExUuidCreate(GUID* Uuid) {
  owdf::sched::World& world = owdf::nt::current_machine()->world();
  const uint64_t high = world.choose(UINT64_MAX), low = world.choose(UINT64_MAX);
  Uuid->Data1 = static_cast<uint32_t>(high >> 32);
  Uuid->Data2 = static_cast<uint16_t>(high >> 16);
  Uuid->Data3 = static_cast<uint16_t>((high & 0x0FFF) | 0x4000);
  for (int i = 0; i < 8; i++) Uuid->Data4[i] = static_cast<uint8_t>(low >> (8 * i));
  Uuid->Data4[0] = static_cast<uint8_t>((Uuid->Data4[0] & 0x3F) | 0x80);
  return STATUS_SUCCESS;
}

}  // extern "C"
