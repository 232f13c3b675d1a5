// A fault told as an exception: the record, and the registers in the form that filters know.
#pragma once

#include "nt/ke/exception.h"
#include "sched/fault_registers.h"
#include "sched/world.h"

namespace owdf::ke {

struct FaultException {
  // Before anything else can fault.
  FaultException(const sched::Fault& fault, NTSTATUS code, RaisedBy by);
  // The interrupted code goes on with what raised.context says now, when the fault's handler returns.
  void go_on();

  sched::FaultRegisters registers;
  Raised raised;
};

}  // namespace owdf::ke
