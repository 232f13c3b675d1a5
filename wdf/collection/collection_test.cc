#include "wdf/collection/collection.h"

#include "wdf/testing.h"

namespace owdf::wdf {
namespace {

class CollectionTest : public FrameworkTest {
 protected:
  static WDFCOLLECTION make(TestDriver& driver) {
    WDFCOLLECTION collection = nullptr;
    EXPECT_EQ(ddi::WdfCollectionCreate(driver.globals, nullptr, &collection), STATUS_SUCCESS);
    return collection;
  }
  static WDFOBJECT object(TestDriver& driver) {
    WDFOBJECT object = nullptr;
    EXPECT_EQ(ddi::WdfObjectCreate(driver.globals, nullptr, &object), STATUS_SUCCESS);
    return object;
  }
};
OWDF_IN_BOTH_FORMS(CollectionTest);

TEST_P(CollectionTest, ItemsKeepTheOrderOfAddingAndMoveUpAfterARemoval) {
  RecordProperty("rows", "COL-001 COL-003 COL-005 COL-006 COL-007 COL-008 COL-009 OBJ-052");
  RecordProperty(
      "ddi",
      "WdfCollectionCreate WdfCollectionAdd WdfCollectionRemove WdfCollectionRemoveItem WdfCollectionGetCount "
      "WdfCollectionGetItem WdfCollectionGetFirstItem WdfCollectionGetLastItem");
  as_driver([&](TestDriver& driver) {
    WDFCOLLECTION collection = make(driver);
    EXPECT_EQ(ddi::WdfCollectionGetCount(driver.globals, collection), 0u);
    EXPECT_EQ(ddi::WdfCollectionGetFirstItem(driver.globals, collection), nullptr);
    EXPECT_EQ(ddi::WdfCollectionGetLastItem(driver.globals, collection), nullptr);
    std::vector<WDFOBJECT> items;
    for (int i = 0; i < 20; i++) {
      items.push_back(object(driver));
      ASSERT_EQ(ddi::WdfCollectionAdd(driver.globals, collection, items.back()), STATUS_SUCCESS);
    }
    EXPECT_EQ(ddi::WdfCollectionGetCount(driver.globals, collection), 20u);
    EXPECT_EQ(ddi::WdfCollectionGetFirstItem(driver.globals, collection), items[0]);
    EXPECT_EQ(ddi::WdfCollectionGetLastItem(driver.globals, collection), items[19]);
    EXPECT_EQ(ddi::WdfCollectionGetItem(driver.globals, collection, 20), nullptr);

    ddi::WdfCollectionRemove(driver.globals, collection, items[3]);
    EXPECT_EQ(ddi::WdfCollectionGetItem(driver.globals, collection, 3), items[4]);
    ddi::WdfCollectionRemoveItem(driver.globals, collection, 0);
    EXPECT_EQ(ddi::WdfCollectionGetItem(driver.globals, collection, 0), items[1]);
    EXPECT_EQ(ddi::WdfCollectionGetCount(driver.globals, collection), 18u);
  });
}

TEST_P(CollectionTest, MembersAreReferencedAndNotDeletedWithTheCollection) {
  RecordProperty("rows", "COL-002 COL-004 COL-012 COL-013 COL-014");
  as_driver([&](TestDriver& driver) {
    WDFCOLLECTION collection = make(driver);
    WDFOBJECT kept = object(driver), deleted = object(driver);
    ddi::WdfCollectionAdd(driver.globals, collection, kept);
    ddi::WdfCollectionAdd(driver.globals, collection, deleted);
    ddi::WdfCollectionAdd(driver.globals, collection, reinterpret_cast<WDFOBJECT>(make(driver)));
    EXPECT_EQ(object_of<Object>(driver.client(), kept).references(), 2u);

    ddi::WdfObjectDelete(driver.globals, deleted);
    EXPECT_EQ(ddi::WdfCollectionGetItem(driver.globals, collection, 1), deleted);
    EXPECT_EQ(object_of<Object>(driver.client(), deleted).references(), 1u);

    ddi::WdfObjectDelete(driver.globals, reinterpret_cast<WDFOBJECT>(collection));
    EXPECT_EQ(object_of<Object>(driver.client(), kept).references(), 1u);
    EXPECT_EQ(HandleCheck::look(driver.client(), deleted, Type::kBase), nullptr);
  });
}

TEST_P(CollectionTest, RemovingWhatIsNoMemberIsTold) {
  on_machine([&] {
    TestDriver driver;
    ASSERT_EQ(load(driver, {}), STATUS_SUCCESS);
    WDFCOLLECTION collection = make(driver);
    ddi::WdfCollectionRemove(driver.globals, collection, object(driver));
    ddi::WdfCollectionRemoveItem(driver.globals, collection, 7);
    unload(driver);
  });
  ASSERT_EQ(findings().size(), 2u);
  EXPECT_EQ(findings()[0].rule, "CollectionNoSuchMember");
}

}  // namespace
}  // namespace owdf::wdf
