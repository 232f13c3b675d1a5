// WorldTest: the fixture of everything at or above sched/. Each test runs once per scheduler form:
//
//   class EventTest : public sched::WorldTest {};
//   OWDF_IN_BOTH_FORMS(EventTest);
//   TEST_P(EventTest, SetWakesOneWaiter) { run([&] { ... }); }
//
// The seed is OWDF_SEED of the environment, else 1, and is printed when a test fails.
#pragma once

#include <gtest/gtest.h>

#include <cstdlib>

#include "sched/world.h"

namespace owdf::sched {

inline constexpr Form kForms[] = {Form::kDeterministic, Form::kLive};

inline std::string form_name(const ::testing::TestParamInfo<Form>& info) {
  return info.param == Form::kDeterministic ? "Deterministic" : "Live";
}

#define OWDF_IN_BOTH_FORMS(suite) \
  INSTANTIATE_TEST_SUITE_P(Form, suite, ::testing::ValuesIn(::owdf::sched::kForms), ::owdf::sched::form_name)

class WorldTest : public ::testing::TestWithParam<Form> {
 protected:
  WorldTest() { make_world({}); }
  ~WorldTest() override {
    if (HasFailure()) std::fprintf(stderr, "seed %llu\n", static_cast<unsigned long long>(seed()));
  }

  static uint64_t seed() {
    const char* text = std::getenv("OWDF_SEED");
    return text ? std::strtoull(text, nullptr, 10) : 1;
  }

  // A fresh world of the form under test. Whatever lives in the old one must be gone.
  World& make_world(Options options) {
    options.form = GetParam();
    if (options.seed == 1) options.seed = seed();
    world_.reset();
    world_ = World::create(options);
    return *world_;
  }

  World& world() { return *world_; }
  bool live() const { return GetParam() == Form::kLive; }

  // Runs `body` on an executive thread without a machine and expects it to end.
  void run(std::function<void()> body) {
    EXPECT_EQ(world_->run({"test", nullptr, nullptr}, std::move(body)), RunResult::kFinished);
  }

 private:
  std::unique_ptr<World> world_;
};

}  // namespace owdf::sched
