// The end of a device's timer (IoInitializeTimer); the timer itself is reached through its device object.
#pragma once

#include <wdm.h>

namespace owdf::nt {
class Machine;
}

namespace owdf::io {

// When the device is deleted: its routine runs nowhere afterwards. PASSIVE_LEVEL if there is a timer.
void stop_timer_for_good(PDEVICE_OBJECT device);
// When the last reference to the device is gone.
void free_timer(nt::Machine& machine, PDEVICE_OBJECT device);

}  // namespace owdf::io
