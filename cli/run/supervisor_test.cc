#include "cli/run/supervisor.h"

#include <fcntl.h>
#include <gmock/gmock.h>
#include <linux/landlock.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <cerrno>
#include <csignal>
#include <cstdlib>
#include <filesystem>
#include <fstream>

namespace owdf::cli {
namespace {

using ::testing::HasSubstr;

// What the system call in the sandbox ended with; 0: success.
int error_of(long result) {
  return result < 0 ? errno : 0;
}

TEST(Supervisor, GivesTheResultOfTheWork) {
  const Outcome outcome = supervise({}, [] { return 3; });
  EXPECT_FALSE(outcome.death);
  EXPECT_EQ(outcome.exit_code, 3);
}

TEST(Supervisor, SaysByWhichSignalTheWorkDied) {
  const Outcome outcome = supervise({}, [] {
    std::signal(SIGABRT, SIG_DFL);
    std::abort();
    return 0;
  });
  ASSERT_TRUE(outcome.death);
  EXPECT_THAT(*outcome.death, HasSubstr("SIGABRT"));
}

TEST(Supervisor, TellsAnInterruptFromAFault) {
  const Outcome outcome = supervise({}, [] {
    raise(SIGINT);
    return 0;
  });
  ASSERT_TRUE(outcome.death);
  EXPECT_EQ(*outcome.death, "the run was interrupted");
}

TEST(Supervisor, LetsTheWorkWriteOnlyWhereItMay) {
  if (syscall(SYS_landlock_create_ruleset, nullptr, 0, LANDLOCK_CREATE_RULESET_VERSION) < 1) {
    GTEST_SKIP() << "this kernel has no Landlock";
  }
  const std::filesystem::path root = std::filesystem::temp_directory_path() / ("owdf-" + std::to_string(getpid()));
  std::filesystem::create_directories(root / "open");
  const Outcome outcome = supervise({.sandbox = {{(root / "open").string()}}}, [&] {
    const bool inside = std::ofstream(root / "open" / "a").put('a').good();
    const bool outside = std::ofstream(root / "b").put('b').good();
    return (inside ? 1 : 0) + (outside ? 2 : 0);
  });
  EXPECT_FALSE(outcome.death);
  EXPECT_EQ(outcome.exit_code, 1) << "inside and nowhere else";
  EXPECT_FALSE(std::filesystem::exists(root / "b"));
  std::filesystem::remove_all(root);
}

TEST(Supervisor, KeepsTheNetworkAndOtherProcessesOutOfReach) {
  const pid_t parent = getpid();
  const Outcome outcome = supervise({}, [parent] {
    if (error_of(socket(AF_INET, SOCK_STREAM, 0)) != EPERM) return 1;
    if (error_of(kill(parent, 0)) != EPERM) return 2;
    if (error_of(kill(getpid(), 0)) != 0) return 3;
    return 0;
  });
  EXPECT_FALSE(outcome.death);
  EXPECT_EQ(outcome.exit_code, 0);
}

TEST(Supervisor, SandboxesAreForTheChildOnly) {
  (void)supervise({}, [] { return 0; });
  const int descriptor = socket(AF_INET, SOCK_STREAM, 0);
  EXPECT_GE(descriptor, 0);
  close(descriptor);
}

}  // namespace
}  // namespace owdf::cli
