// The verbs of `wdf`. Each registers itself, with its options and an example, and leaves its exit code when it was
// chosen: 0 success, 1 the driver failed what was asked, 2 bad usage, 3 a bug check.
#pragma once

#include <CLI/CLI.hpp>

namespace owdf::cli {

enum ExitCode : int { kSuccess = 0, kFailed = 1, kUsage = 2, kBugCheck = 3 };

void register_build(CLI::App& app, int& exit_code);
void register_conformance(CLI::App& app, int& exit_code);
// devices, io, plug, remove, ...: what is said to a machine that `wdf run --keep` left up.
void register_control(CLI::App& app, int& exit_code);
void register_ddi(CLI::App& app, int& exit_code);
void register_new(CLI::App& app, int& exit_code);
// `program`: what stood behind --app on the command line, the program first; its arguments are its own, dashes and all.
void register_run(CLI::App& app, const std::vector<std::string>& program, int& exit_code);

// Starts the program again without address space randomisation, once; `wdf run` wants equal seeds to give equal runs.
void start_reproducibly(char** argv);

}  // namespace owdf::cli
