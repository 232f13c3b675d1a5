// Fiber: a stack and a place to go on. Carries what the C and C++ runtimes keep per OS thread (errno, the C++ exception
// globals) and tells the sanitizers about each switch. Knows nothing of scheduling; 11 ns a switch without sanitizers.
#pragma once

#include <cstdint>

#include "sched/stack_pool.h"

namespace owdf::sched {

class Fiber {
 public:
  Fiber() = default;
  ~Fiber();
  Fiber(const Fiber&) = delete;
  Fiber& operator=(const Fiber&) = delete;

  // Makes this the fiber of the calling OS thread's own stack, so that others can switch back to it.
  void adopt_caller();

  // Sets the fiber up to run entry(argument), which never returns, on `stack` at the next switch to it.
  void prepare(Stack stack, void (*entry)(void*), void* argument);
  Stack stack() const { return stack_; }
  bool prepared() const { return stack_pointer_ != nullptr; }

  // Leaves the running fiber `from` for `to`; returns when somebody switches back to `from`.
  static void switch_to(Fiber& from, Fiber& to);

  // The stack holds nothing of use any more. Called from another fiber; prepare() is next.
  // `returning_to` is the running fiber: AddressSanitizer frees a fiber's fake stack only on that fiber.
  void abandon(Fiber& returning_to);

  void* saved_stack_pointer() const { return stack_pointer_; }

 private:
  static void start(void* fiber);
  void save_runtime_state();
  void restore_runtime_state();
  void arrived(Fiber& from);

  void* stack_pointer_ = nullptr;
  Stack stack_;
  void (*entry_)(void*) = nullptr;
  void* argument_ = nullptr;
  Fiber* came_from_ = nullptr;                   // who switched to us last
  [[maybe_unused]] Fiber* leave_to_ = nullptr;   // abandoned: go there at once and for good
  [[maybe_unused]] void* fake_stack_ = nullptr;  // AddressSanitizer's
  [[maybe_unused]] void* tsan_fiber_ = nullptr;
  bool borrowed_ = false;  // the stack is an OS thread's
  int errno_ = 0;
  uint64_t exception_globals_[2] = {};
};

}  // namespace owdf::sched
