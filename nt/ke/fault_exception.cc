#include "nt/ke/fault_exception.h"

#include <sys/ucontext.h>

#include <cstring>

namespace owdf::ke {

namespace {

struct Register {
  int linux_index;
  ULONG64 CONTEXT::* member;
};
constexpr Register kRegisters[] = {
    {REG_RAX, &CONTEXT::Rax}, {REG_RCX, &CONTEXT::Rcx}, {REG_RDX, &CONTEXT::Rdx}, {REG_RBX, &CONTEXT::Rbx},
    {REG_RSP, &CONTEXT::Rsp}, {REG_RBP, &CONTEXT::Rbp}, {REG_RSI, &CONTEXT::Rsi}, {REG_RDI, &CONTEXT::Rdi},
    {REG_R8, &CONTEXT::R8},   {REG_R9, &CONTEXT::R9},   {REG_R10, &CONTEXT::R10}, {REG_R11, &CONTEXT::R11},
    {REG_R12, &CONTEXT::R12}, {REG_R13, &CONTEXT::R13}, {REG_R14, &CONTEXT::R14}, {REG_R15, &CONTEXT::R15},
    {REG_RIP, &CONTEXT::Rip},
};
constexpr uint32_t kChangeableFlags = 0x0CD5;  // carry, parity, adjust, zero, sign, direction, overflow

void describe_access(EXCEPTION_RECORD& record, const sched::Fault& fault) {
  record.NumberParameters = 2;
  record.ExceptionInformation[0] = static_cast<ULONG_PTR>(fault.access);
  record.ExceptionInformation[1] = reinterpret_cast<ULONG_PTR>(fault.address);
}

}  // namespace

FaultException::FaultException(const sched::Fault& fault, NTSTATUS code, RaisedBy by)
    : registers(sched::fault_registers()) {
  describe_call(raised, static_cast<uint32_t>(code), 0, fault.instruction);
  raised.by = by;
  if (fault.kind == sched::FaultKind::kAccess) describe_access(raised.record, fault);
  const greg_t* from = registers.integer.gregs;
  raised.context.ContextFlags = CONTEXT_FULL;
  for (const Register& each : kRegisters) raised.context.*each.member = static_cast<ULONG64>(from[each.linux_index]);
  raised.context.EFlags = static_cast<ULONG>(from[REG_EFL]);
  if (!registers.has_floating_point) return;
  raised.context.MxCsr = registers.floating_point.mxcsr;
  static_assert(sizeof raised.context.FltSave == sizeof registers.floating_point);
  std::memcpy(&raised.context.FltSave, &registers.floating_point, sizeof raised.context.FltSave);
}

void FaultException::go_on() {
  greg_t* to = registers.integer.gregs;
  for (const Register& each : kRegisters) to[each.linux_index] = static_cast<greg_t>(raised.context.*each.member);
  to[REG_EFL] = static_cast<greg_t>((static_cast<uint64_t>(to[REG_EFL]) & ~uint64_t{kChangeableFlags}) |
                                    (raised.context.EFlags & kChangeableFlags));
  if (registers.has_floating_point) {
    std::memcpy(&registers.floating_point._xmm, &raised.context.FltSave.XmmRegisters,
                sizeof registers.floating_point._xmm);
  }
  sched::current()->set_faulting(true);
  sched::go_on_with(registers);
}

}  // namespace owdf::ke
