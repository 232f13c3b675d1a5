#include "wdf/object/object.h"

#include "base/storyboard.h"
#include "nt/rtl/status_name.h"
#include "wdf/object/attributes.h"
#include "wdf/testing.h"

namespace owdf::wdf {
namespace {

// What a context of these tests carries: callbacks get no other argument than the handle.
struct Note {
  std::vector<std::string>* log;
  TestDriver* driver;
  const char* name;
  int64_t value;
};
struct Other {
  char bytes[100];
};
WDF_DECLARE_CONTEXT_TYPE(Note)
WDF_DECLARE_CONTEXT_TYPE(Other)

PCWDF_OBJECT_CONTEXT_TYPE_INFO note_type() {
  return WDF_GET_CONTEXT_TYPE_INFO(Note);
}
PCWDF_OBJECT_CONTEXT_TYPE_INFO other_type() {
  return WDF_GET_CONTEXT_TYPE_INFO(Other);
}

Note& note_of(WDFOBJECT handle) {
  return *static_cast<Note*>(
      static_cast<Object*>(static_cast<void*>(handle))->find_context(unique_type(note_type()))->space());
}

void NTAPI cleaned_up(WDFOBJECT object) {
  note_of(object).log->push_back(std::string("cleanup ") + note_of(object).name);
}
void NTAPI destroyed(WDFOBJECT object) {
  note_of(object).log->push_back(std::string("destroy ") + note_of(object).name);
}

class ObjectTest : public FrameworkTest {
 protected:
  WDFOBJECT make(TestDriver& driver, const char* name, WDFOBJECT parent = nullptr) {
    WDF_OBJECT_ATTRIBUTES attributes = attributes_with_parent(parent);
    attributes.ContextTypeInfo = note_type();
    attributes.EvtCleanupCallback = cleaned_up;
    attributes.EvtDestroyCallback = destroyed;
    WDFOBJECT object = nullptr;
    EXPECT_EQ(ddi::WdfObjectCreate(driver.globals, &attributes, &object), STATUS_SUCCESS);
    note_of(object) = {&log_, &driver, name, 0};
    return object;
  }
  NTSTATUS create(TestDriver& driver, WDF_OBJECT_ATTRIBUTES& attributes) {
    WDFOBJECT object = nullptr;
    const NTSTATUS status = ddi::WdfObjectCreate(driver.globals, &attributes, &object);
    EXPECT_EQ(NT_SUCCESS(status), object != nullptr);
    return status;
  }

