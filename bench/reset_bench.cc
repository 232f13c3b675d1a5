#include "bench/benchmarks.h"
#include "bench/echo_bench.h"

namespace owdf::bench {

// Of a machine in which drivers/echo has been started; starting it again is not timed.
void machine_reset(benchmark::State& state, const cli::DriverFiles& echo) {
  auto bench = EchoBench::start(echo);
  for (auto _ : state) {
    bench->session().reset();
    state.PauseTiming();
    bench->start_device(echo);
    state.ResumeTiming();
  }
}

}  // namespace owdf::bench
