#include "setup/install.h"

#include <gtest/gtest.h>

#include <sstream>

#include "base/storyboard.h"
#include "nt/testing.h"

namespace owdf::setup {
namespace {

constexpr std::string_view kEcho = R"(
[Version]
Signature   = "$WINDOWS NT$"
Class       = Sample
ClassGuid   = {78A1C341-4539-11d3-B88D-00C04FAD5171}
Provider    = %Us%
DriverVer   = 11/21/2026,1.2.3.4
[ClassInstall32]
AddReg = ClassReg
[ClassReg]
HKR,,,0,%ClassName%
HKR,,Icon,,-5
[Manufacturer]
%Us% = Standard,NT$ARCH$.10.0...16299
[Standard.NT$ARCH$.10.0...16299]
%Desc% = Echo_Device, root\ECHO
[Echo_Device.NT]
CopyFiles = Files
AddReg = DriverReg
[Files]
echo.sys,,,0x00004000 ; rename
[DriverReg]
HKR,,Depth,0x00010001,12
[Echo_Device.NT.HW]
AddReg = HardwareReg
[HardwareReg]
HKR,,"UpperFilters",0x00010008,"First"
HKR,,"UpperFilters",0x00010008,"Second","first"
HKR,,NumberOfEchoes,0x00010001,5
HKR,Wdf,Raw,1,01,ff,0x7
[Echo_Device.NT.Services]
AddService = Echo, %SPSVCINST_ASSOCSERVICE%, Echo_Service
[Echo_Service]
DisplayName   = %Service%
ServiceType   = 1
StartType     = 3
ErrorControl  = 1
ServiceBinary = %12%\echo.sys
AddReg        = ServiceReg
[ServiceReg]
HKR,Parameters,Greeting,0x00020000,"%%SystemRoot%%\hello"
HKR,Parameters,List,0x00010000,"a","b"
HKR,Parameters,Greeting,0x00020002,"not over the old one"
[Echo_Device.NT.Wdf]
KmdfService = Echo, Echo_Wdf
[Echo_Wdf]
KmdfLibraryVersion = $KMDFVERSION$
[Strings]
SPSVCINST_ASSOCSERVICE = 0x00000002
Us = "OpenWDF"
Desc = "Echo device"
Service = "Echo service"
ClassName = "Sample device"
)";

class InstallTest : public nt::MachineTest {
 protected:
  std::optional<Installed> install_text(std::string_view text, const Device& device, std::string* errors = nullptr) {
    Diagnostics diagnostics("/somewhere/echo.inx");
    const auto package = Package::load(text, {}, {}, diagnostics);
    std::optional<Installed> installed;
    if (package) installed = install(machine(), *package, device, diagnostics);
    if (errors)
      *errors = diagnostics.text();
    else
      EXPECT_EQ(diagnostics.text(), "");
    return installed;
  }
  std::string dump(std::string_view path) {
    Result<cm::Key> key = machine().cm().open(path);
    return key ? machine().cm().dump(key.value()) : "<none>";
  }
  std::vector<std::string> lines(std::string_view path) {
    std::vector<std::string> found;
    std::istringstream text(dump(path));
    for (std::string line; std::getline(text, line);) found.push_back(line);
    return found;
  }
  const Device echo_{.instance_path = "ROOT\\ECHO\\0000", .hardware_ids = {"root\\ECHO"}, .compatible_ids = {}};
};
OWDF_IN_BOTH_FORMS(InstallTest);

TEST_P(InstallTest, WritesServiceClassAndDevice) {
  const auto installed = install_text(kEcho, echo_);
  EXPECT_TRUE(installed);
  if (installed) {
    EXPECT_EQ(installed->service, "Echo");
    EXPECT_EQ(installed->image_path, "\\SystemRoot\\System32\\drivers\\echo.sys");
    EXPECT_EQ(installed->upper_filters, (std::vector<std::string>{"First", "Second"}));
  }
  EXPECT_STORY(lines("\\Registry\\Machine\\SYSTEM\\CurrentControlSet\\Services\\Echo"),
               R"([\REGISTRY\MACHINE\SYSTEM\ControlSet001\Services\Echo]
"Type"=dword:00000001  [INF-053]
"Start"=dword:00000003  [INF-053]
"ErrorControl"=dword:00000001  [INF-053]
"ImagePath"=expand:"\SystemRoot\System32\drivers\echo.sys"  [INF-053]
"DisplayName"="Echo service"  [INF-053]
"Owners"=multi:"echo.inx"
[\REGISTRY\MACHINE\SYSTEM\ControlSet001\Services\Echo\Parameters]
"Greeting"=expand:"%SystemRoot%\hello"
"List"=multi:"a""b"
[\REGISTRY\MACHINE\SYSTEM\ControlSet001\Services\Echo\Parameters\Wdf]  [INF-002 INF-003 INF-004]
"KmdfLibraryVersion"="1.33"  [INF-003 INF-004]
)");
  EXPECT_STORY(
      lines("\\Registry\\Machine\\SYSTEM\\CurrentControlSet\\Control\\Class\\{78a1c341-4539-11d3-b88d-00c04fad5171}"),
      R"([\REGISTRY\MACHINE\SYSTEM\ControlSet001\Control\Class\{78a1c341-4539-11d3-b88d-00c04fad5171}]
"Class"="Sample"
@="Sample device"
"Icon"="-5"
[\REGISTRY\MACHINE\SYSTEM\ControlSet001\Control\Class\{78a1c341-4539-11d3-b88d-00c04fad5171}\0000]
"DriverDesc"="Echo device"
"ProviderName"="OpenWDF"
"DriverDate"="11/21/2026"
"DriverVersion"="1.2.3.4"
"InfPath"="echo.inx"
"InfSection"="Echo_Device"
"InfSectionExt"=".NT"
"MatchingDeviceId"="root\echo"
"Depth"=dword:0000000c
)");
  EXPECT_STORY(lines("\\Registry\\Machine\\SYSTEM\\CurrentControlSet\\Enum\\ROOT\\ECHO\\0000"),
               R"([\REGISTRY\MACHINE\SYSTEM\ControlSet001\Enum\ROOT\ECHO\0000]
"DeviceDesc"="Echo device"
"Mfg"="OpenWDF"
"Class"="Sample"
"ClassGUID"="{78a1c341-4539-11d3-b88d-00c04fad5171}"
"Driver"="{78a1c341-4539-11d3-b88d-00c04fad5171}\0000"
"HardwareID"=multi:"root\ECHO"
"ConfigFlags"=dword:00000000
"Service"="Echo"  [INF-050]
"UpperFilters"=multi:"First""Second"  [INF-046]
[\REGISTRY\MACHINE\SYSTEM\ControlSet001\Enum\ROOT\ECHO\0000\Device Parameters]
"NumberOfEchoes"=dword:00000005  [INF-095]
[\REGISTRY\MACHINE\SYSTEM\ControlSet001\Enum\ROOT\ECHO\0000\Device Parameters\Wdf]
"Raw"=hex(3):01,ff,07
)");
}

TEST_P(InstallTest, ASecondDeviceGetsItsOwnDriverKeyAndTheFirstKeepsIts) {
  install_text(kEcho, echo_);
  const Device second{.instance_path = "ROOT\\ECHO\\0001", .hardware_ids = {"root\\ECHO"}, .compatible_ids = {}};
  EXPECT_EQ(install_text(kEcho, second)->driver_key, "{78a1c341-4539-11d3-b88d-00c04fad5171}\\0001");
  EXPECT_EQ(install_text(kEcho, echo_)->driver_key, "{78a1c341-4539-11d3-b88d-00c04fad5171}\\0000");
}

TEST_P(InstallTest, ADeviceThatNoModelFitsIsRefusedAndNothingIsWritten) {
  std::string errors;
  const Device other{.instance_path = "ROOT\\X\\0000", .hardware_ids = {"root\\X"}, .compatible_ids = {}};
  EXPECT_FALSE(install_text(kEcho, other, &errors));
  EXPECT_EQ(errors, "/somewhere/echo.inx: error: no model of this package is for the hardware id 'root\\X'\n");
  EXPECT_EQ(dump("\\Registry\\Machine\\SYSTEM\\CurrentControlSet\\Services\\Echo"), "<none>");
}

constexpr std::string_view kPrimitive = R"(
[Version]
Signature   = "$WINDOWS NT$"
Class       = Sample
ClassGuid   = {78A1C341-4539-11d3-B88D-00C04FAD5171}
Provider    = "OpenWDF"
DriverVer   = 11/21/2026,1.2.3.4
[DefaultInstall.NT$ARCH$]
CopyFiles = Files
[Files]
plain.sys
[DefaultInstall.NT$ARCH$.Services]
AddService = Plain,, Plain_Service
[Plain_Service]
ServiceType   = 1
StartType     = 3
ErrorControl  = 1
ServiceBinary = %13%\plain.sys
)";

