#include <gmock/gmock.h>

#include "nt/cm/registry.h"
#include "wdf/testing_device.h"

namespace owdf::wdf {
namespace {

using ::testing::ElementsAre;

class FileTest : public DeviceTest {
 protected:
  void watch(Hooks& on) {
    on.file_create = [this](WDFDEVICE device, WDFREQUEST request, WDFFILEOBJECT file) {
      note("create");
      EXPECT_EQ(ddi::WdfFileObjectGetDevice(globals(), file), device);
      EXPECT_EQ(ddi::WdfRequestGetFileObject(globals(), request), file);
      ddi::WdfRequestComplete(globals(), request, answer_);
    };
    on.file_cleanup = [this](WDFFILEOBJECT) { note("cleanup"); };
    on.file_close = [this](WDFFILEOBJECT) { note("close"); };
  }
  NTSTATUS answer_ = STATUS_SUCCESS;
  WDFQUEUE queue_ = nullptr;
};
OWDF_IN_BOTH_FORMS(FileTest);

TEST_P(FileTest, AnOpenIsCreatedCleanedUpAndClosed) {
  RecordProperty("rows", "FIL-001 FIL-005 FIL-008 FIL-032 FIL-033");
  RecordProperty(
      "ddi", "WdfDeviceInitSetFileObjectConfig WdfFileObjectGetDevice WdfRequestGetFileObject WdfDeviceGetFileObject");
  with_device([&](Hooks& on) { watch(on); },
              [&](Rig& rig) {
                log().clear();
                FILE_OBJECT file{};
                EXPECT_EQ(rig.file(IRP_MJ_CREATE, &file), STATUS_SUCCESS);
                const WDFFILEOBJECT object = ddi::WdfDeviceGetFileObject(globals(), rig.device, &file);
                ASSERT_NE(object, nullptr);
                EXPECT_EQ(ddi::WdfFileObjectWdmGetFileObject(globals(), object), &file);
                EXPECT_EQ(rig.file(IRP_MJ_CLEANUP, &file), STATUS_SUCCESS);
                EXPECT_EQ(rig.file(IRP_MJ_CLOSE, &file), STATUS_SUCCESS);
                EXPECT_THAT(log(), ElementsAre("create", "cleanup", "close"));
                EXPECT_EQ(ddi::WdfDeviceGetFileObject(globals(), rig.device, &file), nullptr);
              });
}

TEST_P(FileTest, AFailedCreateEndsTheFileObjectWithoutCleanupAndClose) {
  RecordProperty("rows", "FIL-019");
  answer_ = STATUS_SHARING_VIOLATION;
  with_device([&](Hooks& on) { watch(on); },
              [&](Rig& rig) {
                log().clear();
                FILE_OBJECT file{};
                EXPECT_EQ(rig.file(IRP_MJ_CREATE, &file), STATUS_SHARING_VIOLATION);
                EXPECT_THAT(log(), ElementsAre("create"));
                EXPECT_EQ(ddi::WdfDeviceGetFileObject(globals(), rig.device, &file), nullptr);
              });
}

TEST_P(FileTest, WithoutHandlerEveryOpenSucceeds) {
  RecordProperty("rows", "FIL-012 BHV-017");
  with_device([](Hooks&) {},
              [&](Rig& rig) {
                FILE_OBJECT file{};
                for (UCHAR major : {IRP_MJ_CREATE, IRP_MJ_CLEANUP, IRP_MJ_CLOSE})
                  EXPECT_EQ(rig.file(major, &file), STATUS_SUCCESS);
              });
}

TEST_P(FileTest, AnExclusiveDeviceAllowsOneOpen) {
  RecordProperty("rows", "BHV-017 DRV-043 FIL-002");
  RecordProperty("ddi", "WdfDeviceInitSetExclusive");
  with_device(
      [&](Hooks& on) {
        on.init = [&](PWDFDEVICE_INIT init) { ddi::WdfDeviceInitSetExclusive(globals(), init, TRUE); };
      },
      [&](Rig& rig) {
        FILE_OBJECT first{}, second{};
        EXPECT_EQ(rig.file(IRP_MJ_CREATE, &first), STATUS_SUCCESS);
        EXPECT_EQ(rig.file(IRP_MJ_CREATE, &second), STATUS_ACCESS_DENIED);
        rig.file(IRP_MJ_CLEANUP, &first);
        rig.file(IRP_MJ_CLOSE, &first);
        EXPECT_EQ(rig.file(IRP_MJ_CREATE, &second), STATUS_SUCCESS);
        rig.file(IRP_MJ_CLEANUP, &second);
        rig.file(IRP_MJ_CLOSE, &second);
      });
}

TEST_P(FileTest, CleanupTellsTheDriverThenCancelsTheFilesRequests) {
  RecordProperty("rows", "BHV-016 FIL-030");
  RecordProperty("ddi", "WdfIoQueueRetrieveRequestByFileObject");
  with_device(
      [&](Hooks& on) {
        watch(on);
        on.created = [&](WDFDEVICE device) {
          WDF_IO_QUEUE_CONFIG config;
          WDF_IO_QUEUE_CONFIG_INIT_DEFAULT_QUEUE(&config, WdfIoQueueDispatchManual);
          return ddi::WdfIoQueueCreate(globals(), device, &config, nullptr, &queue_);
        };
      },
      [&](Rig& rig) {
        FILE_OBJECT one{}, two{};
        rig.file(IRP_MJ_CREATE, &one);
        rig.file(IRP_MJ_CREATE, &two);
        auto of_one = rig.read(4, &one), of_two = rig.read(4, &two);
        hooks().file_cleanup = [&](WDFFILEOBJECT) { EXPECT_FALSE(of_one->completed()); };
        rig.file(IRP_MJ_CLEANUP, &one);
        EXPECT_EQ(of_one->status(), STATUS_CANCELLED);
        EXPECT_FALSE(of_two->completed());
        WDFREQUEST request = nullptr;
        const WDFFILEOBJECT object = ddi::WdfDeviceGetFileObject(globals(), rig.device, &two);
        ASSERT_EQ(ddi::WdfIoQueueRetrieveRequestByFileObject(globals(), queue_, object, &request), STATUS_SUCCESS);
        ddi::WdfRequestComplete(globals(), request, STATUS_SUCCESS);
        hooks().file_cleanup = [](WDFFILEOBJECT) {};
        rig.file(IRP_MJ_CLEANUP, &two);
        for (PFILE_OBJECT file : {&one, &two}) rig.file(IRP_MJ_CLOSE, file);
      });
}

TEST_P(FileTest, ACreateQueueGetsTheCreates) {
  RecordProperty("rows", "FIL-010 FIL-011 FIL-028");
  with_device(
      [&](Hooks& on) {
        on.other = [&](WDFQUEUE, WDFREQUEST request) {
          WDF_REQUEST_PARAMETERS parameters;
          WDF_REQUEST_PARAMETERS_INIT(&parameters);
          ddi::WdfRequestGetParameters(globals(), request, &parameters);
          EXPECT_EQ(parameters.Type, WdfRequestTypeCreate);
          note("create");
          ddi::WdfRequestComplete(globals(), request, STATUS_SUCCESS);
        };
        on.created = [&](WDFDEVICE device) {
          WDF_IO_QUEUE_CONFIG config = queue_config(WdfIoQueueDispatchSequential, false);
          EXPECT_EQ(ddi::WdfIoQueueCreate(globals(), device, &config, nullptr, &queue_), STATUS_SUCCESS);
          return ddi::WdfDeviceConfigureRequestDispatching(globals(), device, queue_, WdfRequestTypeCreate);
        };
      },
      [&](Rig& rig) {
        log().clear();
        FILE_OBJECT file{};
        for (UCHAR major : {IRP_MJ_CREATE, IRP_MJ_CLEANUP, IRP_MJ_CLOSE})
          EXPECT_EQ(rig.file(major, &file), STATUS_SUCCESS);
        EXPECT_THAT(log(), ElementsAre("create"));
      });
}

}  // namespace
}  // namespace owdf::wdf
