// Remove locks: how a driver knows that nobody uses its device any more. The lock is the driver's memory, in the form
// of free builds (the common block alone); a release too many is found by the count.
#include <wdm.h>

#include "nt/machine.h"

using namespace owdf;

namespace {

using Common = IO_REMOVE_LOCK_COMMON_BLOCK;

// The driver's own count begins at one: the device itself. ...AndWait gives back the caller's and the device's.
NTSTATUS acquire(Common& common) {
  __atomic_add_fetch(&common.IoCount, 1, __ATOMIC_ACQ_REL);
  if (!common.Removed) return STATUS_SUCCESS;
  // Removal has begun: give the count back; if it was the last, the waiter was counting on us.
  if (__atomic_sub_fetch(&common.IoCount, 1, __ATOMIC_ACQ_REL) == 0) KeSetEvent(&common.RemoveEvent, 0, FALSE);
  return STATUS_DELETE_PENDING;
}

void release(Common& common) {
  const LONG left = __atomic_sub_fetch(&common.IoCount, 1, __ATOMIC_ACQ_REL);
  if (left < 0) {
    nt::current_machine()->bug_check(DRIVER_VERIFIER_DETECTED_VIOLATION, 0x201, reinterpret_cast<ULONG_PTR>(&common), 0,
                                     0, "a remove lock was released more often than it was acquired");
  }
  if (left == 0) KeSetEvent(&common.RemoveEvent, 0, FALSE);
}

}  // namespace

extern "C" {

VOID NTAPI IoInitializeRemoveLockEx(PIO_REMOVE_LOCK Lock, ULONG AllocateTag, ULONG MaxLockedMinutes,
                                    ULONG HighWatermark, ULONG RemlockSize) {
  Lock->Common.Removed = FALSE;
  Lock->Common.IoCount = 1;
  KeInitializeEvent(&Lock->Common.RemoveEvent, NotificationEvent, FALSE);
}

NTSTATUS NTAPI IoAcquireRemoveLockEx(PIO_REMOVE_LOCK RemoveLock, PVOID Tag, PCSTR File, ULONG Line, ULONG RemlockSize) {
  return acquire(RemoveLock->Common);
}

VOID NTAPI IoReleaseRemoveLockEx(PIO_REMOVE_LOCK RemoveLock, PVOID Tag, ULONG RemlockSize) {
  release(RemoveLock->Common);
}

VOID NTAPI IoReleaseRemoveLockAndWaitEx(PIO_REMOVE_LOCK RemoveLock, PVOID Tag, ULONG RemlockSize) {
  Common& common = RemoveLock->Common;
  __atomic_store_n(&common.Removed, BOOLEAN{TRUE}, __ATOMIC_SEQ_CST);
  release(common);
  if (__atomic_sub_fetch(&common.IoCount, 1, __ATOMIC_ACQ_REL) > 0) {
    KeWaitForSingleObject(&common.RemoveEvent, Executive, KernelMode, FALSE, nullptr);
  }
}

}  // extern "C"
