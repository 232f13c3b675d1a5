// The life of a root device with WDM drivers written here: a function driver and an upper filter.
#include <wdm.h>

#include "nt/ex/executive.h"
#include "nt/io/testing.h"

namespace owdf::pnp {
namespace {

using io::complete;

constexpr GUID kInterface = {0x12345678, 0x1111, 0x2222, {1, 2, 3, 4, 5, 6, 7, 8}};

// What the drivers of this file did, in order. One test at a time, so one log.
struct Script {
  std::vector<std::string> log;
  NTSTATUS entry_status = STATUS_SUCCESS, add_status = STATUS_SUCCESS, start_status = STATUS_SUCCESS;
  NTSTATUS query_remove_status = STATUS_SUCCESS;
};
Script* script;

struct Extension {
  PDEVICE_OBJECT lower;
  PDEVICE_OBJECT pdo;
  UNICODE_STRING link;
  const char* name;
};
Extension& extension_of(PDEVICE_OBJECT device) {
  return *static_cast<Extension*>(device->DeviceExtension);
}

const char* minor_name(UCHAR minor) {
  switch (minor) {
    case IRP_MN_START_DEVICE:
      return "start";
    case IRP_MN_QUERY_REMOVE_DEVICE:
      return "query-remove";
    case IRP_MN_CANCEL_REMOVE_DEVICE:
      return "cancel-remove";
    case IRP_MN_REMOVE_DEVICE:
      return "remove";
    case IRP_MN_SURPRISE_REMOVAL:
      return "surprise-removal";
    case IRP_MN_QUERY_STOP_DEVICE:
      return "query-stop";
    case IRP_MN_STOP_DEVICE:
      return "stop";
    default:
      return nullptr;
  }
}

NTSTATUS NTAPI on_pnp(PDEVICE_OBJECT device, PIRP irp) {
  Extension& extension = extension_of(device);
  const UCHAR minor = IoGetCurrentIrpStackLocation(irp)->MinorFunction;
  if (minor_name(minor)) script->log.push_back(std::string(extension.name) + " " + minor_name(minor));
  const bool function = std::string_view(extension.name) == "function";
  if (minor == IRP_MN_START_DEVICE && function) {
    IoForwardIrpSynchronously(extension.lower, irp);
    if (NT_SUCCESS(script->start_status)) IoSetDeviceInterfaceState(&extension.link, TRUE);
    return complete(irp, script->start_status);
  }
  if (minor == IRP_MN_QUERY_REMOVE_DEVICE && function && !NT_SUCCESS(script->query_remove_status)) {
    return complete(irp, script->query_remove_status);
  }
  if (NT_SUCCESS(irp->IoStatus.Status) || minor_name(minor)) irp->IoStatus.Status = STATUS_SUCCESS;
  IoSkipCurrentIrpStackLocation(irp);
  PDEVICE_OBJECT lower = extension.lower;
  const NTSTATUS status = IofCallDriver(lower, irp);
  if (minor == IRP_MN_REMOVE_DEVICE) {
    if (extension.link.Buffer) RtlFreeUnicodeString(&extension.link);
    IoDetachDevice(lower);
    IoDeleteDevice(device);
  }
  return status;
}

NTSTATUS NTAPI on_file(PDEVICE_OBJECT device, PIRP irp) {
  if (std::string_view(extension_of(device).name) == "function") return complete(irp, STATUS_SUCCESS, FILE_OPENED);
  IoSkipCurrentIrpStackLocation(irp);
  return IofCallDriver(extension_of(device).lower, irp);
}

NTSTATUS add(PDRIVER_OBJECT driver, PDEVICE_OBJECT pdo, const char* name) {
  script->log.push_back(std::string(name) + " add");
  if (!NT_SUCCESS(script->add_status) && std::string_view(name) == "function") return script->add_status;
  PDEVICE_OBJECT device;
  const NTSTATUS status = IoCreateDevice(driver, sizeof(Extension), nullptr, FILE_DEVICE_UNKNOWN, 0, FALSE, &device);
  if (!NT_SUCCESS(status)) return status;
  Extension& extension = extension_of(device);
  extension.name = name;
  extension.pdo = pdo;
  extension.lower = IoAttachDeviceToDeviceStack(device, pdo);
  if (std::string_view(name) == "function") IoRegisterDeviceInterface(pdo, &kInterface, nullptr, &extension.link);
  device->Flags &= ~DO_DEVICE_INITIALIZING;
  return STATUS_SUCCESS;
}

VOID NTAPI on_unload(PDRIVER_OBJECT driver) {
  script->log.push_back("unload " + io::record_of(driver).service);
}

void fill(PDRIVER_OBJECT driver, PDRIVER_ADD_DEVICE add_device) {
  driver->DriverExtension->AddDevice = add_device;
  driver->DriverUnload = on_unload;
  driver->MajorFunction[IRP_MJ_PNP] = on_pnp;
  for (int major : {IRP_MJ_CREATE, IRP_MJ_CLEANUP, IRP_MJ_CLOSE}) driver->MajorFunction[major] = on_file;
}

NTSTATUS NTAPI add_function(PDRIVER_OBJECT driver, PDEVICE_OBJECT pdo) {
  return add(driver, pdo, "function");
}
NTSTATUS NTAPI add_filter(PDRIVER_OBJECT driver, PDEVICE_OBJECT pdo) {
  return add(driver, pdo, "filter");
}
NTSTATUS NTAPI function_entry(PDRIVER_OBJECT driver, PUNICODE_STRING path) {
  script->log.push_back("entry " + ob::narrow(io::text_of(path)));
  fill(driver, add_function);
  return script->entry_status;
}
NTSTATUS NTAPI filter_entry(PDRIVER_OBJECT driver, PUNICODE_STRING) {
  fill(driver, add_filter);
  return STATUS_SUCCESS;
}

class PnpTest : public io::WdmTest {
 protected:
  PnpTest() {
    script = &script_;
    provide("echo", function_entry);
    provide("above", filter_entry);
  }
  DeviceNode& add_echo(bool with_filter = false) {
    RootDevice device;
    device.hardware_ids = {"Root\\Echo"};
    device.service = "echo";
    if (with_filter) device.upper_filters = {"above"};
    return *machine().pnp().add_root_device(device).value();
  }
  void forget() { script_.log.clear(); }
  void settle() { world().settle(1000 * sched::kTicksPerMillisecond); }