  std::vector<std::string> log_;
};
OWDF_IN_BOTH_FORMS(ObjectTest);

TEST_P(ObjectTest, AGeneralObjectHangsUnderTheDriverAndGoesWithIt) {
  RecordProperty("rows", "OBJ-002 OBJ-006 OBJ-048 OBJ-060");
  RecordProperty("ddi", "WdfObjectCreate WdfDriverCreate");
  as_driver([&](TestDriver& driver) {
    WDFOBJECT object = nullptr;
    ASSERT_EQ(ddi::WdfObjectCreate(driver.globals, nullptr, &object), STATUS_SUCCESS);
    Object& created = object_of<Object>(driver.client(), object);
    EXPECT_EQ(created.parent(), driver.client().driver());
    EXPECT_EQ(created.references(), 1u);
    ddi::WdfObjectReferenceActual(driver.globals, object, nullptr, __LINE__, __FILE__);
    EXPECT_EQ(created.references(), 2u);
    ddi::WdfObjectDereferenceActual(driver.globals, object, nullptr, __LINE__, __FILE__);
    EXPECT_EQ(created.references(), 1u);
    WDF_OBJECT_ATTRIBUTES attributes = attributes_with_parent(object);
    WDFOBJECT child = nullptr;
    ASSERT_EQ(ddi::WdfObjectCreate(driver.globals, &attributes, &child), STATUS_SUCCESS);
    EXPECT_EQ(object_of<Object>(driver.client(), child).parent(), &created);
  });
}

TEST_P(ObjectTest, AContextIsZeroedAndFoundByItsTypeOnly) {
  RecordProperty("rows", "OBJ-032 OBJ-034 OBJ-110");
  RecordProperty("ddi", "WdfObjectGetTypedContextWorker");
  as_driver([&](TestDriver& driver) {
    WDF_OBJECT_ATTRIBUTES attributes = attributes_with_parent(nullptr);
    attributes.ContextTypeInfo = other_type();
    WDFOBJECT object = nullptr;
    ASSERT_EQ(ddi::WdfObjectCreate(driver.globals, &attributes, &object), STATUS_SUCCESS);
    Other* context = driver.context<Other>(object, other_type());
    ASSERT_NE(context, nullptr);
    for (char byte : context->bytes) EXPECT_EQ(byte, 0);
    EXPECT_EQ(reinterpret_cast<uintptr_t>(context) % 16, 0u);
    EXPECT_EQ(driver.context<Note>(object, note_type()), nullptr);
  });
}

TEST_P(ObjectTest, FurtherContextsOfOtherTypesCanBeAdded) {
  RecordProperty("rows", "OBJ-030 OBJ-033 OBJ-042 OBJ-097 OVR-063");
  RecordProperty("ddi", "WdfObjectAllocateContext WdfObjectContextGetObject");
  as_driver([&](TestDriver& driver) {
    WDFOBJECT object = make(driver, "object");
    WDF_OBJECT_ATTRIBUTES attributes = attributes_with_parent(nullptr);
    attributes.ContextTypeInfo = other_type();
    void* added = nullptr;
    ASSERT_EQ(ddi::WdfObjectAllocateContext(driver.globals, object, &attributes, &added), STATUS_SUCCESS);
    EXPECT_EQ(driver.context<Other>(object, other_type()), added);
    EXPECT_EQ(ddi::WdfObjectContextGetObject(driver.globals, added), object);
    EXPECT_EQ(ddi::WdfObjectContextGetObject(driver.globals, &note_of(object)), object);

    void* again = nullptr;
    EXPECT_EQ(ddi::WdfObjectAllocateContext(driver.globals, object, &attributes, &again), STATUS_OBJECT_NAME_EXISTS);
    EXPECT_EQ(again, added);
    attributes.ContextTypeInfo = nullptr;
    EXPECT_EQ(ddi::WdfObjectAllocateContext(driver.globals, object, &attributes, nullptr), STATUS_OBJECT_NAME_INVALID);
  });
}

void NTAPI tries_to_add(WDFOBJECT object) {
  WDF_OBJECT_ATTRIBUTES attributes = attributes_with_parent(nullptr);
  attributes.ContextTypeInfo = other_type();
  note_of(object).value = ddi::WdfObjectAllocateContext(note_of(object).driver->globals, object, &attributes, nullptr);
  attributes = attributes_with_parent(object);
  WDFOBJECT child;
  EXPECT_EQ(ddi::WdfObjectCreate(note_of(object).driver->globals, &attributes, &child), STATUS_DELETE_PENDING);
}
void NTAPI tells_value(WDFOBJECT object) {
  note_of(object).log->push_back(std::to_string(note_of(object).value));
}

TEST_P(ObjectTest, AnObjectThatIsBeingDeletedTakesNoContextAndNoChild) {
  RecordProperty("rows", "OBJ-098");
  as_driver([&](TestDriver& driver) {
    WDF_OBJECT_ATTRIBUTES attributes = attributes_with_parent(nullptr);
    attributes.ContextTypeInfo = note_type();
    attributes.EvtCleanupCallback = tries_to_add;
    attributes.EvtDestroyCallback = tells_value;
    WDFOBJECT object = nullptr;
    ASSERT_EQ(ddi::WdfObjectCreate(driver.globals, &attributes, &object), STATUS_SUCCESS);
    note_of(object) = {&log_, &driver, "object", 0};
    ddi::WdfObjectDelete(driver.globals, object);
    EXPECT_EQ(log_, std::vector<std::string>{std::to_string(STATUS_DELETE_PENDING)});
  });
}

TEST_P(ObjectTest, ChildrenAreCleanedUpBeforeTheirParentsAndSiblingsInOrder) {
  RecordProperty("rows", "OBJ-007 OBJ-022 OBJ-023 OBJ-024 BHV-020");
  RecordProperty("ddi", "WdfObjectDelete");
  as_driver([&](TestDriver& driver) {
    WDFOBJECT root = make(driver, "root");
    WDFOBJECT left = make(driver, "left", root);
    make(driver, "right", root);
    make(driver, "leaf", left);
    ddi::WdfObjectDelete(driver.globals, root);
    EXPECT_EQ(log_, (std::vector<std::string>{"cleanup leaf", "cleanup left", "cleanup right", "cleanup root",
                                              "destroy leaf", "destroy left", "destroy right", "destroy root"}));
  });
}

TEST_P(ObjectTest, AReferenceKeepsTheHandleValidUntilItIsDropped) {
  RecordProperty("ddi", "WdfObjectReferenceActual WdfObjectDereferenceActual");
  as_driver([&](TestDriver& driver) {
    WDFOBJECT object = make(driver, "object");
    ddi::WdfObjectReferenceActual(driver.globals, object, nullptr, __LINE__, __FILE__);
    ddi::WdfObjectDelete(driver.globals, object);
    log_.push_back("deleted");
    log_.push_back(std::string("still the ") + driver.context<Note>(object, note_type())->name);
    ddi::WdfObjectDereferenceActual(driver.globals, object, nullptr, __LINE__, __FILE__);
    log_.push_back("dereferenced");
  });
  EXPECT_STORY(log_, R"(
    cleanup object        [OBJ-020 OBJ-025 OBJ-027]
    deleted               [OBJ-003 OBJ-019 OBJ-020 OBJ-025 OBJ-112]
    still the object      [OBJ-003 OBJ-019 OBJ-020 OBJ-112]
    destroy object        [OBJ-003 OBJ-019 OBJ-025 OBJ-027 OBJ-102 OBJ-112]
    dereferenced          [OBJ-025]
  )");
}

TEST_P(ObjectTest, AReferenceGivenBackUnderAnotherTagIsFound) {
  RecordProperty("ddi", "WdfObjectReferenceActual WdfObjectDereferenceActual");
  on_machine([&] {
    TestDriver driver;
    ASSERT_EQ(load(driver, {}), STATUS_SUCCESS);
    WDFOBJECT object = make(driver, "object");
    const auto tag = reinterpret_cast<void*>(uint64_t{0x64636261});
    ddi::WdfObjectReferenceActual(driver.globals, object, tag, 11, "driver.c");
    ddi::WdfObjectReferenceActual(driver.globals, object, tag, 12, "driver.c");
    ddi::WdfObjectDereferenceActual(driver.globals, object, tag, 13, "driver.c");
    EXPECT_TRUE(findings().empty());
    ddi::WdfObjectDereferenceActual(driver.globals, object, object, 14, "driver.c");
    ASSERT_EQ(findings().size(), 1u);
    EXPECT_EQ(findings()[0].rule, "ReferenceTagMismatch");
    EXPECT_NE(findings()[0].message.find("driver.c:14"), std::string::npos);
    unload(driver);
  });
}

TEST_P(ObjectTest, AReferenceNeverGivenBackIsNamedByItsTag) {
  RecordProperty("ddi", "WdfObjectReferenceActual");
  on_machine([&] {
    TestDriver driver;
    ASSERT_EQ(load(driver, {}), STATUS_SUCCESS);
    WDFOBJECT object = make(driver, "object");
    ddi::WdfObjectReferenceActual(driver.globals, object, reinterpret_cast<void*>(uint64_t{0x64636261}), 11,
                                  "driver.c");
    driver.client().delete_driver();
    ASSERT_EQ(findings().size(), 1u);
    EXPECT_EQ(findings()[0].rule, "ObjectLeak");
    EXPECT_NE(findings()[0].message.find("with tag 0x64636261 'abcd' at driver.c:11"), std::string::npos)
        << findings()[0].message;
  });
}

TEST_P(ObjectTest, ADeepTreeIsDeletedWithoutRecursion) {
  RecordProperty("rows", "OBJ-022");
  as_driver([&](TestDriver& driver) {
    WDFOBJECT root = make(driver, "x");
    WDFOBJECT at = root;
    for (int i = 0; i < 20'000; i++) at = make(driver, "x", at);
    ddi::WdfObjectDelete(driver.globals, root);
    EXPECT_EQ(log_.size(), 2u * 20'001);
  });
}

TEST_P(ObjectTest, TheDriverObjectIsNotForTheDriverToDelete) {
  RecordProperty("rows", "OBJ-028 BHV-021");
  on_machine([&] {
    TestDriver driver;
    ASSERT_EQ(load(driver, {}), STATUS_SUCCESS);
    ddi::WdfObjectDelete(driver.globals, driver.driver);
    EXPECT_EQ(driver.client().driver()->handle(), static_cast<WDFOBJECT>(static_cast<void*>(driver.driver)));
    unload(driver);
  });
  ASSERT_EQ(findings().size(), 1u);
  EXPECT_EQ(findings()[0].rule, "ObjectNotDeletable");
}

TEST_P(ObjectTest, AnInvalidHandleEndsTheMachine) {
  RecordProperty("rows", "OBJ-009 OBJ-103");
  uint64_t not_an_object[4] = {};
  const nt::BugCheck value = expect_violation(Violation::kInvalidHandle, [&](TestDriver& driver) {
    ddi::WdfObjectDelete(driver.globals, reinterpret_cast<WDFOBJECT>(not_an_object));
  });
  EXPECT_EQ(value.parameters[1], reinterpret_cast<uint64_t>(not_an_object));
  EXPECT_EQ(value.parameters[2], static_cast<uint64_t>(Type::kBase));
}

TEST_P(ObjectTest, AHandleOfADeletedObjectIsInvalid) {
  RecordProperty("rows", "OBJ-009");
  expect_violation(Violation::kInvalidHandle, [&](TestDriver& driver) {
    WDFOBJECT object = make(driver, "object");
    ddi::WdfObjectDelete(driver.globals, object);
    ddi::WdfObjectReferenceActual(driver.globals, object, nullptr, 0, nullptr);
  });
}

TEST_P(ObjectTest, AHandleOfAnotherKindIsInvalid) {
  RecordProperty("rows", "OBJ-009 OBJ-047");
  const nt::BugCheck value = expect_violation(Violation::kInvalidHandle, [&](TestDriver& driver) {
    ddi::WdfSpinLockAcquire(driver.globals, reinterpret_cast<WDFSPINLOCK>(make(driver, "object")));
  });
  EXPECT_EQ(value.parameters[2], static_cast<uint64_t>(Type::kSpinLock));
}

TEST_P(ObjectTest, ANullHandleIsAMissingParameter) {
  RecordProperty("rows", "OBJ-009");
  expect_violation(Violation::kRequiredParameterIsNull,
                   [&](TestDriver& driver) { ddi::WdfObjectDelete(driver.globals, nullptr); });
}

TEST_P(ObjectTest, ADereferenceTooManyEndsTheMachine) {
  RecordProperty("rows", "OBJ-019 OBJ-021");
  expect_violation(Violation::kObjectError, [&](TestDriver& driver) {
    ddi::WdfObjectDereferenceActual(driver.globals, make(driver, "object"), nullptr, 0, nullptr);
  });
}

TEST_P(ObjectTest, AttributesThatContradictThemselvesAreRefused) {
  std::vector<std::string> story;
  as_driver([&](TestDriver& driver) {
    const auto answer = [&](const char* to, auto change) {
      WDF_OBJECT_ATTRIBUTES attributes = attributes_with_parent(nullptr);
      attributes.ContextTypeInfo = other_type();
      change(attributes);
      story.push_back(std::string(to) + ": " + rtl::status_name(create(driver, attributes)));
    };
    WDF_OBJECT_CONTEXT_TYPE_INFO empty = *other_type();
    empty.ContextSize = 0;
    empty.UniqueType = &empty;
    answer("another size", [](auto& a) { a.Size--; });
    answer("empty context type", [&](auto& a) { a.ContextTypeInfo = &empty; });
    answer("size without a type", [](auto& a) { a.ContextTypeInfo = nullptr, a.ContextSizeOverride = 8; });
    answer("size below the type's", [](auto& a) { a.ContextSizeOverride = sizeof(Other) - 1; });
    answer("size above the type's", [](auto& a) { a.ContextSizeOverride = sizeof(Other) * 2; });
    answer("invalid level", [](auto& a) { a.ExecutionLevel = WdfExecutionLevelInvalid; });
    answer("level 4", [](auto& a) { a.ExecutionLevel = static_cast<WDF_EXECUTION_LEVEL>(4); });
    answer("scope 5", [](auto& a) { a.SynchronizationScope = static_cast<WDF_SYNCHRONIZATION_SCOPE>(5); });
    answer("unfit scope", [](auto& a) { a.SynchronizationScope = WdfSynchronizationScopeDevice; });
  });
  EXPECT_STORY(story, R"(
    another size: STATUS_INFO_LENGTH_MISMATCH                     [OBJ-127]
    empty context type: STATUS_WDF_OBJECT_ATTRIBUTES_INVALID      [OBJ-116]
    size without a type: STATUS_WDF_OBJECT_ATTRIBUTES_INVALID     [OBJ-117]
    size below the type's: STATUS_WDF_OBJECT_ATTRIBUTES_INVALID   [OBJ-118]
    size above the type's: STATUS_SUCCESS                         [OBJ-119]
    invalid level: STATUS_WDF_OBJECT_ATTRIBUTES_INVALID           [OBJ-120]
    level 4: STATUS_WDF_OBJECT_ATTRIBUTES_INVALID                 [OBJ-120]
    scope 5: STATUS_WDF_OBJECT_ATTRIBUTES_INVALID                 [OBJ-121]
    unfit scope: STATUS_WDF_SYNCHRONIZATION_SCOPE_INVALID         [OBJ-125]
  )");
}

TEST_P(ObjectTest, LevelsAndParentsAreRefusedWhereTheKindHasNone) {
  RecordProperty("rows", "OBJ-122 OBJ-126 SYN-036 OBJ-058");
  RecordProperty("ddi", "WdfCollectionCreate WdfTimerCreate WdfDriverCreate");
  as_driver([&](TestDriver& driver) {
    WDF_OBJECT_ATTRIBUTES attributes = attributes_with_parent(nullptr);
    attributes.ExecutionLevel = WdfExecutionLevelPassive;
    WDFCOLLECTION collection = nullptr;
    EXPECT_EQ(ddi::WdfCollectionCreate(driver.globals, &attributes, &collection), STATUS_WDF_EXECUTION_LEVEL_INVALID);
    EXPECT_EQ(collection, nullptr);
  });
  on_machine([&] {
    TestDriver driver;
    ASSERT_EQ(load(driver, {.service = "Other", .create = false}), STATUS_SUCCESS);
    WDF_OBJECT_ATTRIBUTES attributes = attributes_with_parent(driver.globals);
    WDF_DRIVER_CONFIG config;
    WDF_DRIVER_CONFIG_INIT(&config, nullptr);
    EXPECT_EQ(ddi::WdfDriverCreate(driver.globals, driver.object, &driver.registry_path, &attributes, &config, nullptr),
              STATUS_WDF_PARENT_ASSIGNMENT_NOT_ALLOWED);
    unload(driver);
  });
}

TEST_P(ObjectTest, WhenMemoryIsShortCreationFailsAndCallsNothing) {
  RecordProperty("rows", "OBJ-128 OBJ-129");
  as_driver([&](TestDriver& driver) {
    driver.client().verifier().on = true;
    driver.client().verifier().allocations_until_failure = 0;
    WDF_OBJECT_ATTRIBUTES attributes = attributes_with_parent(nullptr);
    attributes.EvtCleanupCallback = cleaned_up;
    EXPECT_EQ(create(driver, attributes), STATUS_INSUFFICIENT_RESOURCES);
    driver.client().verifier().on = false;
  });
}

void NTAPI tells_irql(WDFOBJECT object) {
  note_of(object).log->push_back(std::to_string(KeGetCurrentIrql()));
}

TEST_P(ObjectTest, APassiveLevelObjectDeletedAtDispatchLevelIsCleanedUpAtPassiveLevel) {
  RecordProperty("rows", "SYN-036");
  as_driver([&](TestDriver& driver) {
    WDF_OBJECT_ATTRIBUTES attributes = attributes_with_parent(nullptr);
    attributes.ContextTypeInfo = note_type();
    attributes.ExecutionLevel = WdfExecutionLevelPassive;
    attributes.EvtCleanupCallback = tells_irql;
    attributes.EvtDestroyCallback = tells_irql;
    WDFOBJECT object = nullptr;
    ASSERT_EQ(ddi::WdfObjectCreate(driver.globals, &attributes, &object), STATUS_SUCCESS);
    note_of(object) = {&log_, &driver, "object", 0};
    KIRQL old;
    KeRaiseIrql(DISPATCH_LEVEL, &old);
    ddi::WdfObjectDelete(driver.globals, object);
    KeLowerIrql(old);
    driver.client().wait_for_disposals();
    EXPECT_EQ(log_, (std::vector<std::string>{"0", "0"}));
  });
}

TEST_P(ObjectTest, OnlyDevicesAndQueuesHaveALockToAcquire) {
  RecordProperty("rows", "SYN-045");
  RecordProperty("ddi", "WdfObjectAcquireLock");
  expect_violation(Violation::kInvalidLockOperation,
                   [&](TestDriver& driver) { ddi::WdfObjectAcquireLock(driver.globals, make(driver, "object")); });
}

void NTAPI raises(WDFOBJECT) {
  KIRQL old;
  KeRaiseIrql(DISPATCH_LEVEL, &old);
}

TEST_P(ObjectTest, ACallbackThatReturnsAtAnotherIrqlIsFound) {
  const nt::BugCheck value = expect_violation(Violation::kIrqlMismatch, [&](TestDriver& driver) {
    WDF_OBJECT_ATTRIBUTES attributes = attributes_with_parent(nullptr);
    attributes.EvtCleanupCallback = raises;
    WDFOBJECT object = nullptr;
    ASSERT_EQ(ddi::WdfObjectCreate(driver.globals, &attributes, &object), STATUS_SUCCESS);
    ddi::WdfObjectDelete(driver.globals, object);
  });
  EXPECT_EQ(value.parameters[1], 0u);
  EXPECT_EQ(value.parameters[2], 2u);
}

TEST_P(ObjectTest, ObjectsNeedADriverFirst) {
  RecordProperty("rows", "DRV-006");
  expect_violation(Violation::kRequiredParameterIsNull, {.create = false}, [&](TestDriver& driver) {
    WDFOBJECT object = nullptr;
    ddi::WdfObjectCreate(driver.globals, nullptr, &object);
  });
}

}  // namespace
}  // namespace owdf::wdf
