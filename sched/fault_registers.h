// The registers that a faulting instruction had: what an exception filter is shown, may change, and goes on with.
#pragma once

#include <sys/ucontext.h>

namespace owdf::sched {

struct FaultRegisters {
  mcontext_t integer;
  _libc_fpstate floating_point;
  bool has_floating_point = false;
};

// Inside Domain::on_fault, before anything else can fault on this OS thread.
FaultRegisters fault_registers();

// The faulting thread goes on with these when on_fault returns; nobody else is asked about the fault. Call it last.
void go_on_with(const FaultRegisters& registers);

}  // namespace owdf::sched
