// Program: a Windows console program, run as a process of a machine. It starts with a file of the host, arguments and
// what its standard input holds; it ends with an exit code. Several run in one machine, each with its own copy of its
// image.
//
// Made and started from outside of the world or on a system thread; start() returns at once. Its threads are executive
// threads, so World::run or settle() lets it get on. Must be destroyed before its machine and after its process has
// ended.
#pragma once

#include <memory>
#include <optional>
#include <string>

#include "client/program_state.h"
#include "nt/upward.h"

namespace owdf::client {

class Program {
 public:
  // The image is brought in by `loader`. Errors: of the image, with its sentence in `problem`.
  static Result<std::unique_ptr<Program>> load(nt::Machine& machine, nt::ProgramLoader& loader,
                                               const ProgramOptions& options, std::string* problem);

  // Begins to run the program's main thread. On an executive thread of the machine.
  Status start();
  // Waits for the end of the process. On an executive thread of the machine.
  uint32_t wait();
  // start() and wait() in one, from outside of the world. Empty: the machine died meanwhile (see its bug_check()).
  std::optional<uint32_t> run();
  // Ends the process, as Task Manager would. On an executive thread of the machine.
  void terminate(uint32_t code);

  ps::Process& process() { return *process_; }
  ProgramState& state() { return *state_; }

 private:
  Program(nt::Machine& machine, ob::Ref<ps::Process> process) : machine_(machine), process_(std::move(process)) {}

  nt::Machine& machine_;
  ob::Ref<ps::Process> process_;
  std::shared_ptr<ProgramState> state_;
};

// Every thread of a program begins with the one and ends with the other.
ThreadState& enter_thread();
void leave_thread();

}  // namespace owdf::client
