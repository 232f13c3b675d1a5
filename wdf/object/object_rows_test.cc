// What the documentation says of objects, their contexts and their end, row by row.
#include <cstring>

#include "nt/ex/executive.h"
#include "wdf/testing.h"

namespace owdf::wdf {
namespace {

struct Diary {
  std::vector<std::string>* log;
  void* pool;
  int value;
};
struct Wide {
  char bytes[64];
};
WDF_DECLARE_CONTEXT_TYPE(Diary)
WDF_DECLARE_CONTEXT_TYPE(Wide)

Diary& diary_of(WDFOBJECT handle) {
  return *static_cast<Diary*>(static_cast<Object*>(static_cast<void*>(handle))
                                  ->find_context(WDF_GET_CONTEXT_TYPE_INFO(Diary)->UniqueType)
                                  ->space());
}
void NTAPI cleaned(WDFOBJECT object) {
  diary_of(object).log->push_back("cleanup " + std::to_string(diary_of(object).value));
}
void NTAPI destroyed(WDFOBJECT object) {
  diary_of(object).log->push_back("destroy " + std::to_string(diary_of(object).value));
}
void NTAPI frees_pool(WDFOBJECT object) {
  ExFreePool(std::exchange(diary_of(object).pool, nullptr));
  diary_of(object).log->push_back("freed");
}

using Log = std::vector<std::string>;

class ObjectRowsTest : public FrameworkTest {
 protected:
  static WDF_OBJECT_ATTRIBUTES attributes_of(PCWDF_OBJECT_CONTEXT_TYPE_INFO type, void* parent = nullptr) {
    WDF_OBJECT_ATTRIBUTES attributes = attributes_with_parent(parent);
    attributes.ContextTypeInfo = type;
    return attributes;
  }
  // With a diary and both deletion callbacks.
  WDFOBJECT make(TestDriver& driver, void* parent = nullptr, int value = 0) {
    WDF_OBJECT_ATTRIBUTES attributes = attributes_of(WDF_GET_CONTEXT_TYPE_INFO(Diary), parent);
    attributes.EvtCleanupCallback = cleaned;
    attributes.EvtDestroyCallback = destroyed;
    WDFOBJECT object = nullptr;
    EXPECT_EQ(ddi::WdfObjectCreate(driver.globals, &attributes, &object), STATUS_SUCCESS);
    diary_of(object) = {&log_, nullptr, value};
    return object;
  }
  static NTSTATUS create(TestDriver& driver, WDF_OBJECT_ATTRIBUTES attributes, WDFOBJECT* made = nullptr) {
    WDFOBJECT object = nullptr;
    const NTSTATUS status = ddi::WdfObjectCreate(driver.globals, &attributes, &object);
    EXPECT_EQ(NT_SUCCESS(status), object != nullptr);
    if (made) *made = object;
    return status;
  }
  static void reference(TestDriver& driver, WDFOBJECT object, PVOID tag = nullptr) {
    ddi::WdfObjectReferenceActual(driver.globals, object, tag, __LINE__, __FILE__);
  }
  static void dereference(TestDriver& driver, WDFOBJECT object, PVOID tag = nullptr) {
    ddi::WdfObjectDereferenceActual(driver.globals, object, tag, __LINE__, __FILE__);
  }
  static ULONG references(TestDriver& driver, WDFOBJECT object) {
    return object_of<Object>(driver.client(), object).references();
  }
  static bool is_live(TestDriver& driver, void* handle) {
    return HandleCheck::look(driver.client(), handle, Type::kBase) != nullptr;
  }

