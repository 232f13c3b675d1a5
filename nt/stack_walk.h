// Walks the stack of the running thread, through our frames and through those of drivers. For reports and for blame:
// slow. Any IRQL; also on the stack of a fault.
#pragma once

#include <string>
#include <vector>

namespace owdf::nt {

class DriverLoader;

// The return addresses, innermost first, to the outermost frame of the innermost run of driver frames or, where no
// driver is near, to the thread's start. An instruction that faulted stands there as if it had called: by the address
// behind it.
std::vector<void*> walk_stack(DriverLoader* loader);

// The innermost of them that lies in a driver's image, and the driver's service name; null and empty: there is none.
struct DriverCaller {
  void* address = nullptr;
  std::string service;
};
DriverCaller innermost_driver(DriverLoader* loader);

}  // namespace owdf::nt
