// What a queue does next, and what each operation on it means, as tables. No lock, no list: the queue fills in the
// facts under its lock and performs the answer. Serves QUE-013..019, QUE-037, QUE-042..045, QUE-052..057, QUE-060..066,
// BHV-011.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>

namespace owdf::wdf {

enum class DispatchType : uint8_t { kSequential, kParallel, kManual };

// --- what the driver may ask of a queue ---

enum class QueueOperation : uint8_t { kStart, kStop, kStopAndPurge, kDrain, kPurge };

// When an operation is over.
enum class QueueCondition : uint8_t {
  kNever,          // nothing to wait for
  kDriverHasNone,  // every delivered request is completed, cancelled or handed back
  kEmpty,          // and none waits either
  kDriverQuiet,    // power: every delivered request is completed or acknowledged
  kHandlersDone,   // power: no request handler (EvtIoRead ...) is running or about to
};

enum class Gate : uint8_t { kOpen, kShut, kKeep };

struct QueueOperationRow {
  QueueOperation operation;
  Gate accepts;
  Gate dispatches;
  bool cancels_waiting;
  bool cancels_owned;  // as far as the driver marked them cancelable
  QueueCondition until;
};

// Stop and StopAndPurge open acceptance again after a drain or purge, as their pages say.
inline constexpr std::array<QueueOperationRow, 5> kQueueOperations{{
    {QueueOperation::kStart, Gate::kOpen, Gate::kOpen, false, false, QueueCondition::kNever},
    {QueueOperation::kStop, Gate::kOpen, Gate::kShut, false, false, QueueCondition::kDriverHasNone},
    {QueueOperation::kStopAndPurge, Gate::kOpen, Gate::kShut, true, true, QueueCondition::kDriverHasNone},
    {QueueOperation::kDrain, Gate::kShut, Gate::kOpen, false, false, QueueCondition::kEmpty},
    {QueueOperation::kPurge, Gate::kShut, Gate::kKeep, true, true, QueueCondition::kEmpty},
}};

constexpr const QueueOperationRow& row_of(QueueOperation operation) {
  return kQueueOperations[static_cast<size_t>(operation)];
}

constexpr bool operations_in_order() {
  for (size_t i = 0; i < kQueueOperations.size(); i++)
    if (static_cast<size_t>(kQueueOperations[i].operation) != i) return false;
  return true;
}
static_assert(operations_in_order());

// --- what the queue does next ---

namespace fact {
inline constexpr uint16_t kWaiting = 1 << 0;     // a request waits in the queue
inline constexpr uint16_t kDispatches = 1 << 1;  // the driver's gate is open
inline constexpr uint16_t kHeld = 1 << 2;  // power-managed and the device is not in D0, or EvtDriverDeviceAdd runs
inline constexpr uint16_t kManual = 1 << 3;
inline constexpr uint16_t kRoom = 1 << 4;      // one more request may be presented
inline constexpr uint16_t kReadyDue = 1 << 5;  // a ready callback is registered and has not been told of these requests
inline constexpr uint16_t kConditionMet = 1 << 6;  // somebody waits for a condition that holds
inline constexpr uint16_t kResumeDue = 1 << 7;     // an acknowledged request waits for EvtIoResume
inline constexpr uint16_t kCancelDue = 1 << 8;  // a cancelled request waits for its completion or EvtIoCanceledOnQueue
inline constexpr uint16_t kAll = (1 << 9) - 1;
}  // namespace fact

enum class QueueStep : uint8_t { kRest, kFinishCancelled, kTellWaiter, kResume, kNotifyReady, kPresent };

// The first row whose facts fit decides.
struct QueueRow {
  uint16_t must;
  uint16_t must_not;
  QueueStep step;
};

inline constexpr std::array<QueueRow, 6> kQueueRows{{
    // Cancellation comes whatever the gates say, even while the driver owns another request.
    {fact::kCancelDue, 0, QueueStep::kFinishCancelled},
    {fact::kConditionMet, 0, QueueStep::kTellWaiter},
    {fact::kResumeDue, fact::kHeld, QueueStep::kResume},
    {fact::kManual | fact::kWaiting | fact::kDispatches | fact::kReadyDue, fact::kHeld, QueueStep::kNotifyReady},
    {fact::kWaiting | fact::kDispatches | fact::kRoom, fact::kHeld | fact::kManual, QueueStep::kPresent},
    {0, 0, QueueStep::kRest},
}};

constexpr QueueStep next_step(uint16_t facts) {
  for (const QueueRow& row : kQueueRows)
    if ((facts & row.must) == row.must && (facts & row.must_not) == 0) return row.step;
  return QueueStep::kRest;
}

// Where nothing waits, cancelled or not, and nobody waits for anything, nothing is to be done, whatever the gates say.
constexpr bool rests_without_work() {
  constexpr uint16_t kWork = fact::kWaiting | fact::kConditionMet | fact::kResumeDue | fact::kCancelDue;
  for (uint16_t facts = 0; facts <= fact::kAll; facts++)
    if ((facts & kWork) == 0 && next_step(facts) != QueueStep::kRest) return false;
  return true;
}
static_assert(rests_without_work());

// Every row is the answer to some facts: none is hidden behind the rows before it.
constexpr bool every_row_reachable() {
  for (const QueueRow& row : kQueueRows) {
    bool reached = false;
    for (uint16_t facts = 0; facts <= fact::kAll && !reached; facts++) reached = next_step(facts) == row.step;
    if (!reached) return false;
  }
  return true;
}
static_assert(every_row_reachable());

}  // namespace owdf::wdf