  Script script_;
};
OWDF_IN_BOTH_FORMS(PnpTest);

using Log = std::vector<std::string>;

TEST_P(PnpTest, AddDeviceGoesUpwardsAndRequestsGoDownwards) {
  const int64_t objects = machine().ob().live_objects();
  on_machine([&] {
    DeviceNode& node = add_echo(true);
    EXPECT_EQ(ob::narrow(node.instance_path), "ROOT\\ECHO\\0000");
    EXPECT_TRUE(machine().pnp().start(node).ok()) << node.problem.text;
    EXPECT_EQ(node.state, NodeState::kStarted);
    EXPECT_EQ(script_.log, (Log{"entry \\REGISTRY\\MACHINE\\SYSTEM\\ControlSet001\\Services\\echo", "function add",
                                "filter add", "filter start", "function start"}));
    forget();
    EXPECT_TRUE(machine().pnp().remove(node).ok());
    EXPECT_EQ(script_.log, (Log{"filter query-remove", "function query-remove", "filter remove", "function remove",
                                "unload above", "unload echo"}));
  });
  settle();
  EXPECT_EQ(drivers().loads, 2);
  EXPECT_EQ(drivers().unloads, 2);
  EXPECT_EQ(machine().ob().live_objects(), objects + 1) << "the root bus's driver stays";
  EXPECT_TRUE(machine().pnp().nodes().empty());
}

TEST_P(PnpTest, TheInterfaceLeadsToTheDeviceWhileItIsStarted) {
  RecordProperty("ddi", "IoRegisterDeviceInterface IoSetDeviceInterfaceState");
  on_machine([&] {
    DeviceNode& node = add_echo(true);
    const char16_t* path = u"\\??\\ROOT#ECHO#0000#{12345678-1111-2222-0102-030405060708}";
    in_process([&] {
      HANDLE handle;
      EXPECT_EQ(open(path, &handle), STATUS_OBJECT_NAME_NOT_FOUND);
    });
    ASSERT_TRUE(machine().pnp().start(node).ok());
    auto found = machine().pnp().interfaces().list(kInterface, nullptr, false);
    ASSERT_EQ(found.size(), 1u);
    EXPECT_EQ(found[0].name(), path);
    in_process([&] {
      HANDLE handle;
      EXPECT_EQ(open(path, &handle), STATUS_SUCCESS);
    });
    ASSERT_TRUE(machine().pnp().remove(node).ok());
    EXPECT_TRUE(machine().pnp().interfaces().list(kInterface, nullptr, true).empty());
  });
}

TEST_P(PnpTest, AFailingStepIsNamedAndTheStackIsTakenDown) {
  on_machine([&] {
    DeviceNode& node = add_echo();
    script_.entry_status = STATUS_UNSUCCESSFUL;
    EXPECT_EQ(machine().pnp().start(node), Status(STATUS_UNSUCCESSFUL));
    EXPECT_EQ(node.problem.code, kProblemFailedDriverEntry);
    script_.entry_status = STATUS_SUCCESS;
    script_.add_status = STATUS_INSUFFICIENT_RESOURCES;
    EXPECT_EQ(machine().pnp().start(node), Status(STATUS_INSUFFICIENT_RESOURCES));
    EXPECT_EQ(node.problem.code, kProblemFailedAdd);
    EXPECT_EQ(node.problem.driver, "echo");
    script_.add_status = STATUS_SUCCESS;
    script_.start_status = STATUS_DEVICE_CONFIGURATION_ERROR;
    EXPECT_EQ(machine().pnp().start(node), Status(STATUS_DEVICE_CONFIGURATION_ERROR));
    EXPECT_EQ(node.problem.code, kProblemFailedStart);
    EXPECT_EQ(script_.log.back(), "unload echo");
    EXPECT_EQ(node.pdo->AttachedDevice, nullptr);
    script_.start_status = STATUS_SUCCESS;
    EXPECT_TRUE(machine().pnp().start(node).ok());
    EXPECT_EQ(node.problem.code, 0u);
    EXPECT_TRUE(machine().pnp().remove(node).ok());
  });
}

TEST_P(PnpTest, AMissingDriverIsAProblemOfTheDevice) {
  on_machine([&] {
    RootDevice device;
    device.name = "NOBODY";
    device.service = "nobody";
    DeviceNode& node = *machine().pnp().add_root_device(device).value();
    EXPECT_EQ(machine().pnp().start(node), Status(STATUS_OBJECT_NAME_NOT_FOUND));
    EXPECT_EQ(node.problem.code, kProblemInvalidDriverKey);
  });
}

TEST_P(PnpTest, ARefusedQueryLeavesTheDeviceWorking) {
  on_machine([&] {
    DeviceNode& node = add_echo();
    ASSERT_TRUE(machine().pnp().start(node).ok());
    forget();
    script_.query_remove_status = STATUS_DEVICE_BUSY;
    EXPECT_EQ(machine().pnp().remove(node), Status(STATUS_PLUGPLAY_QUERY_VETOED));
    EXPECT_EQ(script_.log, (Log{"function query-remove", "function cancel-remove"}));
    EXPECT_EQ(node.state, NodeState::kStarted);
    script_.query_remove_status = STATUS_SUCCESS;
    EXPECT_TRUE(machine().pnp().remove(node).ok());
  });
}

TEST_P(PnpTest, AnOpenDeviceIsNotRemovedUntilItIsClosed) {
  on_machine([&] {
    DeviceNode& node = add_echo();
    ASSERT_TRUE(machine().pnp().start(node).ok());
    in_process([&] {
      HANDLE handle;
      ASSERT_EQ(open(u"\\??\\ROOT#ECHO#0000#{12345678-1111-2222-0102-030405060708}", &handle), STATUS_SUCCESS);
      EXPECT_EQ(machine().pnp().remove(node), Status(STATUS_PLUGPLAY_QUERY_VETOED));
      forget();
      machine().pnp().surprise_remove(node);
      EXPECT_EQ(script_.log, (Log{"function surprise-removal"}));
      NtClose(handle);
    });
  });
  settle();
  EXPECT_EQ(script_.log, (Log{"function surprise-removal", "function remove", "unload echo"}));
  EXPECT_TRUE(machine().pnp().nodes().empty());
}

TEST_P(PnpTest, PropertiesComeFromTheDevicesKey) {
  RecordProperty("ddi", "IoGetDeviceProperty");
  on_machine([&] {
    DeviceNode& node = add_echo();
    WCHAR text[64];
    ULONG length;
    EXPECT_EQ(IoGetDeviceProperty(node.pdo, DevicePropertyEnumeratorName, sizeof text, text, &length), STATUS_SUCCESS);
    EXPECT_EQ(std::u16string(text), u"ROOT");
    EXPECT_EQ(IoGetDeviceProperty(node.pdo, DevicePropertyHardwareID, 4, text, &length), STATUS_BUFFER_TOO_SMALL);
    EXPECT_EQ(length, 22u);
    EXPECT_EQ(IoGetDeviceProperty(node.pdo, DevicePropertyBusNumber, sizeof text, text, &length),
              STATUS_OBJECT_NAME_NOT_FOUND);
  });
}

TEST_P(PnpTest, ARequestedPowerIrpReachesTheBusAndComesBack) {
  RecordProperty("ddi", "PoRequestPowerIrp");
  on_machine([&] {
    DeviceNode& node = add_echo();
    POWER_STATE state;
    state.DeviceState = PowerDeviceD3;
    NTSTATUS result = STATUS_PENDING;
    const auto done = [](PDEVICE_OBJECT, UCHAR, POWER_STATE, PVOID context, PIO_STATUS_BLOCK status)
                          NTAPI -> VOID { *static_cast<NTSTATUS*>(context) = status->Status; };
    EXPECT_EQ(PoRequestPowerIrp(node.pdo, IRP_MN_SET_POWER, state, done, &result, nullptr), STATUS_PENDING);
    EXPECT_EQ(result, STATUS_SUCCESS);
    EXPECT_EQ(io::record_of(node.pdo).power_state, PowerDeviceD3);
  });
}

// --- what a driver leaves behind ---

char* code_of_leaking_driver;

void NTAPI unload_and_leak(PDRIVER_OBJECT) {}

NTSTATUS NTAPI enter_and_leak(PDRIVER_OBJECT driver, PUNICODE_STRING) {
  driver->DriverUnload = unload_and_leak;
  ex::Executive& executive = nt::current_machine()->ex();
  for (const size_t size : {40, 60})
    EXPECT_TRUE(executive.allocate(ex::PoolType::kNonPaged, size, 'kaeL', code_of_leaking_driver + size));
  return STATUS_SUCCESS;
}

TEST_P(PnpTest, PoolThatADriverLeavesBehindIsFoundWhenItIsUnloaded) {
  code_of_leaking_driver = drivers().code;
  provide("Leaking", enter_and_leak);
  on_machine([&] {
    EXPECT_TRUE(machine().pnp().load_driver("Leaking").ok());
    EXPECT_TRUE(machine().findings().empty());
    EXPECT_TRUE(machine().pnp().unload_driver("Leaking").ok());
  });
  ASSERT_EQ(machine().findings().size(), 1u);
  EXPECT_EQ(machine().findings()[0].rule, "PoolLeak");
  EXPECT_EQ(machine().findings()[0].driver, "Leaking");
  EXPECT_NE(machine().findings()[0].message.find("2 blocks of pool behind, 100 bytes; the first has tag 'Leak'"),
            std::string::npos)
      << machine().findings()[0].message;
}

}  // namespace
}  // namespace owdf::pnp
