#include "bench/echo_bench.h"

#include <fmt/format.h>

#include <cstdlib>

#include "bench/echo_interface.h"
#include "cli/build/build.h"
#include "cli/build/toolchain.h"
#include "nt/pnp/interfaces.h"
#include "nt/ps/process_manager.h"
#include "nt/rtl/status_name.h"
#include "nt/services.h"

namespace owdf::bench {

void give_up(const std::string& why) {
  fmt::print(stderr, "owdf_bench: {}\n", why);
  std::exit(1);
}

cli::DriverFiles build_echo() {
  cli::Toolchain toolchain;
  std::string problem;
  if (!cli::Toolchain::find(toolchain, problem)) give_up(problem);
  cli::BuildOptions options;
  options.path = toolchain.source_root + "/drivers/echo/driver/echo.vcxproj";
  options.configuration = "Release";
  options.optimize = 2;
  const cli::BuildResult result = cli::build(options);
  const cli::Artifact* driver = result.driver();
  if (!result.ok || !driver) give_up("drivers/echo does not build\n" + result.messages);
  return {driver->name, driver->image, driver->inf};
}

std::unique_ptr<EchoBench> EchoBench::start(const cli::DriverFiles& driver, sched::Form form) {
  auto session = cli::Session::create({.world = {.form = form}});
  if (!session) give_up("no machine can be made");
  std::unique_ptr<EchoBench> bench(new EchoBench(std::move(session)));
  bench->start_device(driver);
  return bench;
}

void EchoBench::start_device(const cli::DriverFiles& driver) {
  std::string problem;
  const auto instance = session_->install(driver, {}, &problem);
  if (!instance || !session_->start(*instance, &problem)) give_up(problem);
  instance_ = *instance;
}

EchoBench::~EchoBench() {
  std::string problem;
  if (!session_->remove(instance_, &problem)) give_up(problem);
}

void EchoBench::as_system(std::function<void()> body) {
  if (session_->run("bench", std::move(body))) return;
  const auto& bug_check = session_->machine().bug_check();
  give_up(bug_check ? bug_check->message : "the machine stopped");
}

void EchoBench::as_application(std::function<void(void*)> body) {
  nt::Machine& machine = session_->machine();
  const std::u16string name = link();
  as_system([&] {
    auto process = machine.ps().create_process("bench.exe").value();
    auto thread = machine.ps().create_thread(*process.get(), "main", [&] {
      UNICODE_STRING path = io::counted(name);
      OBJECT_ATTRIBUTES attributes;
      InitializeObjectAttributes(&attributes, &path, OBJ_CASE_INSENSITIVE, nullptr, nullptr);
      HANDLE handle = nullptr;
      IO_STATUS_BLOCK block{};
      const NTSTATUS status = NtOpenFile(&handle, GENERIC_READ | GENERIC_WRITE | SYNCHRONIZE, &attributes, &block, 0,
                                         FILE_SYNCHRONOUS_IO_NONALERT);
      if (!NT_SUCCESS(status)) give_up("the device cannot be opened: " + rtl::status_text(Status(status)));
      body(handle);
      NtClose(handle);
    });
    if (!thread) give_up("no thread can be made");
    machine.ps().wait_for_exit(*process.get());
  });
}

std::u16string EchoBench::link() {
  std::u16string name;
  as_system([&] {
    const auto found = session_->machine().pnp().interfaces().list(GUID_DEVINTERFACE_OWDF_ECHO, nullptr, false);
    if (found.empty()) give_up("drivers/echo offers no interface");
    name = found.front().name();
  });
  return name;
}

void EchoBench::control(void* handle, uint32_t code, void* input, uint32_t input_length, void* output,
                        uint32_t output_length) {
  IO_STATUS_BLOCK block{};
  const NTSTATUS status = NtDeviceIoControlFile(handle, nullptr, nullptr, nullptr, &block, code, input, input_length,
                                                output, output_length);
  if (!NT_SUCCESS(status)) give_up("a control request failed: " + rtl::status_text(Status(status)));
}

}  // namespace owdf::bench
