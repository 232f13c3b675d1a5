#include "wdf/request/request.h"

#include <gmock/gmock.h>

#include <cstring>

#include "nt/cm/registry.h"
#include "nt/ps/process_manager.h"
#include "wdf/testing_device.h"

namespace owdf::wdf {
namespace {

using ::testing::ElementsAre;

constexpr ULONG control_code(ULONG function, ULONG method) {
  return CTL_CODE(FILE_DEVICE_UNKNOWN, function, method, FILE_ANY_ACCESS);
}

class RequestTest : public DeviceTest {
 protected:
  // A parallel default queue over the hooks that are set.
  void serve(Hooks& on) {
    on.created = [this](WDFDEVICE device) {
      WDF_IO_QUEUE_CONFIG config = queue_config(WdfIoQueueDispatchParallel);
      return ddi::WdfIoQueueCreate(globals(), device, &config, nullptr, nullptr);
    };
  }
  void complete(WDFREQUEST request, NTSTATUS status = STATUS_SUCCESS) {
    ddi::WdfRequestComplete(globals(), request, status);
  }
  NTSTATUS input(WDFREQUEST request, size_t minimum = 0) {
    return ddi::WdfRequestRetrieveInputBuffer(globals(), request, minimum, &buffer_, &length_);
  }
  NTSTATUS output(WDFREQUEST request, size_t minimum = 0) {
    return ddi::WdfRequestRetrieveOutputBuffer(globals(), request, minimum, &buffer_, &length_);
  }
  void keep_reads(Hooks& on) {
    on.read = [this](WDFQUEUE, WDFREQUEST request, size_t) { held_ = request; };
    serve(on);
  }

