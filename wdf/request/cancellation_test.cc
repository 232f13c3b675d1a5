// Every interleaving of driver, canceller and purge over one modelled IRP, at the grain of single atomic steps.
#include "wdf/request/cancellation.h"

#include <gtest/gtest.h>

#include <functional>
#include <set>
#include <string>
#include <utility>
#include <vector>

namespace owdf::wdf {
namespace {

using Event = Cancellation::Event;
using Effect = Cancellation::Effect;
using Reply = Cancellation::Reply;
using Standing = Cancellation::Standing;

// A request, its IRP's cancel flag and cancel slot, and the parties as resumable scripts. Copied at every fork.
struct Model {
  Standing standing = Standing::kUnmarked;
  bool cancel_flag = false;
  bool slot = false;
  int callbacks = 0;
  int completions = 0;
  bool callback_promised = false;  // Unmark answered STATUS_CANCELLED, or Mark succeeded and Unmark was never asked
  bool callback_excluded = false;  // Unmark answered otherwise
  bool violated = false;
  int driver = 0, canceller = 0, purge = 0;
  bool driver_done = false, canceller_done = false, purge_done = false;
  std::set<std::pair<Standing, Event>>* seen = nullptr;

  Cancellation::Row on(Event event) {
    seen->insert({standing, event});
    const Cancellation::Row row = Cancellation::find(standing, event);
    standing = row.next;
    if (row.reply == Reply::kViolation) violated = true;
    return row;
  }
  void call_driver() {
    callbacks++;
    if (callback_excluded) violated = true;
    complete();
  }
  void complete() {
    on(Event::kComplete);
    completions++;
  }
  bool take_slot() { return std::exchange(slot, false); }
};

// The driver: mark (plain or Ex), unmark, complete unless told that the callback does.
void driver_step(Model& m, bool ex) {
  switch (m.driver++) {
    case 0:
      m.on(Event::kMark);
      break;
    case 1:
      m.slot = true;
      break;
    case 2:
      if (!m.cancel_flag) m.driver = 4;
      break;
    case 3: {
      const bool won = m.take_slot();
      const auto row = m.on(!won ? Event::kMarkLost : ex ? Event::kMarkExFoundCancel : Event::kMarkFoundCancel);
      if (row.effect == Effect::kCallDriver) {
        m.call_driver();
        m.driver_done = true;
      }
      if (row.reply == Reply::kCancelled) {
        m.callback_excluded = true;
        m.complete();
        m.driver_done = true;
      }
      break;
    }
    case 4: {
      const auto row = m.on(Event::kUnmark);
      if (row.effect != Effect::kEmptySlot) {
        EXPECT_EQ(row.reply, Reply::kCancelled);
        m.callback_promised = true;
        m.driver_done = true;
      }
      break;
    }
    case 5: {
      const auto row = m.on(m.take_slot() ? Event::kUnmarkWon : Event::kUnmarkLost);
      m.driver_done = true;
      if (row.reply == Reply::kCancelled) {
        m.callback_promised = true;
      } else {
        m.callback_excluded = true;
        m.complete();
      }
      break;
    }
  }
}

void canceller_step(Model& m) {
  switch (m.canceller++) {
    case 0:
      m.cancel_flag = true;
      break;
    case 1:
      if (!m.take_slot()) m.canceller_done = true;
      break;
    case 2:
      if (m.on(Event::kCancellerArrives).effect == Effect::kCallDriver) m.call_driver();
      m.canceller_done = true;
      break;
  }
}

void purge_step(Model& m) {
  switch (m.purge++) {
    case 0:
      if (m.on(Event::kPurge).effect != Effect::kEmptySlot) m.purge_done = true;
      break;
    case 1:
      if (m.on(m.take_slot() ? Event::kPurgeWon : Event::kPurgeLost).effect == Effect::kCallDriver) m.call_driver();
      m.purge_done = true;
      break;
  }
}

// Runs every order; returns how many there were.
size_t explore(const Model& at, bool ex, const std::function<void(const Model&)>& check) {
  if (at.driver_done && at.canceller_done && at.purge_done) {
    check(at);
    return 1;
  }
  size_t orders = 0;
  if (!at.driver_done) {
    Model m = at;
    driver_step(m, ex);
    orders += explore(m, ex, check);
  }
  if (!at.canceller_done) {
    Model m = at;
    canceller_step(m);
    orders += explore(m, ex, check);
  }
  if (!at.purge_done) {
    Model m = at;
    purge_step(m);
    orders += explore(m, ex, check);
  }
  return orders;
}

class CancellationOrders : public ::testing::TestWithParam<bool> {};

TEST_P(CancellationOrders, EveryOrderCompletesTheRequestExactlyOnce) {
  RecordProperty("rows", "REQ-044 REQ-053 REQ-c02 BHV-009 BHV-010");
  RecordProperty("ddi", "WdfRequestMarkCancelable WdfRequestMarkCancelableEx WdfRequestUnmarkCancelable");
  std::set<std::pair<Standing, Event>> seen;
  Model start;
  start.seen = &seen;
  const size_t orders = explore(start, GetParam(), [](const Model& end) {
    EXPECT_FALSE(end.violated);
    EXPECT_EQ(end.completions, 1);
    EXPECT_LE(end.callbacks, 1);
    if (end.callback_promised) {
      EXPECT_EQ(end.callbacks, 1);
    }
    if (end.callback_excluded) {
      EXPECT_EQ(end.callbacks, 0);
    }
  });
  EXPECT_GT(orders, 50u);
  EXPECT_TRUE(seen.count({Standing::kMarked, Event::kUnmarkLost}));
  EXPECT_TRUE(seen.count({Standing::kMarked, Event::kPurgeWon}));
  EXPECT_TRUE(seen.count({Standing::kCancelRuns, Event::kMarkLost}));
}

INSTANTIATE_TEST_SUITE_P(BothForms, CancellationOrders, ::testing::Bool(),
                         [](const auto& info) { return std::string(info.param ? "Ex" : "Plain"); });

TEST(CancellationRules, AMarkedRequestMayNeitherCompleteNorMove) {
  RecordProperty("rows", "REQ-010");
  EXPECT_EQ(Cancellation::find(Standing::kMarked, Event::kComplete).reply, Reply::kViolation);
  EXPECT_EQ(Cancellation::find(Standing::kMarked, Event::kMoveToQueue).reply, Reply::kNotAllowed);
  EXPECT_EQ(Cancellation::find(Standing::kMarked, Event::kMark).reply, Reply::kNotAllowed);
  EXPECT_EQ(Cancellation::find(Standing::kUnmarked, Event::kUnmark).reply, Reply::kNotCancelable);
}

}  // namespace
}  // namespace owdf::wdf
