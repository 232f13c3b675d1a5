// What `wdf run` does: build what is not built, install by INF into a fresh machine, start, run the programs, remove,
// unload, report. Each act is a phase of the report; the first that fails ends the run, but the device is still taken
// down.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "cli/build/build.h"
#include "cli/control/channel.h"
#include "cli/run/report.h"
#include "sched/world.h"
#include "setup/install.h"

namespace owdf::cli {

struct ProgramLine {
  std::string path;  // .vcxproj, folder, or an image that is built already
  std::vector<std::string> arguments;
};

// Another driver in the device's stack. What is left empty its INF says.
struct FilterLine {
  std::string path;
  std::string service;
  std::optional<setup::FilterSide> side;
};

// "[upper:|lower:][SERVICE=]PATH", as on the command line.
FilterLine parse_filter(const std::string& text);

struct RunOptions {
  std::string path;
  std::string device;               // hardware id; empty: the first of the INF
  std::vector<FilterLine> filters;  // of each side the first is the lowest
  std::vector<ProgramLine> programs;
  sched::Options world;
  std::vector<std::string> sanitize;
  bool coverage = false;
  int optimize = -1;
  std::string configuration = "Debug";
  std::string input;   // what the programs find on their standard input
  bool quiet = false;  // neither build messages nor DbgPrint; program output stays
  bool trace = false;  // WPP messages to stderr
  // The programs load the driver: it lies beside them as NAME.sys, for the service control manager.
  bool load_by_program = false;
  std::string replay;
  std::string script;               // the operator's commands, run after the programs; empty: none
  ControlSocket* socket = nullptr;  // served after that, until somebody says `leave`
};

class Run {
 public:
  explicit Run(const RunOptions& options);
  ~Run();

  // Builds driver and programs, where they are not images already. False: report() says what was wrong.
  bool build();
  // The rest, in this process. Once, after build(). `files`: the host directory that is drive C:.
  void perform(const std::string& files);
  const RunReport& report() const;

 private:
  class Acts;
  std::unique_ptr<Acts> acts_;
};

}  // namespace owdf::cli
