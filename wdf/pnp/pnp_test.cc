#include "wdf/pnp/pnp.h"

#include <gmock/gmock.h>

#include "base/storyboard.h"
#include "nt/cm/registry.h"
#include "wdf/testing_device.h"

namespace owdf::wdf {
namespace {

using ::testing::ElementsAre;

class PnpTest : public DeviceTest {
 protected:
  void forget() { log().clear(); }
  // What other threads do to the device tree and to the log ends when they give up the action lock.
  void wait_until(const std::function<bool()>& done) {
    for (;;) {
      {
        pnp::PnpManager::Action action(machine().pnp());
        if (done()) return;
      }
      LARGE_INTEGER interval;
      interval.QuadPart = WDF_REL_TIMEOUT_IN_MS(1);
      KeDelayExecutionThread(KernelMode, FALSE, &interval);
    }
  }
  void remove(Rig& rig) {
    removed_ = true;
    EXPECT_TRUE(machine().pnp().remove(*rig.node).ok());
  }
};
OWDF_IN_BOTH_FORMS(PnpTest);

void all_callbacks(Hooks& on) {
  on.all_pnp_callbacks = true;
}

TEST_P(PnpTest, StartCallsTheCallbacksInOrderAndRemoveUndoesThem) {
  RecordProperty("ddi", "WdfDeviceInitSetPnpPowerEventCallbacks WdfDeviceCreate");
  with_device(all_callbacks, [&](Rig& rig) {
    note("started");
    EXPECT_EQ(ddi::WdfDeviceGetDevicePnpState(globals(), device()), WdfDevStatePnpStarted);
    remove(rig);
  });
  EXPECT_STORY(log(), R"(
    DeviceAdd         [DRV-007 DRV-008]
    Prepare           [PNP-018]
    D0Entry           [PNP-018 PNP-020]
    PostInterrupts    [PNP-018 PNP-021]
    Init              [PNP-018 PNP-025 PWR-014]
    started
    QueryRemove
    Suspend           [PNP-032 PWR-017]
    PreInterrupts     [PNP-032]
    D0Exit            [PNP-032 PNP-037]
    Release           [PNP-032 PNP-037]
    Flush             [PNP-032 PNP-038 PWR-017]
    Cleanup           [PNP-032 PNP-038 PWR-017]
  )");
}

TEST_P(PnpTest, MissingCallbacksAreSkipped) {
  RecordProperty("rows", "PNP-001 PNP-002 PNP-026");
  with_device([](Hooks&) {},
              [&](Rig& rig) {
                remove(rig);
                EXPECT_THAT(log(), ElementsAre("DeviceAdd"));
              });
}

TEST_P(PnpTest, TheStepsOfTheCallbacksThatThereAreAreTaken) {
  RecordProperty("rows", "PNP-002 PNP-026");
  with_device([](Hooks& on) { on.d0_entry = on.d0_exit = on.init_io = [] { return STATUS_SUCCESS; }; },
              [&](Rig& rig) {
                remove(rig);
                EXPECT_THAT(log(), ElementsAre("DeviceAdd", "D0Entry", "Init", "D0Exit"));
              });
}

TEST_P(PnpTest, ARebalanceReleasesAndPreparesAgainAndRestartsSelfManagedIo) {
  with_device(all_callbacks, [&](Rig& rig) {
    note("started");
    EXPECT_TRUE(machine().pnp().stop(*rig.node).ok());
    note("stopped");
    EXPECT_TRUE(machine().pnp().restart(*rig.node).ok());
    note("started");
    remove(rig);
  });
  EXPECT_STORY(log(), R"(
    DeviceAdd
    Prepare
    D0Entry
    PostInterrupts
    Init              [PNP-067]
    started
    QueryStop
    Suspend           [PNP-061 PWR-016]
    PreInterrupts     [PNP-061]
    D0Exit            [PNP-061]
    Release           [PNP-061]
    stopped           [PNP-062]
    Prepare           [PNP-066]
    D0Entry           [PNP-066]
    PostInterrupts    [PNP-066]
    Restart           [PNP-066 PNP-067 PWR-016]
    started
    QueryRemove
    Suspend
    PreInterrupts
    D0Exit
    Release
    Flush             [PNP-062]
    Cleanup           [PNP-062]
  )");
}

TEST_P(PnpTest, CapabilitiesOfTheDriverOverrideThoseBelow) {
  RecordProperty("ddi", "WdfDeviceSetPnpCapabilities WdfDeviceSetPowerCapabilities");
  with_device(
      [&](Hooks& on) {
        on.prepare_hardware = [&] {
          WDF_DEVICE_PNP_CAPABILITIES pnp;
          WDF_DEVICE_PNP_CAPABILITIES_INIT(&pnp);
          pnp.Removable = WdfTrue;
          pnp.UniqueID = WdfFalse;
          pnp.Address = 7;
          ddi::WdfDeviceSetPnpCapabilities(globals(), device(), &pnp);
          WDF_DEVICE_POWER_CAPABILITIES power;
          WDF_DEVICE_POWER_CAPABILITIES_INIT(&power);
          power.DeviceD2 = WdfTrue;
          power.WakeFromD2 = WdfTrue;
          power.DeviceState[PowerSystemSleeping1] = PowerDeviceD2;
          power.DeviceWake = PowerDeviceD2;
          power.SystemWake = PowerSystemSleeping3;
          power.D2Latency = 12;
          ddi::WdfDeviceSetPowerCapabilities(globals(), device(), &power);
          return STATUS_SUCCESS;
        };
      },
      [&](Rig& rig) {
        const DEVICE_CAPABILITIES& seen = rig.node->capabilities;
        EXPECT_TRUE(seen.Removable);
        EXPECT_FALSE(seen.UniqueID);
        EXPECT_EQ(seen.Address, 7u);
        EXPECT_EQ(seen.UINumber, ~0u);
        EXPECT_FALSE(seen.DeviceD1);
        EXPECT_TRUE(seen.DeviceD2);
        EXPECT_TRUE(seen.WakeFromD2);
        EXPECT_EQ(seen.DeviceState[PowerSystemWorking], PowerDeviceD0);
        EXPECT_EQ(seen.DeviceState[PowerSystemSleeping1], PowerDeviceD2);
        EXPECT_EQ(seen.DeviceState[PowerSystemSleeping2], PowerDeviceD3);
        EXPECT_EQ(seen.DeviceWake, PowerDeviceD2);
        EXPECT_EQ(seen.SystemWake, PowerSystemSleeping3);
        EXPECT_EQ(seen.D2Latency, 12u);
      });
}

TEST_P(PnpTest, SurpriseRemovalTellsTheDriverBeforeEverythingElse) {
  RecordProperty("rows", "PNP-042 PNP-085 PWR-019 PWR-020");
  with_device(all_callbacks, [&](Rig& rig) {
    forget();
    removed_ = true;
    machine().pnp().surprise_remove(*rig.node);
    EXPECT_THAT(log(),
                ElementsAre("SurpriseRemoval", "Suspend", "PreInterrupts", "D0Exit", "Release", "Flush", "Cleanup"));
  });
}

// --- devices that fail ---

TEST_P(PnpTest, AFailedDeviceThatMayRestartIsFoundAgainAndStarted) {
  RecordProperty("rows", "PNP-a04");
  RecordProperty("ddi", "WdfDeviceSetFailed");
  with_device(all_callbacks, [&](Rig& rig) {
    forget();
    ddi::WdfDeviceSetFailed(globals(), device(), WdfDeviceFailedAttemptRestart);
    wait_until([&] { return rig.node->restarts == 1 && rig.node->state == pnp::NodeState::kStarted; });
    EXPECT_THAT(log(), ElementsAre("SurpriseRemoval", "Suspend", "PreInterrupts", "D0Exit", "Release", "Flush",
                                   "Cleanup", "DeviceAdd", "Prepare", "D0Entry", "PostInterrupts", "Init"));
  });
}

TEST_P(PnpTest, AFailedDeviceThatMayNotRestartStaysAway) {
  RecordProperty("rows", "PNP-a02 PNP-a04 PNP-a06");
  RecordProperty("ddi", "WdfDeviceSetFailed");
  with_device(all_callbacks, [&](Rig&) {
    removed_ = true;
    forget();
    {
      pnp::PnpManager::Action both_before_anything_follows(machine().pnp());
      ddi::WdfDeviceSetFailed(globals(), device(), WdfDeviceFailedNoRestart);
      ddi::WdfDeviceSetFailed(globals(), device(), WdfDeviceFailedAttemptRestart);
    }
    wait_until([&] { return machine().pnp().nodes().empty(); });
    EXPECT_THAT(log(),
                ElementsAre("SurpriseRemoval", "Suspend", "PreInterrupts", "D0Exit", "Release", "Flush", "Cleanup"));
    EXPECT_FALSE(machine().io().find_driver(kService));
  });
}

TEST_P(PnpTest, ADeviceThatFailsAfterEachRestartIsGivenUp) {
  RecordProperty("rows", "PNP-a07");
  RecordProperty("ddi", "WdfDeviceSetFailed");
  expected_finding_ = "DeviceGivenUp";
  with_device(
      [&](Hooks& on) {
        on.d0_entry = [&] {
          ddi::WdfDeviceSetFailed(globals(), device(), WdfDeviceFailedAttemptRestart);
          return STATUS_SUCCESS;
        };
      },
      [&](Rig&) {
        removed_ = true;
        wait_until([&] { return machine().pnp().nodes().empty(); });
        EXPECT_EQ(std::ranges::count(log(), "DeviceAdd"), 6);
      });
  EXPECT_EQ(findings().size(), 1u);
}

TEST_P(PnpTest, ARefusedQueryLeavesTheDeviceRunning) {
  RecordProperty("rows", "PNP-031 PWR-027 PWR-030");
  bool refuse = true;
  with_device(
      [&](Hooks& on) {
        on.all_pnp_callbacks = true;
        on.query_remove = [&] { return refuse ? STATUS_UNSUCCESSFUL : STATUS_SUCCESS; };
      },
      [&](Rig& rig) {
        forget();
        EXPECT_FALSE(machine().pnp().remove(*rig.node).ok());
        EXPECT_THAT(log(), ElementsAre("QueryRemove"));
        EXPECT_EQ(ddi::WdfDeviceGetDevicePnpState(globals(), device()), WdfDevStatePnpStarted);
        refuse = false;
      });
}

TEST_P(PnpTest, AStaticRefusalIsCounted) {
  RecordProperty("rows", "PNP-030 PWR-026");
  RecordProperty("ddi", "WdfDeviceSetStaticStopRemove");
  with_device([](Hooks&) {},
              [&](Rig& rig) {
                ddi::WdfDeviceSetStaticStopRemove(globals(), device(), FALSE);
                EXPECT_FALSE(machine().pnp().remove(*rig.node).ok());
                ddi::WdfDeviceSetStaticStopRemove(globals(), device(), TRUE);
              });
}

struct Failure {
  const char* name;
  std::function<NTSTATUS()> Hooks::* hook;
  std::vector<std::string> expected;
};

TEST_P(PnpTest, AFailedStepUndoesWhatWasBegunAndFailsTheStart) {
  RecordProperty("rows", "BHV-014 PNP-a03");
  const Failure failures[] = {
      {"Prepare", &Hooks::prepare_hardware, {"DeviceAdd", "Prepare", "Release"}},
      {"D0Entry", &Hooks::d0_entry, {"DeviceAdd", "Prepare", "D0Entry", "Release"}},
      {"PostInterrupts",
       &Hooks::d0_entry_post,
       {"DeviceAdd", "Prepare", "D0Entry", "PostInterrupts", "PreInterrupts", "D0Exit", "Release"}},
      {"Init",
       &Hooks::init_io,
       {"DeviceAdd", "Prepare", "D0Entry", "PostInterrupts", "Init", "PreInterrupts", "D0Exit", "Release", "Flush",
        "Cleanup"}},
  };
  for (const Failure& failure : failures) {
    SCOPED_TRACE(failure.name);
    make_machine({});
    on_machine([&] {
      forget();
      pnp::DeviceNode* node = nullptr;
      const Status status = add_and_start(
          [&](Hooks& on) {
            on.all_pnp_callbacks = true;
            on.*failure.hook = [] { return STATUS_DEVICE_NOT_READY; };
          },
          &node);
      EXPECT_EQ(status.value, STATUS_DEVICE_NOT_READY);
      EXPECT_EQ(log(), failure.expected);
    });
  }
}

TEST_P(PnpTest, EvtDriverDeviceAddMaySucceedWithoutADevice) {
  RecordProperty("rows", "BHV-018");
  on_machine([&] {
    pnp::DeviceNode* node = nullptr;
    EXPECT_TRUE(
        add_and_start([](Hooks& on) { on.device_add = [](auto, auto) { return STATUS_SUCCESS; }; }, &node).ok());
    EXPECT_TRUE(machine().pnp().remove(*node).ok());
  });
}

TEST_P(PnpTest, ADeviceMadeBeforeEvtDriverDeviceAddFailsIsDeleted) {
  RecordProperty("rows", "BHV-019 DRV-066");
  on_machine([&] {
    pnp::DeviceNode* node = nullptr;
    const Status status =
        add_and_start([](Hooks& on) { on.created = [](WDFDEVICE) { return STATUS_NO_MEMORY; }; }, &node);
    EXPECT_EQ(status.value, STATUS_NO_MEMORY);
    EXPECT_EQ(node->pdo->AttachedDevice, nullptr);
  });
}

TEST_P(PnpTest, PropertiesAreReadBeforeTheDeviceIsMade) {
  RecordProperty("rows", "DRV-049 UPM-005 UPM-007");
  RecordProperty("ddi", "WdfFdoInitQueryProperty WdfFdoInitAllocAndQueryProperty WdfDeviceAllocAndQueryProperty");
  const std::u16string root = u"ROOT";
  const auto is_root = [&](const void* text) { return std::u16string(static_cast<const char16_t*>(text)) == root; };
  on_machine([&] {
    pnp::DeviceNode* node = nullptr;
    const auto ask = [&](Hooks& on) {
      on.init = [&](PWDFDEVICE_INIT init) {
        char16_t text[16];
        ULONG length = 0;
        const auto query = [&](DEVICE_REGISTRY_PROPERTY property, ULONG capacity) {
          return ddi::WdfFdoInitQueryProperty(globals(), init, property, capacity, text, &length);
        };
        EXPECT_EQ(query(DevicePropertyEnumeratorName, 2), STATUS_BUFFER_TOO_SMALL);
        EXPECT_EQ(length, 10u);
        EXPECT_EQ(query(DevicePropertyEnumeratorName, sizeof text), STATUS_SUCCESS);
        EXPECT_TRUE(is_root(text));
        EXPECT_EQ(query(DevicePropertyUINumber, sizeof text), STATUS_OBJECT_NAME_NOT_FOUND);
        WDFMEMORY memory = nullptr;
        ASSERT_EQ(ddi::WdfFdoInitAllocAndQueryProperty(globals(), init, DevicePropertyEnumeratorName, PagedPool,
                                                       nullptr, &memory),
                  STATUS_SUCCESS);
        EXPECT_TRUE(is_root(ddi::WdfMemoryGetBuffer(globals(), memory, nullptr)));
      };
      on.created = [&](WDFDEVICE device) {
        WDFMEMORY memory = nullptr;
        EXPECT_EQ(
            ddi::WdfDeviceAllocAndQueryProperty(globals(), device, DevicePropertyUINumber, PagedPool, nullptr, &memory),
            STATUS_OBJECT_NAME_NOT_FOUND);
        EXPECT_EQ(memory, nullptr);
        return STATUS_SUCCESS;
      };
    };
    ASSERT_TRUE(add_and_start(ask, &node).ok());
    EXPECT_TRUE(machine().pnp().remove(*node).ok());
  });
}

TEST_P(PnpTest, AFilterThatFailsIsLeftOut) {
  RecordProperty("rows", "DRV-067 BHV-018");
  RecordProperty("ddi", "WdfFdoInitSetFilter");
  on_machine([&] {
    pnp::DeviceNode* node = nullptr;
    const Status status = add_and_start(
        [&](Hooks& on) {
          on.device_add = [&](WDFDRIVER, PWDFDEVICE_INIT init) {
            ddi::WdfFdoInitSetFilter(globals(), init);
            return STATUS_NO_MEMORY;
          };
        },
        &node);
    EXPECT_TRUE(status.ok());
    EXPECT_THAT(log(), ElementsAre("DeviceAdd"));
    EXPECT_TRUE(machine().pnp().remove(*node).ok());
  });
}

}  // namespace
}  // namespace owdf::wdf
