#include "nt/ob/handle_table.h"

namespace owdf::ob {

// Index 0 is never used: a null handle names nothing.
size_t HandleTable::index_of(const void* handle) const {
  auto value = reinterpret_cast<uint64_t>(handle);
  if (kernel_) value &= ~kKernelHandleBit;
  return static_cast<size_t>(value / 4);
}

void* HandleTable::insert(void* body, uint32_t access, uint32_t attributes) {
  reference(body);
  header_of(body).handles.fetch_add(1, std::memory_order_relaxed);
  sched::LockGuard guard(lock_);
  if (entries_.empty()) entries_.resize(1);
  uint32_t index = static_cast<uint32_t>(entries_.size());
  if (!free_.empty()) {
    index = free_.back();
    free_.pop_back();
  } else {
    entries_.emplace_back();
  }
  entries_[index] = {body, access, attributes};
  size_++;
  return reinterpret_cast<void*>(uint64_t{index} * 4 | (kernel_ ? kKernelHandleBit : 0));
}

HandleTable::Entry HandleTable::find(const void* handle) const {
  const size_t index = index_of(handle);
  sched::LockGuard guard(lock_);
  if (index >= entries_.size() || !entries_[index].body) return {};
  reference(entries_[index].body);
  return entries_[index];
}

HandleTable::Entry HandleTable::remove(const void* handle) {
  const size_t index = index_of(handle);
  sched::LockGuard guard(lock_);
  if (index >= entries_.size() || !entries_[index].body) return {};
  free_.push_back(static_cast<uint32_t>(index));
  size_--;
  return std::exchange(entries_[index], Entry{});
}

uint32_t HandleTable::count_of(const void* body) const {
  sched::LockGuard guard(lock_);
  uint32_t count = 0;
  for (const Entry& entry : entries_) count += entry.body == body;
  return count;
}

size_t HandleTable::size() const {
  sched::LockGuard guard(lock_);
  return size_;
}

void* HandleTable::first() const {
  sched::LockGuard guard(lock_);
  for (size_t index = 1; index < entries_.size(); index++) {
    if (entries_[index].body) return reinterpret_cast<void*>(uint64_t{index} * 4 | (kernel_ ? kKernelHandleBit : 0));
  }
  return nullptr;
}

}  // namespace owdf::ob
