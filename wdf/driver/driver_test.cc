#include "wdf/driver/driver.h"

#include "wdf/driver/entry_points.h"
#include "wdf/testing.h"

namespace owdf::wdf {
namespace {

class DriverTest : public FrameworkTest {
 protected:
  static NTSTATUS create(TestDriver& driver, WDF_DRIVER_CONFIG config) {
    return ddi::WdfDriverCreate(driver.globals, driver.object, &driver.registry_path, nullptr, &config, nullptr);
  }
  static WDF_DRIVER_CONFIG config() {
    WDF_DRIVER_CONFIG config;
    WDF_DRIVER_CONFIG_INIT(&config, nullptr);
    return config;
  }
  // As bound, without a driver object yet.
  void bound(std::function<void(TestDriver&)> body, const char* service = "TestDriver") {
    on_machine([&] {
      TestDriver driver;
      ASSERT_EQ(load(driver, {.service = service, .create = false}), STATUS_SUCCESS);
      body(driver);
      unload(driver);
    });
  }
};
OWDF_IN_BOTH_FORMS(DriverTest);

NTSTATUS NTAPI device_add(WDFDRIVER, PWDFDEVICE_INIT) {
  return STATUS_SUCCESS;
}

TEST_P(DriverTest, TheDriverObjectIsTheRootAndKnownToTheGlobals) {
  RecordProperty("rows", "DRV-005 DRV-007 DRV-008 OBJ-015 OBJ-058 BHV-024");
  RecordProperty("ddi",
                 "WdfDriverCreate WdfDriverGetRegistryPath WdfDriverWdmGetDriverObject WdfWdmDriverGetWdfDriverHandle");
  as_driver({.device_add = device_add}, [&](TestDriver& driver) {
    EXPECT_EQ(driver.globals->Driver, driver.driver);
    EXPECT_TRUE(driver.globals->DisplaceDriverUnload);
    EXPECT_EQ(std::u16string(ddi::WdfDriverGetRegistryPath(driver.globals, driver.driver)), driver.path);
    EXPECT_EQ(ddi::WdfDriverWdmGetDriverObject(driver.globals, driver.driver), driver.object);
    EXPECT_EQ(ddi::WdfWdmDriverGetWdfDriverHandle(driver.globals, driver.object), driver.driver);
    const Object& object = *driver.client().driver();
    EXPECT_EQ(object.parent(), nullptr);
    EXPECT_EQ(object.level(), WdfExecutionLevelDispatch);
    EXPECT_EQ(object.scope(), WdfSynchronizationScopeNone);
    EXPECT_EQ(driver.object->DriverUnload, &unload_driver);
    EXPECT_EQ(driver.object->DriverExtension->AddDevice, &add_device);
  });
}

TEST_P(DriverTest, ItIsCreatedOnceFromASoundConfiguration) {
  RecordProperty("rows", "BHV-032");
  RecordProperty("ddi", "WdfDriverCreate");
  bound([&](TestDriver& driver) {
    WDF_DRIVER_CONFIG wrong = config();
    wrong.Size++;
    EXPECT_EQ(create(driver, wrong), STATUS_INFO_LENGTH_MISMATCH);
    wrong = config();
    wrong.DriverInitFlags = WdfDriverInitNonPnpDriver;
    wrong.EvtDriverDeviceAdd = device_add;
    EXPECT_EQ(create(driver, wrong), STATUS_INVALID_PARAMETER);
    EXPECT_EQ(driver.globals->Driver, nullptr);
    EXPECT_EQ(create(driver, config()), STATUS_SUCCESS);
    EXPECT_EQ(create(driver, config()), STATUS_DRIVER_INTERNAL_ERROR);
  });
}

TEST_P(DriverTest, APoolTagIsTakenUnlessItIsTheUnsetOne) {
  RecordProperty("rows", "BHV-032 VER-069");
  bound([&](TestDriver& driver) {
    WDF_DRIVER_CONFIG unset = config();
    unset.DriverPoolTag = ' kdD';
    ASSERT_EQ(create(driver, unset), STATUS_SUCCESS);
    EXPECT_EQ(driver.globals->DriverTag, static_cast<ULONG>('tseT'));
  });
  bound(
      [&](TestDriver& driver) {
        WDF_DRIVER_CONFIG own = config();
        own.DriverPoolTag = 'gaTM';
        ASSERT_EQ(create(driver, own), STATUS_SUCCESS);
        EXPECT_EQ(driver.globals->DriverTag, static_cast<ULONG>('gaTM'));
      },
      "TestDriver2");
}

TEST_P(DriverTest, ANonPnpDriverWithoutUnloadCannotBeUnloaded) {
  bound([&](TestDriver& driver) {
    WDF_DRIVER_CONFIG config = DriverTest::config();
    config.DriverInitFlags = WdfDriverInitNonPnpDriver;
    ASSERT_EQ(create(driver, config), STATUS_SUCCESS);
    EXPECT_EQ(driver.object->DriverUnload, nullptr);
    EXPECT_FALSE(driver.globals->DisplaceDriverUnload);
    EXPECT_EQ(driver.object->DriverExtension->AddDevice, nullptr);
  });
}

struct Log {
  std::vector<std::string>* lines;
};
WDF_DECLARE_CONTEXT_TYPE(Log)

std::vector<std::string>& lines_of(void* handle) {
  auto* object = static_cast<Object*>(handle);
  return *static_cast<Log*>(object->find_context(WDF_GET_CONTEXT_TYPE_INFO(Log)->UniqueType)->space())->lines;
}
void NTAPI unloads(WDFDRIVER driver) {
  lines_of(driver).push_back("unload");
}
void NTAPI cleans_up(WDFOBJECT driver) {
  lines_of(driver).push_back("cleanup");
}

TEST_P(DriverTest, UnloadingCallsTheDriverThenCleansUpItsObject) {
  RecordProperty("rows", "DRV-010");
  std::vector<std::string> lines;
  WDF_OBJECT_ATTRIBUTES attributes = attributes_with_parent(nullptr);
  attributes.ContextTypeInfo = WDF_GET_CONTEXT_TYPE_INFO(Log);
  attributes.EvtCleanupCallback = cleans_up;
  as_driver({.unload = unloads, .attributes = &attributes}, [&](TestDriver& driver) {
    static_cast<Log*>(driver.context<Log>(driver.driver, WDF_GET_CONTEXT_TYPE_INFO(Log)))->lines = &lines;
  });
  EXPECT_EQ(lines, (std::vector<std::string>{"unload", "cleanup"}));
}

TEST_P(DriverTest, AfterAFailedEntryTheObjectGoesWithoutTheUnloadCallback) {
  std::vector<std::string> lines;
  WDF_OBJECT_ATTRIBUTES attributes = attributes_with_parent(nullptr);
  attributes.ContextTypeInfo = WDF_GET_CONTEXT_TYPE_INFO(Log);
  attributes.EvtCleanupCallback = cleans_up;
  on_machine([&] {
    TestDriver driver;
    ASSERT_EQ(load(driver, {.unload = unloads, .attributes = &attributes}), STATUS_SUCCESS);
    static_cast<Log*>(driver.context<Log>(driver.driver, WDF_GET_CONTEXT_TYPE_INFO(Log)))->lines = &lines;
    library().version_unbind(&driver.registry_path, &driver.bind, driver.globals);
  });
  EXPECT_EQ(lines, std::vector<std::string>{"cleanup"});
}

TEST_P(DriverTest, ADriverLearnsTheVersionItRunsWith) {
  RecordProperty("rows", "VER-006 VER-007");
  RecordProperty("ddi", "WdfDriverIsVersionAvailable WdfDriverRetrieveVersionString");
  as_driver([&](TestDriver& driver) {
    auto available = [&](ULONG major, ULONG minor, ULONG size = sizeof(WDF_DRIVER_VERSION_AVAILABLE_PARAMS)) {
      WDF_DRIVER_VERSION_AVAILABLE_PARAMS params{size, major, minor};
      return ddi::WdfDriverIsVersionAvailable(driver.globals, driver.driver, &params);
    };
    EXPECT_TRUE(available(1, 9));
    EXPECT_TRUE(available(1, 33));
    EXPECT_FALSE(available(1, 34));
    EXPECT_FALSE(available(2, 0));
    EXPECT_FALSE(available(1, 9, 4));
    WDFSTRING string = nullptr;
    ASSERT_EQ(ddi::WdfStringCreate(driver.globals, nullptr, nullptr, &string), STATUS_SUCCESS);
    ASSERT_EQ(ddi::WdfDriverRetrieveVersionString(driver.globals, driver.driver, string), STATUS_SUCCESS);
    UNICODE_STRING text;
    ddi::WdfStringGetUnicodeString(driver.globals, string, &text);
    EXPECT_GT(text.Length, 0u);
  });
}

}  // namespace
}  // namespace owdf::wdf
