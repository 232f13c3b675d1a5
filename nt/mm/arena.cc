#include "nt/mm/arena.h"

#include <sys/mman.h>

#include <cstring>

#include "base/assert.h"
#include "nt/mm/poison.h"

namespace owdf::mm {
namespace {
constexpr size_t kCommitStep = 256;  // pages: one system call for each MiB that a machine grows
constexpr size_t kZeroByHand = 64;   // pages: clearing this much is cheaper than giving pages back and faulting them in
constexpr size_t kGiveBack = 64;     // pages: a freed run at least this long returns its memory to the host
}  // namespace

Arena::Arena(size_t reservation) : reservation_(reservation) {
  void* at = mmap(nullptr, reservation, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
  OWDF_ASSERT(at != MAP_FAILED);
  base_ = static_cast<char*>(at);
}

Arena::~Arena() {
  unpoison(base_, committed_ * kPageSize);
  munmap(base_, reservation_);
}

bool Arena::committed(const void* address) const {
  return contains(address) && page_index(address) < committed_.load(std::memory_order_acquire);
}

bool Arena::commit_locked(size_t end) {
  if (end * kPageSize > reservation_) return false;
  const size_t have = committed_.load(std::memory_order_relaxed);
  if (end <= have) return true;
  const size_t want = std::min((end + kCommitStep - 1) / kCommitStep * kCommitStep, reservation_ / kPageSize);
  if (mprotect(page_address(have), (want - have) * kPageSize, PROT_READ | PROT_WRITE) != 0) return false;
  poison(page_address(have), (want - have) * kPageSize);
  committed_.store(want, std::memory_order_release);
  return true;
}

void* Arena::take_free_run_locked(size_t count) {
  for (auto run = free_.begin(); run != free_.end(); ++run) {
    const auto [first, length] = *run;
    if (length < count) continue;
    free_.erase(run);
    if (length > count) free_.emplace(first + count, length - count);
    return page_address(first);
  }
  return nullptr;
}

void* Arena::allocate_pages(size_t count) {
  OWDF_ASSERT(count != 0);
  sched::LockGuard guard(lock_);
  void* pages = take_free_run_locked(count);
  if (!pages) {
    if (count > reservation_ / kPageSize - top_ || !commit_locked(top_ + count)) return nullptr;
    pages = page_address(top_);
    top_ += count;
  }
  used_ += count;
  unpoison(pages, count * kPageSize);
  return pages;
}

void Arena::free_pages(void* first, size_t count) {
  OWDF_ASSERT(contains(first) && reinterpret_cast<uintptr_t>(first) % kPageSize == 0);
  unpoison(first, count * kPageSize);
  if (count >= kGiveBack) madvise(first, count * kPageSize, MADV_DONTNEED);
  poison(first, count * kPageSize);
  sched::LockGuard guard(lock_);
  OWDF_ASSERT(used_ >= count);
  used_ -= count;
  size_t start = page_index(first);
  auto next = free_.lower_bound(start);
  OWDF_ASSERT(next == free_.end() || start + count <= next->first);
  if (next != free_.end() && next->first == start + count) {
    count += next->second;
    next = free_.erase(next);
  }
  if (next != free_.begin()) {
    auto previous = std::prev(next);
    OWDF_ASSERT(previous->first + previous->second <= start);
    if (previous->first + previous->second == start) {
      previous->second += count;
      return;
    }
  }
  free_.emplace(start, count);
}

void Arena::reset() {
  sched::LockGuard guard(lock_);
  const size_t by_hand = std::min(top_, kZeroByHand);
  unpoison(base_, top_ * kPageSize);
  std::memset(base_, 0, by_hand * kPageSize);
  if (top_ > by_hand) madvise(page_address(by_hand), (top_ - by_hand) * kPageSize, MADV_DONTNEED);
  poison(base_, top_ * kPageSize);
  top_ = used_ = 0;
  free_.clear();
}

size_t Arena::pages_in_use() const {
  sched::LockGuard guard(lock_);
  return used_;
}

}  // namespace owdf::mm
