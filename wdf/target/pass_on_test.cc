// Requests that a driver passes on to the device below it, row by row. Below the framework's device stands a plain WDM
// device that the test answers for.
#include <gmock/gmock.h>

#include <cstring>

#include "wdf/testing_device.h"

namespace owdf::wdf {
namespace {

using ::testing::ElementsAre;

constexpr ULONG kCode = CTL_CODE(FILE_DEVICE_UNKNOWN, 1, METHOD_BUFFERED, FILE_ANY_ACCESS);
constexpr ULONG kChangedCode = CTL_CODE(FILE_DEVICE_UNKNOWN, 2, METHOD_BUFFERED, FILE_ANY_ACCESS);

class PassOnTest : public DeviceTest {
 protected:
  // What the lower device saw of the last request.
  struct Seen {
    PIRP irp = nullptr;
    UCHAR major = 0;
    ULONG length = 0;
    ULONG code = 0;
    int count = 0;
  };

  ~PassOnTest() override { self_ = nullptr; }

  // The framework's device over the lower one; `read` is what the driver does with each read.
  void with_stack(std::function<void(WDFREQUEST)> read, const std::function<void(Rig&)>& body, bool filter = false) {
    self_ = this;
    with_device(
        [&](Hooks& on) {
          on.init = [this, filter](PWDFDEVICE_INIT init) {
            insert_below(ddi::WdfFdoInitWdmGetPhysicalDevice(globals(), init));
            if (filter) ddi::WdfFdoInitSetFilter(globals(), init);
          };
          if (!read) return;
          on.read = [read](WDFQUEUE, WDFREQUEST request, size_t) { read(request); };
          on.created = [this](WDFDEVICE device) {
            WDF_IO_QUEUE_CONFIG config = queue_config(WdfIoQueueDispatchParallel);
            return ddi::WdfIoQueueCreate(globals(), device, &config, nullptr, nullptr);
          };
        },
        body);
  }

  WDFIOTARGET target() { return ddi::WdfDeviceGetIoTarget(globals(), device()); }
  void complete(WDFREQUEST request, NTSTATUS status = STATUS_SUCCESS) {
    ddi::WdfRequestComplete(globals(), request, status);
  }
  void complete_as_below(WDFREQUEST request) {
    ddi::WdfRequestCompleteWithInformation(globals(), request, ddi::WdfRequestGetStatus(globals(), request),
                                           ddi::WdfRequestGetInformation(globals(), request));
  }
  static WDF_REQUEST_SEND_OPTIONS options(ULONG flags) {
    WDF_REQUEST_SEND_OPTIONS options;
    WDF_REQUEST_SEND_OPTIONS_INIT(&options, flags);
    return options;
  }
  void send_with_routine(WDFREQUEST request) {
    ddi::WdfRequestSetCompletionRoutine(globals(), request, came_back, this);
    EXPECT_TRUE(ddi::WdfRequestSend(globals(), request, target(), nullptr));
  }
  void pass_on(WDFREQUEST request) {
    ddi::WdfRequestFormatRequestUsingCurrentType(globals(), request);
    send_with_routine(request);
  }
  void finish_below() {
    PIRP irp = std::exchange(pended_, nullptr);
    ASSERT_NE(irp, nullptr);
    irp->IoStatus.Status = answer_;
    irp->IoStatus.Information = information_;
    IoCompleteRequest(irp, IO_NO_INCREMENT);
  }
  bool is_live(void* handle) { return HandleCheck::look(Client::from(globals()), handle, Type::kBase) != nullptr; }

  static VOID NTAPI came_back(WDFREQUEST request, WDFIOTARGET target, PWDF_REQUEST_COMPLETION_PARAMS params,
                              WDFCONTEXT context) {
    auto* self = static_cast<PassOnTest*>(context);
    EXPECT_EQ(target, self->target());
    self->back_ = request;
    self->params_ = *params;
    self->note("back");
    if (self->on_back_) self->on_back_(request);
  }

  Seen seen_;
  NTSTATUS answer_ = STATUS_SUCCESS;
  ULONG_PTR information_ = 0;
  bool pend_ = false;
  PIRP pended_ = nullptr;
  WDFREQUEST back_ = nullptr;
  WDF_REQUEST_COMPLETION_PARAMS params_{};
  std::function<void(WDFREQUEST)> on_back_;

