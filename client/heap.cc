#include "client/heap.h"

#include <cstdlib>
#include <cstring>

#include "nt/mm/poison.h"

namespace owdf::client {

// Stands before each block. Under AddressSanitizer it is poisoned whenever we do not look at it, so that a program that
// writes before its block is found as one that writes behind it.
struct alignas(16) Heap::Block {
  Block* next;
  Block* previous;
  size_t size;
  uint64_t cookie;
  void* memory() { return this + 1; }
};

namespace {

constexpr uint64_t kLive = 0x6576696c70616568;
constexpr size_t kMost = PTRDIFF_MAX - 4096;

// Opens a header for the scope.
class Open {
 public:
  Open(void* block, size_t size) : block_(block), size_(size) { mm::unpoison(block_, size_); }
  ~Open() { mm::poison(block_, size_); }
  Open(const Open&) = delete;

 private:
  void* block_;
  size_t size_;
};

}  // namespace

Heap::~Heap() {
  while (first_) {
    Block* block = first_;
    mm::unpoison(block, sizeof(Block));
    first_ = block->next;
    std::free(block);
  }
}

void* Heap::allocate(size_t size, bool zeroed) {
  if (size > kMost) return nullptr;
  void* raw = zeroed ? std::calloc(1, sizeof(Block) + size) : std::malloc(sizeof(Block) + size);
  if (!raw) return nullptr;
  Block* block = static_cast<Block*>(raw);
  sched::LockGuard guard(lock_);
  block->size = size;
  block->cookie = kLive;
  block->previous = nullptr;
  block->next = first_;
  if (first_) {
    Open open(first_, sizeof(Block));
    first_->previous = block;
  }
  first_ = block;
  count_++;
  mm::poison(block, sizeof(Block));
  return block->memory();
}

Heap::Block* Heap::live_block(const void* memory) const {
  if (!memory || reinterpret_cast<uintptr_t>(memory) % alignof(Block) != 0) return nullptr;
  return static_cast<Block*>(const_cast<void*>(memory)) - 1;
}

bool Heap::release(void* memory) {
  Block* block = live_block(memory);
  if (!block) return false;
  {
    sched::LockGuard guard(lock_);
    mm::unpoison(block, sizeof(Block));
    if (block->cookie != kLive) return false;
    block->cookie = 0;
    if (block->next) {
      Open open(block->next, sizeof(Block));
      block->next->previous = block->previous;
    }
    if (block->previous) {
      Open open(block->previous, sizeof(Block));
      block->previous->next = block->next;
    } else {
      first_ = block->next;
    }
    count_--;
  }
  std::free(block);
  return true;
}

size_t Heap::size_of(const void* memory) const {
  Block* block = live_block(memory);
  if (!block) return SIZE_MAX;
  Open open(block, sizeof(Block));
  return block->cookie == kLive ? block->size : SIZE_MAX;
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
  return count_;
}

}  // namespace owdf::client
