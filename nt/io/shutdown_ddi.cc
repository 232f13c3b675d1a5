// Shutdown notifications: who is told that the system goes down, and how.
#include "nt/io/file.h"
#include "nt/io/io_manager.h"
#include "nt/io/irp.h"
#include "nt/ob/object_manager.h"

namespace owdf::io {

void IoManager::register_shutdown(PDEVICE_OBJECT device, bool last_chance) {
  sched::LockGuard guard(stacks_);
  shutdowns_.push_back({ob::Ref<DEVICE_OBJECT>::share(device), last_chance});
}

void IoManager::unregister_shutdown(PDEVICE_OBJECT device) {
  std::vector<Shutdown> gone;  // their references end without the lock
  sched::LockGuard guard(stacks_);
  for (size_t i = shutdowns_.size(); i-- > 0;) {
    if (shutdowns_[i].device.get() != device) continue;
    gone.push_back(std::move(shutdowns_[i]));
    shutdowns_.erase(shutdowns_.begin() + static_cast<std::ptrdiff_t>(i));
  }
}

void IoManager::shut_down() {
  std::vector<Shutdown> registered;
  {
    sched::LockGuard guard(stacks_);
    registered.swap(shutdowns_);
  }
  for (const bool last_chance : {false, true}) {
    for (auto entry = registered.rbegin(); entry != registered.rend(); ++entry) {
      if (entry->last_chance != last_chance) continue;
      send_and_wait(machine_, top_of_stack(entry->device.get()), STATUS_SUCCESS, Cancelable::kNo,
                    [](PIRP irp, PIO_STACK_LOCATION location) {
                      location->MajorFunction = IRP_MJ_SHUTDOWN;
                      irp->RequestorMode = KernelMode;
                    });
    }
  }
}

}  // namespace owdf::io

using owdf::nt::current_machine;

extern "C" {

NTSTATUS NTAPI IoRegisterShutdownNotification(PDEVICE_OBJECT DeviceObject) {
  current_machine()->io().register_shutdown(DeviceObject, false);
  return STATUS_SUCCESS;
}
NTSTATUS NTAPI IoRegisterLastChanceShutdownNotification(PDEVICE_OBJECT DeviceObject) {
  current_machine()->io().register_shutdown(DeviceObject, true);
  return STATUS_SUCCESS;
}
VOID NTAPI IoUnregisterShutdownNotification(PDEVICE_OBJECT DeviceObject) {
  current_machine()->io().unregister_shutdown(DeviceObject);
}

}  // extern "C"
