#include "cli/conformance/conformance.h"

#include <algorithm>
#include <set>

#include <fmt/format.h>

namespace owdf::cli {
namespace {

bool is_deferred(const std::string& state) {
  return state.starts_with("deferred");
}

// Behaviours of real systems (BHV-...) are facts of another table, not requirement rows.
bool is_requirement(const std::string& id) {
  return !id.starts_with("BHV-");
}

class Derivation {
 public:
  Derivation(const Specification& specification, const Citations& citations, const ProveResult& proofs)
      : specification_(specification), proofs_(proofs) {
    fold(citations.passed, passed_);
    fold(citations.failed, failed_);
  }

  RowState of(const Requirement& row) const {
    RowState result;
    result.row = &row;
    const auto failed = failed_.find(row.id), passed = passed_.find(row.id);
    if (failed != failed_.end()) result.tests = failed->second;
    if (passed != passed_.end()) result.tests.insert(result.tests.end(), passed->second.begin(), passed->second.end());
    const Verdict* verdict = find(row.id);
    const bool fails = failed != failed_.end() || (verdict && verdict->state == "failing");
    for (const std::string& family : row.families) result.families[family] = family_state(row, family, fails, verdict);
    result.state = overall(result.families);
    result.note = note(row, result, verdict);
    if (verdict) result.believed = verdict->survivors;
    return result;
  }

  std::vector<std::string> unknown_ids() const {
    std::set<std::string> known, unknown;
    for (const Requirement& row : specification_.rows) known.insert(row.id);
    for (const auto* table : {&passed_, &failed_})
      for (const auto& [id, tests] : *table)
        if (!known.contains(id) && is_requirement(id)) unknown.insert(id);
    return {unknown.begin(), unknown.end()};
  }

 private:
  using Tests = std::map<std::string, std::vector<std::string>>;

  void fold(const Tests& from, Tests& to) const {
    for (const auto& [id, tests] : from) {
      auto& all = to[specification_.kept(id)];
      all.insert(all.end(), tests.begin(), tests.end());
    }
  }

  const Verdict* find(const std::string& id) const {
    const auto found = proofs_.rows.find(id);
    return found == proofs_.rows.end() ? nullptr : &found->second;
  }

  // What was declared for the row itself, its area or the family; null: nothing.
  const Exception* exception(const Requirement& row, const std::string& family) const {
    for (const std::string& scope : {row.id, "area:" + row.area(), "family:" + family}) {
      const auto found = specification_.exceptions.find(scope);
      if (found != specification_.exceptions.end()) return &found->second;
    }
    return nullptr;
  }

  std::string family_state(const Requirement& row, const std::string& family, bool fails,
                           const Verdict* verdict) const {
    if (verdict && verdict->state == "proved" && verdict->families.contains(family) && !fails) return "proved";
    const Exception* declared = exception(row, family);
    const bool whole_family = declared && specification_.exceptions.contains("family:" + family) &&
                              declared == &specification_.exceptions.at("family:" + family);
    if (fails && !whole_family) return "failing";
    return declared ? declared->state : "open";
  }

  static std::string overall(const std::map<std::string, std::string>& families) {
    std::set<std::string> states;
    for (const auto& [family, state] : families) states.insert(state);
    for (const char* worst : {"failing", "open", "not testable", "proved"})
      if (states.contains(worst)) return worst;
    return states.empty() ? "open" : *states.begin();  // all deferred
  }

  std::string note(const Requirement& row, const RowState& result, const Verdict* verdict) const {
    if (result.state == "proved") return fmt::format("{} of {} lies noticed", verdict->killed, verdict->told);
    if (result.state == "failing") return "a test that cites it failed";
    if (result.state != "open") {
      const Exception* declared = exception(row, row.families.front());
      return declared ? declared->reason : "";
    }
    if (verdict) {
      if (verdict->state == "survived")
        return fmt::format("{} of {} lies noticed: not one about each name, or only refusals", verdict->killed,
                           verdict->told);
      if (verdict->state == "storyboard") return "cited only by tests that cite more than five rows";
      if (verdict->state == "untold") return "cited, but no lie about its names reaches the tests";
    }
    return result.tests.empty() ? "" : "cited, not proved yet";
  }

  const Specification& specification_;
  const ProveResult& proofs_;
  Tests passed_, failed_;
};

void count(AreaCount& counts, const std::string& state) {
  ++counts.rows;
  ++counts.states[is_deferred(state) ? "deferred" : state];
}

}  // namespace

unsigned AreaCount::with(const std::string& state) const {
  const auto found = states.find(state);
  return found == states.end() ? 0 : found->second;
}

Conformance derive(const Specification& specification, const Citations& citations, const ProveResult& proofs,
                   const std::string& area) {
  Conformance result;
  result.tests_run = citations.run;
  result.prove_run = proofs.run;
  result.prove_commit = proofs.commit;
  const Derivation derivation(specification, citations, proofs);
  result.unknown = derivation.unknown_ids();
  for (const Requirement& row : specification.rows) {
    if (!area.empty() && row.area() != area) continue;
    result.list.push_back(derivation.of(row));
    const std::string& state = result.list.back().state;
    count(result.areas[row.area()], state);
    count(result.total, state);
  }
  return result;
}

}  // namespace owdf::cli
