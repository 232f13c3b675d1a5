#include "bench/instruction_census.h"

#include <signal.h>
#include <ucontext.h>

#include <cstdlib>

extern "C" char __executable_start;

namespace owdf::bench {

namespace {

// Signal handlers have no argument of ours.
InstructionCensus* counting = nullptr;

bool is_legacy_prefix(uint8_t byte) {
  switch (byte) {
    case 0x26:
    case 0x2E:
    case 0x36:
    case 0x3E:
    case 0x64:
    case 0x65:
    case 0x66:
    case 0x67:
    case 0xF2:
    case 0xF3:
      return true;
    default:
      return false;
  }
}

// A lock prefix, or an exchange with memory, which locks without being told.
bool is_locked(const uint8_t* code) {
  while (is_legacy_prefix(*code)) code++;
  if (*code == 0xF0) return true;
  if ((*code & 0xF0) == 0x40) code++;
  return (*code == 0x86 || *code == 0x87) && (code[1] & 0xC0) != 0xC0;
}

void on_step(int, siginfo_t*, void* context) {
  const auto at = static_cast<uintptr_t>(static_cast<ucontext_t*>(context)->uc_mcontext.gregs[REG_RIP]);
  InstructionCensus& census = *counting;
  census.instructions++;
  if (at == reinterpret_cast<uintptr_t>(&std::malloc)) census.allocations++;
  if (!is_locked(reinterpret_cast<const uint8_t*>(at))) return;
  if (census.locked < census.locked_at.size()) {
    const uintptr_t base = reinterpret_cast<uintptr_t>(&__executable_start);
    census.locked_at[census.locked] = at - base < (uintptr_t{1} << 30) ? at - base : at;
  }
  census.locked++;
}

}  // namespace

InstructionCensus take_census(const std::function<void()>& body) {
  InstructionCensus census;
  struct sigaction step{}, before;
  step.sa_sigaction = on_step;
  step.sa_flags = SA_SIGINFO;
  sigaction(SIGTRAP, &step, &before);
  counting = &census;
  asm volatile("pushfq; orq $0x100, (%%rsp); popfq" ::: "memory", "cc");
  body();
  asm volatile("pushfq; andq $~0x100, (%%rsp); popfq" ::: "memory", "cc");
  sigaction(SIGTRAP, &before, nullptr);
  counting = nullptr;
  return census;
}

}  // namespace owdf::bench
