// The local target: a framework device above a WDM driver that is written here.
#include "wdf/target/io_target.h"

#include <gmock/gmock.h>

#include <cstring>

#include "nt/ob/name.h"
#include "wdf/testing_device.h"

namespace owdf::wdf {
namespace {

constexpr ULONG kControl = CTL_CODE(FILE_DEVICE_UNKNOWN, 1, METHOD_BUFFERED, FILE_ANY_ACCESS);

NTSTATUS finish(PIRP irp, NTSTATUS status, ULONG_PTR information = 0) {
  irp->IoStatus.Status = status;
  irp->IoStatus.Information = information;
  IoCompleteRequest(irp, IO_NO_INCREMENT);
  return status;
}

void NTAPI cancel_kept(PDEVICE_OBJECT, PIRP irp) {
  IoReleaseCancelSpinLock(irp->CancelIrql);
  finish(irp, STATUS_CANCELLED);
}

// The driver below the framework device: passes PnP and power on, answers everything else as the test says.
class LowerDriver {
 public:
  using Answer = std::function<NTSTATUS(PIRP, PIO_STACK_LOCATION)>;

  void attach(nt::Machine& machine, PDEVICE_OBJECT physical) {
    driver_ = machine.io().create_driver("Lower", u"").value();
    for (auto& function : driver_->MajorFunction) function = on_io;
    driver_->MajorFunction[IRP_MJ_PNP] = on_pnp;
    driver_->MajorFunction[IRP_MJ_POWER] = pass_down;
    ASSERT_EQ(IoCreateDevice(driver_.get(), sizeof(LowerDriver*), nullptr, FILE_DEVICE_UNKNOWN, 0, FALSE, &device_),
              STATUS_SUCCESS);
    *static_cast<LowerDriver**>(device_->DeviceExtension) = this;
    below_ = IoAttachDeviceToDeviceStack(device_, physical);
    device_->Flags |= DO_BUFFERED_IO;
    device_->Flags &= ~DO_DEVICE_INITIALIZING;
  }
  void drop(nt::Machine& machine) {
    machine.ob().remove_name(driver_.get());
    driver_ = {};
  }

  Answer answer;
  std::atomic<PIRP> kept{nullptr};
  // An answer: keeps the IRP until it is cancelled.
  NTSTATUS keep(PIRP irp) {
    IoMarkIrpPending(irp);
    IoSetCancelRoutine(irp, cancel_kept);
    kept = irp;
    return STATUS_PENDING;
  }
  // Another: completes the IRP that was kept.
  void release(NTSTATUS status, ULONG_PTR information) {
    IoSetCancelRoutine(kept, nullptr);
    finish(kept, status, information);
  }

 private:
  static LowerDriver& of(PDEVICE_OBJECT device) { return **static_cast<LowerDriver**>(device->DeviceExtension); }
  static NTSTATUS NTAPI on_io(PDEVICE_OBJECT device, PIRP irp) {
    LowerDriver& self = of(device);
    return self.answer ? self.answer(irp, IoGetCurrentIrpStackLocation(irp)) : finish(irp, STATUS_NOT_SUPPORTED);
  }
  static NTSTATUS NTAPI pass_down(PDEVICE_OBJECT device, PIRP irp) {
    IoSkipCurrentIrpStackLocation(irp);
    return IoCallDriver(of(device).below_, irp);
  }
  static NTSTATUS NTAPI on_pnp(PDEVICE_OBJECT device, PIRP irp) {
    const bool gone = IoGetCurrentIrpStackLocation(irp)->MinorFunction == IRP_MN_REMOVE_DEVICE;
    PDEVICE_OBJECT below = of(device).below_;
    const NTSTATUS status = pass_down(device, irp);
    if (gone) {
      IoDetachDevice(below);
      IoDeleteDevice(device);
    }
    return status;
  }

  ob::Ref<DRIVER_OBJECT> driver_;
  PDEVICE_OBJECT device_ = nullptr;
  PDEVICE_OBJECT below_ = nullptr;
};

class TargetTest : public DeviceTest {
 protected:
  void SetUp() override { running_ = this; }

