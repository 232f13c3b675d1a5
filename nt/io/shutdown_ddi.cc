// Shutdown notifications. A machine has no shutdown yet, so registering fails and says so: a driver that was told it
// would be called must not wait for a call that cannot come.
#include <wdm.h>

#include "nt/machine.h"

namespace {

NTSTATUS refuse(const char* name) {
  owdf::nt::current_machine()->report(
      {.rule = "NotImplemented",
       .message = std::string(name) + ": machines do not shut down yet, nobody would be called"});
  return STATUS_NOT_IMPLEMENTED;
}

}  // namespace

extern "C" {

NTSTATUS NTAPI IoRegisterShutdownNotification(PDEVICE_OBJECT) {
  return refuse("IoRegisterShutdownNotification");
}
NTSTATUS NTAPI IoRegisterLastChanceShutdownNotification(PDEVICE_OBJECT) {
  return refuse("IoRegisterLastChanceShutdownNotification");
}
VOID NTAPI IoUnregisterShutdownNotification(PDEVICE_OBJECT) {
  refuse("IoUnregisterShutdownNotification");
}

}  // extern "C"
