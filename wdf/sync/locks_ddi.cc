#include "wdf/ddi_prototypes.h"
#include "wdf/handle.h"
#include "wdf/object/attributes.h"
#include "wdf/sync/locks.h"

namespace owdf::wdf {
namespace {

template <typename Lock>
Result<Lock*> create_lock(Client& client, PWDF_OBJECT_ATTRIBUTES attributes) {
  const Blueprint blueprint = TRY(read_attributes(client, Lock::kType, attributes, &client.default_parent()));
  return Object::create<Lock>(client, blueprint);
}

}  // namespace
}  // namespace owdf::wdf

namespace owdf::ddi {

using namespace wdf;

NTSTATUS NTAPI WdfSpinLockCreate(PWDF_DRIVER_GLOBALS globals, PWDF_OBJECT_ATTRIBUTES SpinLockAttributes,
                                 WDFSPINLOCK* SpinLock) {
  Client& client = Client::from(globals);
  OWDF_REQUIRED(client, SpinLock);
  *SpinLock = nullptr;
  auto lock = create_lock<wdf::SpinLock>(client, SpinLockAttributes);
  if (lock) *SpinLock = handle_of<WDFSPINLOCK>(*lock);
  return lock.status().value;
}

void NTAPI WdfSpinLockAcquire(PWDF_DRIVER_GLOBALS globals, WDFSPINLOCK SpinLock) {
  object_of<wdf::SpinLock>(Client::from(globals), SpinLock).acquire();
}

void NTAPI WdfSpinLockRelease(PWDF_DRIVER_GLOBALS globals, WDFSPINLOCK SpinLock) {
  object_of<wdf::SpinLock>(Client::from(globals), SpinLock).release();
}

NTSTATUS NTAPI WdfWaitLockCreate(PWDF_DRIVER_GLOBALS globals, PWDF_OBJECT_ATTRIBUTES LockAttributes,
                                 WDFWAITLOCK* Lock) {
  Client& client = Client::from(globals);
  OWDF_REQUIRED(client, Lock);
  *Lock = nullptr;
  auto lock = create_lock<wdf::WaitLock>(client, LockAttributes);
  if (lock) *Lock = handle_of<WDFWAITLOCK>(*lock);
  return lock.status().value;
}

NTSTATUS NTAPI WdfWaitLockAcquire(PWDF_DRIVER_GLOBALS globals, WDFWAITLOCK Lock, PLONGLONG Timeout) {
  return object_of<wdf::WaitLock>(Client::from(globals), Lock).acquire(Timeout) ? STATUS_SUCCESS : STATUS_TIMEOUT;
}

void NTAPI WdfWaitLockRelease(PWDF_DRIVER_GLOBALS globals, WDFWAITLOCK Lock) {
  object_of<wdf::WaitLock>(Client::from(globals), Lock).release();
}

}  // namespace owdf::ddi
