// Statuses about which can be lied wherever they leave the framework, named by their value: "status C00000BB".
#pragma once

#include <cstdio>

#include <ntddk.h>

#include "prove/liar.h"

namespace owdf::prove {

// A status that is not this one, and fails.
inline NTSTATUS other_status(NTSTATUS status) {
  return status == STATUS_UNSUCCESSFUL ? STATUS_INVALID_DEVICE_STATE : STATUS_UNSUCCESSFUL;
}

// `status`, or another if the active lie is about it.
inline NTSTATUS tell_status(NTSTATUS status) {
  Liar& liar = Liar::of_process();
  if (liar.idle()) return status;
  char name[9];
  std::snprintf(name, sizeof(name), "%08X", static_cast<unsigned>(status));
  return liar.offer(Kind::kStatus, name) ? other_status(status) : status;
}

// What an IRP carries when it is completed.
inline void tell_completion(PIRP irp) {
  Liar& liar = Liar::of_process();
  if (liar.idle()) return;
  irp->IoStatus.Status = tell_status(irp->IoStatus.Status);
  if (irp->IoStatus.Information && liar.offer(Kind::kForget, "IO_STATUS_BLOCK", "Information"))
    irp->IoStatus.Information = 0;
}

// The first parameter of a bug check, or another.
inline uint32_t tell_code(const char* bug_check, uint32_t parameter) {
  Liar& liar = Liar::of_process();
  return !liar.idle() && liar.offer(Kind::kCode, bug_check) ? parameter + 1 : parameter;
}

}  // namespace owdf::prove
