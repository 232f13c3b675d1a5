// What the documentation says of memory objects and lookaside lists, row by row.
#include <cstring>

#include "nt/mm/poison.h"
#include "wdf/testing.h"

namespace owdf::wdf {
namespace {

constexpr size_t kSize = 48;

class MemoryRowsTest : public FrameworkTest {
 protected:
  static WDFMEMORY make(TestDriver& driver, size_t size = kSize, void* parent = nullptr) {
    WDF_OBJECT_ATTRIBUTES attributes = attributes_with_parent(parent);
    WDFMEMORY memory = nullptr;
    EXPECT_EQ(ddi::WdfMemoryCreate(driver.globals, &attributes, NonPagedPoolNx, 'tseT', size, &memory, nullptr),
              STATUS_SUCCESS);
    return memory;
  }
  static WDFLOOKASIDE list(TestDriver& driver) {
    WDFLOOKASIDE list = nullptr;
    EXPECT_EQ(ddi::WdfLookasideListCreate(driver.globals, nullptr, kSize, NonPagedPoolNx, nullptr, 'tseT', &list),
              STATUS_SUCCESS);
    return list;
  }
  static WDFMEMORY draw(TestDriver& driver, WDFLOOKASIDE list) {
    WDFMEMORY memory = nullptr;
    EXPECT_EQ(ddi::WdfMemoryCreateFromLookaside(driver.globals, list, &memory), STATUS_SUCCESS);
    return memory;
  }
  static char* buffer(TestDriver& driver, WDFMEMORY memory, size_t* size = nullptr) {
    return static_cast<char*>(ddi::WdfMemoryGetBuffer(driver.globals, memory, size));
  }
  static bool is_live(TestDriver& driver, void* handle) {
    return HandleCheck::look(driver.client(), handle, Type::kBase) != nullptr;
  }
  static void remove(TestDriver& driver, void* handle) {
    ddi::WdfObjectDelete(driver.globals, static_cast<WDFOBJECT>(handle));
  }
};
OWDF_IN_BOTH_FORMS(MemoryRowsTest);

TEST_P(MemoryRowsTest, AMemoryObjectDescribesOneBufferOfTheSizeAskedFor) {
  RecordProperty("rows", "MEM-001 MEM-002 MEM-006");
  RecordProperty("ddi", "WdfMemoryCreate WdfMemoryGetBuffer");
  as_driver([&](TestDriver& driver) {
    PVOID told = nullptr;
    WDFMEMORY first = nullptr;
    ASSERT_EQ(ddi::WdfMemoryCreate(driver.globals, nullptr, NonPagedPoolNx, 'tseT', kSize, &first, &told),
              STATUS_SUCCESS);
    WDFMEMORY second = make(driver, 2 * kSize);
    size_t first_size = 0, second_size = 0;
    EXPECT_EQ(buffer(driver, first, &first_size), told);
    EXPECT_NE(buffer(driver, second, &second_size), told);
    EXPECT_EQ(first_size, kSize);
    EXPECT_EQ(second_size, 2 * kSize);
    std::memset(buffer(driver, first), 1, first_size);
    std::memset(buffer(driver, second), 2, second_size);
    EXPECT_EQ(buffer(driver, first)[kSize - 1], 1);
  });
}

TEST_P(MemoryRowsTest, AMemoryObjectGoesWithItsParent) {
  RecordProperty("rows", "MEM-018 OBJ-064");
  RecordProperty("ddi", "WdfMemoryCreate");
  as_driver([&](TestDriver& driver) {
    WDFOBJECT parent = nullptr;
    ASSERT_EQ(ddi::WdfObjectCreate(driver.globals, nullptr, &parent), STATUS_SUCCESS);
    WDFMEMORY below = make(driver, kSize, parent), of_driver = make(driver);
    EXPECT_EQ(object_of<Object>(driver.client(), of_driver).parent(), driver.client().driver());
    remove(driver, parent);
    EXPECT_FALSE(is_live(driver, below));
    EXPECT_TRUE(is_live(driver, of_driver));
  });
}

TEST_P(MemoryRowsTest, ABufferLivesAsLongAsAReferenceHoldsItsObject) {
  RecordProperty("rows", "MEM-023");
  as_driver([&](TestDriver& driver) {
    for (WDFMEMORY memory : {make(driver), draw(driver, list(driver))}) {
      const WDFOBJECT object = static_cast<WDFOBJECT>(static_cast<void*>(memory));
      std::memset(buffer(driver, memory), 0x5A, kSize);
      ddi::WdfObjectReferenceActual(driver.globals, object, nullptr, 0, nullptr);
      remove(driver, memory);
      size_t size = 0;
      EXPECT_EQ(buffer(driver, memory, &size)[kSize - 1], 0x5A);
      EXPECT_EQ(size, kSize);
      ddi::WdfObjectDereferenceActual(driver.globals, object, nullptr, 0, nullptr);
      EXPECT_FALSE(is_live(driver, memory));
    }
  });
}

TEST_P(MemoryRowsTest, ALookasideListGivesEachMemoryObjectABufferOfItsOwn) {
  RecordProperty("rows", "MEM-004 MEM-010 MEM-011");
  as_driver([&](TestDriver& driver) {
    WDFLOOKASIDE from = list(driver);
    WDFMEMORY first = draw(driver, from), second = draw(driver, from);
    EXPECT_NE(first, second);
    size_t size = 0;
    EXPECT_NE(buffer(driver, first, &size), buffer(driver, second));
    EXPECT_EQ(size, kSize);
  });
}

TEST_P(MemoryRowsTest, ADeletedMemoryObjectReturnsItsBufferToTheListForTheNext) {
  RecordProperty("rows", "MEM-012 MEM-013");
  if (mm::kPoisons) GTEST_SKIP() << "under AddressSanitizer no buffer waits in a list: a use after the free is found";
  as_driver([&](TestDriver& driver) {
    WDFLOOKASIDE from = list(driver);
    WDFMEMORY memory = draw(driver, from);  // the list was empty
    const char* const at = buffer(driver, memory);
    ASSERT_NE(at, nullptr);
    remove(driver, memory);
    EXPECT_FALSE(is_live(driver, memory));
    EXPECT_EQ(buffer(driver, draw(driver, from)), at);
  });
}

TEST_P(MemoryRowsTest, ALookasideListHangsUnderTheDriverOrTheParentItWasGiven) {
  RecordProperty("rows", "OBJ-063");
  RecordProperty("ddi", "WdfLookasideListCreate");
  as_driver([&](TestDriver& driver) {
    WDFOBJECT parent = nullptr;
    ASSERT_EQ(ddi::WdfObjectCreate(driver.globals, nullptr, &parent), STATUS_SUCCESS);
    EXPECT_EQ(object_of<Object>(driver.client(), list(driver)).parent(), driver.client().driver());
    WDF_OBJECT_ATTRIBUTES attributes = attributes_with_parent(parent);
    WDFLOOKASIDE below = nullptr;
    ASSERT_EQ(ddi::WdfLookasideListCreate(driver.globals, &attributes, kSize, NonPagedPoolNx, nullptr, 0, &below),
              STATUS_SUCCESS);
    remove(driver, parent);
    EXPECT_FALSE(is_live(driver, below));
  });
}

}  // namespace
}  // namespace owdf::wdf
