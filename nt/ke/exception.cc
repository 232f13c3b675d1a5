#include "nt/ke/exception.h"

#include <wdm.h>

#include <utility>

#include "base/sanitizers.h"
#include "nt/ke/kernel.h"
#include "nt/ke/thread.h"
#include "nt/ke/try_frame.h"

#define IMAGE_ENTRY extern "C" __attribute__((ms_abi, visibility("default"), used))

extern "C" {
int owdf_run_in_place(owdf::ke::TryFrame* frame, int phase);
[[noreturn]] void owdf_enter_handler(owdf::ke::TryFrame* frame);
// Images find it by name; nothing of ours calls it.
__attribute__((visibility("default"))) void owdf_try_return();
}

namespace owdf::ke {

namespace {

void run_finally(TryFrame& frame) {
  *frame.list = frame.outer;
  frame.abnormal = 1;
  owdf_run_in_place(&frame, static_cast<int>(TryPhase::kFinally));
}

// While a filter runs, what it raises itself is offered further out only, and the blocks it enters come and go.
int run_filter(TryFrame& frame, EXCEPTION_POINTERS& pointers) {
  TryFrame** list = frame.list;
  TryFrame* innermost = *list;
  frame.pointers = &pointers;
  frame.code = static_cast<uint32_t>(pointers.ExceptionRecord->ExceptionCode);
  *list = frame.outer;
  const int disposition = owdf_run_in_place(&frame, static_cast<int>(TryPhase::kFilter));
  *list = innermost;
  frame.pointers = nullptr;
  return disposition;
}

// The functions between are left without a word to the sanitizers: what those noted of them goes.
[[noreturn]] void enter_handler(TryFrame& frame) {
  *frame.list = frame.outer;
  sched::current()->set_driver_frame(frame.driver_frame);
#if defined(OWDF_ASAN)
  __asan_handle_no_return();
#endif
  owdf_enter_handler(&frame);
}

[[noreturn]] void unwind_to(TryFrame& target) {
  TryFrame** list = target.list;
  while (*list != &target) {
    TryFrame& inner = **list;
    *list = inner.outer;
    if (inner.is_finally()) run_finally(inner);
  }
  enter_handler(target);
}

// A block that a thread left without saying so (it ended, or jumped) lies below what runs now, or in another mode.
bool may_handle(const TryFrame& frame, const Raised& raised) {
  return frame.of_program() == (raised.by == RaisedBy::kProgram) && frame.rbp >= raised.context.Rsp;
}

}  // namespace

void describe_call(Raised& raised, uint32_t code, uint32_t flags, const void* caller) {
  raised.record = {};
  raised.context = {};
  raised.record.ExceptionCode = static_cast<NTSTATUS>(code);
  raised.record.ExceptionFlags = flags;
  raised.record.ExceptionAddress = const_cast<void*>(caller);
  raised.context.ContextFlags = CONTEXT_CONTROL;
  raised.context.Rip = reinterpret_cast<uint64_t>(caller);
  raised.context.Rsp = reinterpret_cast<uint64_t>(__builtin_frame_address(0));
}

// A filter wants to go on where that is forbidden: an exception of its own, offered further out.
static void refuse_to_go_on(Raised& raised, TryFrame& frame) {
  Raised nested;
  nested.by = raised.by;
  describe_call(nested, static_cast<uint32_t>(STATUS_NONCONTINUABLE_EXCEPTION), EXCEPTION_NONCONTINUABLE,
                raised.record.ExceptionAddress);
  nested.record.ExceptionRecord = &raised.record;
  TryFrame* innermost = *frame.list;
  *frame.list = frame.outer;
  raise(nested);
  *frame.list = innermost;
}

NoTryFrames::NoTryFrames(_KTHREAD& thread) : thread_(thread), kept_(std::exchange(thread.try_frames, nullptr)) {}

NoTryFrames::~NoTryFrames() {
  thread_.try_frames = kept_;
}

bool raise(Raised& raised) {
  EXCEPTION_POINTERS pointers{&raised.record, &raised.context};
  TryFrame* frame = kernel().current_thread()->try_frames;
  for (; frame && may_handle(*frame, raised); frame = frame->outer) {
    if (frame->is_finally()) continue;
    const int disposition = run_filter(*frame, pointers);
    if (disposition > 0) unwind_to(*frame);
    if (disposition == 0) continue;
    if ((raised.record.ExceptionFlags & EXCEPTION_NONCONTINUABLE) == 0) return true;
    refuse_to_go_on(raised, *frame);
    return false;
  }
  return false;
}

// --- what images call ---

IMAGE_ENTRY void owdf_try_push(TryFrame* frame) {
  TryFrame*& innermost = kernel().current_thread()->try_frames;
  // Whatever claims to be around this function and lies below it was left without a word.
  while (innermost && innermost->rbp < frame->rbp) innermost = innermost->outer;
  frame->outer = innermost;
  frame->list = &innermost;
  frame->pointers = nullptr;
  frame->code = 0;
  frame->abnormal = 0;
  frame->completed = 0;
  frame->driver_frame = sched::current()->driver_frame();
  innermost = frame;
}

// A return, goto, break or continue leaves the body of a __finally.
IMAGE_ENTRY void owdf_try_run_finally(TryFrame* frame) {
  run_finally(*frame);
}

}  // namespace owdf::ke