 private:
  void insert_below(PDEVICE_OBJECT physical) {
    auto driver = machine().io().create_driver("Lower", u"\\Registry\\Machine\\Lower");
    ASSERT_TRUE(driver.ok());
    lower_driver_ = std::move(*driver);
    for (auto& major : lower_driver_->MajorFunction) major = &PassOnTest::dispatch;
    ASSERT_EQ(IoCreateDevice(lower_driver_.get(), 0, nullptr, FILE_DEVICE_UNKNOWN, 0, FALSE, &lower_), STATUS_SUCCESS);
    below_ = IoAttachDeviceToDeviceStack(lower_, physical);
    lower_->Flags |= physical->Flags & (DO_BUFFERED_IO | DO_DIRECT_IO | DO_POWER_PAGABLE);
    lower_->Flags &= ~static_cast<ULONG>(DO_DEVICE_INITIALIZING);
  }

  static NTSTATUS NTAPI dispatch(PDEVICE_OBJECT device, PIRP irp) {
    PassOnTest& self = *self_;
    const PIO_STACK_LOCATION location = IoGetCurrentIrpStackLocation(irp);
    if (location->MajorFunction == IRP_MJ_PNP || location->MajorFunction == IRP_MJ_POWER) {
      const bool removed = location->MajorFunction == IRP_MJ_PNP && location->MinorFunction == IRP_MN_REMOVE_DEVICE;
      IoSkipCurrentIrpStackLocation(irp);
      const NTSTATUS status = IoCallDriver(self.below_, irp);
      if (removed) {
        IoDetachDevice(self.below_);
        IoDeleteDevice(device);
      }
      return status;
    }
    self.seen_ = {irp, location->MajorFunction, location->Parameters.Read.Length,
                  location->Parameters.DeviceIoControl.IoControlCode, self.seen_.count + 1};
    if (self.pend_) {
      IoMarkIrpPending(irp);
      self.pended_ = irp;
      return STATUS_PENDING;
    }
    const NTSTATUS answer = irp->IoStatus.Status = self.answer_;
    irp->IoStatus.Information = self.information_;
    IoCompleteRequest(irp, IO_NO_INCREMENT);
    return answer;
  }

