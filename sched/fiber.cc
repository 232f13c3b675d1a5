#include "sched/fiber.h"

#include <cerrno>
#include <cstring>
#include <cxxabi.h>

#include "base/assert.h"

extern "C" void owdf_fiber_switch(void** save, void* load);
extern "C" void owdf_fiber_start();

namespace owdf::sched {

namespace {

// What owdf_fiber_switch expects on top of a stack that it goes to (arch/x86_64/switch.S).
struct SwitchFrame {
  uint32_t mxcsr = 0x1F80;
  uint32_t x87_control = 0x037F;
  uint64_t r15 = 0;
  uint64_t r14 = 0;
  void* r13 = nullptr;
  void (*r12)(void*) = nullptr;
  uint64_t rbx = 0;
  uint64_t rbp = 0;
  void (*return_address)() = nullptr;
  uint64_t end[2] = {};  // keeps the first frame aligned and its caller zero for frame-pointer walkers
};
static_assert(sizeof(SwitchFrame) == 80);

[[maybe_unused]] constexpr unsigned kNoSynchronization = 1;  // __tsan_switch_to_fiber_no_sync: a switch orders nothing

}  // namespace

Fiber::~Fiber() {
#if defined(OWDF_TSAN)
  if (tsan_fiber_ && !borrowed_) __tsan_destroy_fiber(tsan_fiber_);
#endif
}

void Fiber::adopt_caller() {
  borrowed_ = true;
#if defined(OWDF_TSAN)
  tsan_fiber_ = __tsan_get_current_fiber();
#endif
}

void Fiber::prepare(Stack stack, void (*entry)(void*), void* argument) {
  stack_ = stack;
  entry_ = entry;
  argument_ = argument;
  fake_stack_ = nullptr;
  leave_to_ = nullptr;
  errno_ = 0;
  exception_globals_[0] = exception_globals_[1] = 0;
  SwitchFrame frame;
  frame.r12 = &Fiber::start;
  frame.r13 = this;
  frame.return_address = &owdf_fiber_start;
  char* top = stack.bottom + stack.size - sizeof(SwitchFrame);
  std::memcpy(top, &frame, sizeof frame);
  stack_pointer_ = top;
#if defined(OWDF_TSAN)
  OWDF_ASSERT(!tsan_fiber_);
  tsan_fiber_ = __tsan_create_fiber(0);
#endif
}

void Fiber::start(void* self) {
  Fiber* fiber = static_cast<Fiber*>(self);
  fiber->arrived(*fiber->came_from_);
  fiber->entry_(fiber->argument_);
  OWDF_ASSERT(!"a fiber's entry returned");
}

void Fiber::switch_to(Fiber& from, Fiber& to) {
  OWDF_ASSERT(&from != &to && (to.borrowed_ || to.prepared()));
  from.save_runtime_state();
  to.came_from_ = &from;
#if defined(OWDF_ASAN)
  __sanitizer_start_switch_fiber(&from.fake_stack_, to.stack_.bottom, to.stack_.size);
#endif
#if defined(OWDF_TSAN)
  __tsan_switch_to_fiber(to.tsan_fiber_, kNoSynchronization);
#endif
  owdf_fiber_switch(&from.stack_pointer_, to.stack_pointer_);
  // Another fiber may have run us last on another OS thread: nothing computed above is used from here on.
  from.arrived(*from.came_from_);
}

// The first thing on a fiber after each switch to it.
void Fiber::arrived([[maybe_unused]] Fiber& from) {
#if defined(OWDF_ASAN)
  const void* bottom = nullptr;
  size_t size = 0;
  __sanitizer_finish_switch_fiber(fake_stack_, &bottom, &size);
  if (from.borrowed_) from.stack_ = {static_cast<char*>(const_cast<void*>(bottom)), size};
  if (leave_to_) {
    __sanitizer_start_switch_fiber(nullptr, leave_to_->stack_.bottom, leave_to_->stack_.size);
    leave_to_->came_from_ = this;
    owdf_fiber_switch(&stack_pointer_, leave_to_->stack_pointer_);
  }
#endif
  restore_runtime_state();
}

void Fiber::abandon([[maybe_unused]] Fiber& returning_to) {
  OWDF_ASSERT(!borrowed_ && prepared());
#if defined(OWDF_ASAN)
  leave_to_ = &returning_to;
  switch_to(returning_to, *this);
#endif
#if defined(OWDF_TSAN)
  __tsan_destroy_fiber(tsan_fiber_);
  tsan_fiber_ = nullptr;
#endif
  stack_pointer_ = nullptr;
}

// noinline: the compiler may keep the address of a thread-local across a switch, after which it can be another OS
// thread's.
__attribute__((noinline)) void Fiber::save_runtime_state() {
  errno_ = errno;
  std::memcpy(exception_globals_, abi::__cxa_get_globals(), sizeof exception_globals_);
}

__attribute__((noinline)) void Fiber::restore_runtime_state() {
  errno = errno_;
  std::memcpy(static_cast<void*>(abi::__cxa_get_globals()), exception_globals_, sizeof exception_globals_);
}

}  // namespace owdf::sched
