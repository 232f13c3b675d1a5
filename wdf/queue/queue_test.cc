#include "wdf/queue/queue.h"

#include <gmock/gmock.h>

#include "base/storyboard.h"
#include "nt/cm/registry.h"
#include "nt/rtl/status_name.h"
#include "wdf/testing_device.h"

namespace owdf::wdf {
namespace {

using ::testing::ElementsAre;

class QueueTest : public DeviceTest {
 protected:
  // The driver keeps every read it is shown.
  void keep_reads(Hooks& on, WDF_IO_QUEUE_DISPATCH_TYPE type, std::function<void(WDF_IO_QUEUE_CONFIG&)> adjust = {}) {
    on.read = [this](WDFQUEUE, WDFREQUEST request, size_t) { held_.push_back(request); };
    on.created = [this, type, adjust](WDFDEVICE device) {
      WDF_IO_QUEUE_CONFIG config = queue_config(type);
      if (adjust) adjust(config);
      return ddi::WdfIoQueueCreate(globals(), device, &config, nullptr, &queue_);
    };
  }
  void manual(Hooks& on, std::function<void(WDF_IO_QUEUE_CONFIG&)> adjust = {}) {
    on.created = [this, adjust](WDFDEVICE device) {
      WDF_IO_QUEUE_CONFIG config;
      WDF_IO_QUEUE_CONFIG_INIT_DEFAULT_QUEUE(&config, WdfIoQueueDispatchManual);
      if (adjust) adjust(config);
      return ddi::WdfIoQueueCreate(globals(), device, &config, nullptr, &queue_);
    };
  }
  void complete(WDFREQUEST request, NTSTATUS status = STATUS_SUCCESS) {
    ddi::WdfRequestCompleteWithInformation(globals(), request, status, 1);
  }
  WDFREQUEST take() {
    OWDF_ASSERT(!held_.empty());
    WDFREQUEST first = held_.front();
    held_.erase(held_.begin());
    return first;
  }
  NTSTATUS retrieve(WDFREQUEST* out) { return ddi::WdfIoQueueRetrieveNextRequest(globals(), queue_, out); }
  ULONG state(ULONG* waiting = nullptr, ULONG* owned = nullptr) {
    return static_cast<ULONG>(ddi::WdfIoQueueGetState(globals(), queue_, waiting, owned));
  }

