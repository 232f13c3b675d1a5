// EchoBench: a session with drivers/echo started, and an application process to measure from.
// One per benchmark run; outside of the world.
#pragma once

#include <functional>
#include <memory>

#include "cli/run/session.h"

namespace owdf::bench {

// drivers/echo with optimisation; ends the program with the compiler's messages if it does not build.
cli::DriverFiles build_echo();

class EchoBench {
 public:
  static std::unique_ptr<EchoBench> start(const cli::DriverFiles& driver,
                                          sched::Form form = sched::Form::kDeterministic);
  ~EchoBench();

  cli::Session& session() { return *session_; }
  // Installs and starts the device; start() has done it, a reset undoes it.
  void start_device(const cli::DriverFiles& driver);
  // Runs `body` on a thread of the system process.
  void as_system(std::function<void()> body);
  // Runs `body` on a thread of a process, as a program would, with a synchronous handle of the device.
  void as_application(std::function<void(void* handle)> body);
  // Sends a control request and expects that it succeeds. On a thread of the application.
  static void control(void* handle, uint32_t code, void* input, uint32_t input_length, void* output,
                      uint32_t output_length);

 private:
  explicit EchoBench(std::unique_ptr<cli::Session> session) : session_(std::move(session)) {}
  std::u16string link();

  std::unique_ptr<cli::Session> session_;
  std::u16string instance_;
};

// The benchmark cannot go on: says why and ends the program.
[[noreturn]] void give_up(const std::string& why);

}  // namespace owdf::bench
