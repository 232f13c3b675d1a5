// The yardsticks: what the host charges for a system call and for memory.
#include "bench/benchmarks.h"

#include <fcntl.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include <cstdlib>

#include "bench/echo_bench.h"

namespace owdf::bench {

void host_ioctl(benchmark::State& state) {
  const int null = open("/dev/null", O_RDWR | O_CLOEXEC);
  if (null < 0) give_up("/dev/null cannot be opened");
  for (auto _ : state) benchmark::DoNotOptimize(ioctl(null, TCGETS, nullptr));
  close(null);
}

void host_malloc(benchmark::State& state) {
  for (auto _ : state) {
    void* memory = std::malloc(256);
    benchmark::DoNotOptimize(memory);
    std::free(memory);
  }
}

}  // namespace owdf::bench
