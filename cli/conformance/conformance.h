// Conformance: each requirement row with its state, derived from what was seen. Nothing but an exception is declared.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "cli/conformance/evidence.h"
#include "cli/conformance/requirements.h"

namespace owdf::cli {

struct RowState {
  const Requirement* row = nullptr;
  std::string state;                            // of the row: proved, failing, open, deferred(...), not testable
  std::map<std::string, std::string> families;  // of each family
  std::vector<std::string> tests;               // that cite it, failed ones first
  std::vector<std::string> believed;            // lies that no test noticed
  std::string note;                             // why it is not proved, or what was declared
};

struct AreaCount {
  unsigned rows = 0;
  std::map<std::string, unsigned> states;  // a deferred row under "deferred"
  unsigned with(const std::string& state) const;
};

struct Conformance {
  std::vector<RowState> list;
  std::map<std::string, AreaCount> areas;
  AreaCount total;
  bool tests_run = false;
  bool prove_run = false;
  std::string prove_commit;
  std::vector<std::string> unknown;  // ids that tests cite and no table has

  std::string text(const std::string& area, bool colour) const;
  std::string json() const;
  std::string html() const;
  // One line: whether ./dev prove was run, and where.
  std::string prove_line() const;
};

// `area` empty: all. `specification` outlives the result.
Conformance derive(const Specification& specification, const Citations& citations, const ProveResult& proofs,
                   const std::string& area);

}  // namespace owdf::cli
