// The processor-time limit behind limit_processor_time(): a timer of the process and what is its own code.
#pragma once

#include <csignal>
#include <cstdint>

namespace owdf::sched {

inline constexpr int kLimitSignal = SIGXCPU;

// Takes down what is loaded now as our code, and sends the process kLimitSignal when it has used `seconds` more.
void start_limit(unsigned seconds);

// Async-signal-safe. is_our_code: in an image that was loaded when start_limit() was called.
bool is_our_code(uintptr_t instruction);
void ask_again_soon();

}  // namespace owdf::sched