  // A device with a parallel queue over the hooks, above the lower driver.
  void above_lower(const std::function<void(Hooks&)>& set, const std::function<void(Rig&)>& body) {
    with_device(
        [&](Hooks& on) {
          on.init = [&](PWDFDEVICE_INIT init) {
            lower_.attach(machine(), ddi::WdfFdoInitWdmGetPhysicalDevice(globals(), init));
          };
          set(on);
          if (!on.read && !on.write) return;  // no queue
          on.created = [&](WDFDEVICE made) {
            WDF_IO_QUEUE_CONFIG config = queue_config(WdfIoQueueDispatchParallel);
            return ddi::WdfIoQueueCreate(globals(), made, &config, nullptr, nullptr);
          };
        },
        [&](Rig& rig) {
          body(rig);
          removed_ = true;
          EXPECT_TRUE(machine().pnp().remove(*rig.node).ok());
          lower_.drop(machine());
        });
  }
  WDFIOTARGET target() { return ddi::WdfDeviceGetIoTarget(globals(), device()); }
  WDFREQUEST created_request() {
    WDFREQUEST request = nullptr;
    EXPECT_EQ(ddi::WdfRequestCreate(globals(), nullptr, target(), &request), STATUS_SUCCESS);
    return request;
  }
  bool send(WDFREQUEST request, WDF_REQUEST_SEND_OPTIONS* options = nullptr) {
    return ddi::WdfRequestSend(globals(), request, target(), options) != FALSE;
  }
  // EvtIoXxx that sends the request on and completes it when it is back.
  void forward(WDFREQUEST request) {
    ddi::WdfRequestFormatRequestUsingCurrentType(globals(), request);
    ddi::WdfRequestSetCompletionRoutine(globals(), request, came_back, nullptr);
    EXPECT_TRUE(send(request));
  }
  static WDF_REQUEST_SEND_OPTIONS options(ULONG flags, int milliseconds = 0) {
    WDF_REQUEST_SEND_OPTIONS options;
    WDF_REQUEST_SEND_OPTIONS_INIT(&options, flags);
    if (milliseconds) WDF_REQUEST_SEND_OPTIONS_SET_TIMEOUT(&options, WDF_REL_TIMEOUT_IN_MS(milliseconds));
    return options;
  }
  static WDF_MEMORY_DESCRIPTOR describe(void* buffer, ULONG length) {
    WDF_MEMORY_DESCRIPTOR descriptor;
    WDF_MEMORY_DESCRIPTOR_INIT_BUFFER(&descriptor, buffer, length);
    return descriptor;
  }

  // What the completion routine saw; it completes a request that was received.
  struct Seen {
    int calls = 0;
    WDF_REQUEST_COMPLETION_PARAMS parameters{};
    NTSTATUS status = STATUS_PENDING;
    ULONG_PTR information = 0;
    WDFCONTEXT context = nullptr;
  };
  Seen seen_;
  bool received_ = true;  // the request that is sent is one that the driver received
  LowerDriver lower_;

  static void NTAPI came_back(WDFREQUEST request, WDFIOTARGET target, PWDF_REQUEST_COMPLETION_PARAMS parameters,
                              WDFCONTEXT context) {
    TargetTest& self = *running_;
    EXPECT_EQ(target, self.target());
    self.seen_.calls++;
    self.seen_.parameters = *parameters;
    self.seen_.status = ddi::WdfRequestGetStatus(self.globals(), request);
    self.seen_.information = ddi::WdfRequestGetInformation(self.globals(), request);
    self.seen_.context = context;
    if (!self.received_) return;
    ddi::WdfRequestCompleteWithInformation(self.globals(), request, self.seen_.status, self.seen_.information);
  }