TEST_P(InstallTest, APackageWithoutDevicesInstallsItsServicesAlone) {
  Diagnostics diagnostics("/somewhere/plain.inx");
  const auto package = Package::load(kPrimitive, {}, {}, diagnostics);
  ASSERT_TRUE(package) << diagnostics.text();
  EXPECT_TRUE(package->primitive());
  const auto services = install_primitive(machine(), *package, diagnostics);
  ASSERT_TRUE(services) << diagnostics.text();
  EXPECT_EQ(*services, std::vector<std::string>{"Plain"});
  EXPECT_EQ(dump("\\Registry\\Machine\\SYSTEM\\CurrentControlSet\\Services\\Plain"),
            R"([\REGISTRY\MACHINE\SYSTEM\ControlSet001\Services\Plain]
"Type"=dword:00000001
"Start"=dword:00000003
"ErrorControl"=dword:00000001
"ImagePath"=expand:"\SystemRoot\System32\DriverStore\FileRepository\plain.inx_amd64\plain.sys"
"Owners"=multi:"plain.inx"
[\REGISTRY\MACHINE\SYSTEM\ControlSet001\Services\Plain\Parameters]
)");
}

TEST_P(InstallTest, APackageWithoutDevicesNeedsAServiceAndHasNoDriverKey) {
  std::string text(kPrimitive);
  text.replace(text.find("CopyFiles = Files"), 17, "AddReg = Values");
  text.replace(text.find("AddService = Plain,, Plain_Service"), 34, "[Values]\nHKR,,Value,,1");
  Diagnostics diagnostics("plain.inx");
  const auto package = Package::load(text, {}, {}, diagnostics);
  ASSERT_TRUE(package) << diagnostics.text();
  EXPECT_FALSE(install_primitive(machine(), *package, diagnostics));
  EXPECT_NE(diagnostics.text().find("HKR stands for the key of a device's driver"), std::string::npos);
  EXPECT_NE(diagnostics.text().find("adds no service"), std::string::npos);
}

