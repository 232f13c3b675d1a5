#include "wdf/queue/queue_states.h"

#include <gtest/gtest.h>

namespace owdf::wdf {
namespace {

TEST(QueueTable, NothingIsPresentedByAManualAHeldOrAStoppedQueue) {
  RecordProperty("rows", "QUE-018 QUE-036 QUE-037 QUE-052");
  for (uint16_t facts = 0; facts <= fact::kAll; facts++) {
    if (next_step(facts) != QueueStep::kPresent) continue;
    EXPECT_FALSE(facts & fact::kManual);
    EXPECT_FALSE(facts & fact::kHeld);
    EXPECT_TRUE(facts & fact::kDispatches);
    EXPECT_TRUE(facts & fact::kRoom);
    EXPECT_TRUE(facts & fact::kWaiting);
  }
}

TEST(QueueTable, ResumedRequestsComeBeforeNewOnes) {
  RecordProperty("rows", "QUE-055 PNP-056");
  const uint16_t ready = fact::kWaiting | fact::kDispatches | fact::kRoom;
  EXPECT_EQ(next_step(ready), QueueStep::kPresent);
  EXPECT_EQ(next_step(ready | fact::kResumeDue), QueueStep::kResume);
}

TEST(QueueTable, CancelledRequestsAreFinishedWhateverTheGatesSay) {
  for (uint16_t facts = 0; facts <= fact::kAll; facts++) {
    EXPECT_EQ(next_step(facts) == QueueStep::kFinishCancelled, (facts & fact::kCancelDue) != 0) << facts;
  }
}

TEST(QueueTable, DrainAndPurgeShutAcceptanceAndTheOthersOpenIt) {
  RecordProperty("rows", "QUE-042 QUE-043 QUE-066");
  EXPECT_EQ(row_of(QueueOperation::kDrain).accepts, Gate::kShut);
  EXPECT_EQ(row_of(QueueOperation::kPurge).accepts, Gate::kShut);
  for (auto op : {QueueOperation::kStart, QueueOperation::kStop, QueueOperation::kStopAndPurge})
    EXPECT_EQ(row_of(op).accepts, Gate::kOpen);
}

}  // namespace
}  // namespace owdf::wdf