  PVOID buffer_ = nullptr;
  size_t length_ = 0;
  WDFREQUEST held_ = nullptr;
};
OWDF_IN_BOTH_FORMS(RequestTest);

TEST_P(RequestTest, AReadHasAnOutputBufferAndAWriteAnInputBuffer) {
  RecordProperty("rows", "REQ-071 REQ-084");
  RecordProperty("ddi", "WdfRequestRetrieveInputBuffer WdfRequestRetrieveOutputBuffer");
  with_device(
      [&](Hooks& on) {
        on.read = [&](WDFQUEUE, WDFREQUEST request, size_t length) {
          EXPECT_EQ(length, 16u);
          EXPECT_EQ(input(request), STATUS_INVALID_DEVICE_REQUEST);
          EXPECT_EQ(output(request, 17), STATUS_BUFFER_TOO_SMALL);
          ASSERT_EQ(output(request, 16), STATUS_SUCCESS);
          EXPECT_EQ(length_, 16u);
          std::memset(buffer_, 'x', length_);
          ddi::WdfRequestCompleteWithInformation(globals(), request, STATUS_SUCCESS, length_);
        };
        on.write = [&](WDFQUEUE, WDFREQUEST request, size_t) {
          EXPECT_EQ(output(request), STATUS_INVALID_DEVICE_REQUEST);
          EXPECT_EQ(input(request), STATUS_SUCCESS);
          complete(request);
        };
        serve(on);
      },
      [&](Rig& rig) {
        auto read = rig.read(16);
        EXPECT_EQ(read->status(), STATUS_SUCCESS);
        EXPECT_EQ(read->information(), 16u);
        EXPECT_EQ(read->buffer()[15], 'x');
        EXPECT_EQ(rig.write(16)->status(), STATUS_SUCCESS);
      });
}

TEST_P(RequestTest, ABufferedControlCodeSharesOneBuffer) {
  RecordProperty("rows", "REQ-075 REQ-078");
  with_device(
      [&](Hooks& on) {
        on.control = [&](WDFQUEUE, WDFREQUEST request, size_t out, size_t in, ULONG code) {
          EXPECT_EQ(code, control_code(1, METHOD_BUFFERED));
          EXPECT_EQ(input(request), in ? STATUS_SUCCESS : STATUS_BUFFER_TOO_SMALL);
          const PVOID first = buffer_;
          EXPECT_EQ(output(request), out ? STATUS_SUCCESS : STATUS_BUFFER_TOO_SMALL);
          if (in && out) {
            EXPECT_EQ(buffer_, first);
          }
          complete(request);
        };
        serve(on);
      },
      [&](Rig& rig) {
        EXPECT_EQ(rig.control(control_code(1, METHOD_BUFFERED), 8, 16)->status(), STATUS_SUCCESS);
        EXPECT_EQ(rig.control(control_code(1, METHOD_BUFFERED), 8, 0)->status(), STATUS_SUCCESS);
        EXPECT_EQ(rig.control(control_code(1, METHOD_BUFFERED), 0, 8)->status(), STATUS_SUCCESS);
      });
}

TEST_P(RequestTest, RetrievedMemoryDescribesTheBuffer) {
  RecordProperty("rows", "REQ-083");
  RecordProperty("ddi", "WdfRequestRetrieveOutputMemory WdfRequestRetrieveInputMemory");
  with_device(
      [&](Hooks& on) {
        on.read = [&](WDFQUEUE, WDFREQUEST request, size_t) {
          WDFMEMORY memory = nullptr, again = nullptr;
          ASSERT_EQ(ddi::WdfRequestRetrieveOutputMemory(globals(), request, &memory), STATUS_SUCCESS);
          ASSERT_EQ(ddi::WdfRequestRetrieveOutputMemory(globals(), request, &again), STATUS_SUCCESS);
          EXPECT_EQ(memory, again);
          size_t size = 0;
          EXPECT_EQ(output(request), STATUS_SUCCESS);
          EXPECT_EQ(ddi::WdfMemoryGetBuffer(globals(), memory, &size), buffer_);
          EXPECT_EQ(size, 32u);
          EXPECT_EQ(ddi::WdfRequestRetrieveInputMemory(globals(), request, &again), STATUS_INVALID_DEVICE_REQUEST);
          complete(request);
        };
        serve(on);
      },
      [&](Rig& rig) { EXPECT_EQ(rig.read(32)->status(), STATUS_SUCCESS); });
}

TEST_P(RequestTest, PrivateStatusesAreMapped) {
  RecordProperty("rows", "BHV-003");
  NTSTATUS with = STATUS_SUCCESS;
  with_device(
      [&](Hooks& on) {
        on.read = [&](WDFQUEUE, WDFREQUEST request, size_t) { complete(request, with); };
        serve(on);
      },
      [&](Rig& rig) {
        const std::pair<NTSTATUS, NTSTATUS> rows[] = {{STATUS_WDF_PAUSED, STATUS_DEVICE_BUSY},
                                                      {STATUS_WDF_BUSY, STATUS_DEVICE_BUSY},
                                                      {STATUS_WDF_NO_CALLBACK, STATUS_INVALID_DEVICE_REQUEST},
                                                      {STATUS_NO_MEMORY, STATUS_NO_MEMORY}};
        for (auto [given, seen] : rows) {
          with = given;
          EXPECT_EQ(rig.read(4)->status(), seen);
        }
      });
}

TEST_P(RequestTest, CompletingTwiceIsAViolation) {
  RecordProperty("rows", "REQ-051");
  device_violation(
      Violation::kRequestFatalError,
      [&](Hooks& on) {
        on.read = [&](WDFQUEUE, WDFREQUEST request, size_t) {
          object_of<wdf::Request>(Client::from(globals()), request).reference();  // the driver kept a reference
          complete(request);
          complete(request);
        };
        serve(on);
      },
      [&](Rig& rig) { rig.read(4); });
}

TEST_P(RequestTest, CompletingAMarkedRequestIsAViolation) {
  RecordProperty("rows", "REQ-040");
  device_violation(
      Violation::kQueueFatalError,
      [&](Hooks& on) {
        on.read = [&](WDFQUEUE, WDFREQUEST request, size_t) {
          ddi::WdfRequestMarkCancelable(globals(), request, cancel_routine);
          complete(request);
        };
        serve(on);
      },
      [&](Rig& rig) { rig.read(4); });
}

TEST_P(RequestTest, CancellingAMarkedRequestCallsItsRoutine) {
  RecordProperty("rows", "REQ-044 REQ-a03 REQ-c01");
  RecordProperty("ddi", "WdfRequestMarkCancelableEx");
  with_device(
      [&](Hooks& on) {
        keep_reads(on);
        on.cancel = [&](WDFREQUEST request) {
          EXPECT_EQ(request, held_);
          note("cancel");
          complete(request, STATUS_CANCELLED);
        };
      },
      [&](Rig& rig) {
        auto irp = rig.read(4);
        EXPECT_EQ(ddi::WdfRequestMarkCancelableEx(globals(), held_, cancel_routine), STATUS_SUCCESS);
        EXPECT_EQ(ddi::WdfRequestMarkCancelableEx(globals(), held_, cancel_routine), STATUS_INVALID_DEVICE_REQUEST);
        log().clear();
        EXPECT_TRUE(irp->cancel());
        EXPECT_THAT(log(), ElementsAre("cancel"));
        EXPECT_EQ(irp->status(), STATUS_CANCELLED);
      });
}

TEST_P(RequestTest, AnUnmarkThatIsTooLateLeavesTheRequestToTheCancelCallback) {
  RecordProperty("rows", "REQ-053");
  RecordProperty("ddi", "WdfRequestUnmarkCancelable");
  with_device(
      [&](Hooks& on) {
        keep_reads(on);
        on.cancel = [&](WDFREQUEST request) {
          note("cancel");
          EXPECT_EQ(ddi::WdfRequestUnmarkCancelable(globals(), held_), STATUS_CANCELLED);
          complete(request, STATUS_CANCELLED);
        };
      },
      [&](Rig& rig) {
        auto irp = rig.read(4);
        ddi::WdfRequestMarkCancelable(globals(), held_, cancel_routine);
        log().clear();
        EXPECT_TRUE(irp->cancel());
        EXPECT_THAT(log(), ElementsAre("cancel"));
        EXPECT_EQ(irp->status(), STATUS_CANCELLED);
      });
}

TEST_P(RequestTest, UnmarkedRequestsOnlySayThatTheyAreCancelled) {
  RecordProperty("rows", "REQ-045 REQ-046 REQ-c02 REQ-a02");
  RecordProperty("ddi", "WdfRequestUnmarkCancelable WdfRequestIsCanceled");
  with_device(
      [&](Hooks& on) {
        keep_reads(on);
        on.cancel = [](WDFREQUEST) { ADD_FAILURE(); };
      },
      [&](Rig& rig) {
        auto irp = rig.read(4);
        EXPECT_EQ(ddi::WdfRequestUnmarkCancelable(globals(), held_), STATUS_INVALID_PARAMETER);
        ddi::WdfRequestMarkCancelable(globals(), held_, cancel_routine);
        EXPECT_EQ(ddi::WdfRequestUnmarkCancelable(globals(), held_), STATUS_SUCCESS);
        EXPECT_FALSE(ddi::WdfRequestIsCanceled(globals(), held_));
        EXPECT_FALSE(irp->cancel());
        EXPECT_TRUE(ddi::WdfRequestIsCanceled(globals(), held_));
        complete(held_, STATUS_CANCELLED);
      });
}

TEST_P(RequestTest, MarkingACancelledRequestCallsTheRoutineOrSaysSo) {
  RecordProperty("rows", "BHV-009");
  with_device(
      [&](Hooks& on) {
        keep_reads(on);
        on.cancel = [&](WDFREQUEST request) {
          note("cancel");
          complete(request, STATUS_CANCELLED);
        };
      },
      [&](Rig& rig) {
        auto first = rig.read(4);
        first->cancel();
        EXPECT_EQ(ddi::WdfRequestMarkCancelableEx(globals(), held_, cancel_routine), STATUS_CANCELLED);
        log().clear();
        ddi::WdfRequestMarkCancelable(globals(), held_, cancel_routine);
        EXPECT_THAT(log(), ElementsAre("cancel"));
        EXPECT_EQ(first->status(), STATUS_CANCELLED);
      });
}

TEST_P(RequestTest, ParametersComeFromTheStackLocation) {
  RecordProperty("rows", "REQ-070 WDM-009");
  RecordProperty("ddi", "WdfRequestGetParameters WdfRequestGetRequestorMode WdfRequestWdmGetIrp");
  with_device(
      [&](Hooks& on) {
        on.control = [&](WDFQUEUE queue, WDFREQUEST request, size_t, size_t, ULONG) {
          WDF_REQUEST_PARAMETERS parameters;
          WDF_REQUEST_PARAMETERS_INIT(&parameters);
          ddi::WdfRequestGetParameters(globals(), request, &parameters);
          EXPECT_EQ(parameters.Type, WdfRequestTypeDeviceControl);
          EXPECT_EQ(parameters.Parameters.DeviceIoControl.InputBufferLength, 3u);
          EXPECT_EQ(parameters.Parameters.DeviceIoControl.OutputBufferLength, 5u);
          EXPECT_EQ(ddi::WdfRequestGetRequestorMode(globals(), request), KernelMode);
          EXPECT_EQ(ddi::WdfRequestGetIoQueue(globals(), request), queue);
          EXPECT_NE(ddi::WdfRequestWdmGetIrp(globals(), request), nullptr);
          complete(request);
        };
        serve(on);
      },
      [&](Rig& rig) { EXPECT_EQ(rig.control(control_code(2, METHOD_BUFFERED), 3, 5)->status(), STATUS_SUCCESS); });
}

TEST_P(RequestTest, TheRequestersBufferIsFoundOnTheRequestersThreadOnly) {
  RecordProperty("rows", "REQ-089");
  RecordProperty("ddi", "WdfRequestRetrieveUnsafeUserInputBuffer");
  expected_finding_ = "NotInCallerContext";
  NTSTATUS elsewhere = STATUS_SUCCESS;
  with_device(
      [&](Hooks& on) {
        on.control = [&](WDFQUEUE, WDFREQUEST request, size_t, size_t, ULONG) {
          PVOID buffer;
          size_t length;
          EXPECT_EQ(ddi::WdfRequestRetrieveUnsafeUserInputBuffer(globals(), request, 1, &buffer, &length),
                    STATUS_SUCCESS);
          EXPECT_EQ(length, 3u);
          KEVENT done;
          KeInitializeEvent(&done, SynchronizationEvent, FALSE);
          machine().ps().post("somebody else", [&, request] {
            elsewhere = ddi::WdfRequestRetrieveUnsafeUserInputBuffer(globals(), request, 1, &buffer, &length);
            KeSetEvent(&done, 0, FALSE);
          });
          KeWaitForSingleObject(&done, Executive, KernelMode, FALSE, nullptr);
          complete(request);
        };
        serve(on);
      },
      [&](Rig& rig) { EXPECT_EQ(rig.control(control_code(1, METHOD_NEITHER), 3, 0)->status(), STATUS_SUCCESS); });
  EXPECT_EQ(elsewhere, STATUS_INVALID_DEVICE_REQUEST);
  ASSERT_EQ(machine().findings().size(), 1u);
}

TEST_P(RequestTest, EvtIoInCallerContextSeesTheRequestFirst) {
  RecordProperty("rows", "QUE-048 QUE-049");
  RecordProperty("ddi", "WdfDeviceInitSetIoInCallerContextCallback WdfDeviceEnqueueRequest");
  with_device(
      [&](Hooks& on) {
        on.in_caller_context = [&](WDFDEVICE device, WDFREQUEST request) {
          note("caller");
          EXPECT_EQ(ddi::WdfDeviceEnqueueRequest(globals(), device, request), STATUS_SUCCESS);
        };
        on.read = [&](WDFQUEUE, WDFREQUEST request, size_t) {
          note("read");
          complete(request);
        };
        serve(on);
      },
      [&](Rig& rig) {
        log().clear();
        EXPECT_EQ(rig.read(4)->status(), STATUS_SUCCESS);
        EXPECT_THAT(log(), ElementsAre("caller", "read"));
      });
}

}  // namespace
}  // namespace owdf::wdf