 private:
  inline static TargetTest* running_ = nullptr;
};
OWDF_IN_BOTH_FORMS(TargetTest);

// --- requests of others, sent on ---

TEST_P(TargetTest, AForwardedRequestComesBackThroughItsCompletionRoutine) {
  RecordProperty("rows", "REQ-026 REQ-032 REQ-033 REQ-059 IOT-038");
  RecordProperty("ddi",
                 "WdfRequestSend WdfRequestFormatRequestUsingCurrentType WdfRequestSetCompletionRoutine "
                 "WdfDeviceGetIoTarget");
  lower_.answer = [](PIRP irp, PIO_STACK_LOCATION location) {
    EXPECT_EQ(location->MajorFunction, IRP_MJ_READ);
    EXPECT_EQ(location->Parameters.Read.Length, 16u);
    std::memset(irp->AssociatedIrp.SystemBuffer, 'x', 5);
    return finish(irp, STATUS_SUCCESS, 5);
  };
  above_lower([&](Hooks& on) { on.read = [&](WDFQUEUE, WDFREQUEST request, size_t) { forward(request); }; },
              [&](Rig& rig) {
                auto read = rig.read(16);
                EXPECT_EQ(read->status(), STATUS_SUCCESS);
                EXPECT_EQ(read->information(), 5u);
                EXPECT_EQ(std::string(read->buffer(), 5), "xxxxx");
                EXPECT_EQ(seen_.calls, 1);
                EXPECT_EQ(seen_.parameters.IoStatus.Status, STATUS_SUCCESS);
                EXPECT_EQ(seen_.information, 5u);
              });
}

TEST_P(TargetTest, ASentRequestCanBeCancelledUntilItIsBack) {
  RecordProperty("rows", "REQ-049 IOT-041");
  RecordProperty("ddi", "WdfRequestCancelSentRequest");
  WDFREQUEST sent = nullptr;
  lower_.answer = [&](PIRP irp, PIO_STACK_LOCATION) { return lower_.keep(irp); };
  above_lower(
      [&](Hooks& on) {
        on.read = [&](WDFQUEUE, WDFREQUEST request, size_t) {
          sent = request;
          ddi::WdfObjectReferenceActual(globals(), static_cast<WDFOBJECT>(request), nullptr, 0, nullptr);
          forward(request);
        };
      },
      [&](Rig& rig) {
        auto read = rig.read(16);
        EXPECT_FALSE(read->completed());
        EXPECT_TRUE(ddi::WdfRequestCancelSentRequest(globals(), sent));
        EXPECT_EQ(read->status(), STATUS_CANCELLED);
        EXPECT_EQ(seen_.status, STATUS_CANCELLED);
        EXPECT_EQ(seen_.calls, 1);
        EXPECT_FALSE(ddi::WdfRequestCancelSentRequest(globals(), sent)) << "it is back";
        ddi::WdfObjectDereferenceActual(globals(), static_cast<WDFOBJECT>(sent), nullptr, 0, nullptr);
      });
}

TEST_P(TargetTest, ARequestSentAndForgottenEndsWithoutTheDriver) {
  RecordProperty("rows", "REQ-027");
  RecordProperty("ddi", "WdfRequestSend");
  lower_.answer = [&](PIRP irp, PIO_STACK_LOCATION) { return lower_.keep(irp); };
  above_lower(
      [&](Hooks& on) {
        on.write = [&](WDFQUEUE, WDFREQUEST request, size_t) {
          auto forget = options(WDF_REQUEST_SEND_OPTION_SEND_AND_FORGET);
          EXPECT_TRUE(send(request, &forget));
        };
      },
      [&](Rig& rig) {
        auto write = rig.write(8);
        EXPECT_FALSE(write->completed());
        ASSERT_NE(lower_.kept.load(), nullptr);
        lower_.release(STATUS_SUCCESS, 8);
        EXPECT_EQ(write->status(), STATUS_SUCCESS);
        EXPECT_EQ(write->information(), 8u);
        EXPECT_EQ(seen_.calls, 0);
      });
}

TEST_P(TargetTest, ASynchronousForwardReturnsWhenTheLowerDriverHasCompleted) {
  RecordProperty("rows", "REQ-025 REQ-036 IOT-040");
  RecordProperty("ddi", "WdfRequestSend WdfRequestGetStatus WdfRequestGetInformation");
  lower_.answer = [](PIRP irp, PIO_STACK_LOCATION) { return finish(irp, STATUS_DEVICE_BUSY, 3); };
  above_lower(
      [&](Hooks& on) {
        on.read = [&](WDFQUEUE, WDFREQUEST request, size_t) {
          ddi::WdfRequestFormatRequestUsingCurrentType(globals(), request);
          auto wait = options(WDF_REQUEST_SEND_OPTION_SYNCHRONOUS);
          EXPECT_TRUE(send(request, &wait));
          EXPECT_EQ(ddi::WdfRequestGetStatus(globals(), request), STATUS_DEVICE_BUSY);
          EXPECT_EQ(ddi::WdfRequestGetInformation(globals(), request), 3u);
          ddi::WdfRequestComplete(globals(), request, STATUS_UNSUCCESSFUL);
        };
      },
      [&](Rig& rig) { EXPECT_EQ(rig.read(8)->status(), STATUS_UNSUCCESSFUL); });
}

// --- requests of the driver's own ---

TEST_P(TargetTest, ASynchronousControlCarriesItsBuffersBothWays) {
  RecordProperty("rows", "IOT-022 IOT-028 IOT-029 IOT-030 IOT-031");
  RecordProperty("ddi", "WdfIoTargetSendIoctlSynchronously");
  lower_.answer = [](PIRP irp, PIO_STACK_LOCATION location) {
    EXPECT_EQ(location->MajorFunction, IRP_MJ_DEVICE_CONTROL);
    EXPECT_EQ(location->Parameters.DeviceIoControl.IoControlCode, kControl);
    EXPECT_EQ(location->Parameters.DeviceIoControl.InputBufferLength, 4u);
    EXPECT_EQ(location->Parameters.DeviceIoControl.OutputBufferLength, 8u);
    auto* words = static_cast<uint32_t*>(irp->AssociatedIrp.SystemBuffer);
    words[1] = words[0] * 2;
    return finish(irp, STATUS_SUCCESS, 8);
  };
  above_lower([](Hooks&) {},
              [&](Rig&) {
                uint32_t in = 21, out[2] = {};
                WDF_MEMORY_DESCRIPTOR input = describe(&in, sizeof in), output = describe(out, sizeof out);
                ULONG_PTR bytes = 0;
                EXPECT_EQ(ddi::WdfIoTargetSendIoctlSynchronously(globals(), target(), nullptr, kControl, &input,
                                                                 &output, nullptr, &bytes),
                          STATUS_SUCCESS);
                EXPECT_EQ(bytes, 8u);
                EXPECT_EQ(out[0], 21u);
                EXPECT_EQ(out[1], 42u);
              });
}

TEST_P(TargetTest, SynchronousTransfersAndInternalControlsReachTheLowerDriverAsSuch) {
  RecordProperty("rows", "IOT-020 IOT-021 IOT-023");
  RecordProperty("ddi",
                 "WdfIoTargetSendReadSynchronously WdfIoTargetSendWriteSynchronously "
                 "WdfIoTargetSendInternalIoctlSynchronously");
  std::vector<int> majors;
  LONGLONG at = 0;
  lower_.answer = [&](PIRP irp, PIO_STACK_LOCATION location) {
    majors.push_back(location->MajorFunction);
    if (location->MajorFunction == IRP_MJ_READ) std::memcpy(irp->AssociatedIrp.SystemBuffer, "read", 4);
    if (location->MajorFunction == IRP_MJ_WRITE) {
      EXPECT_EQ(std::memcmp(irp->AssociatedIrp.SystemBuffer, "data", 4), 0);
      at = location->Parameters.Write.ByteOffset.QuadPart;
    }
    return finish(irp, STATUS_SUCCESS, 4);
  };
  above_lower([](Hooks&) {},
              [&](Rig&) {
                char buffer[8] = "data";
                WDF_MEMORY_DESCRIPTOR memory = describe(buffer, 4);
                ULONG_PTR bytes = 0;
                LONGLONG offset = 512;
                EXPECT_EQ(ddi::WdfIoTargetSendWriteSynchronously(globals(), target(), nullptr, &memory, &offset,
                                                                 nullptr, &bytes),
                          STATUS_SUCCESS);
                EXPECT_EQ(at, 512);
                EXPECT_EQ(bytes, 4u);
                EXPECT_EQ(ddi::WdfIoTargetSendReadSynchronously(globals(), target(), nullptr, &memory, nullptr, nullptr,
                                                                &bytes),
                          STATUS_SUCCESS);
                EXPECT_STREQ(buffer, "read");
                EXPECT_EQ(ddi::WdfIoTargetSendInternalIoctlSynchronously(globals(), target(), nullptr, kControl,
                                                                         nullptr, nullptr, nullptr, nullptr),
                          STATUS_SUCCESS);
                EXPECT_THAT(majors, ::testing::ElementsAre(IRP_MJ_WRITE, IRP_MJ_READ, IRP_MJ_INTERNAL_DEVICE_CONTROL));
              });
}

TEST_P(TargetTest, ASynchronousSendThatTakesTooLongIsCancelled) {
  RecordProperty("rows", "IOT-026");
  RecordProperty("ddi", "WdfIoTargetSendIoctlSynchronously");
  lower_.answer = [&](PIRP irp, PIO_STACK_LOCATION) { return lower_.keep(irp); };
  above_lower([](Hooks&) {},
              [&](Rig&) {
                auto timed = options(WDF_REQUEST_SEND_OPTION_TIMEOUT, 5);
                const int64_t begin = world().interrupt_time();
                EXPECT_EQ(ddi::WdfIoTargetSendIoctlSynchronously(globals(), target(), nullptr, kControl, nullptr,
                                                                 nullptr, &timed, nullptr),
                          STATUS_IO_TIMEOUT);
                EXPECT_GE(world().interrupt_time() - begin, 5 * sched::kTicksPerMillisecond);
              });
}

TEST_P(TargetTest, ACreatedRequestIsSentAgainAfterReuse) {
  RecordProperty("rows", "REQ-028 IOT-034");
  RecordProperty("ddi", "WdfRequestCreate WdfRequestReuse WdfIoTargetFormatRequestForIoctl WdfRequestSend");
  received_ = false;
  uint32_t number = 0;
  lower_.answer = [&](PIRP irp, PIO_STACK_LOCATION) {
    number += *static_cast<uint32_t*>(irp->AssociatedIrp.SystemBuffer);
    return finish(irp, STATUS_SUCCESS, 0);
  };
  above_lower([](Hooks&) {},
              [&](Rig&) {
                WDFREQUEST request = created_request();
                EXPECT_FALSE(send(request)) << "nothing was formatted";
                PVOID buffer = nullptr;
                WDFMEMORY memory = nullptr;
                ASSERT_EQ(ddi::WdfMemoryCreate(globals(), nullptr, NonPagedPoolNx, 0, 4, &memory, &buffer),
                          STATUS_SUCCESS);
                *static_cast<uint32_t*>(buffer) = 7;
                for (int round = 1; round <= 3; round++) {
                  WDF_REQUEST_REUSE_PARAMS reuse;
                  WDF_REQUEST_REUSE_PARAMS_INIT(&reuse, WDF_REQUEST_REUSE_NO_FLAGS, STATUS_SUCCESS);
                  EXPECT_EQ(ddi::WdfRequestReuse(globals(), request, &reuse), STATUS_SUCCESS);
                  ASSERT_EQ(ddi::WdfIoTargetFormatRequestForIoctl(globals(), target(), request, kControl, memory,
                                                                  nullptr, nullptr, nullptr),
                            STATUS_SUCCESS);
                  ddi::WdfRequestSetCompletionRoutine(globals(), request, came_back, &number);
                  EXPECT_TRUE(send(request));
                  EXPECT_EQ(seen_.calls, round);
                }
                EXPECT_EQ(number, 21u);
                EXPECT_EQ(seen_.context, &number);
                EXPECT_EQ(seen_.parameters.Type, WdfRequestTypeDeviceControl);
                ddi::WdfObjectDelete(globals(), static_cast<WDFOBJECT>(request));
                ddi::WdfObjectDelete(globals(), static_cast<WDFOBJECT>(memory));
              });
}

// --- filters ---

TEST_P(TargetTest, AFilterPassesDownWhatItHasNoQueueFor) {
  RecordProperty("rows", "REQ-060 WDM-026 BHV-002");
  RecordProperty("ddi", "WdfFdoInitSetFilter");
  std::vector<int> majors;
  lower_.answer = [&](PIRP irp, PIO_STACK_LOCATION location) {
    majors.push_back(location->MajorFunction);
    return finish(irp, STATUS_SUCCESS, 1);
  };
  above_lower(
      [&](Hooks& on) {
        const auto attach = on.init;
        on.init = [this, attach](PWDFDEVICE_INIT init) {
          attach(init);
          ddi::WdfFdoInitSetFilter(globals(), init);
        };
      },
      [&](Rig& rig) {
        EXPECT_EQ(rig.read(8)->information(), 1u);
        EXPECT_EQ(rig.control(kControl, 0, 0)->status(), STATUS_SUCCESS);
        EXPECT_EQ(rig.transfer(IRP_MJ_FLUSH_BUFFERS, 0)->status(), STATUS_SUCCESS);
        EXPECT_THAT(majors, ::testing::ElementsAre(IRP_MJ_READ, IRP_MJ_DEVICE_CONTROL, IRP_MJ_FLUSH_BUFFERS));
        EXPECT_TRUE(rig.top()->Flags & DO_BUFFERED_IO) << "as the driver below";
      });
}

TEST_P(TargetTest, AFunctionDeviceRefusesWhatItHasNoQueueFor) {
  RecordProperty("rows", "WDM-026 BHV-002");
  lower_.answer = [](PIRP irp, PIO_STACK_LOCATION) {
    ADD_FAILURE() << "the lower driver was called";
    return finish(irp, STATUS_SUCCESS);
  };
  above_lower([](Hooks&) {},
              [&](Rig& rig) {
                EXPECT_EQ(rig.read(8)->status(), STATUS_INVALID_DEVICE_REQUEST);
                EXPECT_EQ(rig.transfer(IRP_MJ_FLUSH_BUFFERS, 0)->status(), STATUS_INVALID_DEVICE_REQUEST);
              });
}

}  // namespace
}  // namespace owdf::wdf
