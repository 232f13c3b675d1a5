// The life of a plug-and-play device as tables: which event leads where and runs which sequence, and what the sequences
// are. What was begun is remembered in owed bits, so that one take-down sequence undoes any partial bring-up: a step
// runs only if it is owed. Serves PNP-017..043, PNP-059..067, PNP-077..086, PWR-014..022, BHV-011..015; failures by the
// callback pages.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>

namespace owdf::wdf {

// --- the machine ---

enum class PnpState : uint8_t {
  kAdded,  // EvtDriverDeviceAdd has returned
  kStarting,
  kStarted,
  kStopAsked,    // query-stop succeeded
  kStopped,      // resources taken away, may start again
  kRemoveAsked,  // query-remove succeeded
  kFailed,       // a start failed, what was begun is undone
  kGone,         // surprise removed
  kRemoved,
  kCount,
};

enum class PnpEvent : uint8_t {
  kStart,
  kUp,
  kUpFailed,
  kQueryStop,
  kCancelStop,
  kStop,
  kQueryRemove,
  kCancelRemove,
  kRefused,
  kSurprise,
  kRemove,
  kCount,
};

enum class PnpAction : uint8_t { kNothing, kBringUp, kTakeDownToStop, kAskStop, kAskRemove, kSurprise, kRemove };

struct PnpRow {
  PnpState state;
  PnpEvent event;
  PnpAction action;
  PnpState next;
};

namespace pnp_table {
using S = PnpState;
using E = PnpEvent;
using A = PnpAction;

inline constexpr std::array kRows{
    PnpRow{S::kAdded, E::kStart, A::kBringUp, S::kStarting},
    PnpRow{S::kAdded, E::kQueryRemove, A::kNothing, S::kAdded},
    PnpRow{S::kAdded, E::kCancelRemove, A::kNothing, S::kAdded},
    PnpRow{S::kAdded, E::kSurprise, A::kSurprise, S::kGone},
    PnpRow{S::kAdded, E::kRemove, A::kRemove, S::kRemoved},
    PnpRow{S::kStarting, E::kUp, A::kNothing, S::kStarted},
    PnpRow{S::kStarting, E::kUpFailed, A::kTakeDownToStop, S::kFailed},
    PnpRow{S::kStarted, E::kQueryStop, A::kAskStop, S::kStopAsked},
    PnpRow{S::kStarted, E::kCancelStop, A::kNothing, S::kStarted},
    PnpRow{S::kStarted, E::kStop, A::kTakeDownToStop, S::kStopped},
    PnpRow{S::kStarted, E::kQueryRemove, A::kAskRemove, S::kRemoveAsked},
    PnpRow{S::kStarted, E::kCancelRemove, A::kNothing, S::kStarted},
    PnpRow{S::kStarted, E::kSurprise, A::kSurprise, S::kGone},
    PnpRow{S::kStarted, E::kRemove, A::kRemove, S::kRemoved},
    PnpRow{S::kStopAsked, E::kRefused, A::kNothing, S::kStarted},
    PnpRow{S::kStopAsked, E::kCancelStop, A::kNothing, S::kStarted},
    PnpRow{S::kStopAsked, E::kStop, A::kTakeDownToStop, S::kStopped},
    PnpRow{S::kStopAsked, E::kSurprise, A::kSurprise, S::kGone},
    PnpRow{S::kStopAsked, E::kRemove, A::kRemove, S::kRemoved},
    PnpRow{S::kStopped, E::kStart, A::kBringUp, S::kStarting},
    PnpRow{S::kStopped, E::kQueryRemove, A::kNothing, S::kStopped},
    PnpRow{S::kStopped, E::kCancelRemove, A::kNothing, S::kStopped},
    PnpRow{S::kStopped, E::kSurprise, A::kSurprise, S::kGone},
    PnpRow{S::kStopped, E::kRemove, A::kRemove, S::kRemoved},
    PnpRow{S::kRemoveAsked, E::kRefused, A::kNothing, S::kStarted},
    PnpRow{S::kRemoveAsked, E::kCancelRemove, A::kNothing, S::kStarted},
    PnpRow{S::kRemoveAsked, E::kSurprise, A::kSurprise, S::kGone},
    PnpRow{S::kRemoveAsked, E::kRemove, A::kRemove, S::kRemoved},
    PnpRow{S::kFailed, E::kQueryRemove, A::kNothing, S::kFailed},
    PnpRow{S::kFailed, E::kCancelRemove, A::kNothing, S::kFailed},
    PnpRow{S::kFailed, E::kSurprise, A::kSurprise, S::kGone},
    PnpRow{S::kFailed, E::kRemove, A::kRemove, S::kRemoved},
    PnpRow{S::kGone, E::kRemove, A::kRemove, S::kRemoved},
};

constexpr uint16_t events(auto... event) {
  return static_cast<uint16_t>((0u | ... | (1u << static_cast<unsigned>(event))));
}

// What a correct PnP manager never sends in a state; answered with STATUS_INVALID_DEVICE_STATE.
inline constexpr std::array<uint16_t, static_cast<size_t>(S::kCount)> kImpossible{
    events(E::kUp, E::kUpFailed, E::kQueryStop, E::kCancelStop, E::kStop, E::kRefused),
    events(E::kStart, E::kQueryStop, E::kCancelStop, E::kStop, E::kQueryRemove, E::kCancelRemove, E::kRefused,
           E::kSurprise, E::kRemove),
    events(E::kStart, E::kUp, E::kUpFailed, E::kRefused),
    events(E::kStart, E::kUp, E::kUpFailed, E::kQueryStop, E::kQueryRemove, E::kCancelRemove),
    events(E::kUp, E::kUpFailed, E::kQueryStop, E::kCancelStop, E::kStop, E::kRefused),
    events(E::kStart, E::kUp, E::kUpFailed, E::kQueryStop, E::kCancelStop, E::kStop, E::kQueryRemove),
    events(E::kStart, E::kUp, E::kUpFailed, E::kQueryStop, E::kCancelStop, E::kStop, E::kRefused),
    events(E::kStart, E::kUp, E::kUpFailed, E::kQueryStop, E::kCancelStop, E::kStop, E::kQueryRemove, E::kCancelRemove,
           E::kRefused, E::kSurprise),
    events(E::kStart, E::kUp, E::kUpFailed, E::kQueryStop, E::kCancelStop, E::kStop, E::kQueryRemove, E::kCancelRemove,
           E::kRefused, E::kSurprise, E::kRemove),
};

constexpr const PnpRow* find(S state, E event) {
  for (const PnpRow& row : kRows)
    if (row.state == state && row.event == event) return &row;
  return nullptr;
}

constexpr bool complete_and_deterministic() {
  for (size_t s = 0; s < static_cast<size_t>(S::kCount); s++) {
    for (size_t e = 0; e < static_cast<size_t>(E::kCount); e++) {
      size_t rows = 0;
      for (const PnpRow& row : kRows) rows += row.state == static_cast<S>(s) && row.event == static_cast<E>(e);
      const bool impossible = kImpossible[s] >> e & 1;
      if (rows + impossible != 1) return false;
    }
  }
  return true;
}
static_assert(complete_and_deterministic(), "each state answers each event once, or calls it impossible");

constexpr bool every_state_reachable() {
  uint32_t reached = 1;
  for (size_t round = 0; round < static_cast<size_t>(S::kCount); round++)
    for (const PnpRow& row : kRows)
      if (reached >> static_cast<unsigned>(row.state) & 1) reached |= 1u << static_cast<unsigned>(row.next);
  return reached == (1u << static_cast<unsigned>(S::kCount)) - 1;
}
static_assert(every_state_reachable());

}  // namespace pnp_table

// --- the sequences ---

// What has been begun and must be undone.
namespace owed {
inline constexpr uint8_t kHardware = 1 << 0;     // EvtDeviceReleaseHardware; also when Prepare failed (BHV-014)
inline constexpr uint8_t kD0 = 1 << 1;           // EvtDeviceD0Exit; not when D0Entry failed
inline constexpr uint8_t kInterrupts = 1 << 2;   // EvtDeviceD0ExitPreInterruptsDisabled
inline constexpr uint8_t kQueues = 1 << 3;       // the power-managed queues run
inline constexpr uint8_t kSelfManaged = 1 << 4;  // EvtDeviceSelfManagedIoSuspend
inline constexpr uint8_t kInitialized = 1 << 5;  // EvtDeviceSelfManagedIoCleanup; also when Init failed
inline constexpr uint8_t kInterfaces = 1 << 6;
inline constexpr uint8_t kFlush = 1 << 7;  // EvtDeviceSelfManagedIoFlush; also when Init failed
}  // namespace owed

enum class PowerStep : uint8_t {
  kPrepareHardware,
  kD0Entry,
  kPostInterruptsEnabled,
  kStartQueues,
  kSelfManagedIoInit,
  kSelfManagedIoRestart,
  kEnableInterfaces,
  kSurpriseRemoval,
  kSelfManagedIoSuspend,
  kStopQueues,
  kPreInterruptsDisabled,
  kD0Exit,
  kReleaseHardware,
  kDisableInterfaces,
  kDeleteSymbolicLink,
  kPurgeManagedQueues,
  kSelfManagedIoFlush,
  kPurgeOtherQueues,
  kSelfManagedIoCleanup,
};

struct SequenceRow {
  PowerStep step;
  uint8_t needs;         // runs only if all of these are owed
  uint8_t needs_not;     // and none of these
  uint8_t owes_always;   // owed as soon as it was tried
  uint8_t owes_success;  // owed if it succeeded
  uint8_t pays;          // owed no longer
};

namespace sequence {
using P = PowerStep;

// PNP-018, PNP-056, PNP-066. Init belongs to the first start, Restart to the later ones (PNP-067); interfaces last
// (BHV-015).
inline constexpr SequenceRow kPrepare[]{{P::kPrepareHardware, 0, owed::kHardware, owed::kHardware, 0, 0}};
inline constexpr SequenceRow kPowerUp[]{
    {P::kD0Entry, 0, owed::kD0, 0, owed::kD0, 0},
    {P::kPostInterruptsEnabled, owed::kD0, owed::kInterrupts, owed::kInterrupts, 0, 0},
    {P::kStartQueues, owed::kD0, owed::kQueues, owed::kQueues, 0, 0},
    {P::kSelfManagedIoInit, 0, owed::kInitialized, owed::kInitialized | owed::kFlush, owed::kSelfManaged, 0},
    {P::kSelfManagedIoRestart, owed::kInitialized, owed::kSelfManaged, 0, owed::kSelfManaged, 0},
};
inline constexpr SequenceRow kPublish[]{{P::kEnableInterfaces, 0, owed::kInterfaces, owed::kInterfaces, 0, 0}};

// PNP-032, PNP-047, PNP-061: the undo callbacks in reverse order.
inline constexpr SequenceRow kPowerDown[]{
    {P::kSelfManagedIoSuspend, owed::kSelfManaged, 0, 0, 0, owed::kSelfManaged},
    {P::kStopQueues, owed::kQueues, 0, 0, 0, owed::kQueues},
    {P::kPreInterruptsDisabled, owed::kInterrupts, 0, 0, 0, owed::kInterrupts},
    {P::kD0Exit, owed::kD0, 0, 0, 0, owed::kD0},
};
inline constexpr SequenceRow kRelease[]{{P::kReleaseHardware, owed::kHardware, 0, 0, 0, owed::kHardware}};

inline constexpr SequenceRow kSurprise[]{{P::kSurpriseRemoval, 0, 0, 0, 0, 0}};

// BHV-013. Flush belongs to the loss of the device, Cleanup to the end of its object.
inline constexpr SequenceRow kWithdraw[]{
    {P::kDisableInterfaces, owed::kInterfaces, 0, 0, 0, owed::kInterfaces},
    {P::kDeleteSymbolicLink, 0, 0, 0, 0, 0},
    {P::kPurgeManagedQueues, 0, 0, 0, 0, 0},
    {P::kSelfManagedIoFlush, owed::kFlush, 0, 0, 0, owed::kFlush},
};
inline constexpr SequenceRow kCleanUp[]{
    {P::kPurgeOtherQueues, 0, 0, 0, 0, 0},
    {P::kSelfManagedIoCleanup, owed::kInitialized, 0, 0, 0, owed::kInitialized},
};

}  // namespace sequence

}  // namespace owdf::wdf
