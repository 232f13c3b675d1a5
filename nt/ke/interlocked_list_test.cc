#include "nt/ke/testing.h"

namespace owdf::ke {
namespace {

class InterlockedListTest : public KernelTest {};
OWDF_IN_BOTH_FORMS(InterlockedListTest);

struct alignas(16) Entry {
  SLIST_ENTRY link;
  int value = 0;
};

TEST_P(InterlockedListTest, ASequencedListGivesBackTheLastFirst) {
  RecordProperty(
      "ddi",
      "InitializeSListHead ExpInterlockedPushEntrySList ExpInterlockedPopEntrySList ExpInterlockedFlushSList "
      "ExQueryDepthSList");
  run([] {
    SLIST_HEADER list;
    InitializeSListHead(&list);
    Entry entries[3];
    EXPECT_EQ(ExpInterlockedPushEntrySList(&list, &entries[0].link), nullptr);
    EXPECT_EQ(ExpInterlockedPushEntrySList(&list, &entries[1].link), &entries[0].link);
    ExpInterlockedPushEntrySList(&list, &entries[2].link);
    EXPECT_EQ(ExQueryDepthSList(&list), 3);
    EXPECT_EQ(ExpInterlockedPopEntrySList(&list), &entries[2].link);
    EXPECT_EQ(ExpInterlockedFlushSList(&list), &entries[1].link);
    EXPECT_EQ(entries[1].link.Next, &entries[0].link);
    EXPECT_EQ(ExpInterlockedPopEntrySList(&list), nullptr);
    EXPECT_EQ(ExQueryDepthSList(&list), 0);
  });
}

TEST_P(InterlockedListTest, AListUnderItsSpinLockKeepsItsOrder) {
  RecordProperty("ddi", "ExInterlockedInsertHeadList ExInterlockedInsertTailList ExInterlockedRemoveHeadList");
  run([] {
    KSPIN_LOCK lock;
    KeInitializeSpinLock(&lock);
    LIST_ENTRY head;
    InitializeListHead(&head);
    LIST_ENTRY entries[3];
    EXPECT_EQ(ExInterlockedInsertTailList(&head, &entries[1], &lock), nullptr);
    EXPECT_EQ(ExInterlockedInsertTailList(&head, &entries[2], &lock), &entries[1]);
    EXPECT_EQ(ExInterlockedInsertHeadList(&head, &entries[0], &lock), &entries[1]);
    for (LIST_ENTRY& entry : entries) EXPECT_EQ(ExInterlockedRemoveHeadList(&head, &lock), &entry);
    EXPECT_EQ(ExInterlockedRemoveHeadList(&head, &lock), nullptr);
    EXPECT_EQ(KeGetCurrentIrql(), PASSIVE_LEVEL);
  });
}

}  // namespace
}  // namespace owdf::ke
