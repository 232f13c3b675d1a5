#include "nt/ex/executive.h"

#include <fmt/format.h>

#include <cstring>

#include "nt/ex/work_queue.h"
#include "nt/machine.h"
#include "nt/mm/memory_manager.h"
#include "nt/upward.h"

namespace owdf::ex {
namespace {

constexpr uint32_t kBadPoolCaller = 0xC2;
// The first parameter of BAD_POOL_CALLER, as published.
constexpr uint64_t kAlreadyFreed = 0x07;
constexpr uint64_t kAllocateAtIrql = 0x08;
constexpr uint64_t kFreeAtIrql = 0x09;
constexpr uint64_t kWrongTag = 0x0A;
constexpr uint64_t kInvalidAddress = 0x46;

uint64_t word(const void* pointer) {
  return reinterpret_cast<uint64_t>(pointer);
}

sched::Irql current_irql() {
  const sched::Thread* thread = sched::current();
  return thread ? thread->irql() : sched::kPassiveLevel;
}

}  // namespace

Executive::Executive(nt::Machine& machine)
    : machine_(machine),
      pool_(machine.mm().arena()),
      work_queue_(std::make_unique<WorkQueue>(machine)),

      debug_log_(machine) {}
Executive::~Executive() = default;

void Executive::require_irql(PoolType type, size_t size) {
  const sched::Irql irql = current_irql();
  const sched::Irql highest = type == PoolType::kPaged ? sched::kApcLevel : sched::kDispatchLevel;
  if (irql <= highest) return;
  machine_.bug_check(kBadPoolCaller, kAllocateAtIrql, irql, static_cast<uint64_t>(type), size,
                     fmt::format("{} pool allocated at IRQL {}; the highest allowed is {}",
                                 type == PoolType::kPaged ? "paged" : "nonpaged", irql, highest));
}

void* Executive::allocate(PoolType type, size_t size, uint32_t tag, const void* caller) {
  require_irql(type, size);
  return pool_.allocate(type, size, tag, caller);
}

void* Executive::allocate_zeroed(PoolType type, size_t size, uint32_t tag, const void* caller) {
  void* block = allocate(type, size, tag, caller);
  if (block) std::memset(block, 0, size);
  return block;
}

void Executive::free(void* address, uint32_t tag) {
  PoolBlock block;
  switch (pool_.free(address, tag, current_irql(), &block)) {
    case FreeError::kNone:
      return;
    case FreeError::kWrongTag:
      machine_.bug_check(
          kBadPoolCaller, kWrongTag, word(address), block.tag, tag,
          fmt::format("pool block with tag '{}' freed with tag '{}'", tag_text(block.tag), tag_text(tag)));
      return;
    case FreeError::kPagedAtRaisedIrql:
      machine_.bug_check(kBadPoolCaller, kFreeAtIrql, current_irql(), static_cast<uint64_t>(block.type), word(address),
                         fmt::format("paged pool block with tag '{}' freed above APC_LEVEL", tag_text(block.tag)));
      return;
    case FreeError::kAlreadyFree:
      machine_.bug_check(kBadPoolCaller, kAlreadyFreed, 0, 0, word(address),
                         fmt::format("pool block freed twice: {}", pool_.describe(address)));
      return;
    case FreeError::kNotABlock:
      machine_.bug_check(kBadPoolCaller, kInvalidAddress, word(address), 0, 0,
                         fmt::format("an address was freed that is not a pool block ({})", pool_.describe(address)));
      return;
  }
}

std::vector<PoolBlock> Executive::blocks_allocated_by(const void* base, size_t bytes) const {
  std::vector<PoolBlock> blocks = pool_.live();
  std::erase_if(blocks, [=](const PoolBlock& block) { return word(block.caller) - word(base) >= bytes; });
  return blocks;
}

std::vector<std::string> Executive::describe_leaks(uint64_t mark) const {
  std::vector<std::string> lines;
  for (const PoolBlock& block : pool_.live()) {
    if (block.serial <= mark) continue;
    nt::DriverLoader* loader = machine_.driver_loader();
    const std::string driver = loader ? loader->image_at(block.caller) : std::string();
    lines.push_back(fmt::format("#{} tag '{}' {} bytes of {} pool, allocated by {}", block.serial, tag_text(block.tag),
                                block.size, block.type == PoolType::kPaged ? "paged" : "nonpaged",
                                driver.empty() ? "the executive" : driver));
  }
  return lines;
}

uint64_t Executive::allocation_mark() const {
  return pool_.last_serial();
}

// The machine's threads are gone, the workers among them.
void Executive::reset() {
  work_queue_ = std::make_unique<WorkQueue>(machine_);
  pool_.reset();
  machine_.mm().reset();
}

}  // namespace owdf::ex
