// What the documentation says of requests that a driver receives, row by row.
#include <gmock/gmock.h>

#include <cstring>

#include "wdf/testing_device.h"

namespace owdf::wdf {
namespace {

using ::testing::ElementsAre;

constexpr ULONG code(ULONG function, ULONG method) {
  return CTL_CODE(FILE_DEVICE_UNKNOWN, function, method, FILE_ANY_ACCESS);
}

struct Keep {
  int value;
};
WDF_DECLARE_CONTEXT_TYPE(Keep)

class RequestRowsTest : public DeviceTest {
 protected:
  void serve(Hooks& on, WDF_IO_QUEUE_DISPATCH_TYPE type = WdfIoQueueDispatchParallel) {
    on.created = [this, type](WDFDEVICE device) {
      WDF_IO_QUEUE_CONFIG config = queue_config(type);
      const NTSTATUS status = ddi::WdfIoQueueCreate(globals(), device, &config, nullptr, &queue_);
      WDF_IO_QUEUE_CONFIG_INIT(&config, WdfIoQueueDispatchManual);
      EXPECT_EQ(ddi::WdfIoQueueCreate(globals(), device, &config, nullptr, &manual_), STATUS_SUCCESS);
      return status;
    };
  }
  // `handler` gets every read.
  void with_reads(std::function<void(WDFREQUEST)> handler, const std::function<void(Rig&)>& body) {
    with_device(
        [&](Hooks& on) {
          on.read = [handler](WDFQUEUE, WDFREQUEST request, size_t) { handler(request); };
          on.cancel = [this](WDFREQUEST request) {
            note("cancel");
            complete(request, STATUS_CANCELLED);
          };
          serve(on);
        },
        body);
  }
  void complete(WDFREQUEST request, NTSTATUS status = STATUS_SUCCESS) {
    ddi::WdfRequestComplete(globals(), request, status);
  }
  WDFREQUEST retrieve() {
    WDFREQUEST request = nullptr;
    ddi::WdfIoQueueRetrieveNextRequest(globals(), manual_, &request);
    return request;
  }
  bool is_live(void* handle) { return HandleCheck::look(Client::from(globals()), handle, Type::kBase) != nullptr; }
  Keep* keep_of(WDFREQUEST request) {
    return static_cast<Keep*>(ddi::WdfObjectGetTypedContextWorker(
        globals(), static_cast<WDFOBJECT>(static_cast<void*>(request)), WDF_GET_CONTEXT_TYPE_INFO(Keep)));
  }

