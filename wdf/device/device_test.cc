#include "wdf/device/device.h"

#include <gmock/gmock.h>

#include "nt/ps/process_manager.h"
#include "wdf/testing_device.h"

namespace owdf::wdf {
namespace {

class DeviceDispatchTest : public DeviceTest {
 protected:
  static void sleep(int milliseconds) {
    LARGE_INTEGER interval;
    interval.QuadPart = WDF_REL_TIMEOUT_IN_MS(milliseconds);
    KeDelayExecutionThread(KernelMode, FALSE, &interval);
  }
};
OWDF_IN_BOTH_FORMS(DeviceDispatchTest);

TEST_P(DeviceDispatchTest, TheDriverIsCalledInsideACriticalRegion) {
  RecordProperty("rows", "BHV-023");
  int calls = 0;
  with_device(
      [&](Hooks& on) {
        on.read = [&](WDFQUEUE, WDFREQUEST request, size_t) {
          calls++;
          EXPECT_EQ(KeAreApcsDisabled() != FALSE, KeGetCurrentIrql() == PASSIVE_LEVEL);
          ddi::WdfRequestComplete(globals(), request, STATUS_SUCCESS);
        };
        on.created = [&](WDFDEVICE made) {
          WDF_IO_QUEUE_CONFIG config = queue_config(WdfIoQueueDispatchParallel);
          return ddi::WdfIoQueueCreate(globals(), made, &config, nullptr, nullptr);
        };
      },
      [&](Rig& rig) {
        EXPECT_FALSE(KeAreApcsDisabled());
        EXPECT_EQ(rig.read(8)->status(), STATUS_SUCCESS);
        EXPECT_FALSE(KeAreApcsDisabled());
        KIRQL before;
        KeRaiseIrql(DISPATCH_LEVEL, &before);
        auto raised = rig.read(8);
        KeLowerIrql(before);
        EXPECT_EQ(raised->status(), STATUS_SUCCESS);
        EXPECT_FALSE(KeAreApcsDisabled());
        EXPECT_EQ(calls, 2);
      });
}

// Keeps what it gets, as a driver does that answers an IRP later without the framework.
std::atomic<PIRP> kept{nullptr};
NTSTATUS NTAPI keep(WDFDEVICE, PIRP irp) {
  IoMarkIrpPending(irp);
  kept = irp;
  return STATUS_PENDING;
}

TEST_P(DeviceDispatchTest, ADeviceWithARemoveLockForIoStaysUntilTheLastIrpIsThrough) {
  RecordProperty("rows", "BHV-029 VER-047");
  RecordProperty("ddi", "WdfDeviceInitSetRemoveLockOptions WdfDeviceInitAssignWdmIrpPreprocessCallback");
  with_device(
      [&](Hooks& on) {
        on.all_pnp_callbacks = true;
        on.init = [&](PWDFDEVICE_INIT init) {
          WDF_REMOVE_LOCK_OPTIONS options;
          WDF_REMOVE_LOCK_OPTIONS_INIT(&options, WDF_REMOVE_LOCK_OPTION_ACQUIRE_FOR_IO);
          ddi::WdfDeviceInitSetRemoveLockOptions(globals(), init, &options);
          EXPECT_EQ(
              ddi::WdfDeviceInitAssignWdmIrpPreprocessCallback(globals(), init, keep, IRP_MJ_FLUSH_BUFFERS, nullptr, 0),
              STATUS_SUCCESS);
        };
      },
      [&](Rig& rig) {
        removed_ = true;
        auto irp = rig.transfer(IRP_MJ_FLUSH_BUFFERS, 0);
        ASSERT_EQ(kept.load(), irp->irp());
        std::atomic<bool> gone{false};
        machine().ps().post("remover", [&] {
          EXPECT_TRUE(machine().pnp().remove(*rig.node).ok());
          gone = true;
        });
        sleep(20);
        EXPECT_FALSE(gone);
        irp->irp()->IoStatus.Status = STATUS_SUCCESS;
        IoCompleteRequest(irp->irp(), IO_NO_INCREMENT);
        EXPECT_EQ(irp->status(), STATUS_SUCCESS);
        while (!gone) sleep(1);
      });
}

TEST_P(DeviceDispatchTest, ADeviceInitThatIsNeitherUsedNorFreedIsFound) {
  RecordProperty("ddi", "WdfControlDeviceInitAllocate WdfDeviceInitFree");
  on_machine([&] {
    TestDriver driver;
    ASSERT_EQ(FrameworkTest::load(driver, {.init_flags = WdfDriverInitNonPnpDriver}), STATUS_SUCCESS);
    UNICODE_STRING sddl;
    RtlInitUnicodeString(&sddl, reinterpret_cast<PCWSTR>(u"D:P(A;;GA;;;SY)"));
    PWDFDEVICE_INIT freed = ddi::WdfControlDeviceInitAllocate(driver.globals, driver.driver, &sddl);
    ASSERT_NE(freed, nullptr);
    ASSERT_NE(ddi::WdfControlDeviceInitAllocate(driver.globals, driver.driver, &sddl), nullptr);
    ddi::WdfDeviceInitFree(driver.globals, freed);
    FrameworkTest::unload(driver);
  });
  std::vector<std::string> rules;
  for (const nt::Finding& finding : findings()) rules.push_back(finding.rule);
  EXPECT_THAT(rules, ::testing::ElementsAre("NotActedOn", "DeviceInitLeak"));
}

}  // namespace
}  // namespace owdf::wdf
