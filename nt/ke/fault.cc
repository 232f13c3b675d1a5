// What a fault means to a machine. In a driver's code, or in code of ours that a driver called: a bug check. In the
// code of a console program: its process ends (_KTHREAD::user_fault). In neither: it is our own and ends the process as
// ever. Before that, a fault that a __try block may handle is raised as an exception.
#include <wdm.h>

#include "nt/ke/fault_exception.h"
#include "nt/ke/kernel.h"
#include "nt/ke/thread.h"
#include "nt/machine.h"
#include "nt/mm/memory_manager.h"
#include "nt/stack_walk.h"
#include "nt/upward.h"

namespace owdf::ke {

namespace {

constexpr uint32_t kKmodeExceptionNotHandled = 0x1E;
constexpr uint32_t kDriverIrqlNotLessOrEqual = 0xD1;
constexpr uint32_t kKernelSecurityCheckFailure = 0x139;
constexpr uint32_t kThreadStuckInDeviceDriver = 0xEA;
constexpr uint32_t kDpcWatchdogViolation = 0x133;
constexpr uint8_t kFastFailInterrupt = 0x29;
constexpr uint8_t kAssertionInterrupt = 0x2C;
// How far up from the fault a driver's frame makes the driver answerable: memcpy and friends are called by it directly.
constexpr size_t kBlameDepth = 12;
// How far up it may be for the driver's __try blocks to be asked: behind that lie functions of ours that may not be
// left in their middle.
constexpr size_t kCatchDepth = 4;

NTSTATUS exception_code(const sched::Fault& fault) {
  switch (fault.kind) {
    case sched::FaultKind::kAccess:
      return fault.stack_overflow ? STATUS_STACK_OVERFLOW : STATUS_ACCESS_VIOLATION;
    case sched::FaultKind::kDivide:
      return STATUS_INTEGER_DIVIDE_BY_ZERO;
    case sched::FaultKind::kBreakpoint:
      return STATUS_BREAKPOINT;
    case sched::FaultKind::kSoftwareInterrupt:
      if (fault.interrupt == kAssertionInterrupt) return STATUS_ASSERTION_FAILURE;
      if (fault.interrupt == kFastFailInterrupt) return STATUS_STACK_BUFFER_OVERRUN;
      return STATUS_ACCESS_VIOLATION;
    case sched::FaultKind::kEndless:
      return STATUS_TIMEOUT;
    case sched::FaultKind::kIllegalInstruction:
      break;
  }
  return STATUS_ILLEGAL_INSTRUCTION;
}

const char* sentence(const sched::Fault& fault) {
  switch (fault.kind) {
    case sched::FaultKind::kAccess:
      if (fault.stack_overflow) return "the driver used up its stack";
      if (fault.access == sched::Fault::Access::kExecute) return "the driver called an address that holds no code";
      return fault.access == sched::Fault::Access::kWrite ? "the driver wrote to an address that is not mapped"
                                                          : "the driver read from an address that is not mapped";
    case sched::FaultKind::kDivide:
      return "the driver divided by zero";
    case sched::FaultKind::kBreakpoint:
      return "the driver reached a breakpoint and no debugger is attached";
    case sched::FaultKind::kSoftwareInterrupt:
      if (fault.interrupt == kFastFailInterrupt) return "the driver detected a corruption and failed fast";
      if (fault.interrupt == kAssertionInterrupt) return "an assertion of the driver failed";
      return "the driver raised an interrupt that does not exist";
    case sched::FaultKind::kEndless:
      return "the driver was still running when the time limit of the run was used up";
    case sched::FaultKind::kIllegalInstruction:
      break;
  }
  return "the driver ran an instruction that does not exist";
}

}  // namespace

// The driver whose code faulted or called the code that did; empty: no driver is near.
std::string Kernel::driver_at_fault(const sched::Fault& fault, size_t* distance) {
  nt::DriverLoader* loader = machine_.driver_loader();
  *distance = 0;
  if (!loader) return {};
  std::string driver = loader->image_at(fault.instruction);
  if (!driver.empty()) return driver;
  const std::vector<void*> stack = nt::walk_stack(loader);
  const auto interrupted = reinterpret_cast<uintptr_t>(fault.instruction);
  *distance = kCatchDepth + 1;
  for (size_t i = 0; i < stack.size() && i < kBlameDepth && driver.empty(); i++) {
    // The walk names the interrupted instruction by the byte behind its first.
    if (reinterpret_cast<uintptr_t>(stack[i]) == interrupted + 1) *distance = 0;
    driver = loader->image_at(stack[i]);
    ++*distance;
  }
  return driver;
}

// What Windows offers to the filters of kernel code. A bad address of the system, and any fault at DISPATCH_LEVEL or
// above, is a bug check whoever waits for it.
bool Kernel::can_be_handled(const sched::Fault& fault) const {
  if (sched::current()->irql() >= sched::kDispatchLevel || fault.stack_overflow) return false;
  switch (fault.kind) {
    case sched::FaultKind::kAccess:
      return machine_.mm().check_user_range(fault.address, 1).ok();
    case sched::FaultKind::kSoftwareInterrupt:
      return fault.interrupt == kAssertionInterrupt;
    case sched::FaultKind::kEndless:
      return false;
    default:
      return true;
  }
}

// True: a filter has repaired what was wrong. Does not return if a handler takes the exception.
bool Kernel::handled(const sched::Fault& fault, NTSTATUS code, bool by_driver) {
  sched::Thread* thread = sched::current();
  FaultException exception(fault, code, by_driver ? RaisedBy::kKernel : RaisedBy::kProgram);
  thread->set_faulting(false);  // filters may fault themselves
  if (raise(exception.raised)) {
    exception.go_on();
    return true;
  }
  thread->set_faulting(true);
  return false;
}

void Kernel::fault(const sched::Fault& fault) {
  const NTSTATUS code = exception_code(fault);
  const sched::Irql irql = sched::current()->irql();
  const auto address = reinterpret_cast<uint64_t>(fault.address);
  const auto instruction = reinterpret_cast<uint64_t>(fault.instruction);
  size_t distance = 0;
  if (!driver_at_fault(fault, &distance).empty()) {
    if (distance <= kCatchDepth && can_be_handled(fault) && handled(fault, code, true)) return;
    if (fault.kind == sched::FaultKind::kSoftwareInterrupt && fault.interrupt == kFastFailInterrupt) {
      bug_check(kKernelSecurityCheckFailure, fault.rcx, instruction, 0, 0, sentence(fault));
    }
    if (fault.kind == sched::FaultKind::kEndless && irql >= sched::kDispatchLevel) {
      bug_check(kDpcWatchdogViolation, 0, 0, 0, instruction, sentence(fault));
    }
    if (fault.kind == sched::FaultKind::kEndless) {
      bug_check(kThreadStuckInDeviceDriver, reinterpret_cast<uint64_t>(current_thread()), 0, instruction, 0,
                sentence(fault));
    }
    const auto access = static_cast<uint64_t>(fault.access);
    if (fault.kind == sched::FaultKind::kAccess && irql >= sched::kDispatchLevel) {
      bug_check(kDriverIrqlNotLessOrEqual, address, irql, access, instruction, sentence(fault));
    }
    bug_check(kKmodeExceptionNotHandled, static_cast<uint64_t>(int64_t{code}), instruction, access, address,
              sentence(fault));
  }
  _KTHREAD* thread = current_thread();
  if (!thread->user_fault) return;
  if (!fault.stack_overflow && fault.kind != sched::FaultKind::kEndless && handled(fault, code, false)) return;
  sched::current()->set_faulting(false);
  thread->user_fault(static_cast<uint32_t>(code),
                     fault.kind == sched::FaultKind::kAccess ? fault.address : fault.instruction);
}

}  // namespace owdf::ke
