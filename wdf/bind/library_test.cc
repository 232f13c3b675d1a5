#include "wdf/library.h"

#include "wdf/testing.h"

namespace owdf::wdf {
namespace {

class BindTest : public FrameworkTest {
 protected:
  // Binds as the given version with that many functions, and unbinds if that succeeded.
  NTSTATUS bind(uint32_t major, uint32_t minor, unsigned count, std::vector<WDFFUNC>* copied = nullptr) {
    NTSTATUS status = STATUS_UNSUCCESSFUL;
    on_machine([&] {
      TestDriver driver;
      PDRIVER_OBJECT object = reinterpret_cast<PDRIVER_OBJECT>(&driver);  // binding only remembers it
      std::u16string path = u"\\Registry\\Machine\\System\\CurrentControlSet\\Services\\Bound";
      driver.registry_path = {static_cast<USHORT>(path.size() * 2), static_cast<USHORT>(path.size() * 2), path.data()};
      std::vector<WDFFUNC> array(count + 1);
      const bool old = major == 1 ? minor <= 13 : minor == 0;
      driver.bind = {.Size = sizeof(BindInfo),
                     .Component = driver.component.data(),
                     .Version = {major, minor, 0},
                     .FuncCount = count,
                     .FuncTable = old ? array.data() : reinterpret_cast<WDFFUNC*>(&driver.functions)};
      void* globals = nullptr;
      status = library().version_bind(object, &driver.registry_path, &driver.bind, &globals);
      if (!NT_SUCCESS(status)) return;
      EXPECT_EQ(library().client_of(object)->globals(), globals);
      EXPECT_EQ(array[count], nullptr);
      const WDFFUNC* table = major == 1 ? kmdf_table().data() : umdf2_table().data();
      EXPECT_EQ(driver.functions, old ? nullptr : table);
      if (copied) *copied = array;
      EXPECT_EQ(library().version_unbind(&driver.registry_path, &driver.bind, globals), STATUS_SUCCESS);
      EXPECT_EQ(library().client_of(object), nullptr);
    });
    return status;
  }
};
OWDF_IN_BOTH_FORMS(BindTest);

TEST_P(BindTest, EveryReleasedTableSizeBinds) {
  RecordProperty("rows", "VER-004 VER-008 OVR-069");
  for (uint32_t minor : {0, 1, 5, 7, 9, 11, 13, 15, 17, 19, 21, 23, 25, 27, 31, 33}) {
    EXPECT_EQ(bind(1, minor, kmdf_slots_of(minor)), STATUS_SUCCESS) << minor;
  }
  for (uint32_t minor : {0, 15, 17, 19, 21, 23, 25, 27, 31, 33}) {
    EXPECT_EQ(bind(2, minor, umdf2_slots_of(minor)), STATUS_SUCCESS) << minor;
  }
}

TEST_P(BindTest, OldClientsGetACopyOfExactlyTheirTable) {
  RecordProperty("rows", "VER-020");
  std::vector<WDFFUNC> copied;
  ASSERT_EQ(bind(1, 9, 396, &copied), STATUS_SUCCESS);
  for (unsigned i = 0; i < 396; i++) EXPECT_EQ(copied[i], kmdf_table()[i]);
}

TEST_P(BindTest, AnOddTableSizeOrALaterVersionIsRefusedWithAFinding) {
  RecordProperty("rows", "VER-005 VER-019 OVR-069");
  EXPECT_EQ(bind(1, 33, 450), STATUS_INVALID_PARAMETER);
  EXPECT_EQ(bind(1, 33, 5000), STATUS_INVALID_PARAMETER);
  EXPECT_FALSE(NT_SUCCESS(bind(1, 35, 458)));
  EXPECT_FALSE(NT_SUCCESS(bind(3, 0, 458)));
  ASSERT_EQ(findings().size(), 4u);
  EXPECT_EQ(findings()[0].rule, "BindRefused");
  EXPECT_EQ(findings()[0].driver, "Bound");

  make_machine({.kmdf = {1, 15, 0}});
  EXPECT_FALSE(NT_SUCCESS(bind(1, 33, 458)));
  EXPECT_EQ(bind(1, 15, 444), STATUS_SUCCESS);
}

TEST_P(BindTest, GlobalsCarryNameAndDefaultTag) {
  RecordProperty("rows", "DRV-019");
  EXPECT_EQ(default_pool_tag("echo"), 'ohce');
  EXPECT_EQ(default_pool_tag("WdfEcho2"), 'ohcE');
  EXPECT_EQ(default_pool_tag("ab"), 'rDxF');
  EXPECT_EQ(default_pool_tag("wdfab"), 'rDxF');
  on_machine([&] {
    TestDriver driver;
    ASSERT_EQ(load(driver, {.service = "echo", .create = false}), STATUS_SUCCESS);
    EXPECT_STREQ(driver.globals->DriverName, "echo");
    EXPECT_EQ(driver.globals->DriverTag, static_cast<ULONG>('ohce'));
    EXPECT_EQ(driver.globals->Driver, nullptr);
    unload(driver);
    TestDriver long_name;
    EXPECT_FALSE(NT_SUCCESS(load(long_name, {.service = std::string(33, 'x')})));
  });
}

}  // namespace
}  // namespace owdf::wdf
