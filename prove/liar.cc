#include "prove/liar.h"

#include <array>
#include <utility>

namespace owdf::prove {
namespace {

constexpr std::array<std::string_view, 13> kWords = {"refuse", "skip",   "answer", "pretend", "unwritten",
                                                     "ignore", "forget", "status", "code",    "drop",
                                                     "twice",  "wrong",  "late"};

}  // namespace

std::string text_of(const Lie& lie) {
  std::string text(kWords[static_cast<size_t>(lie.kind)]);
  text += " " + lie.subject;
  if (!lie.part.empty()) text += "." + lie.part;
  return text;
}

std::optional<Lie> parse_lie(std::string_view text) {
  const size_t space = text.find(' ');
  if (space == std::string_view::npos) return std::nullopt;
  for (size_t kind = 0; kind < kWords.size(); ++kind) {
    if (kWords[kind] != text.substr(0, space)) continue;
    const std::string_view name = text.substr(space + 1);
    const size_t dot = name.find('.');
    const std::string_view part = dot == std::string_view::npos ? "" : name.substr(dot + 1);
    return Lie{static_cast<Kind>(kind), std::string(name.substr(0, dot)), std::string(part)};
  }
  return std::nullopt;
}

Liar& Liar::of_process() {
  static Liar liar;
  return liar;
}

bool Liar::offer(Kind kind, std::string_view subject, std::string_view part) {
  if (recording_) {
    std::lock_guard guard(lock_);
    offered_.insert(text_of({kind, std::string(subject), std::string(part)}));
  }
  if (!lie_ || lie_->kind != kind || lie_->subject != subject || lie_->part != part) return false;
  ++told_;
  if (witness_) witness_();
  return true;
}

void Liar::tell(Lie lie) {
  lie_ = std::move(lie);
  told_ = 0;
}

std::set<std::string> Liar::take_record() {
  std::lock_guard guard(lock_);
  return std::exchange(offered_, {});
}

void Liar::call_held_back() {
  for (const auto& call : std::exchange(held_, {})) call();
}

}  // namespace owdf::prove