  inline static PassOnTest* self_ = nullptr;
  ob::Ref<DRIVER_OBJECT> lower_driver_;
  PDEVICE_OBJECT lower_ = nullptr, below_ = nullptr;
};
OWDF_IN_BOTH_FORMS(PassOnTest);

TEST_P(PassOnTest, ARequestIsPassedOnUnchangedAndItsAnswerIsRead) {
  RecordProperty("rows", "REQ-059 REQ-025 REQ-032 REQ-033 REQ-036");
  answer_ = STATUS_BUFFER_OVERFLOW;
  information_ = 5;
  with_stack(
      [&](WDFREQUEST request) {
        ddi::WdfRequestFormatRequestUsingCurrentType(globals(), request);
        WDF_REQUEST_SEND_OPTIONS synchronous = options(WDF_REQUEST_SEND_OPTION_SYNCHRONOUS);
        EXPECT_TRUE(ddi::WdfRequestSend(globals(), request, target(), &synchronous));
        EXPECT_EQ(ddi::WdfRequestGetStatus(globals(), request), STATUS_BUFFER_OVERFLOW);
        EXPECT_EQ(ddi::WdfRequestGetInformation(globals(), request), 5u);
        complete_as_below(request);
      },
      [&](Rig& rig) {
        auto read = rig.read(8);
        EXPECT_EQ(seen_.irp, read->irp());
        EXPECT_EQ(read->status(), STATUS_BUFFER_OVERFLOW);
        EXPECT_EQ(read->information(), 5u);
      });
}

TEST_P(PassOnTest, TheDeviceBelowSeesTheSameParameters) {
  RecordProperty("rows", "WDM-012 WDM-005 IOT-074");
  with_stack([&](WDFREQUEST request) { pass_on(request); },
             [&](Rig& rig) {
               on_back_ = [&](WDFREQUEST request) { complete_as_below(request); };
               EXPECT_EQ(rig.read(8)->status(), STATUS_SUCCESS);
               EXPECT_EQ(seen_.major, IRP_MJ_READ);
               EXPECT_EQ(seen_.length, 8u);
               const PDEVICE_OBJECT lower = ddi::WdfDeviceWdmGetAttachedDevice(globals(), rig.device);
               EXPECT_EQ(lower->AttachedDevice, rig.top());
               EXPECT_EQ(ddi::WdfIoTargetWdmGetTargetDeviceObject(globals(), target()), lower);
             });
}

TEST_P(PassOnTest, TheCompletionRoutineComesWhenTheTargetHasCompleted) {
  RecordProperty("rows", "REQ-026 REQ-011 REQ-036");
  pend_ = true;
  WDFREQUEST sent = nullptr;
  with_stack([&](WDFREQUEST request) { pass_on(sent = request); },
             [&](Rig& rig) {
               log().clear();
               auto read = rig.read(8);
               EXPECT_TRUE(log().empty());
               on_back_ = [&](WDFREQUEST request) {
                 EXPECT_EQ(ddi::WdfRequestGetStatus(globals(), request), STATUS_DEVICE_NOT_READY);
                 complete_as_below(request);
               };
               answer_ = STATUS_DEVICE_NOT_READY;
               finish_below();
               EXPECT_THAT(log(), ElementsAre("back"));
               EXPECT_EQ(back_, sent);
               EXPECT_EQ(read->status(), STATUS_DEVICE_NOT_READY);
             });
}

TEST_P(PassOnTest, CompletionParametersCarryStatusAndType) {
  RecordProperty("rows", "REQ-034 MEM-028");
  answer_ = STATUS_SUCCESS;
  information_ = 3;
  with_stack(
      [&](WDFREQUEST request) {
        WDFMEMORY memory = nullptr;
        ASSERT_EQ(ddi::WdfRequestRetrieveOutputMemory(globals(), request, &memory), STATUS_SUCCESS);
        ASSERT_EQ(ddi::WdfIoTargetFormatRequestForRead(globals(), target(), request, memory, nullptr, nullptr),
                  STATUS_SUCCESS);
        send_with_routine(request);
      },
      [&](Rig& rig) {
        on_back_ = [&](WDFREQUEST request) {
          WDF_REQUEST_COMPLETION_PARAMS params;
          WDF_REQUEST_COMPLETION_PARAMS_INIT(&params);
          ddi::WdfRequestGetCompletionParams(globals(), request, &params);
          EXPECT_EQ(params.IoStatus.Status, STATUS_SUCCESS);
          EXPECT_EQ(params.IoStatus.Information, 3u);
          EXPECT_EQ(params.Type, WdfRequestTypeRead);
          EXPECT_NE(params.Parameters.Read.Buffer, nullptr);
          complete_as_below(request);
        };
        EXPECT_EQ(rig.read(8)->information(), 3u);
        EXPECT_EQ(params_.IoStatus.Information, 3u);
        EXPECT_FALSE(is_live(back_));
      });
}

TEST_P(PassOnTest, AFormattedReadGoesDownWithTheMemoryOfTheReceivedOne) {
  RecordProperty("rows", "MEM-026 REQ-061");
  with_stack(
      [&](WDFREQUEST request) {
        WDFMEMORY memory = nullptr;
        ASSERT_EQ(ddi::WdfRequestRetrieveOutputMemory(globals(), request, &memory), STATUS_SUCCESS);
        ASSERT_EQ(ddi::WdfIoTargetFormatRequestForRead(globals(), target(), request, memory, nullptr, nullptr),
                  STATUS_SUCCESS);
        send_with_routine(request);
      },
      [&](Rig& rig) {
        on_back_ = [&](WDFREQUEST request) { complete_as_below(request); };
        EXPECT_EQ(rig.read(12)->status(), STATUS_SUCCESS);
        EXPECT_EQ(seen_.major, IRP_MJ_READ);
        EXPECT_EQ(seen_.length, 12u);
      });
}

TEST_P(PassOnTest, ASentAndForgottenRequestDoesNotComeBack) {
  RecordProperty("rows", "REQ-027 REQ-064");
  RecordProperty("ddi", "WdfRequestSend");
  pend_ = true;
  with_stack(
      [&](WDFREQUEST request) {
        ddi::WdfRequestFormatRequestUsingCurrentType(globals(), request);
        WDF_REQUEST_SEND_OPTIONS forget = options(WDF_REQUEST_SEND_OPTION_SEND_AND_FORGET);
        EXPECT_TRUE(ddi::WdfRequestSend(globals(), request, target(), &forget));
        EXPECT_FALSE(is_live(request));
      },
      [&](Rig& rig) {
        log().clear();
        auto read = rig.read(8);
        EXPECT_FALSE(read->completed());
        information_ = 2;
        finish_below();
        EXPECT_EQ(read->information(), 2u);
        EXPECT_TRUE(log().empty());
      });
}

TEST_P(PassOnTest, AStackLocationOfTheDriversOwnIsCopiedDown) {
  RecordProperty("rows", "REQ-062");
  with_stack(
      [&](WDFREQUEST request) {
        IO_STACK_LOCATION location{};
        location.MajorFunction = IRP_MJ_DEVICE_CONTROL;
        location.Parameters.DeviceIoControl.IoControlCode = kChangedCode;
        ddi::WdfRequestWdmFormatUsingStackLocation(globals(), request, &location);
        send_with_routine(request);
      },
      [&](Rig& rig) {
        on_back_ = [&](WDFREQUEST request) { complete_as_below(request); };
        EXPECT_EQ(rig.read(8)->status(), STATUS_SUCCESS);
        EXPECT_EQ(seen_.major, IRP_MJ_DEVICE_CONTROL);
        EXPECT_EQ(seen_.code, kChangedCode);
      });
}

TEST_P(PassOnTest, ASentRequestCanBeCancelled) {
  RecordProperty("rows", "REQ-049");
  pend_ = true;
  WDFREQUEST sent = nullptr;
  with_stack([&](WDFREQUEST request) { pass_on(sent = request); },
             [&](Rig& rig) {
               auto read = rig.read(8);
               EXPECT_FALSE(pended_->Cancel);
               ddi::WdfRequestCancelSentRequest(globals(), sent);
               EXPECT_TRUE(pended_->Cancel);
               on_back_ = [&](WDFREQUEST request) { complete_as_below(request); };
               answer_ = STATUS_CANCELLED;
               finish_below();
               EXPECT_EQ(read->status(), STATUS_CANCELLED);
             });
}

TEST_P(PassOnTest, CancellingARequestThatHasCompletedIsHarmless) {
  RecordProperty("rows", "REQ-057");
  with_stack(
      [&](WDFREQUEST request) {
        const WDFOBJECT object = static_cast<WDFOBJECT>(static_cast<void*>(request));
        ddi::WdfObjectReferenceActual(globals(), object, nullptr, 0, nullptr);
        pass_on(request);
      },
      [&](Rig& rig) {
        on_back_ = [&](WDFREQUEST request) { complete_as_below(request); };
        EXPECT_EQ(rig.read(8)->status(), STATUS_SUCCESS);
        EXPECT_FALSE(ddi::WdfRequestCancelSentRequest(globals(), back_));
        ddi::WdfObjectDereferenceActual(globals(), static_cast<WDFOBJECT>(static_cast<void*>(back_)), nullptr, 0,
                                        nullptr);
      });
}

TEST_P(PassOnTest, ADriversOwnRequestIsSentAgainAfterReuseFromItsCompletionRoutine) {
  RecordProperty("rows", "REQ-029 REQ-106 REQ-108 REQ-109 MEM-036");
  with_stack({}, [&](Rig&) {
    WDFREQUEST own = nullptr;
    WDFMEMORY memory = nullptr;
    ASSERT_EQ(ddi::WdfRequestCreate(globals(), nullptr, target(), &own), STATUS_SUCCESS);
    ASSERT_EQ(ddi::WdfMemoryCreate(globals(), nullptr, NonPagedPoolNx, 0, 16, &memory, nullptr), STATUS_SUCCESS);
    const auto send = [&] {
      ASSERT_EQ(ddi::WdfIoTargetFormatRequestForWrite(globals(), target(), own, memory, nullptr, nullptr),
                STATUS_SUCCESS);
      send_with_routine(own);
    };
    int parts = 1;
    on_back_ = [&](WDFREQUEST request) {
      EXPECT_EQ(ddi::WdfRequestGetStatus(globals(), request), STATUS_SUCCESS);
      WDF_REQUEST_REUSE_PARAMS reuse;
      WDF_REQUEST_REUSE_PARAMS_INIT(&reuse, WDF_REQUEST_REUSE_NO_FLAGS, STATUS_NOT_SUPPORTED);
      ASSERT_EQ(ddi::WdfRequestReuse(globals(), request, &reuse), STATUS_SUCCESS);
      EXPECT_EQ(ddi::WdfRequestGetStatus(globals(), request), STATUS_NOT_SUPPORTED);
      if (++parts <= 3) send();
    };
    log().clear();
    send();
    EXPECT_THAT(log(), ElementsAre("back", "back", "back"));
    EXPECT_EQ(seen_.count, 3);
    EXPECT_EQ(seen_.major, IRP_MJ_WRITE);
    EXPECT_EQ(seen_.length, 16u);
    // The routine does not survive a reuse.
    ASSERT_EQ(ddi::WdfIoTargetFormatRequestForWrite(globals(), target(), own, memory, nullptr, nullptr),
              STATUS_SUCCESS);
    WDF_REQUEST_SEND_OPTIONS synchronous = options(WDF_REQUEST_SEND_OPTION_SYNCHRONOUS);
    EXPECT_TRUE(ddi::WdfRequestSend(globals(), own, target(), &synchronous));
    EXPECT_EQ(log().size(), 3u);
    ddi::WdfObjectDelete(globals(), static_cast<WDFOBJECT>(static_cast<void*>(own)));
    EXPECT_FALSE(is_live(own));
  });
}

TEST_P(PassOnTest, MemoryThatAnUnfinishedRequestUsesOutlivesItsHandle) {
  RecordProperty("rows", "MEM-031 MEM-035 MEM-033");
  pend_ = true;
  with_stack({}, [&](Rig&) {
    WDFREQUEST own = nullptr;
    WDFMEMORY memory = nullptr;
    ASSERT_EQ(ddi::WdfRequestCreate(globals(), nullptr, target(), &own), STATUS_SUCCESS);
    ASSERT_EQ(ddi::WdfMemoryCreate(globals(), nullptr, NonPagedPoolNx, 0, 16, &memory, nullptr), STATUS_SUCCESS);
    ASSERT_EQ(ddi::WdfIoTargetFormatRequestForRead(globals(), target(), own, memory, nullptr, nullptr), STATUS_SUCCESS);
    send_with_routine(own);
    ddi::WdfObjectDelete(globals(), static_cast<WDFOBJECT>(static_cast<void*>(memory)));
    EXPECT_TRUE(is_live(memory));
    on_back_ = [&](WDFREQUEST) { EXPECT_TRUE(is_live(memory)); };
    log().clear();
    finish_below();
    EXPECT_THAT(log(), ElementsAre("back"));
    ddi::WdfObjectDelete(globals(), static_cast<WDFOBJECT>(static_cast<void*>(own)));
    EXPECT_FALSE(is_live(memory));
  });
}

TEST_P(PassOnTest, ASynchronousReadTakesADescriptorOfItsBuffer) {
  RecordProperty("rows", "MEM-009");
  information_ = 4;
  with_stack({}, [&](Rig&) {
    char buffer[24] = {};
    WDF_MEMORY_DESCRIPTOR descriptor;
    WDF_MEMORY_DESCRIPTOR_INIT_BUFFER(&descriptor, buffer, sizeof(buffer));
    ULONG_PTR bytes = 0;
    EXPECT_EQ(
        ddi::WdfIoTargetSendReadSynchronously(globals(), target(), nullptr, &descriptor, nullptr, nullptr, &bytes),
        STATUS_SUCCESS);
    EXPECT_EQ(bytes, 4u);
    EXPECT_EQ(seen_.major, IRP_MJ_READ);
    EXPECT_EQ(seen_.length, sizeof(buffer));
  });
}

TEST_P(PassOnTest, AFilterPassesDownWhatItHasNoQueueFor) {
  RecordProperty("rows", "QUE-011 FIL-013 WDM-026");
  information_ = 6;
  with_stack(
      {},
      [&](Rig& rig) {
        auto read = rig.read(8);
        EXPECT_EQ(read->information(), 6u);
        EXPECT_EQ(seen_.irp, read->irp());
        EXPECT_EQ(rig.control(kCode, 4, 4)->status(), STATUS_SUCCESS);
        EXPECT_EQ(seen_.code, kCode);
        FILE_OBJECT file{};
        for (const UCHAR major : {IRP_MJ_CREATE, IRP_MJ_CLEANUP, IRP_MJ_CLOSE}) {
          EXPECT_EQ(rig.file(major, &file), STATUS_SUCCESS);
          EXPECT_EQ(seen_.major, major);
        }
      },
      true);
}

TEST_P(PassOnTest, AFunctionDriverKeepsWhatItHasNoQueueFor) {
  RecordProperty("rows", "QUE-010 FIL-012 WDM-026");
  with_stack({}, [&](Rig& rig) {
    EXPECT_EQ(rig.read(8)->status(), STATUS_INVALID_DEVICE_REQUEST);
    FILE_OBJECT file{};
    for (const UCHAR major : {IRP_MJ_CREATE, IRP_MJ_CLEANUP, IRP_MJ_CLOSE})
      EXPECT_EQ(rig.file(major, &file), STATUS_SUCCESS);
    EXPECT_EQ(rig.transfer(IRP_MJ_FLUSH_BUFFERS, 0)->status(), STATUS_INVALID_DEVICE_REQUEST);
    EXPECT_EQ(seen_.count, 0);
  });
}

}  // namespace
}  // namespace owdf::wdf
