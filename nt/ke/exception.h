// Structured exceptions of images: offered to the filters of the __try blocks that the thread is in, innermost first,
// while everything below is still there; then the termination handlers of what lies between run, then the handler.
#pragma once

#include <owdf/exception.h>

#include <cstdint>

struct _KTHREAD;

namespace owdf::ke {

struct TryFrame;

// Whose code raised it: a driver's exception stops at a program's blocks, and a program's at a driver's.
enum class RaisedBy : uint8_t { kKernel, kProgram };

struct Raised {
  EXCEPTION_RECORD record;
  CONTEXT context;
  RaisedBy by = RaisedBy::kKernel;
};

// A record and a context as a call of a raising function has them; `caller` is where it returns to.
void describe_call(Raised& raised, uint32_t code, uint32_t flags, const void* caller);

// While it lives, the thread is in no __try block: a DPC runs on top of whatever was there, and may not unwind it.
class NoTryFrames {
 public:
  explicit NoTryFrames(_KTHREAD& thread);
  ~NoTryFrames();
  NoTryFrames(const NoTryFrames&) = delete;
  NoTryFrames& operator=(const NoTryFrames&) = delete;

 private:
  _KTHREAD& thread_;
  TryFrame* kept_;
};

// Does not return if a handler takes it. True: a filter wants the interrupted code to go on, with raised.context.
// False: nobody wants it. IRQL <= DISPATCH_LEVEL; the calling thread holds no lock of ours.
bool raise(Raised& raised);

}  // namespace owdf::ke
