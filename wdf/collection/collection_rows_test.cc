// What the documentation says of collections, row by row.
#include "wdf/testing.h"

namespace owdf::wdf {
namespace {

class CollectionRowsTest : public FrameworkTest {
 protected:
  static WDFCOLLECTION make(TestDriver& driver, void* parent = nullptr) {
    WDF_OBJECT_ATTRIBUTES attributes = attributes_with_parent(parent);
    WDFCOLLECTION collection = nullptr;
    EXPECT_EQ(ddi::WdfCollectionCreate(driver.globals, &attributes, &collection), STATUS_SUCCESS);
    return collection;
  }
  static WDFOBJECT object(TestDriver& driver) {
    WDFOBJECT object = nullptr;
    EXPECT_EQ(ddi::WdfObjectCreate(driver.globals, nullptr, &object), STATUS_SUCCESS);
    return object;
  }
  // A collection of three.
  static WDFCOLLECTION fill(TestDriver& driver, WDFOBJECT (&items)[3]) {
    WDFCOLLECTION collection = make(driver);
    for (WDFOBJECT& item : items) {
      item = object(driver);
      EXPECT_EQ(ddi::WdfCollectionAdd(driver.globals, collection, item), STATUS_SUCCESS);
    }
    return collection;
  }
  static ULONG count(TestDriver& driver, WDFCOLLECTION collection) {
    return ddi::WdfCollectionGetCount(driver.globals, collection);
  }
  static WDFOBJECT item(TestDriver& driver, WDFCOLLECTION collection, ULONG index) {
    return ddi::WdfCollectionGetItem(driver.globals, collection, index);
  }
  static ULONG references(TestDriver& driver, WDFOBJECT handle) {
    return object_of<Object>(driver.client(), handle).references();
  }
};
OWDF_IN_BOTH_FORMS(CollectionRowsTest);

TEST_P(CollectionRowsTest, ANewCollectionIsEmpty) {
  RecordProperty("rows", "COL-001 COL-007");
  as_driver([&](TestDriver& driver) {
    WDFCOLLECTION collection = make(driver);
    EXPECT_EQ(count(driver, collection), 0u);
    EXPECT_EQ(ddi::WdfCollectionGetFirstItem(driver.globals, collection), nullptr);
    EXPECT_EQ(ddi::WdfCollectionGetLastItem(driver.globals, collection), nullptr);
    EXPECT_EQ(item(driver, collection, 0), nullptr);
  });
}

TEST_P(CollectionRowsTest, ACollectionHangsUnderTheDriverOrTheParentItWasGiven) {
  RecordProperty("rows", "OBJ-052");
  RecordProperty("ddi", "WdfCollectionCreate");
  as_driver([&](TestDriver& driver) {
    WDFOBJECT parent = object(driver);
    EXPECT_EQ(object_of<Object>(driver.client(), make(driver)).parent(), driver.client().driver());
    WDFCOLLECTION below = make(driver, parent);
    EXPECT_EQ(object_of<Object>(driver.client(), below).parent(), &object_of<Object>(driver.client(), parent));
    ddi::WdfObjectDelete(driver.globals, parent);
    EXPECT_EQ(HandleCheck::look(driver.client(), below, Type::kBase), nullptr);
  });
}

TEST_P(CollectionRowsTest, ItemsAreAppendedAndCounted) {
  RecordProperty("rows", "COL-003 COL-007 COL-008");
  as_driver([&](TestDriver& driver) {
    WDFCOLLECTION collection = make(driver);
    for (ULONG i = 0; i < 4; i++) {
      WDFOBJECT added = object(driver);
      EXPECT_EQ(ddi::WdfCollectionAdd(driver.globals, collection, added), STATUS_SUCCESS);
      EXPECT_EQ(count(driver, collection), i + 1);
      EXPECT_EQ(item(driver, collection, i), added);
    }
    EXPECT_EQ(item(driver, collection, 4), nullptr);
  });
}

TEST_P(CollectionRowsTest, FirstAndLastAreTheFirstAndLastAdded) {
  RecordProperty("rows", "COL-009");
  as_driver([&](TestDriver& driver) {
    WDFOBJECT items[3];
    WDFCOLLECTION collection = fill(driver, items);
    EXPECT_EQ(ddi::WdfCollectionGetFirstItem(driver.globals, collection), items[0]);
    EXPECT_EQ(ddi::WdfCollectionGetLastItem(driver.globals, collection), items[2]);
  });
}

TEST_P(CollectionRowsTest, ARemovedObjectLosesItsReferenceAndTheOthersMoveUp) {
  RecordProperty("rows", "COL-005 COL-006");
  as_driver([&](TestDriver& driver) {
    WDFOBJECT items[3];
    WDFCOLLECTION collection = fill(driver, items);
    EXPECT_EQ(references(driver, items[1]), 2u);
    ddi::WdfCollectionRemove(driver.globals, collection, items[1]);
    EXPECT_EQ(references(driver, items[1]), 1u);
    EXPECT_EQ(item(driver, collection, 1), items[2]);
    ddi::WdfCollectionRemoveItem(driver.globals, collection, 0);
    EXPECT_EQ(references(driver, items[0]), 1u);
    EXPECT_EQ(item(driver, collection, 0), items[2]);
    EXPECT_EQ(references(driver, items[2]), 2u);
  });
}

TEST_P(CollectionRowsTest, ADriverGuardsACollectionWithLocksOfItsOwn) {
  RecordProperty("rows", "COL-010");
  as_driver([&](TestDriver& driver) {
    WDFOBJECT items[3];
    WDFCOLLECTION collection = fill(driver, items);
    WDFWAITLOCK wait = nullptr;
    WDFSPINLOCK spin = nullptr;
    ASSERT_EQ(ddi::WdfWaitLockCreate(driver.globals, nullptr, &wait), STATUS_SUCCESS);
    ASSERT_EQ(ddi::WdfSpinLockCreate(driver.globals, nullptr, &spin), STATUS_SUCCESS);
    EXPECT_EQ(ddi::WdfWaitLockAcquire(driver.globals, wait, nullptr), STATUS_SUCCESS);
    EXPECT_EQ(KeGetCurrentIrql(), PASSIVE_LEVEL);
    ddi::WdfCollectionRemoveItem(driver.globals, collection, 0);
    ddi::WdfWaitLockRelease(driver.globals, wait);
    LONGLONG at_once = 0;
    EXPECT_EQ(ddi::WdfWaitLockAcquire(driver.globals, wait, &at_once), STATUS_SUCCESS);
    ddi::WdfWaitLockRelease(driver.globals, wait);
    ddi::WdfSpinLockAcquire(driver.globals, spin);
    EXPECT_EQ(KeGetCurrentIrql(), DISPATCH_LEVEL);
    ddi::WdfCollectionRemoveItem(driver.globals, collection, 0);
    ddi::WdfSpinLockRelease(driver.globals, spin);
    EXPECT_EQ(KeGetCurrentIrql(), PASSIVE_LEVEL);
    ddi::WdfCollectionRemoveItem(driver.globals, collection, 0);  // without any lock
    EXPECT_EQ(count(driver, collection), 0u);
  });
}

}  // namespace
}  // namespace owdf::wdf
