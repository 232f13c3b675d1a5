#include "cli/run/supervisor.h"

#include <fmt/format.h>
#include <poll.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <optional>

#include "base/sanitizers.h"
#include "cli/run/interrupts.h"
#include "sched/fault.h"

#if defined(OWDF_ASAN) || defined(OWDF_TSAN)
extern "C" void __sanitizer_set_death_callback(void (*callback)());
#endif

namespace owdf::cli {
namespace {

constexpr int kSanitizerStopped = 86;  // the child's exit code when a sanitizer has said why
constexpr int kThreadSanitizerExit = 66;
constexpr unsigned kClockFactor = 10;
constexpr char kInterrupted[] = "the run was interrupted";
constexpr unsigned kLongest = 200'000;  // seconds, so that poll() can count them

[[noreturn]] void be_the_child(const SuperviseOptions& options, const std::function<int()>& work) {
  prctl(PR_SET_PDEATHSIG, SIGKILL);
#if defined(OWDF_ASAN) || defined(OWDF_TSAN)
  __sanitizer_set_death_callback([] { _exit(kSanitizerStopped); });
#endif
  for (const std::string& wall : enter_sandbox(options.sandbox)) fmt::print(stderr, "wdf run: {}\n", wall);
  if (options.seconds) sched::limit_processor_time(options.seconds);
  std::optional<Interrupts> interrupts;  // held back to the very end, for the parent may pass one on late
  if (options.ends_in_order) interrupts.emplace();
  const int result = work();
  std::fflush(stdout);
  std::fflush(stderr);
  std::exit(result);
}

enum class Ending : uint8_t { kByItself, kTimeIsUp, kInterrupted };

// Until the child has ended or its time is up. The first interrupt is the child's, which may end in order; the second
// ends it.
Ending wait_for_exit(pid_t child, unsigned seconds, const Interrupts& interrupts) {
  const int descriptor = static_cast<int>(syscall(SYS_pidfd_open, child, 0));
  if (descriptor < 0) return Ending::kByItself;  // waitpid() will wait then
  const int limit = seconds ? static_cast<int>(std::min(seconds, kLongest) * kClockFactor * 1000) : -1;
  Ending ending = Ending::kByItself;
  for (;;) {
    pollfd watched[] = {{descriptor, POLLIN, 0}, {interrupts.descriptor(), POLLIN, 0}};
    const int ready = poll(watched, 2, limit);
    if (ready < 0 && errno == EINTR) continue;
    if (ready == 0) ending = Ending::kTimeIsUp;
    if (ready <= 0 || watched[0].revents) break;
    const int signal = interrupts.take();
    if (signal) kill(child, ending == Ending::kInterrupted ? SIGKILL : signal);
    if (signal) ending = Ending::kInterrupted;
  }
  close(descriptor);
  return ending;
}

std::string describe_death(int status) {
  if (WIFEXITED(status)) return "a sanitizer stopped the run; its report stands above";
  const int signal = WTERMSIG(status);
  if (signal == SIGINT || signal == SIGTERM || signal == SIGHUP) return kInterrupted;
  const char* name = sigabbrev_np(signal);
  return fmt::format(
      "the process of the run was ended by SIG{} ({}): most likely memory that does not belong to the "
      "driver was overwritten; --sanitize address finds the place",
      name ? name : "?", strsignal(signal));
}

Outcome read_status(int status) {
  if (WIFEXITED(status) && WEXITSTATUS(status) != kSanitizerStopped &&
      !(kTsan && WEXITSTATUS(status) == kThreadSanitizerExit)) {
    return {WEXITSTATUS(status), {}};
  }
  return {0, describe_death(status)};
}

}  // namespace

Outcome supervise(const SuperviseOptions& options, const std::function<int()>& work) {
  std::fflush(stdout);
  std::fflush(stderr);
  const Interrupts interrupts;
  const pid_t child = fork();
  if (child < 0) return {0, fmt::format("no process can be made for the run: {}", std::strerror(errno))};
  if (child == 0) {
    interrupts.release();
    be_the_child(options, work);
  }
  const Ending ending = wait_for_exit(child, options.seconds, interrupts);
  if (ending == Ending::kTimeIsUp) kill(child, SIGKILL);
  int status = 0;
  while (waitpid(child, &status, 0) < 0 && errno == EINTR) {
  }
  if (ending == Ending::kTimeIsUp) {
    return {0, fmt::format("the run was ended after {} seconds; it used little processor time, so something waits for "
                           "what does not come",
                           options.seconds * kClockFactor)};
  }
  if (ending == Ending::kInterrupted && WIFSIGNALED(status)) return {0, kInterrupted};
  return read_status(status);
}

}  // namespace owdf::cli
