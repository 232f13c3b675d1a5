#include "nt/stack_walk.h"

#include <sys/uio.h>
#include <unistd.h>
#include <unwind.h>

#include "nt/upward.h"

namespace owdf::nt {
namespace {

constexpr size_t kMaximumDepth = 64;
constexpr int kFramePointerRegister = 6;  // rbp, as DWARF numbers it on x86-64
constexpr uintptr_t kLargestFrame = 1 << 20;

// Where unwinding by tables came to its end.
struct Walk {
  std::vector<void*> addresses;
  uintptr_t stack_pointer = 0;
  uintptr_t frame_pointer = 0;
};

_Unwind_Reason_Code step(_Unwind_Context* context, void* argument) {
  Walk& walk = *static_cast<Walk*>(argument);
  int is_faulting = 0;
  const uintptr_t address = _Unwind_GetIPInfo(context, &is_faulting);
  walk.addresses.push_back(reinterpret_cast<void*>(is_faulting ? address + 1 : address));
  walk.stack_pointer = _Unwind_GetCFA(context);
  walk.frame_pointer = static_cast<uintptr_t>(_Unwind_GetGR(context, kFramePointerRegister));
  return walk.addresses.size() < kMaximumDepth ? _URC_NO_REASON : _URC_END_OF_STACK;
}

// A driver may have overwritten its frames; what cannot be read says so instead of faulting.
bool read_words(uintptr_t address, uintptr_t* words, size_t count) {
  iovec to{words, count * sizeof(*words)};
  iovec from{reinterpret_cast<void*>(address), count * sizeof(*words)};
  return process_vm_readv(getpid(), &to, 1, &from, 1, 0) == static_cast<ssize_t>(count * sizeof(*words));
}

bool in_driver(DriverLoader& loader, void* address) {
  return !loader.image_at(address).empty();
}

// Images have no unwind tables; each frame of theirs begins with the caller's frame pointer and the return address.
void follow_frame_pointers(DriverLoader& loader, Walk& walk) {
  // A driver that called an address without code left the return address on top of the stack, and no frame.
  uintptr_t called_from = 0;
  if (!in_driver(loader, walk.addresses.back())) {
    if (!read_words(walk.stack_pointer, &called_from, 1)) return;
    if (!in_driver(loader, reinterpret_cast<void*>(called_from))) return;
    walk.addresses.push_back(reinterpret_cast<void*>(called_from));
  }
  uintptr_t lowest = walk.stack_pointer;
  uintptr_t frame[2] = {walk.frame_pointer, 0};
  while (walk.addresses.size() < kMaximumDepth && in_driver(loader, walk.addresses.back())) {
    const uintptr_t at = frame[0];
    if (at < lowest || at - lowest > kLargestFrame || at % sizeof(uintptr_t) != 0 || !read_words(at, frame, 2)) return;
    walk.addresses.push_back(reinterpret_cast<void*>(frame[1]));
    lowest = at + sizeof(frame);
  }
}

}  // namespace

std::vector<void*> walk_stack(DriverLoader* loader) {
  Walk walk;
  _Unwind_Backtrace(&step, &walk);
  if (loader && !walk.addresses.empty()) follow_frame_pointers(*loader, walk);
  return std::move(walk.addresses);
}

DriverCaller innermost_driver(DriverLoader* loader) {
  if (!loader) return {};
  for (void* address : walk_stack(loader)) {
    if (std::string service = loader->image_at(address); !service.empty()) return {address, std::move(service)};
  }
  return {};
}

}  // namespace owdf::nt
