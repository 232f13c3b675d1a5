#include "wdf/collection/collection.h"

#include "base/storyboard.h"
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
  RecordProperty(
      "ddi",
      "WdfCollectionCreate WdfCollectionAdd WdfCollectionRemove WdfCollectionRemoveItem WdfCollectionGetCount "
      "WdfCollectionGetItem WdfCollectionGetFirstItem WdfCollectionGetLastItem");
  std::vector<std::string> story;
  as_driver([&](TestDriver& driver) {
    WDFCOLLECTION collection = make(driver);
    std::vector<WDFOBJECT> items;
    const auto number = [&](WDFOBJECT item) {
      const auto found = std::find(items.begin(), items.end(), item);
      return found == items.end() ? std::string("none") : std::to_string(found - items.begin());
    };
    const auto count = [&] { return std::to_string(ddi::WdfCollectionGetCount(driver.globals, collection)); };
    const auto at = [&](ULONG index) { return number(ddi::WdfCollectionGetItem(driver.globals, collection, index)); };
    const auto ends = [&] {
      return number(ddi::WdfCollectionGetFirstItem(driver.globals, collection)) + " to " +
             number(ddi::WdfCollectionGetLastItem(driver.globals, collection));
    };
    story.push_back("created with " + count());
    story.push_back("from " + ends());
    for (int i = 0; i < 20; i++) {
      items.push_back(object(driver));
      ASSERT_EQ(ddi::WdfCollectionAdd(driver.globals, collection, items.back()), STATUS_SUCCESS);
    }
    story.push_back("added up to " + count());
    story.push_back("from " + ends());
    story.push_back("at 0, 19, 20: " + at(0) + ", " + at(19) + ", " + at(20));
    ddi::WdfCollectionRemove(driver.globals, collection, items[3]);
    story.push_back("3 removed, at 3: " + at(3));
    ddi::WdfCollectionRemoveItem(driver.globals, collection, 0);
    story.push_back("first removed, at 0: " + at(0));
    story.push_back("left " + count());
  });
  EXPECT_STORY(story, R"(
    created with 0              [COL-001]
    from none to none           [COL-009]
    added up to 20              [COL-003 COL-007]
    from 0 to 19                [COL-009]
    at 0, 19, 20: 0, 19, none   [COL-003 COL-006 COL-008]
    3 removed, at 3: 4          [COL-005 COL-006]
    first removed, at 0: 1      [COL-005 COL-006]
    left 18                     [COL-005 COL-007]
  )");
}

TEST_P(CollectionTest, ItsParentIsTheDriverUnlessAnotherIsGiven) {
  RecordProperty("rows", "OBJ-052");
  RecordProperty("ddi", "WdfCollectionCreate");
  as_driver([&](TestDriver& driver) {
    EXPECT_EQ(object_of<Object>(driver.client(), make(driver)).parent(), driver.client().driver());
    WDFOBJECT parent = object(driver);
    WDF_OBJECT_ATTRIBUTES attributes = attributes_with_parent(parent);
    WDFCOLLECTION collection = nullptr;
    ASSERT_EQ(ddi::WdfCollectionCreate(driver.globals, &attributes, &collection), STATUS_SUCCESS);
    EXPECT_EQ(object_of<Object>(driver.client(), collection).parent(), &object_of<Object>(driver.client(), parent));
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
