// KernelTest: a machine in a world of the form under test, and threads of it that are joined through their thread
// objects.
#pragma once

#include <wdm.h>

#include "nt/ke/kernel.h"
#include "nt/ke/thread.h"
#include "nt/machine.h"
#include "sched/testing.h"

namespace owdf::ke {

// A thread of the test's machine. Destroy it after join().
class TestThread {
 public:
  TestThread(nt::Machine& machine, std::string name, std::function<void()> body) {
    machine.ke().initialize_thread(object_);
    machine.world().spawn({std::move(name), &machine, &object_}, [this, &machine, body = std::move(body)] {
      body();
      sched::current()->set_owner(nullptr);
      machine.ke().thread_ended(object_);
    });
  }
  void join() { kernel().wait(&object_.Header); }
  _KTHREAD& object() { return object_; }

 private:
  _KTHREAD object_;
};

class KernelTest : public sched::WorldTest {
 protected:
  KernelTest() { make_machine({}); }

  void make_machine(const sched::Options& options) {
    machine_.reset();
    make_world(options);
    machine_ = std::move(nt::Machine::create(world(), {})).value();
  }

  nt::Machine& machine() { return *machine_; }

  // On a thread of the machine; the run must end.
  void run(std::function<void()> body) { EXPECT_EQ(run_to_end(std::move(body)), sched::RunResult::kFinished); }

  // The same for a body that stops the machine; the code it stopped with.
  uint32_t run_to_bug_check(std::function<void()> body) {
    EXPECT_EQ(run_to_end(std::move(body)), sched::RunResult::kDomainDied);
    return machine_->bug_check() ? machine_->bug_check()->code : 0;
  }

  static LARGE_INTEGER milliseconds_from_now(int64_t milliseconds) {
    LARGE_INTEGER due;
    due.QuadPart = -milliseconds * sched::kTicksPerMillisecond;
    return due;
  }

 private:
  sched::RunResult run_to_end(std::function<void()> body) {
    machine_->ke().initialize_thread(thread_);
    return world().run({"test", machine_.get(), &thread_}, std::move(body));
  }

  std::unique_ptr<nt::Machine> machine_;
  _KTHREAD thread_;
};

}  // namespace owdf::ke
