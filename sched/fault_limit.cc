#include "sched/fault_limit.h"

#include <algorithm>
#include <ctime>
#include <link.h>
#include <vector>

#include "base/assert.h"

namespace owdf::sched {

namespace {

constexpr long kAgainNanoseconds = 1'000'000;

struct Range {
  uintptr_t begin, end;
};

// Of the process, as the signal is. Written before the timer runs, read by the handler.
struct Limit {
  timer_t timer{};
  std::vector<Range> ours;
};
Limit g_limit;

int add_code(dl_phdr_info* image, size_t, void* ranges) {
  for (int i = 0; i < image->dlpi_phnum; i++) {
    const ElfW(Phdr)& segment = image->dlpi_phdr[i];
    if (segment.p_type != PT_LOAD || !(segment.p_flags & PF_X)) continue;
    const uintptr_t begin = image->dlpi_addr + segment.p_vaddr;
    static_cast<std::vector<Range>*>(ranges)->push_back({begin, begin + segment.p_memsz});
  }
  return 0;
}

void arm(time_t seconds, long nanoseconds) {
  const itimerspec when{{}, {seconds, nanoseconds}};
  timer_settime(g_limit.timer, 0, &when, nullptr);
}

}  // namespace

void start_limit(unsigned seconds) {
  OWDF_ASSERT(seconds > 0 && g_limit.ours.empty());
  dl_iterate_phdr(add_code, &g_limit.ours);
  sigevent event{};
  event.sigev_notify = SIGEV_SIGNAL;
  event.sigev_signo = kLimitSignal;
  OWDF_ASSERT(timer_create(CLOCK_PROCESS_CPUTIME_ID, &event, &g_limit.timer) == 0);
  arm(seconds, 0);
}

bool is_our_code(uintptr_t instruction) {
  return std::any_of(g_limit.ours.begin(), g_limit.ours.end(),
                     [&](const Range& range) { return instruction >= range.begin && instruction < range.end; });
}

void ask_again_soon() {
  arm(0, kAgainNanoseconds);
}

}  // namespace owdf::sched
