#include "wdf/object/reference_tags.h"

#include <algorithm>

#include <fmt/format.h>

namespace owdf::wdf {

void ReferenceTags::add(const TaggedReference& reference) {
  sched::LockGuard guard(lock_);
  references_.push_back(reference);
}

bool ReferenceTags::remove(uint64_t object, const void* tag) {
  sched::LockGuard guard(lock_);
  const auto found = std::find_if(references_.rbegin(), references_.rend(), [&](const TaggedReference& reference) {
    return reference.object == object && reference.tag == tag;
  });
  if (found == references_.rend()) return false;
  references_.erase(std::next(found).base());
  return true;
}

std::string ReferenceTags::describe() const {
  sched::LockGuard guard(lock_);
  std::string text;
  for (const TaggedReference& reference : references_) {
    text += fmt::format("{} object {} with tag {} at {}:{}", text.empty() ? ":" : ",", reference.object,
                        text_of_tag(reference.tag), reference.file ? reference.file : "?", reference.line);
  }
  return text;
}

std::string text_of_tag(const void* tag) {
  const auto number = reinterpret_cast<uintptr_t>(tag);
  std::string characters;
  for (uintptr_t rest = number; rest != 0; rest >>= 8) {
    const char c = static_cast<char>(rest & 0xFF);
    characters += c >= 0x20 && c < 0x7F ? c : '.';
  }
  return fmt::format("0x{:X} '{}'", number, characters);
}

}  // namespace owdf::wdf
