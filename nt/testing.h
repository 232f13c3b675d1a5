// MachineTest: a fresh machine in a fresh world for each test, once per scheduler form.
#pragma once

#include "nt/machine.h"
#include "sched/testing.h"

namespace owdf::nt {

class MachineTest : public sched::WorldTest {
 protected:
  MachineTest() { make_machine({}); }
  ~MachineTest() override { machine_.reset(); }

  Machine& make_machine(const MachineOptions& options) {
    machine_.reset();
    machine_ = Machine::create(world(), options).value();
    return *machine_;
  }
  Machine& machine() { return *machine_; }

  // Runs `body` on a thread of the machine and expects it to end.
  void on_machine(std::function<void()> body) {
    EXPECT_EQ(machine_->run("test", std::move(body)), sched::RunResult::kFinished)
        << (machine_->bug_check() ? machine_->bug_check()->message : "");
  }
  // Runs `body` and expects it to stop the machine with this bug check; returns it.
  BugCheck expect_bug_check(uint32_t code, std::function<void()> body) {
    EXPECT_EQ(machine_->run("test", std::move(body)), sched::RunResult::kDomainDied);
    EXPECT_TRUE(machine_->bug_check().has_value());
    const BugCheck value = machine_->bug_check().value_or(BugCheck{});
    EXPECT_EQ(value.code, code) << value.message;
    return value;
  }

 private:
  std::unique_ptr<Machine> machine_;
};

}  // namespace owdf::nt
