// Building drivers and Windows programs from what a Windows developer has: a .vcxproj, a .sln, the sources and dirs
// files of older kits, or a folder of sources.
// The library behind `wdf build`; `wdf run` calls it too. Outside the executive: it runs compilers and touches real
// files.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

namespace owdf::cli {

enum class OutputKind { kDriver, kProgram, kLibrary, kNothing };

struct BuildOptions {
  std::string path;                   // .vcxproj, .sln, sources, dirs, or a folder
  std::string output;                 // where images go; empty: a folder of this source in the user's cache
  std::vector<std::string> sanitize;  // address, undefined, thread
  bool coverage = false;
  int optimize = -1;  // -1: as the configuration says (Debug 0, Release 2)
  std::string configuration = "Debug";
  std::string platform;                           // of the project whose settings count; empty: x64 or the nearest
  std::map<std::string, std::string> properties;  // as by msbuild /p:NAME=VALUE
  std::string compile_commands;                   // a file for editors; beside the images there is always one
  bool strict = false;                            // functions that nobody has built are errors
  unsigned jobs = 0;                              // 0: one a processor
  bool verbose = false;                           // print each command
};

struct Artifact {
  OutputKind kind = OutputKind::kDriver;
  std::string name;        // as the project calls it, without extension
  std::string image;       // the .so that the loader loads
  std::string inf;         // stamped .inf beside it; empty if the project has none
  std::string inf_source;  // what that was stamped from; messages about it name this file, whose lines are the same
  std::string framework;   // "KMDF 1.33", "WDM", or empty for programs
};

struct BuildResult {
  bool ok = false;
  std::string messages;             // everything compilers and we have to say, warnings too, ready for stderr
  std::vector<Artifact> artifacts;  // in the order of the projects
  unsigned compiled = 0;            // how many sources were compiled; the others were up to date

  const Artifact* driver() const;                          // the first driver, or null
  const Artifact* program(const std::string& name) const;  // by name; the first program for an empty name
};

BuildResult build(const BuildOptions& options);

// "driver" or "driver.so", "echoapp", "echoapp.exe": the artifact that a user means.
std::string plain_name(const std::string& name);

}  // namespace owdf::cli
