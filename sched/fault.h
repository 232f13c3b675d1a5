// Faults of executive threads: an access violation, a division by zero, an illegal instruction in code that such a
// thread runs. The signal handler only makes the thread go on in a function of ours, on its own stack; there the
// thread's domain decides. A fault that no domain claims happens again with the handlers that were there before, and so
// ends the process as ever.
#pragma once

#include <cstdint>

namespace owdf::sched {

enum class FaultKind : uint8_t { kAccess, kDivide, kIllegalInstruction, kBreakpoint, kSoftwareInterrupt, kEndless };

struct Fault {
  FaultKind kind = FaultKind::kAccess;
  enum class Access : uint8_t { kRead = 0, kWrite = 1, kExecute = 8 } access = Access::kRead;
  bool stack_overflow = false;  // the address lies just below the thread's stack
  uint8_t interrupt = 0;        // kSoftwareInterrupt: the vector, as in int 0x29
  void* instruction = nullptr;
  void* address = nullptr;  // kAccess
  uint64_t rcx = 0;         // what a fast-fail passes
  uint64_t stack_pointer = 0;
  uint64_t frame_pointer = 0;
};

// Sets the process's signal handlers up, once, and gives the calling OS thread a stack to run them on.
// Signal dispositions belong to the process: this is the one thing here that no world can own.
void catch_faults_on_this_thread();

// When the process has used that much processor time, the thread that runs then takes the fault kEndless, once, at an
// instruction of an image that is loaded after this call: where our own code would leave locks behind, the fault waits
// until that returns. Once per process; seconds > 0.
void limit_processor_time(unsigned seconds);

}  // namespace owdf::sched
