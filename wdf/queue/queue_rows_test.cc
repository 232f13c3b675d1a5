// What the documentation says of queues, row by row.
#include <gmock/gmock.h>

#include "wdf/testing_device.h"

namespace owdf::wdf {
namespace {

using ::testing::ElementsAre;

constexpr ULONG kCode = CTL_CODE(FILE_DEVICE_UNKNOWN, 1, METHOD_BUFFERED, FILE_ANY_ACCESS);

class QueueRowsTest : public DeviceTest {
 protected:
  using Adjust = std::function<void(WDF_IO_QUEUE_CONFIG&)>;

  NTSTATUS create(WDF_IO_QUEUE_CONFIG config, WDFQUEUE* queue) {
    return ddi::WdfIoQueueCreate(globals(), device_of_, &config, nullptr, queue);
  }
  // A default queue over the hooks that are set.
  void serve(Hooks& on, WDF_IO_QUEUE_DISPATCH_TYPE type, const Adjust& adjust = {}) {
    on.created = [this, type, adjust](WDFDEVICE device) {
      device_of_ = device;
      WDF_IO_QUEUE_CONFIG config = queue_config(type);
      if (adjust) adjust(config);
      return create(config, &queue_);
    };
  }
  void keep_reads(Hooks& on, WDF_IO_QUEUE_DISPATCH_TYPE type, const Adjust& adjust = {}) {
    on.read = [this](WDFQUEUE, WDFREQUEST request, size_t) { held_.push_back(request); };
    serve(on, type, adjust);
  }
  void complete(WDFREQUEST request, NTSTATUS status = STATUS_SUCCESS) {
    ddi::WdfRequestComplete(globals(), request, status);
  }
  void complete_all() {
    while (!held_.empty()) {
      WDFREQUEST first = held_.front();
      held_.erase(held_.begin());
      complete(first);
    }
  }
  // A further queue, not the default one, without handlers.
  WDFQUEUE manual_queue() {
    WDF_IO_QUEUE_CONFIG config;
    WDF_IO_QUEUE_CONFIG_INIT(&config, WdfIoQueueDispatchManual);
    WDFQUEUE queue = nullptr;
    EXPECT_EQ(create(config, &queue), STATUS_SUCCESS);
    return queue;
  }
  WDFREQUEST retrieve(WDFQUEUE queue, NTSTATUS expected = STATUS_SUCCESS) {
    WDFREQUEST request = nullptr;
    EXPECT_EQ(ddi::WdfIoQueueRetrieveNextRequest(globals(), queue, &request), expected);
    return request;
  }
  ULONG state(WDFQUEUE queue, ULONG* waiting = nullptr, ULONG* owned = nullptr) {
    return static_cast<ULONG>(ddi::WdfIoQueueGetState(globals(), queue, waiting, owned));
  }

