// DeviceNode: one device of the device tree: its identity, its stack, how far it has come.
// Owner: PnpManager, from enumeration until the device is removed and its bus has deleted the physical device object.
// All members belong to whoever holds the manager's action lock, except where said otherwise.
#pragma once

#include <wdm.h>

#include <string>
#include <vector>

#include "base/list.h"
#include "base/result.h"
#include "nt/io/device.h"

namespace owdf::pnp {

enum class NodeState : uint8_t {
  kEnumerated,  // there is a physical device object, and nothing above it
  kStarted,
  kStopped,
  kSurpriseRemoved,  // gone; waiting for the last handle before IRP_MN_REMOVE_DEVICE
  kRemoved,          // the stack is down
  kFailed,           // see `problem`
};
const char* state_name(NodeState state);

// Why a device does not work, as the device manager numbers it (CM_PROB_*), with what the driver returned.
struct Problem {
  uint32_t code = 0;  // 0: none
  Status status{};
  std::string driver;  // the service that failed
  std::string text;    // our sentence
};
inline constexpr uint32_t kProblemFailedStart = 10;
inline constexpr uint32_t kProblemFailedInstall = 28;
inline constexpr uint32_t kProblemFailedAdd = 31;
inline constexpr uint32_t kProblemDisabledService = 32;
inline constexpr uint32_t kProblemDriverFailedPriorUnload = 38;
inline constexpr uint32_t kProblemDriverFailedLoad = 39;
inline constexpr uint32_t kProblemFailedDriverEntry = 37;
inline constexpr uint32_t kProblemInvalidDriverKey = 40;
inline constexpr uint32_t kProblemFailedPostStart = 43;

// Capabilities as a bus finds them when it is asked, and as they are before: no number is all ones.
inline DEVICE_CAPABILITIES nothing_known() {
  DEVICE_CAPABILITIES capabilities{};
  capabilities.Size = sizeof(DEVICE_CAPABILITIES);
  capabilities.Version = 1;
  capabilities.Address = capabilities.UINumber = ~ULONG{0};
  return capabilities;
}

class DeviceNode {
 public:
  std::u16string instance_path;  // ROOT\ECHO\0000
  std::u16string description;
  std::vector<std::u16string> hardware_ids;
  std::vector<std::u16string> compatible_ids;
  PDEVICE_OBJECT pdo = nullptr;  // referenced
  DeviceNode* parent = nullptr;
  std::atomic<NodeState> state{NodeState::kEnumerated};  // read by closers of files, without the action lock
  Problem problem;
  DEVICE_CAPABILITIES capabilities = nothing_known();
  PNP_DEVICE_STATE device_state = 0;
  std::vector<ob::Ref<DRIVER_OBJECT>> drivers;  // of the stack above the PDO, lowest first
  bool restart_wanted = false;                  // its bus finds it again as soon as it is removed
  unsigned restarts = 0;                        // in the present period
  sched::Ticks restart_period_began = 0;
  bool root_enumerated = false;
  bool added = false;  // AddDevice has been called: the stack must be taken down
};

}  // namespace owdf::pnp
