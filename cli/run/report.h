// RunReport: what `wdf run` found out, as a value; printed for people or as JSON.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "cli/run/observer.h"
#include "nt/machine.h"

namespace owdf::cli {

struct ProgramResult {
  std::string name;
  std::optional<uint32_t> exit_code;  // none: it never ended
};

struct RunReport {
  std::string driver;
  std::vector<std::string> drivers;  // of the device's stack, the lowest first, if there are several
  std::string framework;             // the version the driver was bound to
  std::string form;                  // "deterministic" or "live"
  uint64_t seed = 0;
  std::string replay;      // the command that runs this again
  std::string failure;     // what could not be done; empty: nothing
  std::string failed_act;  // "build", "install", "start", "program", "remove"
  // It failed before anything of the driver ran: there is nothing to report but why.
  bool came_to_nothing() const { return phases.empty() && !failure.empty(); }
  std::vector<Phase> phases;
  uint64_t requests_dispatched = 0, requests_completed = 0, requests_cancelled = 0;
  std::vector<ProgramResult> programs;
  std::vector<nt::Finding> findings;
  std::vector<std::string> leaks;  // one line each
  std::optional<nt::BugCheck> bug_check;
  std::vector<std::string> stack;  // of the bug check, symbolised
  std::optional<uint64_t> digest;  // of the whole event stream; deterministic form only

  int exit_code() const;
  std::string text(bool colour) const;
  std::string why_nothing() const;  // for stderr, of a run that came to nothing
  std::string json() const;
};

}  // namespace owdf::cli