  WDFDEVICE device_of_ = nullptr;
  WDFQUEUE queue_ = nullptr;
  std::vector<WDFREQUEST> held_;
  std::unique_ptr<SentIrp> early_;
};
OWDF_IN_BOTH_FORMS(QueueRowsTest);

TEST_P(QueueRowsTest, ADeviceHasAnyNumberOfQueuesEachForItself) {
  RecordProperty("rows", "QUE-001 QUE-003");
  with_device([&](Hooks& on) { keep_reads(on, WdfIoQueueDispatchParallel); },
              [&](Rig& rig) {
                WDFQUEUE first = manual_queue(), second = manual_queue();
                EXPECT_NE(first, second);
                auto read = rig.read(4);
                ASSERT_EQ(held_.size(), 1u);
                EXPECT_EQ(ddi::WdfRequestForwardToIoQueue(globals(), held_[0], second), STATUS_SUCCESS);
                retrieve(first, STATUS_NO_MORE_ENTRIES);
                complete(retrieve(second));
                EXPECT_EQ(read->status(), STATUS_SUCCESS);
              });
}

TEST_P(QueueRowsTest, ARequestIsShownToItsHandlerOrWaitsToBePolled) {
  RecordProperty("rows", "QUE-002 QUE-003");
  RecordProperty("ddi", "WdfIoQueueCreate WdfIoQueueRetrieveNextRequest");
  with_device(
      [&](Hooks& on) {
        on.read = [this](WDFQUEUE, WDFREQUEST request, size_t) { complete(request); };
        serve(on, WdfIoQueueDispatchSequential);
      },
      [&](Rig& rig) { EXPECT_TRUE(rig.read(4)->completed()); });
  with_device([&](Hooks& on) { serve(on, WdfIoQueueDispatchManual); },
              [&](Rig& rig) {
                auto read = rig.read(4);
                EXPECT_FALSE(read->completed());
                complete(retrieve(queue_));
                EXPECT_TRUE(read->completed());
              });
}

TEST_P(QueueRowsTest, TheDefaultQueueTakesEveryTypeAndIsKnownToTheDevice) {
  RecordProperty("rows", "QUE-006 QUE-007 QUE-026 QUE-067");
  with_device(
      [&](Hooks& on) {
        on.other = [this](WDFQUEUE queue, WDFREQUEST request) {
          EXPECT_EQ(queue, queue_);
          note("default");
          complete(request);
        };
        serve(on, WdfIoQueueDispatchParallel);
      },
      [&](Rig& rig) {
        EXPECT_EQ(ddi::WdfDeviceGetDefaultQueue(globals(), rig.device), queue_);
        log().clear();
        EXPECT_EQ(rig.read(4)->status(), STATUS_SUCCESS);
        EXPECT_EQ(rig.write(4)->status(), STATUS_SUCCESS);
        EXPECT_EQ(rig.control(kCode, 4, 4)->status(), STATUS_SUCCESS);
        EXPECT_EQ(rig.control(kCode, 4, 4, IRP_MJ_INTERNAL_DEVICE_CONTROL)->status(), STATUS_SUCCESS);
        EXPECT_THAT(log(), ElementsAre("default", "default", "default", "default"));
      });
}

TEST_P(QueueRowsTest, WithoutDefaultQueueThereIsNoneToGet) {
  RecordProperty("rows", "QUE-006 QUE-007");
  with_device(
      [&](Hooks& on) {
        on.read = [this](WDFQUEUE, WDFREQUEST request, size_t) { complete(request); };
        serve(on, WdfIoQueueDispatchParallel, [](auto& config) { config.DefaultQueue = FALSE; });
      },
      [&](Rig& rig) {
        EXPECT_EQ(ddi::WdfDeviceGetDefaultQueue(globals(), rig.device), nullptr);
        EXPECT_EQ(rig.read(4)->status(), STATUS_INVALID_DEVICE_REQUEST);
      });
}

TEST_P(QueueRowsTest, ARequestForWhichThereIsNoQueueIsRefused) {
  RecordProperty("rows", "QUE-010");
  with_device([](Hooks&) {},
              [&](Rig& rig) {
                EXPECT_EQ(rig.read(4)->status(), STATUS_INVALID_DEVICE_REQUEST);
                EXPECT_EQ(rig.control(kCode, 4, 4)->status(), STATUS_INVALID_DEVICE_REQUEST);
              });
}

TEST_P(QueueRowsTest, EachTypeReachesItsOwnHandler) {
  RecordProperty("rows", "QUE-022 QUE-023 QUE-024 QUE-026 QUE-068");
  with_device(
      [&](Hooks& on) {
        on.read = [this](WDFQUEUE, WDFREQUEST request, size_t length) {
          note("read " + std::to_string(length));
          complete(request);
        };
        on.write = [this](WDFQUEUE, WDFREQUEST request, size_t length) {
          note("write " + std::to_string(length));
          complete(request);
        };
        on.control = [this](WDFQUEUE, WDFREQUEST request, size_t out, size_t in, ULONG code) {
          note("control " + std::to_string(out) + " " + std::to_string(in) + (code == kCode ? "" : " ?"));
          complete(request);
        };
        on.other = [this](WDFQUEUE, WDFREQUEST request) {
          note("default");
          complete(request);
        };
        serve(on, WdfIoQueueDispatchParallel);
      },
      [&](Rig& rig) {
        log().clear();
        rig.read(3);
        rig.write(5);
        rig.control(kCode, 6, 7);
        rig.control(kCode, 6, 7, IRP_MJ_INTERNAL_DEVICE_CONTROL);
        EXPECT_THAT(log(), ElementsAre("read 3", "write 5", "control 7 6", "default"));
      });
}

TEST_P(QueueRowsTest, AnInternalControlRequestHasAHandlerOfItsOwn) {
  RecordProperty("rows", "QUE-025");
  with_device(
      [&](Hooks& on) {
        on.control = [this](WDFQUEUE, WDFREQUEST request, size_t, size_t, ULONG) {
          note("internal");
          complete(request);
        };
        serve(on, WdfIoQueueDispatchParallel, [](auto& config) {
          config.EvtIoInternalDeviceControl = std::exchange(config.EvtIoDeviceControl, nullptr);
        });
      },
      [&](Rig& rig) {
        log().clear();
        EXPECT_EQ(rig.control(kCode, 4, 4, IRP_MJ_INTERNAL_DEVICE_CONTROL)->status(), STATUS_SUCCESS);
        EXPECT_EQ(rig.control(kCode, 4, 4)->status(), STATUS_INVALID_DEVICE_REQUEST);
        EXPECT_THAT(log(), ElementsAre("internal"));
      });
}

TEST_P(QueueRowsTest, AHandlerIsToldQueueAndRequestAndFindsItsDevice) {
  RecordProperty("rows", "QUE-027 QUE-051 REQ-066");
  with_device(
      [&](Hooks& on) {
        on.read = [this](WDFQUEUE queue, WDFREQUEST request, size_t) {
          EXPECT_EQ(ddi::WdfRequestGetIoQueue(globals(), request), queue);
          EXPECT_EQ(ddi::WdfIoQueueGetDevice(globals(), queue), device());
          ULONG waiting = 7, owned = 7;
          EXPECT_FALSE(state(queue, &waiting, &owned) & WdfIoQueueDriverNoRequests);
          EXPECT_EQ(waiting, 0u);
          EXPECT_EQ(owned, 1u);
          note("shown");
          complete(request);
        };
        serve(on, WdfIoQueueDispatchParallel);
      },
      [&](Rig& rig) {
        log().clear();
        rig.read(4);
        EXPECT_THAT(log(), ElementsAre("shown"));
      });
}

TEST_P(QueueRowsTest, SequentialQueuesOfOneDeviceWorkSideBySide) {
  RecordProperty("rows", "QUE-015");
  with_device(
      [&](Hooks& on) {
        on.write = [this](WDFQUEUE, WDFREQUEST request, size_t) { held_.push_back(request); };
        keep_reads(on, WdfIoQueueDispatchSequential);
        on.created = [this](WDFDEVICE device) {
          device_of_ = device;
          EXPECT_EQ(create(queue_config(WdfIoQueueDispatchSequential), &queue_), STATUS_SUCCESS);
          WDFQUEUE writes = nullptr;
          EXPECT_EQ(create(queue_config(WdfIoQueueDispatchSequential, false), &writes), STATUS_SUCCESS);
          return ddi::WdfDeviceConfigureRequestDispatching(globals(), device, writes, WdfRequestTypeWrite);
        };
      },
      [&](Rig& rig) {
        auto read = rig.read(4), second_read = rig.read(4);
        auto write = rig.write(4), second_write = rig.write(4);
        EXPECT_EQ(held_.size(), 2u);  // one of each
        complete_all();
        EXPECT_EQ(second_write->status(), STATUS_SUCCESS);
      });
}

TEST_P(QueueRowsTest, OneSequentialQueueForAllShowsOneRequestAtATime) {
  RecordProperty("rows", "QUE-015");
  with_device(
      [&](Hooks& on) {
        on.other = [this](WDFQUEUE, WDFREQUEST request) { held_.push_back(request); };
        serve(on, WdfIoQueueDispatchSequential);
      },
      [&](Rig& rig) {
        auto read = rig.read(4), write = rig.write(4);
        EXPECT_EQ(held_.size(), 1u);
        complete_all();
        EXPECT_EQ(write->status(), STATUS_SUCCESS);
      });
}

TEST_P(QueueRowsTest, ASequentialQueueGivesMoreToADriverThatAsks) {
  RecordProperty("rows", "QUE-014");
  with_device([&](Hooks& on) { keep_reads(on, WdfIoQueueDispatchSequential); },
              [&](Rig& rig) {
                auto first = rig.read(4), second = rig.read(4);
                ASSERT_EQ(held_.size(), 1u);
                WDFREQUEST more = retrieve(queue_);
                ASSERT_NE(more, nullptr);
                EXPECT_NE(more, held_[0]);
                complete(more);
                EXPECT_TRUE(second->completed());
                EXPECT_FALSE(first->completed());
                complete_all();
              });
}

TEST_P(QueueRowsTest, ANewQueueAcceptsAndDelivers) {
  RecordProperty("rows", "QUE-034 QUE-061");
  with_device([&](Hooks& on) { keep_reads(on, WdfIoQueueDispatchParallel); },
              [&](Rig& rig) {
                const ULONG ready = WdfIoQueueAcceptRequests | WdfIoQueueDispatchRequests;
                EXPECT_EQ(state(queue_) & ready, ready);
                auto read = rig.read(4);
                EXPECT_EQ(held_.size(), 1u);
                complete_all();
              });
}

TEST_P(QueueRowsTest, AnIdleQueueHoldsNothingAndItsDriverNothingOfIt) {
  RecordProperty("rows", "QUE-060");
  with_device([&](Hooks& on) { keep_reads(on, WdfIoQueueDispatchSequential); },
              [&](Rig& rig) {
                const ULONG idle = WdfIoQueueNoRequests | WdfIoQueueDriverNoRequests;
                EXPECT_EQ(state(queue_) & idle, idle);
                auto first = rig.read(4), second = rig.read(4);
                ULONG waiting = 0, owned = 0;
                EXPECT_EQ(state(queue_, &waiting, &owned) & idle, 0u);
                EXPECT_EQ(waiting, 1u);
                EXPECT_EQ(owned, 1u);
                complete_all();
                complete_all();
                EXPECT_EQ(state(queue_) & idle, idle);
              });
}

TEST_P(QueueRowsTest, ADrainEndsWhenTheLastRequestIsCompleted) {
  RecordProperty("rows", "QUE-044");
  with_device(
      [&](Hooks& on) {
        on.queue_state = [this](WDFQUEUE queue) {
          EXPECT_EQ(queue, queue_);
          note("drained");
        };
        keep_reads(on, WdfIoQueueDispatchSequential);
      },
      [&](Rig& rig) {
        auto first = rig.read(4), second = rig.read(4);
        log().clear();
        ddi::WdfIoQueueDrain(globals(), queue_, state_routine, nullptr);
        complete_all();
        EXPECT_TRUE(log().empty() || second->completed());
        complete_all();
        EXPECT_THAT(log(), ElementsAre("drained"));
        EXPECT_EQ(rig.read(4)->status(), STATUS_INVALID_DEVICE_STATE);
        ddi::WdfIoQueueStart(globals(), queue_);
      });
}

TEST_P(QueueRowsTest, StoppingAQueueDoesNotStopTheOthers) {
  RecordProperty("rows", "QUE-074 QUE-a06");
  with_device([&](Hooks& on) { keep_reads(on, WdfIoQueueDispatchParallel); },
              [&](Rig& rig) {
                WDFQUEUE other = manual_queue();
                auto moved = rig.read(4);
                ASSERT_EQ(held_.size(), 1u);
                EXPECT_EQ(ddi::WdfRequestForwardToIoQueue(globals(), held_[0], other), STATUS_SUCCESS);
                held_.clear();
                ddi::WdfIoQueueStop(globals(), other, nullptr, nullptr);
                retrieve(other, STATUS_WDF_PAUSED);
                auto read = rig.read(4);
                EXPECT_EQ(held_.size(), 1u);
                complete_all();
                ddi::WdfIoQueueStart(globals(), other);
                complete(retrieve(other));
                EXPECT_EQ(moved->status(), STATUS_SUCCESS);
              });
}

TEST_P(QueueRowsTest, APurgedQueueIsEmptyAndRefusesUntilItIsStarted) {
  RecordProperty("rows", "QUE-a06 QUE-064");
  with_device([&](Hooks& on) { serve(on, WdfIoQueueDispatchManual); },
              [&](Rig& rig) {
                auto waiting = rig.read(4);
                ddi::WdfIoQueuePurge(globals(), queue_, nullptr, nullptr);
                EXPECT_EQ(waiting->status(), STATUS_CANCELLED);
                EXPECT_EQ(rig.read(4)->status(), STATUS_INVALID_DEVICE_STATE);
                ddi::WdfIoQueueStart(globals(), queue_);
                auto again = rig.read(4);
                complete(retrieve(queue_));
                EXPECT_EQ(again->status(), STATUS_SUCCESS);
              });
}

TEST_P(QueueRowsTest, AQueueThatIsNeitherDefaultNorRoutedCanBeDeleted) {
  RecordProperty("rows", "QUE-030 QUE-032");
  expected_finding_ = "ObjectNotDeletable";
  with_device([&](Hooks& on) { serve(on, WdfIoQueueDispatchManual); },
              [&](Rig& rig) {
                WDFQUEUE temporary = manual_queue();
                ddi::WdfObjectDelete(globals(), reinterpret_cast<WDFOBJECT>(temporary));
                EXPECT_EQ(HandleCheck::look(Client::from(globals()), temporary, Type::kBase), nullptr);
                ddi::WdfObjectDelete(globals(), reinterpret_cast<WDFOBJECT>(queue_));
                EXPECT_EQ(findings().size(), 1u);  // that one was refused
                auto read = rig.read(4);
                complete(retrieve(queue_));
                EXPECT_EQ(read->status(), STATUS_SUCCESS);
              });
}

TEST_P(QueueRowsTest, TheConfigurationSaysWhichHandlersThereAre) {
  RecordProperty("rows", "QUE-004 QUE-021 QUE-a01");
  with_device(
      [&](Hooks& on) {
        on.read = [this](WDFQUEUE, WDFREQUEST request, size_t) {
          note("read");
          complete(request);
        };
        serve(on, WdfIoQueueDispatchSequential, [](auto& config) { config.AllowZeroLengthRequests = TRUE; });
      },
      [&](Rig& rig) {
        log().clear();
        for (const size_t length : {4, 0, 4}) EXPECT_EQ(rig.read(length)->status(), STATUS_SUCCESS);
        EXPECT_THAT(log(), ElementsAre("read", "read", "read"));
        EXPECT_EQ(rig.write(4)->status(), STATUS_INVALID_DEVICE_REQUEST);
      });
}

TEST_P(QueueRowsTest, APowerManagedQueueDeliversNothingBeforeD0) {
  RecordProperty("rows", "QUE-036 QUE-065");
  with_device(
      [&](Hooks& on) {
        keep_reads(on, WdfIoQueueDispatchParallel);
        on.d0_entry = [this] {
          early_ = std::make_unique<SentIrp>(ddi::WdfDeviceWdmGetDeviceObject(globals(), device_of_), 4);
          early_->location()->MajorFunction = IRP_MJ_READ;
          early_->location()->Parameters.Read.Length = 4;
          early_->send();
          note(held_.empty() ? "waits" : "delivered early");
          return STATUS_SUCCESS;
        };
      },
      [&](Rig&) {
        EXPECT_THAT(log(), ::testing::Contains("waits"));
        EXPECT_EQ(held_.size(), 1u);
        complete_all();
        EXPECT_EQ(early_->status(), STATUS_SUCCESS);
        early_.reset();
      });
}

}  // namespace
}  // namespace owdf::wdf
