// IoInitializeTimer and its like: at most one timer to a device object, which calls the driver once a second at
// DISPATCH_LEVEL. It ends with its device object.
#include <wdm.h>

#include "nt/io/device.h"
#include "nt/io/io_timer.h"
#include "nt/machine.h"
#include "nt/ob/system_memory.h"

struct _IO_TIMER {
  KTIMER timer;
  KDPC dpc;
  KSPIN_LOCK lock;
  bool running;  // under the lock
  PIO_TIMER_ROUTINE routine;
  void* context;
};

using namespace owdf;

namespace {

constexpr LONG kPeriodMilliseconds = 1000;

// A tick that was on its way when the timer was stopped finds it so, and nobody is called.
VOID NTAPI tick(KDPC*, void* parameter, void*, void*) {
  auto* device = static_cast<PDEVICE_OBJECT>(parameter);
  _IO_TIMER& timer = *device->Timer;
  KeAcquireSpinLockAtDpcLevel(&timer.lock);
  const bool running = timer.running;
  const PIO_TIMER_ROUTINE routine = timer.routine;
  void* const context = timer.context;
  KeReleaseSpinLockFromDpcLevel(&timer.lock);
  if (running) routine(device, context);
}

// Whether it was another state before.
bool set_running(_IO_TIMER& timer, bool running) {
  KIRQL irql;
  KeAcquireSpinLock(&timer.lock, &irql);
  const bool changed = std::exchange(timer.running, running) != running;
  KeReleaseSpinLock(&timer.lock, irql);
  return changed;
}

_IO_TIMER& timer_of(PDEVICE_OBJECT device, const char* function) {
  if (!device->Timer) {
    nt::current_machine()->bug_check(
        DRIVER_VERIFIER_DETECTED_VIOLATION, 0, reinterpret_cast<ULONG_PTR>(device), 0, 0,
        std::string(function) + " was called for a device object that IoInitializeTimer was not called for");
  }
  return *device->Timer;
}

}  // namespace

namespace owdf::io {

void stop_timer_for_good(PDEVICE_OBJECT device) {
  if (!device->Timer) return;
  IoStopTimer(device);
  KeFlushQueuedDpcs();
}

void free_timer(nt::Machine& machine, PDEVICE_OBJECT device) {
  if (device->Timer) ob::system_free(machine, std::exchange(device->Timer, nullptr));
}

}  // namespace owdf::io

extern "C" {

NTSTATUS NTAPI IoInitializeTimer(PDEVICE_OBJECT DeviceObject, PIO_TIMER_ROUTINE TimerRoutine, PVOID Context) {
  if (!DeviceObject->Timer) {
    auto* timer = static_cast<_IO_TIMER*>(ob::system_allocate(*nt::current_machine(), sizeof(_IO_TIMER), 'itoI'));
    if (!timer) return STATUS_INSUFFICIENT_RESOURCES;
    *timer = {};
    KeInitializeTimer(&timer->timer);
    KeInitializeDpc(&timer->dpc, tick, DeviceObject);
    KeInitializeSpinLock(&timer->lock);
    DeviceObject->Timer = timer;
  }
  _IO_TIMER& timer = *DeviceObject->Timer;
  KIRQL irql;
  KeAcquireSpinLock(&timer.lock, &irql);
  timer.routine = TimerRoutine;
  timer.context = Context;
  KeReleaseSpinLock(&timer.lock, irql);
  return STATUS_SUCCESS;
}

VOID NTAPI IoStartTimer(PDEVICE_OBJECT DeviceObject) {
  _IO_TIMER& timer = timer_of(DeviceObject, "IoStartTimer");
  if (io::record_of(DeviceObject).delete_pending || !set_running(timer, true)) return;
  LARGE_INTEGER due;
  due.QuadPart = -10000LL * kPeriodMilliseconds;
  KeSetTimerEx(&timer.timer, due, kPeriodMilliseconds, &timer.dpc);
}

VOID NTAPI IoStopTimer(PDEVICE_OBJECT DeviceObject) {
  _IO_TIMER& timer = timer_of(DeviceObject, "IoStopTimer");
  if (!set_running(timer, false)) return;
  KeCancelTimer(&timer.timer);
  KeRemoveQueueDpc(&timer.dpc);
}

}  // extern "C"
