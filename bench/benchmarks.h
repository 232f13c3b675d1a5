// The benchmarks by name, as tools/bench.py asks for them. Each measures one thing inside one executive thread, so that
// neither World::run nor the making of the machine is timed.
#pragma once

#include <benchmark/benchmark.h>

namespace owdf::cli {
struct DriverFiles;
}

namespace owdf::bench {

void host_ioctl(benchmark::State& state);
void host_malloc(benchmark::State& state);
void fiber_switch(benchmark::State& state);
void object_create_delete(benchmark::State& state, const cli::DriverFiles& echo);
void memory_create_delete(benchmark::State& state, const cli::DriverFiles& echo);
void ioctl_round_trip(benchmark::State& state, const cli::DriverFiles& echo);
void ioctl_round_trip_live(benchmark::State& state, const cli::DriverFiles& echo);
void read_round_trip(benchmark::State& state, const cli::DriverFiles& echo);
void machine_reset(benchmark::State& state, const cli::DriverFiles& echo);

}  // namespace owdf::bench
