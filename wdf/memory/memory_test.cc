#include "wdf/memory/memory.h"

#include <cstring>

#include "wdf/testing.h"

namespace owdf::wdf {
namespace {

class MemoryTest : public FrameworkTest {
 protected:
  static WDFMEMORY make(TestDriver& driver, size_t size, PVOID* buffer, POOL_TYPE type = NonPagedPoolNx) {
    WDFMEMORY memory = nullptr;
    EXPECT_EQ(ddi::WdfMemoryCreate(driver.globals, nullptr, type, 'tseT', size, &memory, buffer), STATUS_SUCCESS);
    return memory;
  }
};
OWDF_IN_BOTH_FORMS(MemoryTest);

TEST_P(MemoryTest, TheBufferHasTheSizeAskedForAndLivesWithTheObject) {
  RecordProperty("rows", "MEM-002 MEM-006 MEM-018");
  RecordProperty("ddi", "WdfMemoryCreate WdfMemoryGetBuffer");
  as_driver([&](TestDriver& driver) {
    PVOID buffer = nullptr;
    WDFMEMORY memory = make(driver, 100, &buffer);
    size_t size = 0;
    EXPECT_EQ(ddi::WdfMemoryGetBuffer(driver.globals, memory, &size), buffer);
    EXPECT_EQ(size, 100u);
    EXPECT_EQ(ddi::WdfMemoryGetBuffer(driver.globals, memory, nullptr), buffer);
    std::memset(buffer, 0x5A, size);
    ddi::WdfObjectDelete(driver.globals, reinterpret_cast<WDFOBJECT>(memory));
    make(driver, 8, nullptr);  // goes with the driver object
  });
}

TEST_P(MemoryTest, AnEmptyBufferIsRefused) {
  RecordProperty("ddi", "WdfMemoryCreate WdfMemoryCreatePreallocated WdfMemoryAssignBuffer");
  as_driver([&](TestDriver& driver) {
    WDFMEMORY memory = nullptr;
    char bytes[4];
    EXPECT_EQ(ddi::WdfMemoryCreate(driver.globals, nullptr, NonPagedPoolNx, 0, 0, &memory, nullptr),
              STATUS_INVALID_PARAMETER);
    EXPECT_EQ(ddi::WdfMemoryCreatePreallocated(driver.globals, nullptr, bytes, 0, &memory), STATUS_INVALID_PARAMETER);
    EXPECT_EQ(memory, nullptr);
    ASSERT_EQ(ddi::WdfMemoryCreatePreallocated(driver.globals, nullptr, bytes, 4, &memory), STATUS_SUCCESS);
    EXPECT_EQ(ddi::WdfMemoryAssignBuffer(driver.globals, memory, bytes, 0), STATUS_INVALID_PARAMETER);
  });
}

TEST_P(MemoryTest, ACopyThatDoesNotFitWritesNothing) {
  RecordProperty("rows", "MEM-007");
  RecordProperty("ddi", "WdfMemoryCopyToBuffer WdfMemoryCopyFromBuffer");
  as_driver([&](TestDriver& driver) {
    PVOID buffer = nullptr;
    WDFMEMORY memory = make(driver, 4, &buffer);
    std::memcpy(buffer, "abcd", 4);
    char local[8] = "xxxxxxx";
    EXPECT_EQ(ddi::WdfMemoryCopyToBuffer(driver.globals, memory, 1, local, 3), STATUS_SUCCESS);
    EXPECT_STREQ(local, "bcdxxxx");
    EXPECT_EQ(ddi::WdfMemoryCopyToBuffer(driver.globals, memory, 2, local, 3), STATUS_BUFFER_TOO_SMALL);
    EXPECT_EQ(ddi::WdfMemoryCopyToBuffer(driver.globals, memory, 4, local, 1), STATUS_BUFFER_TOO_SMALL);
    EXPECT_EQ(ddi::WdfMemoryCopyToBuffer(driver.globals, memory, SIZE_MAX, local, 2), STATUS_BUFFER_TOO_SMALL);
    EXPECT_STREQ(local, "bcdxxxx");

    EXPECT_EQ(ddi::WdfMemoryCopyFromBuffer(driver.globals, memory, 2, const_cast<char*>("YZ"), 2), STATUS_SUCCESS);
    EXPECT_EQ(std::memcmp(buffer, "abYZ", 4), 0);
    EXPECT_EQ(ddi::WdfMemoryCopyFromBuffer(driver.globals, memory, 3, const_cast<char*>("12"), 2),
              STATUS_BUFFER_TOO_SMALL);
    EXPECT_EQ(ddi::WdfMemoryCopyFromBuffer(driver.globals, memory, 4, const_cast<char*>("1"), 1),
              STATUS_INVALID_BUFFER_SIZE);
    EXPECT_EQ(std::memcmp(buffer, "abYZ", 4), 0);
  });
}

TEST_P(MemoryTest, OnlyPreallocatedMemoryTakesAnotherBufferAndItsBufferStaysTheDrivers) {
  RecordProperty("rows", "MEM-003 MEM-008 MEM-024");
  RecordProperty("ddi", "WdfMemoryCreatePreallocated WdfMemoryAssignBuffer");
  as_driver([&](TestDriver& driver) {
    char first[4] = "one", second[8] = "another";
    WDFMEMORY memory = nullptr;
    ASSERT_EQ(ddi::WdfMemoryCreatePreallocated(driver.globals, nullptr, first, sizeof(first), &memory), STATUS_SUCCESS);
    EXPECT_EQ(ddi::WdfMemoryAssignBuffer(driver.globals, memory, second, sizeof(second)), STATUS_SUCCESS);
    size_t size = 0;
    EXPECT_EQ(ddi::WdfMemoryGetBuffer(driver.globals, memory, &size), second);
    EXPECT_EQ(size, sizeof(second));
    ddi::WdfObjectDelete(driver.globals, reinterpret_cast<WDFOBJECT>(memory));
    EXPECT_STREQ(second, "another");

    EXPECT_EQ(ddi::WdfMemoryAssignBuffer(driver.globals, make(driver, 4, nullptr), second, 4),
              STATUS_INVALID_DEVICE_REQUEST);
  });
}

TEST_P(MemoryTest, ALookasideListHandsOutMemoryObjectsThatReturnToIt) {
  RecordProperty("rows", "MEM-004 MEM-010 MEM-011 MEM-012 MEM-013");
  RecordProperty("ddi", "WdfLookasideListCreate WdfMemoryCreateFromLookaside");
  as_driver([&](TestDriver& driver) {
    WDFLOOKASIDE list = nullptr;
    ASSERT_EQ(ddi::WdfLookasideListCreate(driver.globals, nullptr, 64, NonPagedPoolNx, nullptr, 'tseT', &list),
              STATUS_SUCCESS);
    WDFMEMORY first = nullptr, second = nullptr;
    ASSERT_EQ(ddi::WdfMemoryCreateFromLookaside(driver.globals, list, &first), STATUS_SUCCESS);
    ASSERT_EQ(ddi::WdfMemoryCreateFromLookaside(driver.globals, list, &second), STATUS_SUCCESS);
    size_t size = 0;
    PVOID buffer = ddi::WdfMemoryGetBuffer(driver.globals, first, &size);
    EXPECT_EQ(size, 64u);
    EXPECT_NE(buffer, ddi::WdfMemoryGetBuffer(driver.globals, second, nullptr));
    std::memset(buffer, 1, size);
    ddi::WdfObjectDelete(driver.globals, reinterpret_cast<WDFOBJECT>(first));
    // The list may go before the memory: the buffer keeps it until it is back.
    ddi::WdfObjectDelete(driver.globals, reinterpret_cast<WDFOBJECT>(list));
    std::memset(ddi::WdfMemoryGetBuffer(driver.globals, second, nullptr), 2, size);
    ddi::WdfObjectDelete(driver.globals, reinterpret_cast<WDFOBJECT>(second));
  });
}

TEST_P(MemoryTest, ALookasideListOfEmptyBuffersIsRefused) {
  RecordProperty("ddi", "WdfLookasideListCreate");
  as_driver([&](TestDriver& driver) {
    WDFLOOKASIDE list = nullptr;
    EXPECT_EQ(ddi::WdfLookasideListCreate(driver.globals, nullptr, 0, NonPagedPoolNx, nullptr, 0, &list),
              STATUS_INVALID_PARAMETER);
  });
}

}  // namespace
}  // namespace owdf::wdf
