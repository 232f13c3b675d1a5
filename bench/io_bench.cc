// Round trips of an application's request: system service, IRP, framework, queue, callback of the driver, completion.
#include <fmt/format.h>

#include "bench/benchmarks.h"
#include "bench/echo_bench.h"
#include "bench/echo_interface.h"
#include "bench/instruction_census.h"
#include "nt/services.h"

namespace owdf::bench {

namespace {

// What one round trip costs where no clock can tell: columns beside the time, and where it locks.
void report(benchmark::State& state, const InstructionCensus& census) {
  state.counters["instructions"] = static_cast<double>(census.instructions);
  state.counters["locked"] = static_cast<double>(census.locked);
  state.counters["mallocs"] = static_cast<double>(census.allocations);
  std::string places;
  for (uint64_t i = 0; i < std::min<uint64_t>(census.locked, census.locked_at.size()); i++)
    places += fmt::format("{:#x} ", census.locked_at[i]);
  state.SetLabel(places);
}

// Parallel queue, buffered, 64 bytes both ways, completed in the callback.
void ping_echo(benchmark::State& state, const cli::DriverFiles& echo, sched::Form form) {
  auto bench = EchoBench::start(echo, form);
  bench->as_application([&](HANDLE handle) {
    char input[64] = {1}, output[64];
    const auto ping = [&] { EchoBench::control(handle, IOCTL_ECHO_PING, input, sizeof input, output, sizeof output); };
    for (auto _ : state) ping();
    report(state, take_census(ping));
    if (output[0] != 1) give_up("the device did not echo");
  });
}

}  // namespace

void ioctl_round_trip(benchmark::State& state, const cli::DriverFiles& echo) {
  ping_echo(state, echo, sched::Form::kDeterministic);
}

void ioctl_round_trip_live(benchmark::State& state, const cli::DriverFiles& echo) {
  ping_echo(state, echo, sched::Form::kLive);
}

// Sequential queue with its synchronization scope, buffered, 64 bytes, completed in the callback.
void read_round_trip(benchmark::State& state, const cli::DriverFiles& echo) {
  auto bench = EchoBench::start(echo);
  bench->as_application([&](HANDLE handle) {
    ULONG delay = 0;
    EchoBench::control(handle, IOCTL_ECHO_SET_DELAY, &delay, sizeof delay, nullptr, 0);
    char message[64] = {1}, answer[64];
    IO_STATUS_BLOCK block{};
    NTSTATUS status = NtWriteFile(handle, nullptr, nullptr, nullptr, &block, message, sizeof message, nullptr, nullptr);
    for (auto _ : state) {
      status = NtReadFile(handle, nullptr, nullptr, nullptr, &block, answer, sizeof answer, nullptr, nullptr);
      if (status != STATUS_SUCCESS) give_up("a read failed");
    }
    if (block.Information != sizeof answer || answer[0] != 1) give_up("the device did not echo");
  });
}

}  // namespace owdf::bench
