#include "nt/ex/pool.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>

#include "base/assert.h"

namespace owdf::ex {
namespace {

// The largest block of which n fit into a page, for every n worth having. So no block crosses a page, and little is
// lost.
constexpr std::array<uint16_t, 21> kBlockSizes = {32,  48,  64,  80,  96,  112, 128, 144, 160,  192, 224,
                                                  256, 288, 336, 400, 512, 576, 672, 816, 1360, 2048};
static_assert(kBlockSizes.back() == mm::kPageSize / 2);

// Sixteen-byte steps of size -> index of the class that holds them.
constexpr auto make_class_table() {
  std::array<uint8_t, mm::kPageSize / 2 / 16 + 1> table{};
  size_t at = 0;
  for (size_t step = 0; step < table.size(); step++) {
    while (kBlockSizes[at] < step * 16) at++;
    table[step] = static_cast<uint8_t>(at);
  }
  return table;
}
constexpr auto kClassOfStep = make_class_table();

size_t large_pages(size_t size) {
  // The extra page behind a large block is its redzone.
  return std::max<size_t>(mm::pages_of(size), 1) + (mm::kPoisons ? 1 : 0);
}

}  // namespace

std::string tag_text(uint32_t tag) {
  std::string text;
  for (int i = 0; i < 4; i++) {
    const char c = static_cast<char>(tag >> (8 * i));
    text += (c >= 0x20 && c < 0x7F) ? c : '.';
  }
  return text;
}

char* Pool::Span::address_of(uint32_t block) const {
  if (block_size == 0) return base;
  return base + block / blocks_per_page * mm::kPageSize + block % blocks_per_page * block_size;
}

uint32_t Pool::Span::block_at(const void* address) const {
  if (block_size == 0) return 0;
  const auto offset = static_cast<uint32_t>(static_cast<const char*>(address) - base);
  const auto in_page = static_cast<uint32_t>(uint64_t{offset % mm::kPageSize} * reciprocal >> 32);
  if (in_page >= blocks_per_page) return kNoBlock;
  return offset / mm::kPageSize * blocks_per_page + in_page;
}

Pool::Span* Pool::span_at(const void* address) const {
  if (!arena_.contains(address)) return nullptr;
  const size_t page = arena_.page_index(address);
  return page < by_page_.size() ? by_page_[page] : nullptr;
}

Pool::Span* Pool::make_span(size_t pages, uint32_t block_size) {
  void* base = arena_.allocate_pages(pages);
  if (!base) return nullptr;
  mm::poison(base, pages * mm::kPageSize);
  Span* span;
  if (unused_spans_.empty()) {
    span = spans_.emplace_back(std::make_unique<Span>()).get();
  } else {
    span = unused_spans_.back();
    unused_spans_.pop_back();
    *span = Span{};
  }
  span->base = static_cast<char*>(base);
  span->pages = pages;
  span->block_size = block_size;
  span->blocks_per_page = block_size ? static_cast<uint32_t>(mm::kPageSize / block_size) : 0;
  // Exact for every offset in a page: the error is below 1/block_size as long as offset * error < 2^32 / block_size.
  span->reciprocal = block_size ? UINT32_MAX / block_size + 1 : 0;
  span->records.resize(block_size ? pages * span->blocks_per_page : 1);
  const size_t first = arena_.page_index(base);
  if (by_page_.size() < first + pages) by_page_.resize(first + pages);
  std::fill_n(by_page_.begin() + static_cast<ptrdiff_t>(first), pages, span);
  return span;
}

void* Pool::allocate_small(uint32_t block_size, Class& size_class, const Record& record) {
  Span* span;
  if (size_class.with_room.empty()) {
    span = make_span(kSlabPages, block_size);
    if (!span) return nullptr;
    size_class.with_room.push_back(span);
    span->listed = true;
  } else {
    span = size_class.with_room.back();
  }
  uint32_t block = span->free_head;
  if (block != kNoBlock) {
    span->free_head = span->records[block].next_free;
  } else {
    block = span->fresh++;
    span->records[block].address = span->address_of(block);
  }
  if (span->free_head == kNoBlock && span->fresh == span->records.size()) {
    size_class.with_room.pop_back();
    span->listed = false;
  }
  Record& kept = span->records[block];
  char* const address = kept.address;
  kept = record;
  kept.address = address;
  return address;
}

void* Pool::allocate_large(const Record& record) {
  Span* span = make_span(large_pages(record.size), 0);
  if (!span) return nullptr;
  span->records[0] = record;
  span->records[0].address = span->base;
  return span->base;
}

void* Pool::allocate(PoolType type, size_t size, uint32_t tag, const void* caller) {
  if (size > arena_.reservation()) return nullptr;
  sched::LockGuard guard(lock_);
  Record record{.size = size, .caller = caller, .tag = tag, .serial = ++serial_, .type = type, .state = State::kLive};
  void* address;
  if (size + kRedzone <= kLargestSmall) {
    const size_t index = kClassOfStep[(size + kRedzone + 15) / 16];
    address = allocate_small(kBlockSizes[index], classes_[index], record);
  } else {
    address = allocate_large(record);
  }
  if (!address) return nullptr;
  live_++;
  mm::unpoison(address, size);
  return address;
}

FreeError Pool::free(void* address, uint32_t tag, sched::Irql irql, PoolBlock* found) {
  sched::LockGuard guard(lock_);
  Span* span = span_at(address);
  const uint32_t block = span ? span->block_at(address) : kNoBlock;
  // A block that was never handed out has no address yet.
  if (block == kNoBlock || span->records[block].address != address) return FreeError::kNotABlock;
  Record& record = span->records[block];
  FreeError error = FreeError::kNone;
  if (record.state != State::kLive) {
    error = FreeError::kAlreadyFree;
  } else if (record.type == PoolType::kPaged && irql > sched::kApcLevel) {
    error = FreeError::kPagedAtRaisedIrql;
  } else if (tag != 0 && record.tag != tag) {
    error = FreeError::kWrongTag;
  }
  if (error != FreeError::kNone) {
    *found = describe_block(*span, block);
    return error;
  }
  live_--;
  if (mm::kPoisons) {
    quarantine(span, block);
  } else {
    release_block(span, block);
  }
  return FreeError::kNone;
}

void Pool::quarantine(Span* span, uint32_t block) {
  Record& record = span->records[block];
  record.state = State::kQuarantined;
  mm::poison(record.address, record.size);
  quarantine_.emplace_back(span, block);
  quarantined_bytes_ += record.size;
  while (quarantined_bytes_ > kQuarantineBytes) {
    const auto [oldest_span, oldest] = quarantine_.front();
    quarantine_.pop_front();
    quarantined_bytes_ -= oldest_span->records[oldest].size;
    release_block(oldest_span, oldest);
  }
}

void Pool::release_block(Span* span, uint32_t block) {
  Record& record = span->records[block];
  record.state = State::kFree;
  if (span->block_size == 0) {
    const size_t first = arena_.page_index(span->base);
    std::fill_n(by_page_.begin() + static_cast<ptrdiff_t>(first), span->pages, nullptr);
    arena_.free_pages(span->base, span->pages);
    unused_spans_.push_back(span);
    span->pages = 0;
    return;
  }
  record.next_free = span->free_head;
  span->free_head = block;
  if (!span->listed) {
    classes_[kClassOfStep[span->block_size / 16]].with_room.push_back(span);
    span->listed = true;
  }
}

PoolBlock Pool::describe_block(const Span& span, uint32_t block) {
  const Record& record = span.records[block];
  return {record.address, record.size, record.tag, record.type, record.caller, record.serial};
}

bool Pool::find(const void* address, PoolBlock* found) const {
  sched::LockGuard guard(lock_);
  const Span* span = span_at(address);
  const uint32_t block = span ? span->block_at(address) : kNoBlock;
  if (block == kNoBlock || span->records[block].address != address || span->records[block].state != State::kLive)
    return false;
  *found = describe_block(*span, block);
  return true;
}

std::string Pool::describe(const void* address) const {
  sched::LockGuard guard(lock_);
  const Span* span = span_at(address);
  const uint32_t block = span ? span->block_at(address) : kNoBlock;
  if (block == kNoBlock || span->records[block].state == State::kFresh) return "no pool block";
  const Record& record = span->records[block];
  const auto offset = static_cast<size_t>(static_cast<const char*>(address) - record.address);
  const std::string place = offset < record.size ? fmt::format("at offset {} of", offset)
                                                 : fmt::format("{} bytes behind the end of", offset - record.size);
  return fmt::format("{} a {} pool block of {} bytes, tag '{}'", place, record.state == State::kLive ? "live" : "freed",
                     record.size, tag_text(record.tag));
}

template <typename Visit>
void Pool::each_live(Visit visit) const {
  for (const auto& span : spans_) {
    if (span->pages == 0) continue;
    const uint32_t end = span->block_size == 0 ? 1 : span->fresh;
    for (uint32_t block = 0; block < end; block++) {
      if (span->records[block].state == State::kLive) visit(*span, block);
    }
  }
}

std::vector<PoolBlock> Pool::live() const {
  std::vector<PoolBlock> blocks;
  sched::LockGuard guard(lock_);
  blocks.reserve(live_);
  each_live([&](const Span& span, uint32_t block) { blocks.push_back(describe_block(span, block)); });
  std::sort(blocks.begin(), blocks.end(), [](const PoolBlock& a, const PoolBlock& b) { return a.serial < b.serial; });
  return blocks;
}

std::vector<TagUsage> Pool::usage() const {
  std::map<uint32_t, TagUsage> tags;
  sched::LockGuard guard(lock_);
  each_live([&](const Span& span, uint32_t block) {
    const Record& record = span.records[block];
    TagUsage& usage = tags.try_emplace(record.tag, TagUsage{record.tag, 0, 0}).first->second;
    usage.blocks++;
    usage.bytes += record.size;
  });
  std::vector<TagUsage> result;
  for (const auto& [tag, usage] : tags) result.push_back(usage);
  return result;
}

size_t Pool::live_count() const {
  sched::LockGuard guard(lock_);
  return live_;
}

void Pool::reset() {
  sched::LockGuard guard(lock_);
  spans_.clear();
  unused_spans_.clear();
  by_page_.clear();
  classes_ = {};
  quarantine_.clear();
  quarantined_bytes_ = 0;
  serial_ = 0;
  live_ = 0;
}

}  // namespace owdf::ex
