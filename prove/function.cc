#include "prove/function.h"

#include <algorithm>

namespace owdf::prove {
namespace {

// A structure as its init function leaves it.
std::vector<char> initial(const Structure& structure) {
  std::vector<char> bytes(structure.size);
  if (structure.initialize) structure.initialize(bytes.data());
  return bytes;
}

// How much of a structure its caller has; 0: it says something impossible, hands off.
size_t extent(const Structure& structure, const void* at) {
  if (!structure.sized) return structure.size;
  ULONG size;
  std::memcpy(&size, at, sizeof(size));
  return size <= structure.size ? size : 0;
}

bool is_zero(std::span<const char> bytes) {
  return std::all_of(bytes.begin(), bytes.end(), [](char byte) { return byte == 0; });
}

bool is_filled(Role role) {
  return role == Role::kOut || role == Role::kInOut;
}

}  // namespace

Tampering::Tampering(const Function& function, std::span<Argument> arguments)
    : function_(function), arguments_(arguments), outputs_(arguments.size()) {}

void Tampering::before() {
  for (size_t i = 0; i < arguments_.size(); ++i) {
    Argument& argument = arguments_[i];
    if (!argument.pointee) continue;
    if (is_filled(argument.parameter->role)) {
      const char* at = static_cast<const char*>(argument.target());
      const size_t bytes = argument.structure ? extent(*argument.structure, at) : argument.pointee;
      outputs_[i].assign(at, at + bytes);
    } else if (argument.structure) {
      ignore_members(argument);
    }
  }
}

void Tampering::ignore_members(Argument& argument) {
  const Structure& structure = *argument.structure;
  const char* passed = static_cast<const char*>(argument.target());
  const size_t bytes = extent(structure, passed);
  const std::vector<char> clean = initial(structure);
  for (const Member& member : structure.members) {
    const size_t end = member.offset + member.size;
    if (end > bytes || std::memcmp(passed + member.offset, clean.data() + member.offset, member.size) == 0) continue;
    if (!Liar::of_process().offer(Kind::kIgnore, structure.name, member.name)) continue;
    std::vector<char>& copy = copies_.emplace_back(passed, passed + bytes);
    std::copy_n(clean.data() + member.offset, member.size, copy.data() + member.offset);
    *static_cast<void**>(argument.slot) = copy.data();
    return;  // one lie at a time
  }
}

void Tampering::after() {
  for (size_t i = 0; i < arguments_.size(); ++i)
    if (!outputs_[i].empty()) spoil(arguments_[i], outputs_[i]);
}

void Tampering::spoil(const Argument& argument, std::span<const char> as_it_was) {
  char* now = static_cast<char*>(argument.target());
  if (std::memcmp(now, as_it_was.data(), as_it_was.size()) == 0) return;
  Liar& liar = Liar::of_process();
  if (argument.structure) {
    for (const Member& member : argument.structure->members) {
      if (member.offset + member.size > as_it_was.size()) continue;
      const std::span<char> bytes(now + member.offset, member.size);
      if (!is_zero(bytes) && liar.offer(Kind::kForget, argument.structure->name, member.name))
        std::fill(bytes.begin(), bytes.end(), '\0');
    }
  }
  if (liar.offer(Kind::kUnwritten, function_.name, argument.parameter->name))
    std::copy(as_it_was.begin(), as_it_was.end(), now);
}

}  // namespace owdf::prove