  WDFQUEUE queue_ = nullptr, manual_ = nullptr;
  WDFREQUEST held_ = nullptr;
};
OWDF_IN_BOTH_FORMS(RequestRowsTest);

TEST_P(RequestRowsTest, AnIrpArrivesAsARequestObjectAtTheHandler) {
  RecordProperty("rows", "REQ-001 REQ-003 REQ-069 WDM-007 WDM-025");
  RecordProperty("ddi", "WdfRequestWdmGetIrp WdfRequestGetIoQueue");
  PIRP seen = nullptr;
  with_reads(
      [&](WDFREQUEST request) {
        seen = ddi::WdfRequestWdmGetIrp(globals(), request);
        EXPECT_EQ(ddi::WdfRequestGetIoQueue(globals(), request), queue_);
        complete(request);
      },
      [&](Rig& rig) {
        auto read = rig.read(4);
        EXPECT_EQ(seen, read->irp());
      });
}

TEST_P(RequestRowsTest, InformationIsSetBeforeOrWithTheCompletion) {
  RecordProperty("rows", "REQ-031 REQ-033 OBJ-010 REQ-c03");
  bool with = false;
  with_reads(
      [&](WDFREQUEST request) {
        ddi::WdfRequestSetInformation(globals(), request, 7);
        EXPECT_EQ(ddi::WdfRequestGetInformation(globals(), request), 7u);
        if (with) {
          KIRQL old;
          KeRaiseIrql(DISPATCH_LEVEL, &old);
          ddi::WdfRequestCompleteWithInformation(globals(), request, STATUS_SUCCESS, 3);
          KeLowerIrql(old);
        } else {
          complete(request);
        }
      },
      [&](Rig& rig) {
        EXPECT_EQ(rig.read(8)->information(), 7u);
        with = true;
        EXPECT_EQ(rig.read(8)->information(), 3u);
      });
}

TEST_P(RequestRowsTest, EachCompletionCarriesItsStatusToTheSender) {
  RecordProperty("rows", "REQ-023 REQ-024 REQ-110");
  RecordProperty("ddi", "WdfRequestComplete WdfRequestCompleteWithInformation WdfRequestCompleteWithPriorityBoost");
  int way = 0;
  with_reads(
      [&](WDFREQUEST request) {
        KIRQL old;
        KeRaiseIrql(DISPATCH_LEVEL, &old);
        if (way == 0) ddi::WdfRequestComplete(globals(), request, STATUS_DEVICE_NOT_READY);
        if (way == 1) ddi::WdfRequestCompleteWithInformation(globals(), request, STATUS_BUFFER_OVERFLOW, 2);
        if (way == 2) ddi::WdfRequestCompleteWithPriorityBoost(globals(), request, STATUS_SUCCESS, IO_SERIAL_INCREMENT);
        KeLowerIrql(old);
      },
      [&](Rig& rig) {
        EXPECT_EQ(rig.read(4)->status(), STATUS_DEVICE_NOT_READY);
        way = 1;
        EXPECT_EQ(rig.read(4)->status(), STATUS_BUFFER_OVERFLOW);
        way = 2;
        EXPECT_EQ(rig.read(4)->status(), STATUS_SUCCESS);
      });
}

TEST_P(RequestRowsTest, ACompletedRequestAndItsMemoryAreGone) {
  RecordProperty("rows", "MEM-020 MEM-021 MEM-022 MEM-025 REQ-055");
  RecordProperty("ddi", "WdfRequestRetrieveOutputMemory");
  WDFMEMORY memory = nullptr;
  with_reads(
      [&](WDFREQUEST request) {
        held_ = request;
        EXPECT_EQ(ddi::WdfRequestRetrieveOutputMemory(globals(), request, &memory), STATUS_SUCCESS);
        EXPECT_TRUE(is_live(memory));
        EXPECT_EQ(object_of<Object>(Client::from(globals()), memory).parent(),
                  &object_of<Object>(Client::from(globals()), request));
        complete(request);
      },
      [&](Rig& rig) {
        rig.read(4);
        EXPECT_FALSE(is_live(held_));
        EXPECT_FALSE(is_live(memory));
      });
}

TEST_P(RequestRowsTest, AReferenceKeepsTheHandleOfACompletedRequest) {
  RecordProperty("rows", "REQ-056 OBJ-026");
  with_reads(
      [&](WDFREQUEST request) {
        held_ = request;
        const WDFOBJECT object = static_cast<WDFOBJECT>(static_cast<void*>(request));
        ddi::WdfObjectReferenceActual(globals(), object, nullptr, 0, nullptr);
        complete(request);
        EXPECT_TRUE(is_live(request));
        EXPECT_FALSE(ddi::WdfRequestCancelSentRequest(globals(), request));
        ddi::WdfObjectDereferenceActual(globals(), object, nullptr, 0, nullptr);
      },
      [&](Rig& rig) {
        rig.read(4);
        EXPECT_FALSE(is_live(held_));
      });
}

TEST_P(RequestRowsTest, TheContextOfARequestOutlivesForwardingAndTheHandleStaysTheSame) {
  RecordProperty("rows", "REQ-007 REQ-011 REQ-017 OBJ-039");
  with_device(
      [&](Hooks& on) {
        on.init = [this](PWDFDEVICE_INIT init) {
          WDF_OBJECT_ATTRIBUTES attributes = attributes_with_parent(nullptr);
          attributes.ContextTypeInfo = WDF_GET_CONTEXT_TYPE_INFO(Keep);
          ddi::WdfDeviceInitSetRequestAttributes(globals(), init, &attributes);
        };
        on.read = [this](WDFQUEUE, WDFREQUEST request, size_t) {
          ASSERT_NE(keep_of(request), nullptr);
          EXPECT_EQ(keep_of(request)->value, 0);
          keep_of(request)->value = 12;
          held_ = request;
          EXPECT_EQ(ddi::WdfRequestForwardToIoQueue(globals(), request, manual_), STATUS_SUCCESS);
        };
        serve(on);
      },
      [&](Rig& rig) {
        auto read = rig.read(4);
        WDFREQUEST again = retrieve();
        ASSERT_NE(again, nullptr);
        EXPECT_EQ(again, held_);
        EXPECT_EQ(keep_of(again)->value, 12);
        EXPECT_EQ(ddi::WdfRequestGetIoQueue(globals(), again), manual_);
        complete(again);
      });
}

TEST_P(RequestRowsTest, ADriverOwnsARequestUntilItGivesItAway) {
  RecordProperty("rows", "REQ-014 REQ-012");
  RecordProperty("ddi", "WdfIoQueueRetrieveNextRequest WdfRequestRequeue WdfRequestForwardToIoQueue");
  with_reads([&](WDFREQUEST request) { ddi::WdfRequestForwardToIoQueue(globals(), request, manual_); },
             [&](Rig& rig) {
               auto read = rig.read(4);
               WDFREQUEST request = retrieve();
               ASSERT_NE(request, nullptr);
               EXPECT_EQ(retrieve(), nullptr);
               EXPECT_EQ(ddi::WdfRequestRequeue(globals(), request), STATUS_SUCCESS);
               EXPECT_EQ(retrieve(), request);
               EXPECT_FALSE(read->completed());
               complete(request);
               EXPECT_TRUE(read->completed());
             });
}

TEST_P(RequestRowsTest, CompletingARequestThatWasGivenAwayIsAViolation) {
  RecordProperty("rows", "REQ-010 REQ-009");
  RecordProperty("ddi", "WdfRequestComplete WdfRequestForwardToIoQueue");
  device_violation(
      Violation::kQueueFatalError,
      [&](Hooks& on) {
        on.read = [this](WDFQUEUE, WDFREQUEST request, size_t) {
          ddi::WdfRequestForwardToIoQueue(globals(), request, manual_);
          complete(request);
        };
        serve(on);
      },
      [&](Rig& rig) { rig.read(4).release(); });
}

TEST_P(RequestRowsTest, AnUndeliveredRequestIsCancelledByTheFramework) {
  RecordProperty("rows", "REQ-038 REQ-a01");
  with_device(
      [&](Hooks& on) {
        on.read = [this](WDFQUEUE, WDFREQUEST request, size_t) { held_ = request; };
        serve(on, WdfIoQueueDispatchSequential);
      },
      [&](Rig& rig) {
        auto first = rig.read(4), waiting = rig.read(4);
        EXPECT_TRUE(waiting->cancel());
        EXPECT_EQ(waiting->status(), STATUS_CANCELLED);
        WDFREQUEST shown = std::exchange(held_, nullptr);
        complete(shown);
        EXPECT_EQ(held_, nullptr);  // the driver has never seen the other
      });
}

TEST_P(RequestRowsTest, ADeliveredRequestIsTheDriversToCancel) {
  RecordProperty("rows", "REQ-040 REQ-050 REQ-a02");
  RecordProperty("ddi", "WdfRequestComplete WdfRequestMarkCancelable");
  with_reads([&](WDFREQUEST request) { held_ = request; },
             [&](Rig& rig) {
               auto read = rig.read(4);
               EXPECT_FALSE(read->cancel());
               EXPECT_FALSE(read->completed());
               EXPECT_TRUE(ddi::WdfRequestIsCanceled(globals(), held_));
               complete(held_, STATUS_CANCELLED);
               EXPECT_EQ(read->status(), STATUS_CANCELLED);
             });
}

TEST_P(RequestRowsTest, AMarkedRequestIsCancelledThroughItsRoutineWhichCompletesIt) {
  RecordProperty("rows", "REQ-054 REQ-c01 REQ-a03");
  with_reads(
      [&](WDFREQUEST request) {
        EXPECT_EQ(ddi::WdfRequestMarkCancelableEx(globals(), request, cancel_routine), STATUS_SUCCESS);
      },
      [&](Rig& rig) {
        auto read = rig.read(4);
        log().clear();
        EXPECT_TRUE(read->cancel());
        EXPECT_THAT(log(), ElementsAre("cancel"));
        EXPECT_EQ(read->status(), STATUS_CANCELLED);
      });
}

TEST_P(RequestRowsTest, ARequestKnowsItsModeAndItsFile) {
  RecordProperty("rows", "REQ-067 REQ-068 FIL-029");
  WDFFILEOBJECT expected = nullptr;
  KPROCESSOR_MODE mode = KernelMode;
  with_device(
      [&](Hooks& on) {
        on.file_create = [&](WDFDEVICE, WDFREQUEST request, WDFFILEOBJECT file) {
          expected = file;
          complete(request);
        };
        on.read = [&](WDFQUEUE, WDFREQUEST request, size_t) {
          EXPECT_EQ(ddi::WdfRequestGetFileObject(globals(), request), expected);
          mode = ddi::WdfRequestGetRequestorMode(globals(), request);
          complete(request);
        };
        serve(on);
      },
      [&](Rig& rig) {
        FILE_OBJECT file{};
        rig.file(IRP_MJ_CREATE, &file);
        ASSERT_NE(expected, nullptr);
        EXPECT_EQ(rig.read(4, &file)->status(), STATUS_SUCCESS);
        EXPECT_EQ(mode, KernelMode);
        auto from_user = std::make_unique<SentIrp>(rig.top(), 4);
        from_user->irp()->RequestorMode = UserMode;
        from_user->location()->MajorFunction = IRP_MJ_READ;
        from_user->location()->Parameters.Read.Length = 4;
        from_user->location()->FileObject = &file;
        from_user->send();
        EXPECT_EQ(mode, UserMode);
        rig.file(IRP_MJ_CLEANUP, &file);
        rig.file(IRP_MJ_CLOSE, &file);
      });
}

TEST_P(RequestRowsTest, BuffersOfAReceivedRequestAreMemoryObjectsAndMdls) {
  RecordProperty("rows", "MEM-005 MEM-015 REQ-085 WDM-010 WDM-011");
  int shown = 0;
  with_device(
      [&](Hooks& on) {
        on.control = [&](WDFQUEUE, WDFREQUEST request, size_t, size_t, ULONG) {
          WDFMEMORY in = nullptr, out = nullptr;
          ASSERT_EQ(ddi::WdfRequestRetrieveInputMemory(globals(), request, &in), STATUS_SUCCESS);
          ASSERT_EQ(ddi::WdfRequestRetrieveOutputMemory(globals(), request, &out), STATUS_SUCCESS);
          size_t in_size = 0, out_size = 0;
          const PVOID buffer = ddi::WdfMemoryGetBuffer(globals(), in, &in_size);
          EXPECT_EQ(ddi::WdfMemoryGetBuffer(globals(), out, &out_size), buffer);
          EXPECT_EQ(in_size, 6u);
          EXPECT_EQ(out_size, 24u);
          PMDL in_mdl = nullptr, out_mdl = nullptr;
          ASSERT_EQ(ddi::WdfRequestRetrieveInputWdmMdl(globals(), request, &in_mdl), STATUS_SUCCESS);
          ASSERT_EQ(ddi::WdfRequestRetrieveOutputWdmMdl(globals(), request, &out_mdl), STATUS_SUCCESS);
          EXPECT_EQ(MmGetMdlVirtualAddress(in_mdl), buffer);
          EXPECT_EQ(MmGetMdlByteCount(in_mdl), 6u);
          EXPECT_EQ(MmGetMdlByteCount(out_mdl), 24u);
          ++shown;
          complete(request);
        };
        serve(on);
      },
      [&](Rig& rig) {
        rig.control(code(1, METHOD_BUFFERED), 6, 24);
        EXPECT_EQ(shown, 1);
      });
}

TEST_P(RequestRowsTest, OneBufferIsReadAndWrittenByABufferedControl) {
  RecordProperty("rows", "REQ-075 REQ-078");
  RecordProperty("ddi", "WdfRequestRetrieveInputBuffer WdfRequestRetrieveOutputBuffer");
  with_device(
      [&](Hooks& on) {
        on.control = [&](WDFQUEUE, WDFREQUEST request, size_t, size_t, ULONG) {
          PVOID in = nullptr, out = nullptr;
          size_t length = 0;
          ASSERT_EQ(ddi::WdfRequestRetrieveInputBuffer(globals(), request, 4, &in, &length), STATUS_SUCCESS);
          EXPECT_EQ(length, 4u);
          EXPECT_EQ(std::memcmp(in, "ping", 4), 0);
          ASSERT_EQ(ddi::WdfRequestRetrieveOutputBuffer(globals(), request, 8, &out, &length), STATUS_SUCCESS);
          EXPECT_EQ(length, 8u);
          EXPECT_EQ(in, out);
          std::memcpy(out, "pongpong", 8);
          ddi::WdfRequestCompleteWithInformation(globals(), request, STATUS_SUCCESS, 8);
        };
        serve(on);
      },
      [&](Rig& rig) {
        auto irp = std::make_unique<SentIrp>(rig.top(), 8);
        std::memcpy(irp->buffer(), "ping", 4);
        irp->location()->MajorFunction = IRP_MJ_DEVICE_CONTROL;
        irp->location()->Parameters.DeviceIoControl.IoControlCode = code(1, METHOD_BUFFERED);
        irp->location()->Parameters.DeviceIoControl.InputBufferLength = 4;
        irp->location()->Parameters.DeviceIoControl.OutputBufferLength = 8;
        irp->send();
        EXPECT_EQ(irp->information(), 8u);
        EXPECT_EQ(std::memcmp(irp->buffer(), "pongpong", 8), 0);
      });
}

TEST_P(RequestRowsTest, AnInternalControlIsKeptInAManualQueueAndCompletedLater) {
  RecordProperty("rows", "REQ-c04");
  with_device(
      [&](Hooks& on) {
        on.control = [&](WDFQUEUE, WDFREQUEST request, size_t, size_t, ULONG) {
          EXPECT_EQ(ddi::WdfRequestForwardToIoQueue(globals(), request, manual_), STATUS_SUCCESS);
        };
        on.created = [this](WDFDEVICE device) {
          WDF_IO_QUEUE_CONFIG config = queue_config(WdfIoQueueDispatchParallel);
          config.EvtIoInternalDeviceControl = std::exchange(config.EvtIoDeviceControl, nullptr);
          EXPECT_EQ(ddi::WdfIoQueueCreate(globals(), device, &config, nullptr, &queue_), STATUS_SUCCESS);
          WDF_IO_QUEUE_CONFIG_INIT(&config, WdfIoQueueDispatchManual);
          return ddi::WdfIoQueueCreate(globals(), device, &config, nullptr, &manual_);
        };
      },
      [&](Rig& rig) {
        EXPECT_EQ(retrieve(), nullptr);
        auto irp = rig.control(code(9, METHOD_BUFFERED), 4, 4, IRP_MJ_INTERNAL_DEVICE_CONTROL);
        EXPECT_FALSE(irp->completed());
        WDFREQUEST request = retrieve();
        ASSERT_NE(request, nullptr);
        complete(request, STATUS_DEVICE_NOT_READY);
        EXPECT_EQ(irp->status(), STATUS_DEVICE_NOT_READY);
      });
}

TEST_P(RequestRowsTest, ARequestOfADriversOwnIsDeletedAndNeverCompleted) {
  RecordProperty("rows", "REQ-004 REQ-005 REQ-028 OBJ-067 WDM-008");
  with_device([](Hooks&) {},
              [&](Rig& rig) {
                const WDFIOTARGET target = ddi::WdfDeviceGetIoTarget(globals(), rig.device);
                WDFREQUEST own = nullptr, around = nullptr;
                ASSERT_EQ(ddi::WdfRequestCreate(globals(), nullptr, target, &own), STATUS_SUCCESS);
                EXPECT_EQ(object_of<Object>(Client::from(globals()), own).parent(), Client::from(globals()).driver());
                EXPECT_NE(ddi::WdfRequestWdmGetIrp(globals(), own), nullptr);
                PIRP irp = IoAllocateIrp(2, FALSE);
                ASSERT_EQ(ddi::WdfRequestCreateFromIrp(globals(), nullptr, irp, FALSE, &around), STATUS_SUCCESS);
                EXPECT_EQ(ddi::WdfRequestWdmGetIrp(globals(), around), irp);
                for (WDFREQUEST request : {own, around}) {
                  ddi::WdfObjectDelete(globals(), static_cast<WDFOBJECT>(static_cast<void*>(request)));
                  EXPECT_FALSE(is_live(request));
                }
                IoFreeIrp(irp);
              });
}

TEST_P(RequestRowsTest, ARequestOfTheDriversOwnHasTheContextOfItsOwnAttributesOnly) {
  RecordProperty("rows", "REQ-008 OBJ-083 OBJ-041");
  with_device(
      [&](Hooks& on) {
        on.init = [this](PWDFDEVICE_INIT init) {
          WDF_OBJECT_ATTRIBUTES attributes = attributes_with_parent(nullptr);
          attributes.ContextTypeInfo = WDF_GET_CONTEXT_TYPE_INFO(Keep);
          ddi::WdfDeviceInitSetRequestAttributes(globals(), init, &attributes);
        };
        on.read = [this](WDFQUEUE, WDFREQUEST request, size_t) {
          EXPECT_NE(keep_of(request), nullptr);
          complete(request);
        };
        serve(on);
      },
      [&](Rig& rig) {
        rig.read(4);
        WDF_OBJECT_ATTRIBUTES attributes = attributes_with_parent(nullptr);
        for (const bool with : {false, true}) {
          attributes.ContextTypeInfo = with ? WDF_GET_CONTEXT_TYPE_INFO(Keep) : nullptr;
          WDFREQUEST own = nullptr;
          ASSERT_EQ(ddi::WdfRequestCreate(globals(), &attributes, nullptr, &own), STATUS_SUCCESS);
          EXPECT_EQ(keep_of(own) != nullptr, with);
          attributes.ContextTypeInfo = WDF_GET_CONTEXT_TYPE_INFO(Keep);
          PVOID space = nullptr;
          EXPECT_EQ(ddi::WdfObjectAllocateContext(globals(), static_cast<WDFOBJECT>(static_cast<void*>(own)),
                                                  &attributes, &space),
                    with ? STATUS_OBJECT_NAME_EXISTS : STATUS_SUCCESS);
          EXPECT_EQ(keep_of(own), space);
          ddi::WdfObjectDelete(globals(), static_cast<WDFOBJECT>(static_cast<void*>(own)));
        }
      });
}

}  // namespace
}  // namespace owdf::wdf