  Log log_;
};
OWDF_IN_BOTH_FORMS(ObjectRowsTest);

TEST_P(ObjectRowsTest, ADriversReferenceKeepsHandleAndContextUsable) {
  RecordProperty("rows", "OBJ-003 OBJ-020");
  as_driver([&](TestDriver& driver) {
    WDFOBJECT object = make(driver, nullptr, 5);
    reference(driver, object);
    ddi::WdfObjectDelete(driver.globals, object);
    ASSERT_TRUE(is_live(driver, object));
    EXPECT_EQ(driver.context<Diary>(object, WDF_GET_CONTEXT_TYPE_INFO(Diary))->value, 5);
    dereference(driver, object);
    EXPECT_FALSE(is_live(driver, object));
  });
}

TEST_P(ObjectRowsTest, AReferenceCountsOneUpAndADereferenceOneDownAtDispatchLevelToo) {
  RecordProperty("rows", "OBJ-019 OBJ-102 OBJ-104 OBJ-112 OBJ-113");
  as_driver([&](TestDriver& driver) {
    WDFOBJECT object = make(driver);
    KIRQL old;
    KeRaiseIrql(DISPATCH_LEVEL, &old);
    reference(driver, object);
    reference(driver, object, &old);
    EXPECT_EQ(references(driver, object), 3u);
    dereference(driver, object, &old);
    EXPECT_EQ(references(driver, object), 2u);
    dereference(driver, object);
    EXPECT_EQ(references(driver, object), 1u);
    KeLowerIrql(old);
    EXPECT_TRUE(log_.empty());
  });
}

TEST_P(ObjectRowsTest, DereferencingIsNoWayToDelete) {
  RecordProperty("rows", "OBJ-021");
  expect_violation(Violation::kObjectError, [&](TestDriver& driver) { dereference(driver, make(driver)); });
}

TEST_P(ObjectRowsTest, CleanupComesAtTheDeleteAndDestroyWithTheLastReference) {
  RecordProperty("rows", "OBJ-005 OBJ-025");
  as_driver([&](TestDriver& driver) {
    WDFOBJECT object = make(driver, nullptr, 1);
    reference(driver, object);
    ddi::WdfObjectDelete(driver.globals, object);
    EXPECT_EQ(log_, Log({"cleanup 1"}));
    dereference(driver, object);
    EXPECT_EQ(log_, Log({"cleanup 1", "destroy 1"}));
  });
}

TEST_P(ObjectRowsTest, BothDeletionCallbacksMayFreeWhatTheContextPointsTo) {
  RecordProperty("rows", "OBJ-027 OBJ-036 OBJ-050");
  as_driver([&](TestDriver& driver) {
    for (const bool at_cleanup : {true, false}) {
      WDF_OBJECT_ATTRIBUTES attributes = attributes_of(WDF_GET_CONTEXT_TYPE_INFO(Diary));
      (at_cleanup ? attributes.EvtCleanupCallback : attributes.EvtDestroyCallback) = frees_pool;
      WDFOBJECT object = nullptr;
      ASSERT_EQ(create(driver, attributes, &object), STATUS_SUCCESS);
      diary_of(object) = {&log_, ExAllocatePoolWithTag(NonPagedPoolNx, 64, 'yraD'), 0};
      ddi::WdfObjectDelete(driver.globals, object);
    }
    EXPECT_EQ(log_, Log({"freed", "freed"}));
    for (const ex::TagUsage& usage : machine().ex().pool().usage()) EXPECT_NE(usage.tag, static_cast<uint32_t>('yraD'));
  });
}

TEST_P(ObjectRowsTest, EveryKindOfObjectCanHaveContextsAndDeletionCallbacks) {
  RecordProperty("rows", "OBJ-004 OBJ-005");
  as_driver([&](TestDriver& driver) {
    WDF_OBJECT_ATTRIBUTES attributes = attributes_of(WDF_GET_CONTEXT_TYPE_INFO(Diary));
    attributes.EvtCleanupCallback = cleaned;
    WDFCOLLECTION collection = nullptr;
    WDFMEMORY memory = nullptr;
    WDFSPINLOCK lock = nullptr;
    WDFSTRING string = nullptr;
    ASSERT_EQ(ddi::WdfCollectionCreate(driver.globals, &attributes, &collection), STATUS_SUCCESS);
    ASSERT_EQ(ddi::WdfMemoryCreate(driver.globals, &attributes, NonPagedPoolNx, 0, 8, &memory, nullptr),
              STATUS_SUCCESS);
    ASSERT_EQ(ddi::WdfSpinLockCreate(driver.globals, &attributes, &lock), STATUS_SUCCESS);
    ASSERT_EQ(ddi::WdfStringCreate(driver.globals, nullptr, &attributes, &string), STATUS_SUCCESS);
    Log expected;
    for (void* handle : {static_cast<void*>(collection), static_cast<void*>(memory), static_cast<void*>(lock),
                         static_cast<void*>(string)}) {
      const WDFOBJECT object = static_cast<WDFOBJECT>(handle);
      Diary* diary = driver.context<Diary>(object, WDF_GET_CONTEXT_TYPE_INFO(Diary));
      ASSERT_NE(diary, nullptr);
      *diary = {&log_, nullptr, static_cast<int>(expected.size())};
      WDF_OBJECT_ATTRIBUTES further = attributes_of(WDF_GET_CONTEXT_TYPE_INFO(Wide));
      void* space = nullptr;
      EXPECT_EQ(ddi::WdfObjectAllocateContext(driver.globals, object, &further, &space), STATUS_SUCCESS);
      EXPECT_NE(space, nullptr);
      expected.push_back("cleanup " + std::to_string(expected.size()));
      ddi::WdfObjectDelete(driver.globals, object);
    }
    EXPECT_EQ(log_, expected);
  });
}

TEST_P(ObjectRowsTest, AGeneralObjectGoesWithTheDeviceThatIsItsParent) {
  RecordProperty("rows", "OBJ-049");
  as_driver([&](TestDriver& driver) {
    WDFDEVICE device = StandInDevice::make(driver);
    WDFOBJECT object = make(driver, device, 3);
    EXPECT_EQ(object_of<Object>(driver.client(), object).parent(), &object_of<Object>(driver.client(), device));
    object_of<Object>(driver.client(), device).dispose();
    EXPECT_EQ(log_, Log({"cleanup 3", "destroy 3"}));
  });
}

TEST_P(ObjectRowsTest, OtherHandlesServeWhereAnObjectIsExpected) {
  RecordProperty("rows", "OBJ-047");
  RecordProperty("ddi", "WdfObjectGetTypedContextWorker WdfObjectDelete WdfObjectReferenceActual");
  as_driver([&](TestDriver& driver) {
    WDF_OBJECT_ATTRIBUTES attributes = attributes_of(WDF_GET_CONTEXT_TYPE_INFO(Wide));
    WDFMEMORY memory = nullptr;
    ASSERT_EQ(ddi::WdfMemoryCreate(driver.globals, &attributes, NonPagedPoolNx, 0, 8, &memory, nullptr),
              STATUS_SUCCESS);
    const WDFOBJECT object = static_cast<WDFOBJECT>(static_cast<void*>(memory));
    EXPECT_NE(driver.context<Wide>(object, WDF_GET_CONTEXT_TYPE_INFO(Wide)), nullptr);
    reference(driver, object);
    EXPECT_EQ(references(driver, object), 2u);
    dereference(driver, object);
    ddi::WdfObjectDelete(driver.globals, object);
    EXPECT_FALSE(is_live(driver, memory));
  });
}

TEST_P(ObjectRowsTest, AReferenceOnWhatIsNoHandleEndsTheMachine) {
  RecordProperty("rows", "OBJ-103");
  uint64_t not_an_object[4] = {};
  expect_violation(Violation::kInvalidHandle,
                   [&](TestDriver& driver) { reference(driver, reinterpret_cast<WDFOBJECT>(not_an_object)); });
}

TEST_P(ObjectRowsTest, ADereferenceOfWhatIsNoHandleEndsTheMachine) {
  RecordProperty("rows", "OBJ-103");
  uint64_t not_an_object[4] = {};
  expect_violation(Violation::kInvalidHandle,
                   [&](TestDriver& driver) { dereference(driver, reinterpret_cast<WDFOBJECT>(not_an_object)); });
}

TEST_P(ObjectRowsTest, AnInvalidHandleIsNotAnsweredWithAStatus) {
  RecordProperty("rows", "OBJ-009");
  uint64_t not_an_object[4] = {};
  expect_violation(Violation::kInvalidHandle, [&](TestDriver& driver) {
    WDF_OBJECT_ATTRIBUTES attributes = attributes_of(WDF_GET_CONTEXT_TYPE_INFO(Wide));
    ddi::WdfObjectAllocateContext(driver.globals, reinterpret_cast<WDFOBJECT>(not_an_object), &attributes, nullptr);
  });
}

TEST_P(ObjectRowsTest, TheContextTypeInTheAttributesIsTheContextOfTheObject) {
  RecordProperty("rows", "OBJ-037 OBJ-043 OBJ-087 OBJ-089");
  RecordProperty("ddi", "WdfObjectCreate WdfObjectGetTypedContextWorker");
  as_driver([&](TestDriver& driver) {
    WDF_OBJECT_ATTRIBUTES one, two;
    WDF_OBJECT_ATTRIBUTES_INIT_CONTEXT_TYPE(&one, Wide);
    WDF_OBJECT_ATTRIBUTES_INIT(&two);
    EXPECT_EQ(two.ContextTypeInfo, nullptr);
    WDF_OBJECT_ATTRIBUTES_SET_CONTEXT_TYPE(&two, Wide);
    EXPECT_EQ(std::memcmp(&one, &two, sizeof(one)), 0);
    EXPECT_EQ(one.ContextTypeInfo->ContextSize, sizeof(Wide));
    EXPECT_STREQ(one.ContextTypeInfo->ContextName, "Wide");
    WDFOBJECT object = nullptr;
    ASSERT_EQ(create(driver, one, &object), STATUS_SUCCESS);
    EXPECT_NE(driver.context<Wide>(object, WDF_GET_CONTEXT_TYPE_INFO(Wide)), nullptr);
  });
}

TEST_P(ObjectRowsTest, AContextTypeWithoutSizeIsRefused) {
  RecordProperty("rows", "OBJ-116");
  as_driver([&](TestDriver& driver) {
    WDF_OBJECT_CONTEXT_TYPE_INFO empty = *WDF_GET_CONTEXT_TYPE_INFO(Wide);
    empty.ContextSize = 0;
    empty.UniqueType = &empty;
    EXPECT_EQ(create(driver, attributes_of(&empty)), STATUS_WDF_OBJECT_ATTRIBUTES_INVALID);
  });
}

TEST_P(ObjectRowsTest, AContextSizeWithoutTypeIsRefused) {
  RecordProperty("rows", "OBJ-117");
  as_driver([&](TestDriver& driver) {
    WDF_OBJECT_ATTRIBUTES attributes = attributes_of(nullptr);
    attributes.ContextSizeOverride = sizeof(Wide);
    EXPECT_EQ(create(driver, attributes), STATUS_WDF_OBJECT_ATTRIBUTES_INVALID);
  });
}

TEST_P(ObjectRowsTest, TheSizeOverrideIsNeverSmallerThanTheType) {
  RecordProperty("rows", "OBJ-118 OBJ-119");
  as_driver([&](TestDriver& driver) {
    WDF_OBJECT_ATTRIBUTES attributes = attributes_of(WDF_GET_CONTEXT_TYPE_INFO(Wide));
    attributes.ContextSizeOverride = sizeof(Wide) - 1;
    EXPECT_EQ(create(driver, attributes), STATUS_WDF_OBJECT_ATTRIBUTES_INVALID);
    WDFOBJECT object = nullptr;
    attributes.ContextSizeOverride = 0x4000;
    ASSERT_EQ(create(driver, attributes, &object), STATUS_SUCCESS);
    char* context = driver.context<char>(object, WDF_GET_CONTEXT_TYPE_INFO(Wide));
    EXPECT_EQ(context[0x3FFF], 0);
    context[0x3FFF] = 1;
  });
}

TEST_P(ObjectRowsTest, ALevelOutsideItsRangeIsRefused) {
  RecordProperty("rows", "OBJ-120");
  as_driver([&](TestDriver& driver) {
    for (const int level : {0, 4, 77}) {
      WDF_OBJECT_ATTRIBUTES attributes = attributes_of(nullptr);
      attributes.ExecutionLevel = static_cast<WDF_EXECUTION_LEVEL>(level);
      EXPECT_EQ(create(driver, attributes), STATUS_WDF_OBJECT_ATTRIBUTES_INVALID);
    }
  });
}

TEST_P(ObjectRowsTest, AScopeOutsideItsRangeOrForNothingIsRefused) {
  RecordProperty("rows", "OBJ-121 OBJ-125");
  as_driver([&](TestDriver& driver) {
    WDF_OBJECT_ATTRIBUTES attributes = attributes_of(nullptr);
    attributes.SynchronizationScope = static_cast<WDF_SYNCHRONIZATION_SCOPE>(5);
    EXPECT_EQ(create(driver, attributes), STATUS_WDF_OBJECT_ATTRIBUTES_INVALID);
    attributes.SynchronizationScope = WdfSynchronizationScopeQueue;
    EXPECT_EQ(create(driver, attributes), STATUS_WDF_SYNCHRONIZATION_SCOPE_INVALID);
    attributes.SynchronizationScope = WdfSynchronizationScopeInheritFromParent;
    EXPECT_EQ(create(driver, attributes), STATUS_SUCCESS);
  });
}

TEST_P(ObjectRowsTest, AStructureOfAnotherSizeIsRefused) {
  RecordProperty("rows", "OBJ-127");
  as_driver([&](TestDriver& driver) {
    WDF_OBJECT_ATTRIBUTES attributes = attributes_of(nullptr);
    attributes.Size += 8;
    EXPECT_EQ(create(driver, attributes), STATUS_INFO_LENGTH_MISMATCH);
  });
}

TEST_P(ObjectRowsTest, AFailedCreationLeavesNoHandleAndCallsNobody) {
  RecordProperty("rows", "OBJ-129 OBJ-128");
  RecordProperty("ddi", "WdfObjectCreate WdfMemoryCreate");
  as_driver([&](TestDriver& driver) {
    driver.client().verifier().on = true;
    driver.client().verifier().allocations_until_failure = 0;
    WDF_OBJECT_ATTRIBUTES attributes = attributes_of(WDF_GET_CONTEXT_TYPE_INFO(Diary));
    attributes.EvtCleanupCallback = cleaned;
    attributes.EvtDestroyCallback = destroyed;
    EXPECT_EQ(create(driver, attributes), STATUS_INSUFFICIENT_RESOURCES);
    driver.client().verifier().on = false;
    WDFMEMORY memory = nullptr;
    EXPECT_EQ(ddi::WdfMemoryCreate(driver.globals, &attributes, NonPagedPoolNx, 0, 0, &memory, nullptr),
              STATUS_INVALID_PARAMETER);
    EXPECT_EQ(memory, nullptr);
    EXPECT_TRUE(log_.empty());
  });
}

TEST_P(ObjectRowsTest, LocksAndStringsHangUnderTheDriverOrTheParentTheyWereGiven) {
  RecordProperty("rows", "OBJ-071 OBJ-072 OBJ-077");
  RecordProperty("ddi", "WdfSpinLockCreate WdfStringCreate WdfWaitLockCreate");
  as_driver([&](TestDriver& driver) {
    for (const bool own : {false, true}) {
      WDFOBJECT parent = own ? make(driver) : nullptr;
      WDF_OBJECT_ATTRIBUTES attributes = attributes_with_parent(parent);
      WDFSPINLOCK spin = nullptr;
      WDFWAITLOCK wait = nullptr;
      WDFSTRING string = nullptr;
      ASSERT_EQ(ddi::WdfSpinLockCreate(driver.globals, &attributes, &spin), STATUS_SUCCESS);
      ASSERT_EQ(ddi::WdfWaitLockCreate(driver.globals, &attributes, &wait), STATUS_SUCCESS);
      ASSERT_EQ(ddi::WdfStringCreate(driver.globals, nullptr, &attributes, &string), STATUS_SUCCESS);
      const Object* expected = own ? &object_of<Object>(driver.client(), parent) : driver.client().driver();
      for (void* handle : {static_cast<void*>(spin), static_cast<void*>(wait), static_cast<void*>(string)})
        EXPECT_EQ(object_of<Object>(driver.client(), handle).parent(), expected);
    }
  });
}

}  // namespace
}  // namespace owdf::wdf
