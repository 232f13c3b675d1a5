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

// --- preprocessing ---

struct Preprocessed {
  PWDF_DRIVER_GLOBALS globals = nullptr;
  int before = 0, after = 0;
};
Preprocessed preprocessed;

NTSTATUS NTAPI after_the_framework(PDEVICE_OBJECT, PIRP irp, PVOID) {
  preprocessed.after++;
  irp->IoStatus.Information += 100;
  if (irp->PendingReturned) IoMarkIrpPending(irp);
  return STATUS_SUCCESS;
}

NTSTATUS NTAPI before_the_framework(WDFDEVICE device, PIRP irp) {
  preprocessed.before++;
  if (IoGetCurrentIrpStackLocation(irp)->Parameters.Read.Length == 1) {
    IoSkipCurrentIrpStackLocation(irp);
  } else {
    IoCopyCurrentIrpStackLocationToNext(irp);
    IoSetCompletionRoutine(irp, after_the_framework, nullptr, TRUE, TRUE, TRUE);
  }
  return ddi::WdfDeviceWdmDispatchPreprocessedIrp(preprocessed.globals, device, irp);
}

TEST_P(DeviceDispatchTest, APreprocessCallbackSeesTheIrpBeforeTheFrameworkAndMayPostprocessIt) {
  RecordProperty("rows", "WDM-030 WDM-032 WDM-033 WDM-035 WDM-036");
  RecordProperty("ddi", "WdfDeviceInitAssignWdmIrpPreprocessCallback WdfDeviceWdmDispatchPreprocessedIrp");
  preprocessed = {};
  with_device(
      [&](Hooks& on) {
        on.init = [&](PWDFDEVICE_INIT init) {
          preprocessed.globals = globals();
          EXPECT_EQ(ddi::WdfDeviceInitAssignWdmIrpPreprocessCallback(globals(), init, before_the_framework, IRP_MJ_READ,
                                                                     nullptr, 0),
                    STATUS_SUCCESS);
        };
        on.read = on.write = [&](WDFQUEUE, WDFREQUEST request, size_t length) {
          ddi::WdfRequestCompleteWithInformation(globals(), request, STATUS_SUCCESS, length);
        };
        on.created = [&](WDFDEVICE made) {
          WDF_IO_QUEUE_CONFIG config = queue_config(WdfIoQueueDispatchParallel);
          return ddi::WdfIoQueueCreate(globals(), made, &config, nullptr, nullptr);
        };
      },
      [&](Rig& rig) {
        EXPECT_EQ(rig.top()->StackSize, rig.node->pdo->StackSize + 2);
        EXPECT_EQ(rig.read(1)->information(), 1u);
        EXPECT_EQ(preprocessed.after, 0);
        EXPECT_EQ(rig.read(8)->information(), 108u);
        EXPECT_EQ(rig.write(8)->information(), 8u);
        EXPECT_EQ(preprocessed.before, 2);
        EXPECT_EQ(preprocessed.after, 1);
      });
}

// --- control devices ---

TEST_P(DeviceDispatchTest, AControlDeviceAnswersByNameOnceItIsInitialised) {
  RecordProperty("rows", "NPN-012 NPN-014 NPN-015 NPN-017 NPN-018");
  RecordProperty("ddi",
                 "WdfControlDeviceInitAllocate WdfControlFinishInitializing WdfDeviceInitAssignName WdfObjectDelete");
  with_device(
      [&](Hooks& on) {
        on.read = [&](WDFQUEUE, WDFREQUEST request, size_t length) {
          ddi::WdfRequestCompleteWithInformation(globals(), request, STATUS_SUCCESS, length - 1);
        };
      },
      [&](Rig&) {
        UNICODE_STRING sddl, name;
        RtlInitUnicodeString(&sddl, reinterpret_cast<PCWSTR>(u"D:P(A;;GA;;;SY)"));
        RtlInitUnicodeString(&name, reinterpret_cast<PCWSTR>(u"\\Device\\TestControl"));
        PWDFDEVICE_INIT init =
            ddi::WdfControlDeviceInitAllocate(globals(), ddi::WdfDeviceGetDriver(globals(), device()), &sddl);
        ASSERT_NE(init, nullptr);
        ASSERT_EQ(ddi::WdfDeviceInitAssignName(globals(), init, &name), STATUS_SUCCESS);
        WDFDEVICE control = nullptr;
        ASSERT_EQ(ddi::WdfDeviceCreate(globals(), &init, nullptr, &control), STATUS_SUCCESS);
        EXPECT_EQ(init, nullptr);
        WDF_IO_QUEUE_CONFIG config = queue_config(WdfIoQueueDispatchSequential);
        ASSERT_EQ(ddi::WdfIoQueueCreate(globals(), control, &config, nullptr, nullptr), STATUS_SUCCESS);
        constexpr GUID kClass = {0x1234, 0, 0, {1}};
        EXPECT_EQ(ddi::WdfDeviceCreateDeviceInterface(globals(), control, &kClass, nullptr),
                  STATUS_INVALID_DEVICE_REQUEST);

        OBJECT_ATTRIBUTES attributes;
        InitializeObjectAttributes(&attributes, &name, OBJ_KERNEL_HANDLE, nullptr, nullptr);
        IO_STATUS_BLOCK block{};
        HANDLE handle = nullptr;
        const auto open = [&] {
          return ZwCreateFile(&handle, GENERIC_READ | SYNCHRONIZE, &attributes, &block, nullptr, 0, 0, FILE_OPEN,
                              FILE_SYNCHRONOUS_IO_NONALERT, nullptr, 0);
        };
        EXPECT_FALSE(NT_SUCCESS(open())) << "it is not initialised";
        ddi::WdfControlFinishInitializing(globals(), control);
        ASSERT_EQ(open(), STATUS_SUCCESS);
        char buffer[8];
        EXPECT_EQ(ZwReadFile(handle, nullptr, nullptr, nullptr, &block, buffer, sizeof buffer, nullptr, nullptr),
                  STATUS_SUCCESS);
        EXPECT_EQ(block.Information, 7u);
        ZwClose(handle);
        ddi::WdfObjectDelete(globals(), static_cast<WDFOBJECT>(control));
        EXPECT_EQ(open(), STATUS_OBJECT_NAME_NOT_FOUND);
      });
}

}  // namespace
}  // namespace owdf::wdf
