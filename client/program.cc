#include "client/program.h"

#include <fmt/format.h>

#include "client/crt/crt.h"
#include "nt/ps/process_manager.h"
#include "nt/services.h"

CRT_API void crt_exit(int code);

namespace owdf::client {

namespace {

// What an unhandled exception does: the process ends with its code. The machine lives on, and the finding tells.
void end_by_fault(uint32_t code, void* address) {
  ProgramState* program = current_program();
  program->machine.report({.rule = "ProgramFault",
                           .message = fmt::format("{}: unhandled exception {:#x} at address {}", program->options.name,
                                                  code, fmt::ptr(address))});
  program->machine.ps().exit_process(static_cast<NTSTATUS>(code));
}

}  // namespace

ThreadState& enter_thread() {
  ThreadState* state = current_program()->add_thread();
  ps::Thread* thread = ps::current_thread();
  thread->user_block = state;
  thread->tcb.user_fault = end_by_fault;
  return *state;
}

void leave_thread() {
  ThreadState* state = current_thread_state();
  if (!state) return;
  if (state->wait_event) NtClose(state->wait_event);
  ps::current_thread()->user_block = nullptr;
  current_program()->remove_thread(state);
}

Result<std::unique_ptr<Program>> Program::load(nt::Machine& machine, nt::ProgramLoader& loader,
                                               const ProgramOptions& options, std::string* problem) {
  std::unique_ptr<nt::ProgramImage> image = TRY(loader.load_program(machine, options.file, options.name, problem));
  Result<ob::Ref<ps::Process>> process = machine.ps().create_process(options.name);
  if (!process) {
    *problem = options.name + ": the machine has no memory left for a process";
    return process.status();
  }
  std::unique_ptr<Program> program(new Program(machine, std::move(process.value())));
  program->state_ = std::make_shared<ProgramState>(machine, *program->process_, options);
  program->state_->image = std::move(image);
  program->process_->program = program->state_;
  return program;
}

Status Program::start() {
  ProgramState* state = state_.get();
  const auto body = [state] {
    enter_thread();
    state->image->run_constructors();
    const nt::ProgramArguments arguments{.argc = static_cast<int>(state->argv.size()) - 1,
                                         .argv = state->argv.data(),
                                         .wide_argv = state->wide_argv.data(),
                                         .environment = state->environment.data(),
                                         .wide_environment = state->wide_environment.data()};
    crt_exit(state->image->call_entry(arguments));
  };
  return machine_.ps().create_thread(*process_, state->options.name, body).status();
}

uint32_t Program::wait() {
  return static_cast<uint32_t>(machine_.ps().wait_for_exit(*process_));
}

std::optional<uint32_t> Program::run() {
  uint32_t code = 0;
  const sched::RunResult result = machine_.run(state_->options.name, [&] {
    OWDF_ASSERT(start().ok());
    code = wait();
  });
  if (result != sched::RunResult::kFinished) return std::nullopt;
  return code;
}

void Program::terminate(uint32_t code) {
  machine_.ps().terminate(*process_, static_cast<NTSTATUS>(code));
}

}  // namespace owdf::client