  WDFQUEUE queue_ = nullptr;
  std::vector<WDFREQUEST> held_;
};
OWDF_IN_BOTH_FORMS(QueueTest);

TEST_P(QueueTest, ASequentialQueueShowsTheNextRequestWhenTheLastIsCompleted) {
  RecordProperty("rows", "QUE-013 QUE-070 QUE-a03");
  RecordProperty("ddi", "WdfIoQueueCreate WdfRequestCompleteWithInformation");
  with_device([&](Hooks& on) { keep_reads(on, WdfIoQueueDispatchSequential); },
              [&](Rig& rig) {
                auto first = rig.read(4), second = rig.read(4), third = rig.read(4);
                EXPECT_EQ(held_.size(), 1u);
                complete(take());
                EXPECT_TRUE(first->completed());
                EXPECT_FALSE(second->completed());
                EXPECT_EQ(held_.size(), 1u);
                complete(take());
                complete(take());
                EXPECT_EQ(third->status(), STATUS_SUCCESS);
                EXPECT_EQ(third->information(), 1u);
                EXPECT_EQ(state() & (WdfIoQueueNoRequests | WdfIoQueueDriverNoRequests),
                          static_cast<ULONG>(WdfIoQueueNoRequests | WdfIoQueueDriverNoRequests));
              });
}

TEST_P(QueueTest, AParallelQueueShowsEveryRequestAtOnce) {
  RecordProperty("rows", "QUE-016 QUE-a02");
  with_device([&](Hooks& on) { keep_reads(on, WdfIoQueueDispatchParallel); },
              [&](Rig& rig) {
                auto first = rig.read(4), second = rig.read(4);
                EXPECT_EQ(held_.size(), 2u);
                complete(take());
                complete(take());
                EXPECT_LT(first->order(), second->order());
              });
}

TEST_P(QueueTest, AParallelQueueRespectsItsNumberOfPresentedRequests) {
  RecordProperty("rows", "QUE-012");
  with_device(
      [&](Hooks& on) {
        keep_reads(on, WdfIoQueueDispatchParallel,
                   [](auto& config) { config.Settings.Parallel.NumberOfPresentedRequests = 2; });
      },
      [&](Rig& rig) {
        auto a = rig.read(4), b = rig.read(4), c = rig.read(4);
        EXPECT_EQ(held_.size(), 2u);
        complete(take());
        EXPECT_EQ(held_.size(), 2u);
        complete(take());
        complete(take());
      });
}

TEST_P(QueueTest, CompletingInTheHandlerDoesNotPileUpFrames) {
  constexpr size_t kMany = 20000;  // far more than a thread's stack could hold
  size_t shown = 0;
  with_device(
      [&](Hooks& on) {
        keep_reads(on, WdfIoQueueDispatchSequential);
        on.read = [&](WDFQUEUE, WDFREQUEST request, size_t) {
          shown++;
          complete(request);
        };
      },
      [&](Rig& rig) {
        ddi::WdfIoQueueStop(globals(), queue_, nullptr, nullptr);
        std::vector<std::unique_ptr<SentIrp>> irps;
        for (size_t i = 0; i < kMany; i++) irps.push_back(rig.read(4));
        EXPECT_EQ(shown, 0u);
        ddi::WdfIoQueueStart(globals(), queue_);
        EXPECT_EQ(shown, kMany);
        EXPECT_LT(irps.front()->order(), irps.back()->order());
      });
}

TEST_P(QueueTest, AStoppedQueueKeepsRequestsUntilItIsStarted) {
  RecordProperty("rows", "QUE-017 QUE-037 QUE-062 QUE-066 QUE-073");
  RecordProperty("ddi", "WdfIoQueueStop WdfIoQueueStart WdfIoQueueGetState");
  with_device([&](Hooks& on) { keep_reads(on, WdfIoQueueDispatchParallel); },
              [&](Rig& rig) {
                ddi::WdfIoQueueStop(globals(), queue_, nullptr, nullptr);
                auto irp = rig.read(4);
                ULONG waiting = 0, owned = 0;
                EXPECT_EQ(state(&waiting, &owned),
                          static_cast<ULONG>(WdfIoQueueAcceptRequests | WdfIoQueueDriverNoRequests));
                EXPECT_EQ(waiting, 1u);
                EXPECT_EQ(owned, 0u);
                EXPECT_TRUE(held_.empty());
                ddi::WdfIoQueueStart(globals(), queue_);
                complete(take());
              });
}

TEST_P(QueueTest, StopTellsTheDriverWhenItHasNoRequestLeft) {
  RecordProperty("rows", "QUE-062");
  with_device(
      [&](Hooks& on) {
        keep_reads(on, WdfIoQueueDispatchParallel);
        on.queue_state = [&](WDFQUEUE queue) {
          EXPECT_EQ(queue, queue_);
          note("stopped");
        };
      },
      [&](Rig& rig) {
        auto irp = rig.read(4);
        log().clear();
        ddi::WdfIoQueueStop(globals(), queue_, state_routine, nullptr);
        EXPECT_TRUE(log().empty());
        complete(take());
        EXPECT_THAT(log(), ElementsAre("stopped"));
        ddi::WdfIoQueueStart(globals(), queue_);
      });
}

TEST_P(QueueTest, PurgeCancelsQueuedRequestsAndRefusesNewOnes) {
  RecordProperty("rows", "QUE-042 QUE-064");
  RecordProperty("ddi", "WdfIoQueuePurge WdfIoQueuePurgeSynchronously");
  with_device([&](Hooks& on) { keep_reads(on, WdfIoQueueDispatchSequential); },
              [&](Rig& rig) {
                auto owned = rig.read(4), waiting = rig.read(4);
                ddi::WdfIoQueuePurge(globals(), queue_, nullptr, nullptr);
                EXPECT_EQ(waiting->status(), STATUS_CANCELLED);
                EXPECT_FALSE(owned->completed());
                EXPECT_EQ(rig.read(4)->status(), STATUS_INVALID_DEVICE_STATE);
                complete(take());
                ddi::WdfIoQueuePurgeSynchronously(globals(), queue_);
                EXPECT_TRUE(WDF_IO_QUEUE_PURGED(static_cast<WDF_IO_QUEUE_STATE>(state())));
                ddi::WdfIoQueueStart(globals(), queue_);
                auto again = rig.read(4);
                complete(take());
              });
}

TEST_P(QueueTest, PurgeCancelsWhatTheDriverMarkedCancelable) {
  RecordProperty("rows", "QUE-042 REQ-044");
  with_device(
      [&](Hooks& on) {
        keep_reads(on, WdfIoQueueDispatchParallel);
        on.cancel = [&](WDFREQUEST request) { complete(request, STATUS_CANCELLED); };
      },
      [&](Rig& rig) {
        auto marked = rig.read(4);
        ddi::WdfRequestMarkCancelable(globals(), take(), cancel_routine);
        ddi::WdfIoQueuePurgeSynchronously(globals(), queue_);
        EXPECT_EQ(marked->status(), STATUS_CANCELLED);
      });
}

TEST_P(QueueTest, DrainRefusesNewRequestsAndDeliversTheOldOnes) {
  RecordProperty("rows", "QUE-043 QUE-063");
  RecordProperty("ddi", "WdfIoQueueDrain WdfIoQueueDrainSynchronously");
  with_device(
      [&](Hooks& on) {
        keep_reads(on, WdfIoQueueDispatchSequential);
        on.queue_state = [&](WDFQUEUE) { note("drained"); };
      },
      [&](Rig& rig) {
        auto first = rig.read(4), second = rig.read(4);
        log().clear();
        ddi::WdfIoQueueDrain(globals(), queue_, state_routine, nullptr);
        EXPECT_EQ(rig.read(4)->status(), STATUS_INVALID_DEVICE_STATE);
        complete(take());
        complete(take());
        EXPECT_THAT(log(), ElementsAre("drained"));
        EXPECT_TRUE(WDF_IO_QUEUE_DRAINED(static_cast<WDF_IO_QUEUE_STATE>(state())));
        EXPECT_EQ(second->status(), STATUS_SUCCESS);
        ddi::WdfIoQueueStart(globals(), queue_);
        ddi::WdfIoQueueDrainSynchronously(globals(), queue_);
        EXPECT_EQ(rig.read(4)->status(), STATUS_INVALID_DEVICE_STATE);
      });
}

TEST_P(QueueTest, AManualQueueHandsOutRequestsOnDemandInOrder) {
  RecordProperty("rows", "QUE-018 QUE-a04 QUE-040 REQ-018 BHV-007");
  RecordProperty("ddi", "WdfIoQueueRetrieveNextRequest WdfRequestRequeue");
  with_device([&](Hooks& on) { manual(on); },
              [&](Rig& rig) {
                WDFREQUEST request = nullptr;
                EXPECT_EQ(retrieve(&request), STATUS_NO_MORE_ENTRIES);
                EXPECT_EQ(request, nullptr);
                auto first = rig.read(4), second = rig.read(4);
                ASSERT_EQ(retrieve(&request), STATUS_SUCCESS);
                const WDFREQUEST taken = request;
                EXPECT_EQ(ddi::WdfRequestRequeue(globals(), request), STATUS_SUCCESS);
                ASSERT_EQ(retrieve(&request), STATUS_SUCCESS);
                EXPECT_EQ(request, taken);  // REQ-011: same handle
                complete(request);
                ddi::WdfIoQueueStop(globals(), queue_, nullptr, nullptr);
                EXPECT_EQ(retrieve(&request), STATUS_WDF_PAUSED);
                ddi::WdfIoQueueStart(globals(), queue_);
                ASSERT_EQ(retrieve(&request), STATUS_SUCCESS);
                complete(request);
                EXPECT_LT(first->order(), second->order());
              });
}

TEST_P(QueueTest, RetrieveFromAParallelQueueIsRefused) {
  RecordProperty("rows", "QUE-040 BHV-007");
  with_device([&](Hooks& on) { keep_reads(on, WdfIoQueueDispatchParallel); },
              [&](Rig&) {
                WDFREQUEST request = nullptr;
                EXPECT_EQ(retrieve(&request), STATUS_INVALID_DEVICE_STATE);
              });
}

TEST_P(QueueTest, ReadyNotifyTellsOfTheChangeFromEmptyToNotEmpty) {
  RecordProperty("rows", "QUE-019");
  RecordProperty("ddi", "WdfIoQueueReadyNotify");
  with_device(
      [&](Hooks& on) {
        manual(on);
        on.queue_state = [&](WDFQUEUE) { note("ready"); };
      },
      [&](Rig& rig) {
        log().clear();
        EXPECT_EQ(ddi::WdfIoQueueReadyNotify(globals(), queue_, state_routine, nullptr), STATUS_SUCCESS);
        EXPECT_EQ(ddi::WdfIoQueueReadyNotify(globals(), queue_, state_routine, nullptr), STATUS_INVALID_DEVICE_REQUEST);
        auto first = rig.read(4), second = rig.read(4);
        EXPECT_THAT(log(), ElementsAre("ready"));
        WDFREQUEST request = nullptr;
        while (retrieve(&request) == STATUS_SUCCESS) complete(request);
        auto third = rig.read(4);
        EXPECT_THAT(log(), ElementsAre("ready", "ready"));
        ASSERT_EQ(retrieve(&request), STATUS_SUCCESS);
        complete(request);
        EXPECT_EQ(ddi::WdfIoQueueReadyNotify(globals(), queue_, nullptr, nullptr), STATUS_INVALID_DEVICE_REQUEST);
        ddi::WdfIoQueueStop(globals(), queue_, nullptr, nullptr);
        EXPECT_EQ(ddi::WdfIoQueueReadyNotify(globals(), queue_, nullptr, nullptr), STATUS_SUCCESS);
      });
}

TEST_P(QueueTest, ARequestThatTheDriverNeverSawIsCancelledWithoutIt) {
  RecordProperty("rows", "REQ-037 REQ-038 REQ-039 REQ-a01 BHV-008");
  RecordProperty("ddi", "IoCancelIrp");
  with_device(
      [&](Hooks& on) {
        on.canceled_on_queue = [&](WDFQUEUE, WDFREQUEST) { ADD_FAILURE() << "the driver has never seen it"; };
        manual(on, [&](auto& config) {
          config.EvtIoCanceledOnQueue = queue_config(WdfIoQueueDispatchManual).EvtIoCanceledOnQueue;
        });
      },
      [&](Rig& rig) {
        auto irp = rig.read(4);
        EXPECT_TRUE(irp->cancel());
        EXPECT_EQ(irp->status(), STATUS_CANCELLED);
      });
}

TEST_P(QueueTest, ARequestThatTheDriverPutBackIsItsToCancel) {
  RecordProperty("rows", "REQ-039 REQ-041 REQ-043 BHV-008");
  with_device(
      [&](Hooks& on) {
        on.canceled_on_queue = [&](WDFQUEUE queue, WDFREQUEST request) {
          EXPECT_EQ(queue, queue_);
          note("canceled");
          complete(request, STATUS_CANCELLED);
        };
        manual(on, [&](auto& config) {
          config.EvtIoCanceledOnQueue = queue_config(WdfIoQueueDispatchManual).EvtIoCanceledOnQueue;
        });
      },
      [&](Rig& rig) {
        auto irp = rig.read(4);
        WDFREQUEST request = nullptr;
        ASSERT_EQ(retrieve(&request), STATUS_SUCCESS);
        EXPECT_EQ(ddi::WdfRequestRequeue(globals(), request), STATUS_SUCCESS);
        log().clear();
        EXPECT_TRUE(irp->cancel());
        EXPECT_THAT(log(), ElementsAre("canceled"));
        EXPECT_EQ(irp->status(), STATUS_CANCELLED);
      });
}

TEST_P(QueueTest, ForwardingFreesTheSequentialQueue) {
  RecordProperty("rows", "QUE-047 QUE-072 REQ-015 REQ-016");
  RecordProperty("ddi", "WdfRequestForwardToIoQueue");
  WDFQUEUE parked = nullptr;
  with_device(
      [&](Hooks& on) {
        keep_reads(on, WdfIoQueueDispatchSequential);
        auto create_default = on.created;
        on.created = [&, create_default](WDFDEVICE device) {
          WDF_IO_QUEUE_CONFIG config;
          WDF_IO_QUEUE_CONFIG_INIT(&config, WdfIoQueueDispatchManual);
          EXPECT_EQ(ddi::WdfIoQueueCreate(globals(), device, &config, nullptr, &parked), STATUS_SUCCESS);
          return create_default(device);
        };
      },
      [&](Rig& rig) {
        auto first = rig.read(4), second = rig.read(4);
        const WDFREQUEST one = take();
        EXPECT_EQ(ddi::WdfRequestForwardToIoQueue(globals(), one, queue_), STATUS_INVALID_DEVICE_REQUEST);
        EXPECT_EQ(ddi::WdfRequestForwardToIoQueue(globals(), one, parked), STATUS_SUCCESS);
        EXPECT_EQ(held_.size(), 1u);
        complete(take());
        EXPECT_FALSE(first->completed());
        WDFREQUEST request = nullptr;
        ASSERT_EQ(ddi::WdfIoQueueRetrieveNextRequest(globals(), parked, &request), STATUS_SUCCESS);
        EXPECT_EQ(request, one);
        EXPECT_EQ(ddi::WdfRequestGetIoQueue(globals(), request), parked);
        complete(request);
        ddi::WdfIoQueuePurge(globals(), parked, nullptr, nullptr);
        auto third = rig.read(4);
        EXPECT_EQ(ddi::WdfRequestForwardToIoQueue(globals(), held_.front(), parked), STATUS_WDF_BUSY);
        complete(take());
      });
}

TEST_P(QueueTest, FindLooksWithoutTakingAndRetrieveFoundTakes) {
  RecordProperty("rows", "QUE-041");
  RecordProperty("ddi", "WdfIoQueueFindRequest WdfIoQueueRetrieveFoundRequest");
  with_device(
      [&](Hooks& on) { manual(on); },
      [&](Rig& rig) {
        auto first = rig.read(4), second = rig.read(8);
        WDFREQUEST one = nullptr, two = nullptr, none = nullptr, taken = nullptr;
        WDF_REQUEST_PARAMETERS parameters;
        WDF_REQUEST_PARAMETERS_INIT(&parameters);
        ASSERT_EQ(ddi::WdfIoQueueFindRequest(globals(), queue_, nullptr, nullptr, &parameters, &one), STATUS_SUCCESS);
        EXPECT_EQ(parameters.Type, WdfRequestTypeRead);
        EXPECT_EQ(parameters.Parameters.Read.Length, 4u);
        ASSERT_EQ(ddi::WdfIoQueueFindRequest(globals(), queue_, one, nullptr, &parameters, &two), STATUS_SUCCESS);
        EXPECT_EQ(parameters.Parameters.Read.Length, 8u);
        EXPECT_EQ(ddi::WdfIoQueueFindRequest(globals(), queue_, two, nullptr, nullptr, &none), STATUS_NO_MORE_ENTRIES);
        ASSERT_EQ(ddi::WdfIoQueueRetrieveFoundRequest(globals(), queue_, two, &taken), STATUS_SUCCESS);
        complete(taken);
        EXPECT_EQ(ddi::WdfIoQueueRetrieveFoundRequest(globals(), queue_, two, &none), STATUS_NOT_FOUND);
        EXPECT_TRUE(first->cancel());
        EXPECT_EQ(ddi::WdfIoQueueFindRequest(globals(), queue_, one, nullptr, nullptr, &none), STATUS_NOT_FOUND);
        for (WDFREQUEST found : {one, two}) object_of<wdf::Request>(Client::from(globals()), found).dereference();
      });
}

TEST_P(QueueTest, ZeroLengthTransfersDoNotReachTheDriverUnlessAllowed) {
  RecordProperty("rows", "QUE-005 BHV-001");
  with_device([&](Hooks& on) { keep_reads(on, WdfIoQueueDispatchParallel); },
              [&](Rig& rig) {
                EXPECT_EQ(rig.read(0)->status(), STATUS_SUCCESS);
                EXPECT_TRUE(held_.empty());
              });
  make_machine({});
  with_device(
      [&](Hooks& on) {
        keep_reads(on, WdfIoQueueDispatchParallel, [](auto& config) { config.AllowZeroLengthRequests = TRUE; });
      },
      [&](Rig& rig) {
        auto irp = rig.read(0);
        EXPECT_EQ(held_.size(), 1u);
        complete(take());
      });
}

TEST_P(QueueTest, ARequestWithoutQueueOrHandlerIsInvalid) {
  RecordProperty("rows", "QUE-010 BHV-002 WDM-026");
  with_device([&](Hooks& on) { keep_reads(on, WdfIoQueueDispatchParallel); },
              [&](Rig& rig) {
                EXPECT_EQ(rig.write(4)->status(), STATUS_INVALID_DEVICE_REQUEST);
                EXPECT_EQ(rig.transfer(IRP_MJ_FLUSH_BUFFERS, 0)->status(), STATUS_INVALID_DEVICE_REQUEST);
              });
}

TEST_P(QueueTest, RoutedTypesGoToTheirQueueAndTheRestToTheDefaultQueue) {
  RecordProperty("rows", "QUE-008 QUE-009 QUE-039 QUE-071");
  RecordProperty("ddi", "WdfDeviceConfigureRequestDispatching WdfDeviceGetDefaultQueue");
  with_device(
      [&](Hooks& on) {
        on.read = [&](WDFQUEUE queue, WDFREQUEST request, size_t) {
          note(queue == queue_ ? "routed read" : "default read");
          complete(request);
        };
        on.write = [&](WDFQUEUE queue, WDFREQUEST request, size_t) {
          note(queue == queue_ ? "routed write" : "default write");
          complete(request);
        };
        on.created = [&](WDFDEVICE device) {
          WDF_IO_QUEUE_CONFIG config = queue_config(WdfIoQueueDispatchSequential, false);
          EXPECT_EQ(ddi::WdfIoQueueCreate(globals(), device, &config, nullptr, &queue_), STATUS_SUCCESS);
          EXPECT_EQ(ddi::WdfDeviceGetDefaultQueue(globals(), device), nullptr);
          EXPECT_EQ(ddi::WdfDeviceConfigureRequestDispatching(globals(), device, queue_, WdfRequestTypeRead),
                    STATUS_SUCCESS);
          EXPECT_EQ(ddi::WdfDeviceConfigureRequestDispatching(globals(), device, queue_, WdfRequestTypeRead),
                    STATUS_WDF_BUSY);
          EXPECT_EQ(ddi::WdfDeviceConfigureRequestDispatching(globals(), device, queue_, WdfRequestTypeCleanup),
                    STATUS_INVALID_PARAMETER);
          config = queue_config(WdfIoQueueDispatchSequential);
          return ddi::WdfIoQueueCreate(globals(), device, &config, nullptr, nullptr);
        };
      },
      [&](Rig& rig) {
        log().clear();
        rig.read(4)->status();
        rig.write(4)->status();
        EXPECT_THAT(log(), ElementsAre("routed read", "default write"));
      });
}

TEST_P(QueueTest, BadConfigurationsAreRefused) {
  RecordProperty("rows", "BHV-006 QUE-012");
  RecordProperty("ddi", "WdfIoQueueCreate");
  with_device(
      [&](Hooks& on) { keep_reads(on, WdfIoQueueDispatchParallel); },
      [&](Rig& rig) {
        const auto create = [&](const std::function<void(WDF_IO_QUEUE_CONFIG&)>& spoil) {
          WDF_IO_QUEUE_CONFIG config = queue_config(WdfIoQueueDispatchSequential, false);
          spoil(config);
          WDFQUEUE queue = nullptr;
          return ddi::WdfIoQueueCreate(globals(), rig.device, &config, nullptr, &queue);
        };
        EXPECT_EQ(create([](auto& c) { c.Size--; }), STATUS_INFO_LENGTH_MISMATCH);
        EXPECT_EQ(create([](auto& c) { c.DispatchType = WdfIoQueueDispatchInvalid; }), STATUS_INVALID_PARAMETER);
        EXPECT_EQ(create([](auto& c) { c.EvtIoRead = nullptr; }), STATUS_WDF_NO_CALLBACK);
        EXPECT_EQ(create([](auto& c) { c.DispatchType = WdfIoQueueDispatchManual; }), STATUS_INVALID_PARAMETER);
        EXPECT_EQ(create([](auto& c) { c.Settings.Parallel.NumberOfPresentedRequests = 3; }), STATUS_INVALID_PARAMETER);
        EXPECT_EQ(create([](auto& c) { c.DefaultQueue = TRUE; }), STATUS_UNSUCCESSFUL);
        EXPECT_EQ(create([](auto&) {}), STATUS_SUCCESS);
      });
}

TEST_P(QueueTest, LeavingD0AsksEvtIoStopAndReturningCallsEvtIoResume) {
  RecordProperty("ddi", "WdfRequestStopAcknowledge");
  with_device(
      [&](Hooks& on) {
        on.stop = [&](WDFQUEUE, WDFREQUEST request, ULONG flags) {
          note(flags & WdfRequestStopActionSuspend ? "stop" : "stop for removal");
          if (flags & WdfRequestStopActionPurge) return complete(take(), STATUS_CANCELLED);
          ddi::WdfRequestStopAcknowledge(globals(), request, FALSE);
        };
        on.resume = [&](WDFQUEUE, WDFREQUEST) { note("resume"); };
        keep_reads(on, WdfIoQueueDispatchParallel);
      },
      [&](Rig& rig) {
        auto kept = rig.read(4);
        log().clear();
        EXPECT_TRUE(machine().pnp().stop(*rig.node).ok());
        auto waiting = rig.read(4);
        note(state() & WdfIoQueuePnpHeld ? "held back" : "not held back");
        note(held_.size() == 1 ? "nothing delivered" : "delivered at once");
        EXPECT_TRUE(machine().pnp().restart(*rig.node).ok());
        note(held_.size() == 2 ? "delivered" : "lost");
        complete(take());
        removed_ = true;
        EXPECT_TRUE(machine().pnp().remove(*rig.node).ok());
        note(rtl::status_name(waiting->status()));
      });
  EXPECT_STORY(log(), R"(
    stop                  [QUE-054 QUE-056 PNP-049]
    held back             [QUE-038 QUE-056]
    nothing delivered     [QUE-038]
    resume                [QUE-055 PNP-058]
    delivered             [QUE-038]
    stop for removal      [QUE-054 QUE-056]
    STATUS_CANCELLED      [QUE-056]
  )");
}

TEST_P(QueueTest, AQueueThatIsNotPowerManagedDeliversOutsideOfD0) {
  RecordProperty("rows", "QUE-038 QUE-052");
  with_device(
      [&](Hooks& on) {
        keep_reads(on, WdfIoQueueDispatchParallel, [](auto& config) { config.PowerManaged = WdfFalse; });
      },
      [&](Rig& rig) {
        EXPECT_TRUE(machine().pnp().stop(*rig.node).ok());
        EXPECT_FALSE(state() & WdfIoQueuePnpHeld);
        auto irp = rig.read(4);
        ASSERT_EQ(held_.size(), 1u);
        complete(take());
        EXPECT_EQ(irp->status(), STATUS_SUCCESS);
        EXPECT_TRUE(machine().pnp().restart(*rig.node).ok());
      });
}

TEST_P(QueueTest, AcknowledgingWithRequeueDeliversTheRequestAgain) {
  RecordProperty("rows", "QUE-056");
  with_device(
      [&](Hooks& on) {
        on.stop = [&](WDFQUEUE, WDFREQUEST request, ULONG) {
          held_.clear();
          ddi::WdfRequestStopAcknowledge(globals(), request, TRUE);
        };
        keep_reads(on, WdfIoQueueDispatchParallel);
      },
      [&](Rig& rig) {
        auto irp = rig.read(4);
        EXPECT_TRUE(machine().pnp().stop(*rig.node).ok());
        EXPECT_TRUE(held_.empty());
        EXPECT_TRUE(machine().pnp().restart(*rig.node).ok());
        EXPECT_EQ(held_.size(), 1u);
        complete(take());
      });
}

TEST_P(QueueTest, RemovalPurgesWhatStillWaits) {
  RecordProperty("rows", "BHV-013");
  with_device(
      [&](Hooks& on) {
        keep_reads(on, WdfIoQueueDispatchSequential);
        on.stop = [&](WDFQUEUE, WDFREQUEST request, ULONG) { complete(request, STATUS_CANCELLED); };
      },
      [&](Rig& rig) {
        auto owned = rig.read(4), waiting = rig.read(4);
        removed_ = true;
        machine().pnp().surprise_remove(*rig.node);
        EXPECT_EQ(owned->status(), STATUS_CANCELLED);
        EXPECT_EQ(waiting->status(), STATUS_CANCELLED);
      });
}

TEST_P(QueueTest, DeletingTheDefaultQueueIsIgnored) {
  RecordProperty("rows", "QUE-032 BHV-021");
  expected_finding_ = "ObjectNotDeletable";
  with_device([&](Hooks& on) { keep_reads(on, WdfIoQueueDispatchParallel); },
              [&](Rig& rig) {
                ddi::WdfObjectDelete(globals(), queue_);
                auto irp = rig.read(4);
                complete(take());
              });
}

}  // namespace
}  // namespace owdf::wdf
