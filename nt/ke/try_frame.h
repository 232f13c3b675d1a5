// One __try block of an image that is being run: the record that `wdf build` puts into the function (cli/build/seh),
// the image's entry code fills (loader/image_runtime/try_block.S), and the executive reads when something is raised.
// The frames of an executive thread form a list, innermost first, on the thread's own stack.
#pragma once

#include <cstddef>
#include <cstdint>

struct _EXCEPTION_POINTERS;

namespace owdf::ke {

// What the entry of a __try block returns: it comes back once for each of these that happens.
enum class TryPhase : int32_t { kBody = 0, kFilter = 1, kHandler = 2, kFinally = 3 };

enum TryKind : uint32_t { kTryExcept = 0, kTryFinally = 1, kTryOfProgram = 2 };  // kTryOfProgram: a flag

// Offsets are known to the assembly of both sides.
struct TryFrame {
  TryFrame* outer;
  TryFrame** list;  // the head that it is on
  uint64_t rip, rsp, rbp, rbx, rsi, rdi, r12, r13, r14, r15;
  uint8_t xmm6_to_15[160];
  _EXCEPTION_POINTERS* pointers;  // while the filter runs
  uint32_t code;                  // of the exception: for the filter and the handler
  int32_t abnormal;               // why the termination handler runs
  uint32_t kind;
  uint32_t completed;  // the guarded body of a __finally came to its end
  uint64_t resume;     // the stack pointer of whoever runs a part of the function in place
  void* driver_frame;  // the scheduler's word of the thread (wdf/door.h)
  uint64_t spare;

  bool is_finally() const { return (kind & kTryFinally) != 0; }
  bool of_program() const { return (kind & kTryOfProgram) != 0; }
};
static_assert(offsetof(TryFrame, rip) == 16 && offsetof(TryFrame, r15) == 88);
static_assert(offsetof(TryFrame, xmm6_to_15) == 96 && offsetof(TryFrame, pointers) == 256);
static_assert(offsetof(TryFrame, code) == 264 && offsetof(TryFrame, abnormal) == 268);
static_assert(offsetof(TryFrame, kind) == 272 && offsetof(TryFrame, completed) == 276);
static_assert(offsetof(TryFrame, resume) == 280 && sizeof(TryFrame) == 304);

}  // namespace owdf::ke
