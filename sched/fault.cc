#include "sched/fault.h"

#include <csignal>
#include <cstring>
#include <memory>
#include <mutex>
#include <ucontext.h>

#include "base/assert.h"
#include "sched/fault_limit.h"
#include "sched/fault_registers.h"
#include "sched/world.h"

extern "C" {
void owdf_fault_trampoline();
extern const char owdf_fault_resume[];
extern const char owdf_touch_begin[], owdf_touch_failed[];
void owdf_fault_arrived();
}

namespace owdf::sched {

namespace {

constexpr int kSignals[] = {SIGSEGV, SIGBUS, SIGFPE, SIGILL, SIGTRAP};
constexpr size_t kSignalStackSize = 64 * 1024;
constexpr size_t kRedZone = 128;

struct sigaction g_previous[NSIG];

// Of the OS thread. Filled by the handler, read in owdf_fault_arrived() before anything else can fault.
struct FaultState {
  Fault fault;
  int signal = 0;
  bool answered = false;  // go_on_with() was called: the old handlers are not asked
  mcontext_t registers;
  _libc_fpstate floating_point;
};
constinit thread_local FaultState t_fault __attribute__((tls_model("initial-exec"))){};

constexpr greg_t kPageFaultTrap = 14;

Fault describe(int signal, const siginfo_t* info, const ucontext_t* context) {
  const greg_t* registers = context->uc_mcontext.gregs;
  Fault fault;
  fault.instruction = reinterpret_cast<void*>(registers[REG_RIP]);
  fault.rcx = static_cast<uint64_t>(registers[REG_RCX]);
  fault.stack_pointer = static_cast<uint64_t>(registers[REG_RSP]);
  fault.frame_pointer = static_cast<uint64_t>(registers[REG_RBP]);
  if (signal == kLimitSignal) {
    fault.kind = FaultKind::kEndless;
  } else if (signal == SIGFPE) {
    fault.kind = FaultKind::kDivide;
  } else if (signal == SIGILL) {
    fault.kind = FaultKind::kIllegalInstruction;
  } else if (signal == SIGTRAP) {
    fault.kind = FaultKind::kBreakpoint;
  } else if (registers[REG_TRAPNO] == kPageFaultTrap) {
    fault.address = info->si_addr;
    const greg_t error = registers[REG_ERR];
    fault.access = error & 16 ? Fault::Access::kExecute : error & 2 ? Fault::Access::kWrite : Fault::Access::kRead;
    const auto distance = static_cast<int64_t>(fault.stack_pointer - reinterpret_cast<uint64_t>(fault.address));
    fault.stack_overflow = distance > -65536 && distance < 65536 && current()->stack_overflowed(fault.address);
  } else {
    // A general protection fault: `int n` of a vector that user space may not raise, or an address that cannot exist.
    const auto* code = static_cast<const uint8_t*>(fault.instruction);
    if (code[0] == 0xCD) {
      fault.kind = FaultKind::kSoftwareInterrupt;
      fault.interrupt = code[1];
    } else {
      fault.address = reinterpret_cast<void*>(UINT64_MAX);
    }
  }
  return fault;
}

// Makes the interrupted code go on in the trampoline (arch/x86_64/fault.S), as if the faulting instruction had called
// it.
void redirect(ucontext_t* context) {
  greg_t* registers = context->uc_mcontext.gregs;
  uint64_t top = (t_fault.fault.stack_pointer - kRedZone) & ~uint64_t{63};
  if (t_fault.fault.stack_overflow) top = current()->emergency_stack();
  auto* frame = reinterpret_cast<uint64_t*>(top) - 3;
  frame[0] = static_cast<uint64_t>(registers[REG_RIP]);
  frame[1] = t_fault.fault.stack_pointer;
  registers[REG_RSP] = reinterpret_cast<greg_t>(frame);
  registers[REG_RIP] = reinterpret_cast<greg_t>(&owdf_fault_trampoline);
}

// Puts the registers back as they were, or as go_on_with() wants them. If nobody claimed the fault, the old handlers
// have it.
void resume(ucontext_t* context) {
  if (t_fault.registers.fpregs) *context->uc_mcontext.fpregs = t_fault.floating_point;
  std::memcpy(context->uc_mcontext.gregs, t_fault.registers.gregs, sizeof context->uc_mcontext.gregs);
  if (t_fault.answered) return;
  sigaction(t_fault.signal, &g_previous[t_fault.signal], nullptr);
}

void take_fault(int signal, const siginfo_t* info, ucontext_t* context) {
  t_fault.fault = describe(signal, info, context);
  t_fault.signal = signal;
  t_fault.answered = false;
  t_fault.registers = context->uc_mcontext;
  if (context->uc_mcontext.fpregs) t_fault.floating_point = *context->uc_mcontext.fpregs;
  redirect(context);
}

void on_limit(int signal, siginfo_t* info, void* raw_context) {
  auto* context = static_cast<ucontext_t*>(raw_context);
  const auto instruction = static_cast<uintptr_t>(context->uc_mcontext.gregs[REG_RIP]);
  Thread* thread = current();
  if (thread && thread->domain() && !thread->faulting() && !is_our_code(instruction)) {
    take_fault(signal, info, context);
  } else {
    ask_again_soon();
  }
}

// sched/touch.h asks whether memory is there; a fault is the answer.
bool touches(uint64_t instruction) {
  return instruction >= reinterpret_cast<uint64_t>(owdf_touch_begin) &&
         instruction < reinterpret_cast<uint64_t>(owdf_touch_failed);
}

void on_signal(int signal, siginfo_t* info, void* raw_context) {
  auto* context = static_cast<ucontext_t*>(raw_context);
  const auto instruction = static_cast<uint64_t>(context->uc_mcontext.gregs[REG_RIP]);
  if (instruction == reinterpret_cast<uint64_t>(owdf_fault_resume)) return resume(context);
  if (touches(instruction) && info->si_code > 0) {
    context->uc_mcontext.gregs[REG_RIP] = reinterpret_cast<greg_t>(owdf_touch_failed);
    return;
  }
  Thread* thread = current();
  // info->si_code <= 0: sent by somebody, not raised by an instruction.
  if (!thread || !thread->domain() || thread->faulting() || info->si_code <= 0) {
    sigaction(signal, &g_previous[signal], nullptr);
    if (info->si_code <= 0) raise(signal);
    return;
  }
  take_fault(signal, info, context);
}

void install_handlers() {
  struct sigaction action = {};
  action.sa_sigaction = on_signal;
  action.sa_flags = SA_SIGINFO | SA_ONSTACK;
  for (int signal : kSignals) OWDF_ASSERT(sigaction(signal, &action, &g_previous[signal]) == 0);
}

// The alternate stack of an OS thread. A sanitizer may have set one up already, which it will also take down.
struct SignalStack {
  SignalStack() {
    stack_t present = {};
    sigaltstack(nullptr, &present);
    if (!(present.ss_flags & SS_DISABLE)) return;
    memory = std::make_unique<char[]>(kSignalStackSize);
    stack_t stack = {};
    stack.ss_sp = memory.get();
    stack.ss_size = kSignalStackSize;
    OWDF_ASSERT(sigaltstack(&stack, nullptr) == 0);
  }
  ~SignalStack() {
    if (!memory) return;
    stack_t none = {};
    none.ss_flags = SS_DISABLE;
    sigaltstack(&none, nullptr);
  }
  std::unique_ptr<char[]> memory;
};

}  // namespace

void catch_faults_on_this_thread() {
  static std::once_flag once;
  std::call_once(once, install_handlers);
  thread_local SignalStack stack;
  (void)stack;
}

FaultRegisters fault_registers() {
  return {t_fault.registers, t_fault.floating_point, t_fault.registers.fpregs != nullptr};
}

void go_on_with(const FaultRegisters& registers) {
  t_fault.registers = registers.integer;
  t_fault.floating_point = registers.floating_point;
  t_fault.answered = true;
}

void limit_processor_time(unsigned seconds) {
  struct sigaction action = {};
  action.sa_sigaction = on_limit;
  action.sa_flags = SA_SIGINFO | SA_ONSTACK | SA_RESTART;
  OWDF_ASSERT(sigaction(kLimitSignal, &action, &g_previous[kLimitSignal]) == 0);
  start_limit(seconds);
}

}  // namespace owdf::sched

// On the faulting thread's stack, outside the signal handler. Returns if the fault is nobody's.
void owdf_fault_arrived() {
  using namespace owdf::sched;
  const Fault fault = t_fault.fault;
  Thread* thread = current();
  thread->set_faulting(true);
  thread->domain()->on_fault(fault);
  thread->set_faulting(false);
}
