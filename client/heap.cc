#include "client/heap.h"

#include <algorithm>
#include <cstdint>
#include <cstdlib>
#include <cstring>

namespace owdf::client {

namespace {

constexpr size_t kMost = PTRDIFF_MAX - 4096;

}  // namespace

Heap::~Heap() {
  for (const auto& [block, size] : live_) std::free(block);
}

void* Heap::allocate(size_t size, bool zeroed) {
  if (size > kMost) return nullptr;
  const size_t room = std::max<size_t>(size, 1);
  void* block = zeroed ? std::calloc(1, room) : std::malloc(room);
  if (!block) return nullptr;
  sched::LockGuard guard(lock_);
  live_.emplace(block, size);
  return block;
}

bool Heap::release(void* block) {
  {
    sched::LockGuard guard(lock_);
    if (live_.erase(block) == 0) return false;
  }
  std::free(block);
  return true;
}

size_t Heap::size_of(const void* block) const {
  sched::LockGuard guard(lock_);
  const auto found = live_.find(const_cast<void*>(block));
  return found == live_.end() ? SIZE_MAX : found->second;
}

// Always moves: what still points into the old block is then found by a sanitizer.
void* Heap::reallocate(void* memory, size_t size, bool zeroed) {
  if (!memory) return allocate(size, zeroed);
  const size_t old_size = size_of(memory);
  if (old_size == SIZE_MAX) return nullptr;
  void* moved = allocate(size, zeroed);
  if (!moved) return nullptr;
  memcpy(moved, memory, std::min(old_size, size));
  release(memory);
  return moved;
}

size_t Heap::live_blocks() const {
  sched::LockGuard guard(lock_);
  return live_.size();
}

}  // namespace owdf::client
