#include "bench/benchmarks.h"
#include "bench/echo_bench.h"

int main(int argc, char** argv) {
  using namespace owdf::bench;
  benchmark::Initialize(&argc, argv);
  if (benchmark::ReportUnrecognizedArguments(argc, argv)) return 1;
  const owdf::cli::DriverFiles echo = build_echo();
  benchmark::RegisterBenchmark("host_ioctl", host_ioctl);
  benchmark::RegisterBenchmark("host_malloc", host_malloc);
  benchmark::RegisterBenchmark("fiber_switch", fiber_switch);
  benchmark::RegisterBenchmark("object_create_delete", object_create_delete, echo);
  benchmark::RegisterBenchmark("memory_create_delete", memory_create_delete, echo);
  benchmark::RegisterBenchmark("ioctl_round_trip", ioctl_round_trip, echo);
  benchmark::RegisterBenchmark("ioctl_round_trip_live", ioctl_round_trip_live, echo);
  benchmark::RegisterBenchmark("read_round_trip", read_round_trip, echo);
  benchmark::RegisterBenchmark("machine_reset", machine_reset, echo);
  benchmark::RunSpecifiedBenchmarks();
  benchmark::Shutdown();
  return 0;
}
