// Cancellation: who completes a driver-owned request when driver, canceller and purge meet. It decides only: no lock,
// no IRP. The IRP's cancel slot settles each race, for exactly one party gets the routine out of it; the caller does
// what a step says to that slot and reports the answer as the next event. One per request, inside it; the standing is
// atomic because the canceller writes it after winning the slot while the driver may be reading. IRQL <=
// DISPATCH_LEVEL. Serves REQ-044..046, REQ-053, BHV-009, BHV-010, QUE-042.
//
//   kUnmarked --mark--> kMarked --(canceller, purge or mark win the slot)--> kCancelRuns
//        ^                 |
//        +----(unmark wins the slot)
#pragma once

#include <array>
#include <atomic>
#include <cstddef>
#include <cstdint>

namespace owdf::wdf {

class Cancellation {
 public:
  // What the request's cancellation waits for.
  enum class Standing : uint8_t { kUnmarked, kMarked, kCancelRuns };

  enum class Event : uint8_t {
    kMark,               // WdfRequestMarkCancelable and ...Ex: the first half, before the slot is set
    kMarkFoundCancel,    // the slot is set, the IRP was cancelled already, we took the routine back
                         // (WdfRequestMarkCancelable)
    kMarkExFoundCancel,  // the same for ...Ex
    kMarkLost,           // the slot is set, the IRP was cancelled already, the canceller took the routine first
    kUnmark,             // WdfRequestUnmarkCancelable: before the slot is emptied
    kUnmarkWon,          // we took the routine back
    kUnmarkLost,         // the slot was empty
    kCancellerArrives,   // the I/O manager took the routine and runs it
    kPurge,              // the framework wants driver-owned cancelable requests cancelled
    kPurgeWon,
    kPurgeLost,
    kComplete,
    kMoveToQueue,  // forward or requeue
    kReuse,
  };

  enum class Effect : uint8_t {
    kNothing,
    kArmSlot,     // put our routine into the slot, then look at the IRP's Cancel flag
    kEmptySlot,   // take the routine out of the slot
    kCallDriver,  // EvtRequestCancel; it owns the completion
  };

  enum class Reply : uint8_t { kNone, kSuccess, kCancelled, kNotCancelable, kNotAllowed, kViolation };

  struct Row {
    Standing standing;
    Event event;
    Standing next;
    Effect effect;
    Reply reply;
  };

  static constexpr size_t kStandings = 3;
  static constexpr size_t kEvents = 14;

  const Row& on(Event event) {
    const Row& row = find(standing_.load(std::memory_order_acquire), event);
    if (row.next != row.standing) standing_.store(row.next, std::memory_order_release);
    return row;
  }
  Standing standing() const { return standing_.load(std::memory_order_acquire); }
  bool marked() const { return standing() == Standing::kMarked; }

  static const Row& find(Standing standing, Event event);

