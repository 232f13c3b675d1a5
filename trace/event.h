// Event points: what a run did, in order. Recording never formats, never allocates; the digest of the API-level events
// is what "same seed, same run" means. Objects appear by serial number, never by address.
#pragma once

#include <cstdint>

namespace owdf::trace {

// One name per kind of event; the texts for people are made in diag/ from the table in event_names.cc.
enum class Kind : uint16_t {
  kNone,
  kThreadCreated,
  kThreadEnded,
  kSwitch,
  kWait,
  kWake,
  kIrqlRaise,
  kIrqlLower,
  kDpc,
  kTimer,
  kInterrupt,
  kChoice,
  kDriverLoaded,
  kDriverUnloaded,
  kDeviceCreated,
  kDeviceDeleted,
  kIrpDispatched,
  kIrpCompleted,
  kIrpCancelled,
  kPnp,
  kDdiEnter,
  kDdiLeave,
  kCallbackEnter,
  kCallbackLeave,
  kObjectCreated,
  kObjectDeleted,
  kRequestQueued,
  kRequestDelivered,
  kBugCheck,
  kFinding,
  kDebugPrint,
  kNotImplemented,
  kProcessCreated,
  kProcessEnded,
  kTraceMessage,
};

// Comes with every request. Without a listener the live form leaves these out: it has no digest, and each costs a look
// at the clock and a lock that all threads share.
constexpr bool comes_with_requests(Kind kind) {
  switch (kind) {
    case Kind::kIrpDispatched:
    case Kind::kIrpCompleted:
    case Kind::kCallbackEnter:
    case Kind::kCallbackLeave:
    case Kind::kObjectCreated:
    case Kind::kObjectDeleted:
      return true;
    default:
      return false;
  }
}

struct Event {
  int64_t time;  // interrupt time of the world, 100 ns units
  Kind kind;
  uint16_t irql;
  uint32_t thread;   // serial number of the executive thread
  uint64_t a, b, c;  // meaning by kind
};

}  // namespace owdf::trace
