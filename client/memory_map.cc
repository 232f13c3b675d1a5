#include "client/memory_map.h"

#include <sys/mman.h>

#include <algorithm>

namespace owdf::client {

namespace {

constexpr size_t kGranularity = 64 * 1024;
constexpr size_t kPage = 4096;

size_t round_up(size_t size, size_t unit) {
  return (size + unit - 1) / unit * unit;
}

}  // namespace

MemoryMap::~MemoryMap() {
  for (const Range& range : ranges_) munmap(range.address, range.size);
}

void* MemoryMap::reserve(size_t size, bool accessible) {
  if (size == 0 || size > PTRDIFF_MAX / 2) return nullptr;
  size = round_up(size, kPage);
  const int protection = accessible ? PROT_READ | PROT_WRITE : PROT_NONE;
  void* raw = mmap(nullptr, size + kGranularity, protection, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
  if (raw == MAP_FAILED) return nullptr;
  // Cut the aligned part out of a larger mapping.
  char* const begin = static_cast<char*>(raw);
  char* const aligned = reinterpret_cast<char*>(round_up(reinterpret_cast<size_t>(begin), kGranularity));
  if (aligned > begin) munmap(begin, static_cast<size_t>(aligned - begin));
  munmap(aligned + size, static_cast<size_t>(begin + kGranularity - aligned));
  sched::LockGuard guard(lock_);
  ranges_.push_back({aligned, size});
  return aligned;
}

bool MemoryMap::set_accessible(void* address, size_t size, bool accessible) {
  char* const begin = reinterpret_cast<char*>(reinterpret_cast<size_t>(address) / kPage * kPage);
  size = round_up(static_cast<size_t>(static_cast<char*>(address) + size - begin), kPage);
  sched::LockGuard guard(lock_);
  const bool ours = std::any_of(ranges_.begin(), ranges_.end(), [&](const Range& r) { return r.holds(begin, size); });
  if (!ours) return false;
  if (!accessible) madvise(begin, size, MADV_DONTNEED);
  return mprotect(begin, size, accessible ? PROT_READ | PROT_WRITE : PROT_NONE) == 0;
}

bool MemoryMap::release(void* address) {
  sched::LockGuard guard(lock_);
  const auto range = std::find_if(ranges_.begin(), ranges_.end(), [&](const Range& r) { return r.address == address; });
  if (range == ranges_.end()) return false;
  munmap(range->address, range->size);
  ranges_.erase(range);
  return true;
}

namespace {

struct Pages {
  size_t first, last;
};

Pages pages_of(const void* address, size_t size) {
  const auto at = reinterpret_cast<size_t>(address);
  return {at / kPage, (at + size - 1) / kPage};
}

}  // namespace

void MemoryMap::lock(const void* address, size_t size) {
  const Pages pages = pages_of(address, size);
  sched::LockGuard guard(lock_);
  for (size_t page = pages.first; page <= pages.last; page++) locked_pages_.insert(page);
}

bool MemoryMap::unlock(const void* address, size_t size) {
  if (size == 0) return false;
  const Pages pages = pages_of(address, size);
  sched::LockGuard guard(lock_);
  for (size_t page = pages.first; page <= pages.last; page++)
    if (!locked_pages_.contains(page)) return false;
  for (size_t page = pages.first; page <= pages.last; page++) locked_pages_.erase(page);
  return true;
}

}  // namespace owdf::client
