#include <ntddk.h>

#include <gtest/gtest.h>

#include "nt/testing.h"

namespace owdf::ex {
namespace {

class WorkQueueTest : public nt::MachineTest {};
OWDF_IN_BOTH_FORMS(WorkQueueTest);

struct Item {
  WORK_QUEUE_ITEM item{};
  KEVENT ran;
  Item* waits_for = nullptr;
  KIRQL irql = HIGH_LEVEL;

  explicit Item(PWORKER_THREAD_ROUTINE routine) {
    ExInitializeWorkItem(&item, routine, this);
    KeInitializeEvent(&ran, NotificationEvent, FALSE);
  }
  void wait() { KeWaitForSingleObject(&ran, ::Executive, KernelMode, FALSE, nullptr); }
};

VOID NTAPI work(PVOID context) {
  auto* self = static_cast<Item*>(context);
  self->irql = KeGetCurrentIrql();
  if (self->waits_for) self->waits_for->wait();
  KeSetEvent(&self->ran, IO_NO_INCREMENT, FALSE);
}

TEST_P(WorkQueueTest, ItemsRunAtPassiveLevelAndMayBeQueuedAgain) {
  RecordProperty("ddi", "ExInitializeWorkItem ExQueueWorkItem");
  on_machine([] {
    Item item(work);
    for (int i = 0; i < 3; i++) {
      KIRQL old;
      KeRaiseIrql(DISPATCH_LEVEL, &old);
      ExQueueWorkItem(&item.item, DelayedWorkQueue);
      KeLowerIrql(old);
      item.wait();
      EXPECT_EQ(item.irql, PASSIVE_LEVEL);
      KeClearEvent(&item.ran);
    }
  });
}

TEST_P(WorkQueueTest, AnItemMayWaitForOneQueuedBehindIt) {
  on_machine([] {
    Item last(work), middle(work), first(work);
    first.waits_for = &middle;
    middle.waits_for = &last;
    ExQueueWorkItem(&first.item, CriticalWorkQueue);
    ExQueueWorkItem(&middle.item, CriticalWorkQueue);
    ExQueueWorkItem(&last.item, CriticalWorkQueue);
    first.wait();
  });
}

TEST_P(WorkQueueTest, QueueingAQueuedItemStopsTheMachine) {
  expect_bug_check(0xE4, [] {
    Item item(work);
    item.item.List.Flink = &item.item.List;  // as while it waits in the queue
    ExQueueWorkItem(&item.item, DelayedWorkQueue);
  });
}

TEST_P(WorkQueueTest, ReturningAtRaisedIrqlStopsTheMachine) {
  expect_bug_check(0xE1, [] {
    WORK_QUEUE_ITEM item{};
    KEVENT never;
    KeInitializeEvent(&never, NotificationEvent, FALSE);
    ExInitializeWorkItem(&item, [](PVOID) NTAPI { KeRaiseIrqlToDpcLevel(); }, nullptr);
    ExQueueWorkItem(&item, DelayedWorkQueue);
    KeWaitForSingleObject(&never, ::Executive, KernelMode, FALSE, nullptr);
  });
}

}  // namespace
}  // namespace owdf::ex
