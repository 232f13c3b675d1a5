// main() of every test program in the prove preset. Without arguments of its own it runs the tests like any other.
//
//   X_test --record FILE           also writes which lies the tests would meet: test, tab, lie
//   X_test --tell JOBS RESULTS     runs each job (test, tab, lie) in a child; writes job, tab, noticed|believed|untold,
//   tab,
//                                  the rows whose lines changed in the storyboards of the test (base/storyboard.h)
//
// A child that fails, dies, or does not end in time has noticed the lie.
#include <fcntl.h>
#include <gtest/gtest.h>
#include <signal.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cstdio>
#include <fstream>
#include <iostream>
#include <string>

#include "prove/liar.h"

namespace {

using owdf::prove::Liar;

constexpr int kFailed = 1;
constexpr rlim_t kProcessorSeconds = 3;
constexpr unsigned kRealSeconds = 60;

class Recorder : public testing::EmptyTestEventListener {
 public:
  explicit Recorder(const char* path) : out_(path) { Liar::of_process().record(); }

 private:
  void OnTestStart(const testing::TestInfo&) override { Liar::of_process().take_record(); }
  void OnTestEnd(const testing::TestInfo& test) override {
    for (const std::string& lie : Liar::of_process().take_record())
      out_ << test.test_suite_name() << "." << test.name() << "\t" << lie << "\n";
  }

  std::ofstream out_;
};

// Shared with the children, which leave word in it.
struct Report {
  volatile unsigned told;  // how often the lie was
  char changed[8192];      // rows whose story changed
};

Report* shared_report() {
  void* pages = mmap(nullptr, sizeof(Report), PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
  return static_cast<Report*>(pages);
}

// The rows that the storyboards of the one test that ran recorded as changed.
std::string changed_rows() {
  const testing::UnitTest& all = *testing::UnitTest::GetInstance();
  for (int i = 0; i < all.total_test_suite_count(); ++i) {
    const testing::TestSuite& suite = *all.GetTestSuite(i);
    for (int j = 0; suite.should_run() && j < suite.total_test_count(); ++j) {
      const testing::TestResult& result = *suite.GetTestInfo(j)->result();
      for (int k = 0; k < result.test_property_count(); ++k)
        if (result.GetTestProperty(k).key() == std::string_view("changed")) return result.GetTestProperty(k).value();
    }
  }
  return "";
}

[[noreturn]] void live_the_lie(const std::string& test, const owdf::prove::Lie& lie, Report& report) {
  const rlimit no_core{0, 0}, processor{kProcessorSeconds, kProcessorSeconds};
  setrlimit(RLIMIT_CORE, &no_core);
  setrlimit(RLIMIT_CPU, &processor);
  alarm(kRealSeconds);
  const int nowhere = open("/dev/null", O_RDWR);
  dup2(nowhere, STDOUT_FILENO);
  dup2(nowhere, STDERR_FILENO);
  Liar::of_process().set_witness([&report] { report.told = report.told + 1; });
  Liar::of_process().tell(lie);
  GTEST_FLAG_SET(filter, test);
  const int failed = RUN_ALL_TESTS();
  snprintf(report.changed, sizeof(report.changed), "%s", changed_rows().c_str());
  _exit(failed ? kFailed : 0);
}

const char* outcome(const std::string& test, const owdf::prove::Lie& lie, Report& report) {
  report.told = 0;
  report.changed[0] = 0;
  const pid_t child = fork();
  if (child == 0) live_the_lie(test, lie, report);
  int status = 0;
  while (waitpid(child, &status, 0) < 0 && errno == EINTR) {
  }
  if (report.told == 0) return "untold";
  return WIFEXITED(status) && WEXITSTATUS(status) == 0 ? "believed" : "noticed";
}

int tell_all(const char* jobs_path, const char* results_path) {
  std::ifstream jobs(jobs_path);
  std::ofstream results(results_path);
  Report& report = *shared_report();
  for (std::string job; std::getline(jobs, job);) {
    const size_t tab = job.find('\t');
    const auto lie = tab == std::string::npos ? std::nullopt : owdf::prove::parse_lie(job.substr(tab + 1));
    if (!lie) {
      std::cerr << jobs_path << ": not a job: " << job << "\n";
      return 2;
    }
    results << job << "\t" << outcome(job.substr(0, tab), *lie, report) << "\t" << report.changed << std::endl;
  }
  return 0;
}

}  // namespace

int main(int argc, char** argv) {
  testing::InitGoogleTest(&argc, argv);
  const std::string verb = argc > 1 ? argv[1] : "";
  if (verb == "--tell" && argc == 4) return tell_all(argv[2], argv[3]);
  if (verb == "--record" && argc == 3) testing::UnitTest::GetInstance()->listeners().Append(new Recorder(argv[2]));
  return RUN_ALL_TESTS();
}
