#include "nt/mm/memory_manager.h"

#include <ntddk.h>

#include <errno.h>
#include <linux/futex.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <algorithm>

namespace owdf::mm {
namespace {

static_assert(kAccessViolation.value == static_cast<int32_t>(STATUS_ACCESS_VIOLATION));

constexpr uint64_t kArenaPhysical = uint64_t{4} << 30;

// The kernel copies the signal set before it looks at `how`, so an unreadable page answers EFAULT and a readable one
// EINVAL; nothing is changed, and unlike process_vm_readv a sandbox has no reason to forbid it.
bool page_readable(uintptr_t page) {
  return syscall(SYS_rt_sigprocmask, ~0, page, nullptr, 8) == 0 || errno != EFAULT;
}

// Adding zero to a word of the page in the kernel, atomically: EFAULT where a store would fault, and no store of
// another thread is lost, as it would be by writing a byte back.
bool page_writable(uintptr_t page) {
  uint32_t nobody = 0;
  const uint32_t add_zero = FUTEX_OP(FUTEX_OP_ADD, 0, FUTEX_OP_CMP_EQ, 0);
  return syscall(SYS_futex, &nobody, FUTEX_WAKE_OP | FUTEX_PRIVATE_FLAG, 0, 0, page, add_zero) >= 0 || errno != EFAULT;
}

}  // namespace

MemoryManager::MemoryManager(nt::Machine& machine) : machine_(machine) {}

bool MemoryManager::is_system_address(const void* address) const {
  if (arena_.contains(address)) return true;
  const auto at = reinterpret_cast<uintptr_t>(address);
  if (at < lowest_.load(std::memory_order_relaxed) || at >= highest_.load(std::memory_order_relaxed)) return false;
  sched::LockGuard guard(lock_);
  return std::any_of(ranges_.begin(), ranges_.end(), [at](const Range& r) { return at - r.base < r.bytes; });
}

void MemoryManager::set_bounds() {
  uintptr_t lowest = UINTPTR_MAX, highest = 0;
  for (const Range& range : ranges_) {
    lowest = std::min(lowest, range.base);
    highest = std::max(highest, range.base + range.bytes);
  }
  lowest_.store(lowest, std::memory_order_relaxed);
  highest_.store(highest, std::memory_order_relaxed);
}

void MemoryManager::add_system_range(const void* base, size_t bytes) {
  sched::LockGuard guard(lock_);
  ranges_.push_back({reinterpret_cast<uintptr_t>(base), bytes});
  set_bounds();
}

void MemoryManager::remove_system_range(const void* base) {
  sched::LockGuard guard(lock_);
  std::erase_if(ranges_, [base](const Range& r) { return r.base == reinterpret_cast<uintptr_t>(base); });
  set_bounds();
}

void MemoryManager::reset() {
  arena_.reset();
  sched::LockGuard guard(lock_);
  ranges_.clear();
  set_bounds();
}

bool MemoryManager::overlaps_range(uintptr_t first, uintptr_t last) const {
  sched::LockGuard guard(lock_);
  return std::any_of(ranges_.begin(), ranges_.end(),
                     [=](const Range& r) { return first < r.base + r.bytes && last >= r.base; });
}

Status MemoryManager::probe_user(const void* buffer, size_t bytes, Access access) const {
  TRY(check_user_range(buffer, bytes));
  return accessible(buffer, bytes, access) ? Status{} : kAccessViolation;
}

bool MemoryManager::accessible(const void* buffer, size_t bytes, Access access) const {
  if (bytes == 0) return true;
  const auto first = reinterpret_cast<uintptr_t>(buffer);
  const uintptr_t last = first + (bytes - 1);
  if (last < first || first < kLowestUserAddress) return false;
  for (uintptr_t page = first & ~uintptr_t{kPageSize - 1}; page <= last; page += kPageSize) {
    if (access == Access::kWrite ? !page_writable(page) : !page_readable(page)) return false;
  }
  return true;
}

Status MemoryManager::lock_pages(_MDL& mdl, bool user, Access access) {
  const char* buffer = static_cast<char*>(mdl.StartVa) + mdl.ByteOffset;
  if (user) {
    TRY(probe_user(buffer, mdl.ByteCount, access));
  } else if (!arena_.committed(buffer) || !arena_.committed(buffer + mdl.ByteCount - 1)) {
    // The kernel's own addresses outside the arena (stacks, images) are as good as their pages.
    if (!accessible(buffer, mdl.ByteCount, access)) return kAccessViolation;
  }
  auto* frames = reinterpret_cast<PPFN_NUMBER>(&mdl + 1);
  const size_t pages = pages_of(mdl.ByteOffset + mdl.ByteCount);
  for (size_t i = 0; i < pages; i++) {
    frames[i] = physical_address(static_cast<char*>(mdl.StartVa) + i * kPageSize) / kPageSize;
  }
  const int written = access == Access::kWrite ? MDL_WRITE_OPERATION : 0;
  mdl.MdlFlags = static_cast<CSHORT>((mdl.MdlFlags & ~MDL_WRITE_OPERATION) | MDL_PAGES_LOCKED | written);
  return Status{};
}

uint64_t MemoryManager::physical_address(const void* address) const {
  if (!arena_.contains(address)) return reinterpret_cast<uint64_t>(address);
  return kArenaPhysical + static_cast<uint64_t>(static_cast<const char*>(address) - arena_.page_address(0));
}

void* MemoryManager::virtual_address(uint64_t physical) const {
  if (physical - kArenaPhysical < arena_.reservation()) return arena_.page_address(0) + (physical - kArenaPhysical);
  return reinterpret_cast<void*>(physical);
}

}  // namespace owdf::mm
