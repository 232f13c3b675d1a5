#include <ntddk.h>

#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <set>
#include <vector>

#include "nt/ke/testing.h"

namespace owdf::rtl {
namespace {

class TableTest : public ke::KernelTest {};
OWDF_IN_BOTH_FORMS(TableTest);

// A fixed sequence without visible order.
class Sequence {
 public:
  uint32_t next() { return state_ = state_ * 1664525 + 1013904223, state_ >> 8; }

 private:
  uint32_t state_ = 7;
};

RTL_GENERIC_COMPARE_RESULTS NTAPI compare(PRTL_AVL_TABLE, PVOID first, PVOID second) {
  const uint32_t left = *static_cast<uint32_t*>(first), right = *static_cast<uint32_t*>(second);
  return left < right ? GenericLessThan : left > right ? GenericGreaterThan : GenericEqual;
}

PVOID NTAPI allocate(PRTL_AVL_TABLE table, ULONG bytes) {
  ++*static_cast<int*>(table->TableContext);
  return ExAllocatePoolWithTag(NonPagedPoolNx, bytes, 'lvaT');
}

void NTAPI release(PRTL_AVL_TABLE table, PVOID node) {
  --*static_cast<int*>(table->TableContext);
  ExFreePoolWithTag(node, 'lvaT');
}

// The height of the subtree, or -1 where a link or a balance is wrong.
int checked_height(const RTL_BALANCED_LINKS* node, const RTL_BALANCED_LINKS* parent) {
  if (!node) return 0;
  const int left = checked_height(node->LeftChild, node), right = checked_height(node->RightChild, node);
  const bool sound =
      node->Parent == parent && left >= 0 && right >= 0 && node->Balance == right - left && std::abs(right - left) <= 1;
  return sound ? 1 + std::max(left, right) : -1;
}

void expect_same(RTL_AVL_TABLE& table, const std::set<uint32_t>& model) {
  std::vector<uint32_t> seen;
  for (PVOID at = RtlEnumerateGenericTableAvl(&table, TRUE); at; at = RtlEnumerateGenericTableAvl(&table, FALSE))
    seen.push_back(*static_cast<uint32_t*>(at));
  EXPECT_TRUE(std::equal(seen.begin(), seen.end(), model.begin(), model.end()));
  EXPECT_EQ(RtlNumberGenericTableElementsAvl(&table), model.size());
  EXPECT_EQ(checked_height(table.BalancedRoot.RightChild, &table.BalancedRoot), static_cast<int>(table.DepthOfTree));
}

TEST_P(TableTest, ABalancedTreeStaysBalancedWhateverIsInsertedAndDeleted) {
  RecordProperty("ddi",
                 "RtlInitializeGenericTableAvl RtlInsertElementGenericTableAvl RtlDeleteElementGenericTableAvl "
                 "RtlEnumerateGenericTableAvl RtlNumberGenericTableElementsAvl");
  run([&] {
    int nodes = 0;
    RTL_AVL_TABLE table;
    RtlInitializeGenericTableAvl(&table, compare, allocate, release, &nodes);
    EXPECT_TRUE(RtlIsGenericTableEmptyAvl(&table));
    std::set<uint32_t> model;
    Sequence sequence;
    for (int i = 0; i < 3000; i++) {
      uint32_t value = sequence.next() % 500;
      if (sequence.next() % 5 < 3) {
        BOOLEAN fresh;
        EXPECT_EQ(*static_cast<uint32_t*>(RtlInsertElementGenericTableAvl(&table, &value, sizeof value, &fresh)),
                  value);
        EXPECT_EQ(fresh != FALSE, model.insert(value).second);
      } else {
        EXPECT_EQ(RtlDeleteElementGenericTableAvl(&table, &value) != FALSE, model.erase(value) == 1);
      }
      if (i % 50 == 0) expect_same(table, model);
    }
    while (!model.empty()) {
      uint32_t value = *model.begin();
      model.erase(model.begin());
      EXPECT_TRUE(RtlDeleteElementGenericTableAvl(&table, &value));
    }
    expect_same(table, model);
    EXPECT_EQ(nodes, 0);
  });
}

TEST_P(TableTest, ElementsOfABalancedTreeAreFoundByKeyAndByNumber) {
  RecordProperty("ddi",
                 "RtlLookupElementGenericTableAvl RtlGetElementGenericTableAvl "
                 "RtlLookupElementGenericTableFullAvl RtlInsertElementGenericTableFullAvl "
                 "RtlEnumerateGenericTableWithoutSplayingAvl RtlIsGenericTableEmptyAvl");
  run([&] {
    int nodes = 0;
    RTL_AVL_TABLE table;
    RtlInitializeGenericTableAvl(&table, compare, allocate, release, &nodes);
    for (uint32_t value : {30u, 10u, 20u}) RtlInsertElementGenericTableAvl(&table, &value, sizeof value, nullptr);
    uint32_t wanted = 20, absent = 25;
    EXPECT_EQ(*static_cast<uint32_t*>(RtlLookupElementGenericTableAvl(&table, &wanted)), 20u);
    EXPECT_EQ(RtlLookupElementGenericTableAvl(&table, &absent), nullptr);
    for (ULONG i : {2u, 0u, 1u})
      EXPECT_EQ(*static_cast<uint32_t*>(RtlGetElementGenericTableAvl(&table, i)), (i + 1) * 10);
    EXPECT_EQ(RtlGetElementGenericTableAvl(&table, 3), nullptr);
    PVOID where;
    TABLE_SEARCH_RESULT found;
    EXPECT_EQ(RtlLookupElementGenericTableFullAvl(&table, &absent, &where, &found), nullptr);
    RtlInsertElementGenericTableFullAvl(&table, &absent, sizeof absent, nullptr, where, found);
    EXPECT_EQ(*static_cast<uint32_t*>(RtlGetElementGenericTableAvl(&table, 2)), 25u);
    PVOID key = nullptr;
    int count = 0;
    while (RtlEnumerateGenericTableWithoutSplayingAvl(&table, &key)) count++;
    EXPECT_EQ(count, 4);
    for (uint32_t value : {10u, 20u, 25u, 30u}) EXPECT_TRUE(RtlDeleteElementGenericTableAvl(&table, &value));
    EXPECT_TRUE(RtlIsGenericTableEmptyAvl(&table));
  });
}

struct Item {
  RTL_DYNAMIC_HASH_TABLE_ENTRY entry;
  int number;
};

TEST_P(TableTest, AHashTableKeepsEveryEntryWhileItGrowsAndShrinks) {
  RecordProperty("ddi",
                 "RtlCreateHashTable RtlInsertEntryHashTable RtlLookupEntryHashTable RtlGetNextEntryHashTable "
                 "RtlExpandHashTable RtlContractHashTable RtlRemoveEntryHashTable RtlDeleteHashTable");
  run([&] {
    PRTL_DYNAMIC_HASH_TABLE table = nullptr;
    ASSERT_TRUE(RtlCreateHashTable(&table, 0, 0));
    std::vector<Item> items(1000);
    std::map<ULONG_PTR, int> model;
    Sequence sequence;
    for (Item& item : items) {
      const ULONG_PTR signature = sequence.next() % 300;
      RtlInsertEntryHashTable(table, &item.entry, signature, nullptr);
      model[signature == 0 ? 1 : signature]++;
      if (sequence.next() % 2) {
        EXPECT_TRUE(RtlExpandHashTable(table));
      }
    }
    const auto expect_all = [&] {
      for (const auto& [signature, count] : model) {
        RTL_DYNAMIC_HASH_TABLE_CONTEXT context;
        int seen = 0;
        for (auto* at = RtlLookupEntryHashTable(table, signature, &context); at;
             at = RtlGetNextEntryHashTable(table, &context))
          seen += at->Signature == signature;
        EXPECT_EQ(seen, count);
      }
    };
    expect_all();
    EXPECT_EQ(RtlTotalEntriesHashTable(table), items.size());
    while (RtlContractHashTable(table)) {
    }
    EXPECT_EQ(RtlTotalBucketsHashTable(table), 128u);
    expect_all();
    for (Item& item : items) RtlRemoveEntryHashTable(table, &item.entry, nullptr);
    EXPECT_EQ(RtlTotalEntriesHashTable(table), 0u);
    EXPECT_EQ(RtlNonEmptyBucketsHashTable(table), 0u);
    RtlDeleteHashTable(table);
  });
}

TEST_P(TableTest, AnEnumerationOfAHashTableAllowsRemovalOfWhatItShows) {
  RecordProperty("ddi",
                 "RtlInitEnumerationHashTable RtlEnumerateEntryHashTable RtlEndEnumerationHashTable "
                 "RtlInitWeakEnumerationHashTable RtlWeaklyEnumerateEntryHashTable "
                 "RtlEndWeakEnumerationHashTable RtlCreateHashTableEx");
  run([&] {
    RTL_DYNAMIC_HASH_TABLE storage, *table = &storage;
    ASSERT_TRUE(RtlCreateHashTableEx(&table, 200, 4, 0));
    EXPECT_EQ(RtlTotalBucketsHashTable(table), 200u);
    std::vector<Item> items(50);
    for (size_t i = 0; i < items.size(); i++) RtlInsertEntryHashTable(table, &items[i].entry, 16 * i, nullptr);
    RTL_DYNAMIC_HASH_TABLE_ENUMERATOR weak;
    RtlInitWeakEnumerationHashTable(table, &weak);
    size_t seen = 0;
    while (RtlWeaklyEnumerateEntryHashTable(table, &weak)) seen++;
    RtlEndWeakEnumerationHashTable(table, &weak);
    EXPECT_EQ(seen, items.size());
    RTL_DYNAMIC_HASH_TABLE_ENUMERATOR enumerator;
    RtlInitEnumerationHashTable(table, &enumerator);
    EXPECT_FALSE(RtlExpandHashTable(table)) << "while somebody enumerates";
    while (auto* entry = RtlEnumerateEntryHashTable(table, &enumerator)) RtlRemoveEntryHashTable(table, entry, nullptr);
    RtlEndEnumerationHashTable(table, &enumerator);
    EXPECT_EQ(RtlTotalEntriesHashTable(table), 0u);
    EXPECT_EQ(RtlEmptyBucketsHashTable(table), 200u);
    RtlDeleteHashTable(table);
  });
}

TEST_P(TableTest, RunsOfClearBitsAreFoundInOrderByLengthAndBackward) {
  RecordProperty("ddi", "RtlFindClearRuns RtlFindLastBackwardRunClear RtlNumberOfSetBitsUlongPtr");
  ULONG words[2] = {0xFFFFFFFF, 0xFFFFFFFF};
  RTL_BITMAP map;
  RtlInitializeBitMap(&map, words, 60);
  RtlClearBits(&map, 3, 2);
  RtlClearBits(&map, 10, 7);
  RtlClearBits(&map, 30, 4);
  RTL_BITMAP_RUN runs[2];
  ASSERT_EQ(RtlFindClearRuns(&map, runs, 2, FALSE), 2u);
  EXPECT_EQ(runs[0].StartingIndex, 3u);
  EXPECT_EQ(runs[1].StartingIndex, 10u);
  ASSERT_EQ(RtlFindClearRuns(&map, runs, 2, TRUE), 2u);
  EXPECT_EQ(runs[0].StartingIndex, 10u);
  EXPECT_EQ(runs[0].NumberOfBits, 7u);
  EXPECT_EQ(runs[1].StartingIndex, 30u);
  ULONG start;
  EXPECT_EQ(RtlFindLastBackwardRunClear(&map, 59, &start), 4u);
  EXPECT_EQ(start, 30u);
  EXPECT_EQ(RtlFindLastBackwardRunClear(&map, 12, &start), 3u) << "up to where the search began";
  EXPECT_EQ(start, 10u);
  EXPECT_EQ(RtlFindLastBackwardRunClear(&map, 2, &start), 0u);
  EXPECT_EQ(RtlNumberOfSetBitsUlongPtr(0xF0F0), 8u);
}

}  // namespace
}  // namespace owdf::rtl