 private:
  std::atomic<Standing> standing_{Standing::kUnmarked};
};

namespace cancellation {

using S = Cancellation::Standing;
using V = Cancellation::Event;
using F = Cancellation::Effect;
using R = Cancellation::Reply;

// Ordered by standing, then event, so that a row is found by its position; the assertion below proves the order.
// kViolation rows are driver errors or impossible answers of the slot; the caller turns them into a bug check.
inline constexpr std::array<Cancellation::Row, Cancellation::kStandings * Cancellation::kEvents> kRows{{
    {S::kUnmarked, V::kMark, S::kMarked, F::kArmSlot, R::kSuccess},
    {S::kUnmarked, V::kMarkFoundCancel, S::kUnmarked, F::kNothing, R::kViolation},
    {S::kUnmarked, V::kMarkExFoundCancel, S::kUnmarked, F::kNothing, R::kViolation},
    {S::kUnmarked, V::kMarkLost, S::kUnmarked, F::kNothing, R::kViolation},
    {S::kUnmarked, V::kUnmark, S::kUnmarked, F::kNothing, R::kNotCancelable},
    {S::kUnmarked, V::kUnmarkWon, S::kUnmarked, F::kNothing, R::kViolation},
    // Purge and unmark race: purge won the slot, the driver's callback ran to its end and marked nothing again.
    {S::kUnmarked, V::kUnmarkLost, S::kUnmarked, F::kNothing, R::kCancelled},
    {S::kUnmarked, V::kCancellerArrives, S::kUnmarked, F::kNothing, R::kViolation},
    {S::kUnmarked, V::kPurge, S::kUnmarked, F::kNothing, R::kNone},
    {S::kUnmarked, V::kPurgeWon, S::kUnmarked, F::kNothing, R::kViolation},
    // The driver unmarked between purge's look and its grip.
    {S::kUnmarked, V::kPurgeLost, S::kUnmarked, F::kNothing, R::kNone},
    {S::kUnmarked, V::kComplete, S::kUnmarked, F::kNothing, R::kSuccess},
    {S::kUnmarked, V::kMoveToQueue, S::kUnmarked, F::kNothing, R::kSuccess},
    {S::kUnmarked, V::kReuse, S::kUnmarked, F::kNothing, R::kSuccess},

    {S::kMarked, V::kMark, S::kMarked, F::kNothing, R::kNotAllowed},
    // BHV-009: the plain form calls the routine on this thread, the Ex form tells the driver instead.
    {S::kMarked, V::kMarkFoundCancel, S::kCancelRuns, F::kCallDriver, R::kSuccess},
    {S::kMarked, V::kMarkExFoundCancel, S::kUnmarked, F::kNothing, R::kCancelled},
    {S::kMarked, V::kMarkLost, S::kMarked, F::kNothing, R::kSuccess},
    {S::kMarked, V::kUnmark, S::kMarked, F::kEmptySlot, R::kNone},
    {S::kMarked, V::kUnmarkWon, S::kUnmarked, F::kNothing, R::kSuccess},
    // BHV-010: the canceller has the routine but has not got as far as kCancellerArrives.
    {S::kMarked, V::kUnmarkLost, S::kMarked, F::kNothing, R::kCancelled},
    {S::kMarked, V::kCancellerArrives, S::kCancelRuns, F::kCallDriver, R::kNone},
    {S::kMarked, V::kPurge, S::kMarked, F::kEmptySlot, R::kNone},
    {S::kMarked, V::kPurgeWon, S::kCancelRuns, F::kCallDriver, R::kNone},
    {S::kMarked, V::kPurgeLost, S::kMarked, F::kNothing, R::kNone},
    {S::kMarked, V::kComplete, S::kMarked, F::kNothing, R::kViolation},
    {S::kMarked, V::kMoveToQueue, S::kMarked, F::kNothing, R::kNotAllowed},
    {S::kMarked, V::kReuse, S::kMarked, F::kNothing, R::kViolation},

    {S::kCancelRuns, V::kMark, S::kCancelRuns, F::kNothing, R::kNotAllowed},
    {S::kCancelRuns, V::kMarkFoundCancel, S::kCancelRuns, F::kNothing, R::kViolation},
    {S::kCancelRuns, V::kMarkExFoundCancel, S::kCancelRuns, F::kNothing, R::kViolation},
    // The canceller was so quick that its callback has begun before the marking thread looked.
    {S::kCancelRuns, V::kMarkLost, S::kCancelRuns, F::kNothing, R::kSuccess},
    {S::kCancelRuns, V::kUnmark, S::kCancelRuns, F::kNothing, R::kCancelled},
    {S::kCancelRuns, V::kUnmarkWon, S::kCancelRuns, F::kNothing, R::kViolation},
    {S::kCancelRuns, V::kUnmarkLost, S::kCancelRuns, F::kNothing, R::kCancelled},
    {S::kCancelRuns, V::kCancellerArrives, S::kCancelRuns, F::kNothing, R::kViolation},
    {S::kCancelRuns, V::kPurge, S::kCancelRuns, F::kNothing, R::kNone},
    {S::kCancelRuns, V::kPurgeWon, S::kCancelRuns, F::kNothing, R::kViolation},
    {S::kCancelRuns, V::kPurgeLost, S::kCancelRuns, F::kNothing, R::kNone},
    {S::kCancelRuns, V::kComplete, S::kCancelRuns, F::kNothing, R::kSuccess},
    {S::kCancelRuns, V::kMoveToQueue, S::kCancelRuns, F::kNothing, R::kNotAllowed},
    {S::kCancelRuns, V::kReuse, S::kUnmarked, F::kNothing, R::kSuccess},
}};

constexpr bool complete_and_ordered() {
  for (size_t i = 0; i < kRows.size(); i++) {
    const auto& row = kRows[i];
    if (static_cast<size_t>(row.standing) * Cancellation::kEvents + static_cast<size_t>(row.event) != i) return false;
  }
  return true;
}
static_assert(complete_and_ordered(), "every standing answers every event, in order");

}  // namespace cancellation

inline const Cancellation::Row& Cancellation::find(Standing standing, Event event) {
  return cancellation::kRows[static_cast<size_t>(standing) * kEvents + static_cast<size_t>(event)];
}

}  // namespace owdf::wdf