// A filter's package that names a function driver as well, which the filter's installation must leave alone.
constexpr std::string_view kFilter = R"(
[Version]
Signature = "$WINDOWS NT$"
Class     = System
Provider  = "OpenWDF"
DriverVer = 11/21/2026,1.0.0.0
[Manufacturer]
Us = Standard,NTamd64
[Standard.NTamd64]
"A filter" = Filter, USB\VID_1234&PID_5678
[Filter.NT]
[Filter.NT.HW]
AddReg = Lists
[Lists]
HKR,,"LowerFilters",0x00010000,"Below"
[Filter.NT.Services]
AddService = Above,, Above_Service
AddService = Below,, Below_Service
AddService = Function, 2, Function_Service
[Above_Service]
ServiceBinary = %12%\upper.sys
[Below_Service]
ServiceBinary = %12%\lower.sys
[Function_Service]
ServiceBinary = %12%\function.sys
[Filter.NT.Wdf]
KmdfService = Above, Above_Wdf
KmdfService = Below, Below_Wdf
[Above_Wdf]
KmdfLibraryVersion = 1.15
[Below_Wdf]
KmdfLibraryVersion = 1.17
)";

class InstallFilterTest : public InstallTest {
 protected:
  void SetUp() override {
    InstallTest::SetUp();
    ASSERT_TRUE(install_text(kEcho, echo_));
  }
  std::optional<InstalledFilter> filter(const FilterChoice& choice, std::string* errors = nullptr) {
    Diagnostics diagnostics("filter.inx");
    const auto package = Package::load(kFilter, {}, {}, diagnostics);
    EXPECT_TRUE(package) << diagnostics.text();
    auto installed = install_filter(machine(), *package, echo_.instance_path, choice, diagnostics);
    if (errors) *errors = diagnostics.text();
    return installed;
  }
  std::vector<std::string> list(const char* name) {
    const auto key = machine().cm().open("\\Registry\\Machine\\SYSTEM\\CurrentControlSet\\Enum\\ROOT\\ECHO\\0000");
    return machine().cm().multi_string(key.value(), name).value_or(std::vector<std::string>());
  }
};
OWDF_IN_BOTH_FORMS(InstallFilterTest);

TEST_P(InstallFilterTest, TheServiceIsWrittenAndTheDeviceNamesItAfterThoseItHas) {
  EXPECT_EQ(filter({"LOWER", "", {}})->service, "Below");
  EXPECT_EQ(filter({"upper", "", FilterSide::kUpper})->service, "Above");
  EXPECT_EQ(filter({"upper", "Again", FilterSide::kUpper})->service, "Again");
  EXPECT_EQ(list("LowerFilters"), (std::vector<std::string>{"Below"}));
  EXPECT_EQ(list("UpperFilters"), (std::vector<std::string>{"First", "Second", "Above", "Again"}));
  const std::string again = dump("\\Registry\\Machine\\SYSTEM\\CurrentControlSet\\Services\\Again");
  EXPECT_NE(again.find("\"ImagePath\"=expand:\"\\SystemRoot\\System32\\drivers\\upper.sys\""), std::string::npos)
      << again;
  EXPECT_NE(again.find("\"KmdfLibraryVersion\"=\"1.15\""), std::string::npos) << again;
  EXPECT_EQ(dump("\\Registry\\Machine\\SYSTEM\\CurrentControlSet\\Services\\Function"), "<none>");
}

TEST_P(InstallFilterTest, WhatThePackageDoesNotSayHasToBeSaid) {
  std::string errors;
  EXPECT_FALSE(filter({"upper", "", {}}, &errors));
  EXPECT_EQ(errors,
            "filter.inx: error: neither UpperFilters nor LowerFilters names 'Above'; say on which side of the function "
            "driver it goes\n");
  EXPECT_FALSE(filter({"other", "", {}}, &errors));
  EXPECT_EQ(errors, "filter.inx: error: no service of this package has other.sys as its ServiceBinary\n");
  EXPECT_FALSE(filter({"lower", "Echo", {}}, &errors));
  EXPECT_EQ(errors, "filter.inx: error: the service 'Echo' is installed already; give this one another name\n");
}

}  // namespace
}  // namespace owdf::setup
