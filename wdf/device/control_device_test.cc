// Control devices of drivers without PnP, row by row: they are opened by name and get requests directly.
#include <gmock/gmock.h>

#include "wdf/device/device.h"
#include "wdf/testing_device.h"

namespace owdf::wdf {
namespace {

using ::testing::ElementsAre;

constexpr char16_t kName[] = u"\\Device\\Specimen";
constexpr char16_t kLink[] = u"\\DosDevices\\Specimen";
constexpr char16_t kEveryone[] = u"D:P(A;;GA;;;WD)";

template <size_t N>
UNICODE_STRING string_of(const char16_t (&text)[N]) {
  return {static_cast<USHORT>((N - 1) * 2), static_cast<USHORT>(N * 2), const_cast<char16_t*>(text)};
}

// The test is a driver with the flag WdfDriverInitNonPnpDriver.
class ControlDeviceTest : public FrameworkTest {
 protected:
  ~ControlDeviceTest() override { running_ = nullptr; }

  void as_non_pnp_driver(const std::function<void(TestDriver&)>& body) {
    running_ = this;
    on_machine([&] {
      TestDriver driver;
      driver_ = &driver;
      ASSERT_EQ(load(driver, {.unload = on_unload, .init_flags = WdfDriverInitNonPnpDriver}), STATUS_SUCCESS);
      body(driver);
      unload(driver);
    });
  }

  PWDFDEVICE_INIT allocate(bool named = true) {
    const UNICODE_STRING sddl = string_of(kEveryone), name = string_of(kName);
    PWDFDEVICE_INIT init = ddi::WdfControlDeviceInitAllocate(driver_->globals, driver_->driver, &sddl);
    EXPECT_NE(init, nullptr);
    if (named) {
      EXPECT_EQ(ddi::WdfDeviceInitAssignName(driver_->globals, init, &name), STATUS_SUCCESS);
    }
    return init;
  }
  WDFDEVICE create(PWDFDEVICE_INIT init) {
    WDF_OBJECT_ATTRIBUTES attributes = attributes_with_parent(nullptr);
    attributes.EvtCleanupCallback = on_cleanup;
    WDFDEVICE device = nullptr;
    EXPECT_EQ(ddi::WdfDeviceCreate(driver_->globals, &init, &attributes, &device), STATUS_SUCCESS);
    EXPECT_EQ(init, nullptr);
    return device;
  }
  NTSTATUS create_queue(WDFDEVICE device, WDF_TRI_STATE power_managed = WdfUseDefault) {
    WDF_IO_QUEUE_CONFIG config;
    WDF_IO_QUEUE_CONFIG_INIT_DEFAULT_QUEUE(&config, WdfIoQueueDispatchParallel);
    config.EvtIoRead = on_read;
    config.PowerManaged = power_managed;
    return ddi::WdfIoQueueCreate(driver_->globals, device, &config, nullptr, nullptr);
  }
  NTSTATUS link(WDFDEVICE device) {
    const UNICODE_STRING name = string_of(kLink);
    return ddi::WdfDeviceCreateSymbolicLink(driver_->globals, device, &name);
  }
  WDFDEVICE make() {
    WDFDEVICE device = create(allocate());
    EXPECT_EQ(create_queue(device), STATUS_SUCCESS);
    EXPECT_EQ(link(device), STATUS_SUCCESS);
    ddi::WdfControlFinishInitializing(driver_->globals, device);
    return device;
  }
  PDEVICE_OBJECT wdm(WDFDEVICE device) { return ddi::WdfDeviceWdmGetDeviceObject(driver_->globals, device); }
  std::unique_ptr<SentIrp> read(WDFDEVICE device, PFILE_OBJECT file = nullptr) {
    return send(device, IRP_MJ_READ, file);
  }
  std::unique_ptr<SentIrp> send(WDFDEVICE device, UCHAR major, PFILE_OBJECT file) {
    auto irp = std::make_unique<SentIrp>(wdm(device), 4);
    irp->location()->MajorFunction = major;
    if (major == IRP_MJ_READ) irp->location()->Parameters.Read.Length = 4;
    irp->location()->FileObject = file;
    irp->send();
    return irp;
  }
  // What CreateFile does with the name that a program uses.
  static NTSTATUS open(const UNICODE_STRING& name, HANDLE* file) {
    OBJECT_ATTRIBUTES attributes;
    InitializeObjectAttributes(&attributes, const_cast<PUNICODE_STRING>(&name), OBJ_KERNEL_HANDLE, nullptr, nullptr);
    IO_STATUS_BLOCK status;
    return ZwCreateFile(file, GENERIC_READ, &attributes, &status, nullptr, 0, 0, FILE_OPEN, 0, nullptr, 0);
  }
  bool is_live(void* handle) { return HandleCheck::look(driver_->client(), handle, Type::kBase) != nullptr; }

  static VOID NTAPI on_read(WDFQUEUE, WDFREQUEST request, size_t) {
    running_->log_.push_back("read");
    ddi::WdfRequestComplete(running_->driver_->globals, request, STATUS_SUCCESS);
  }
  static VOID NTAPI on_unload(WDFDRIVER) { running_->log_.push_back("unload"); }
  static VOID NTAPI on_cleanup(WDFOBJECT) { running_->log_.push_back("cleanup"); }
  static VOID NTAPI on_shutdown(WDFDEVICE) { running_->log_.push_back("shutdown"); }
  static VOID NTAPI on_create(WDFDEVICE, WDFREQUEST request, WDFFILEOBJECT file) {
    running_->log_.push_back(file ? "create" : "create without file");
    ddi::WdfRequestComplete(running_->driver_->globals, request, STATUS_SUCCESS);
  }

  inline static ControlDeviceTest* running_ = nullptr;
  TestDriver* driver_ = nullptr;
  std::vector<std::string> log_;
};
OWDF_IN_BOTH_FORMS(ControlDeviceTest);

TEST_P(ControlDeviceTest, ANonPnpDriverHasAnUnloadAndNoDeviceAdd) {
  RecordProperty("rows", "NPN-001 NPN-002");
  as_non_pnp_driver([&](TestDriver& driver) {
    EXPECT_EQ(driver.object->DriverExtension->AddDevice, nullptr);
    EXPECT_NE(driver.object->DriverUnload, nullptr);
  });
  EXPECT_THAT(log_, ElementsAre("unload"));
}

NTSTATUS NTAPI adds_nothing(WDFDRIVER, PWDFDEVICE_INIT) {
  return STATUS_SUCCESS;
}

TEST_P(ControlDeviceTest, ANonPnpDriverWithADeviceAddIsRefused) {
  RecordProperty("rows", "NPN-002");
  on_machine([&] {
    TestDriver driver;
    EXPECT_EQ(load(driver, {.device_add = adds_nothing, .unload = on_unload, .init_flags = WdfDriverInitNonPnpDriver}),
              STATUS_INVALID_PARAMETER);
    unload(driver);
  });
}

TEST_P(ControlDeviceTest, AControlDeviceIsMadeFromItsOwnInitStructure) {
  RecordProperty("rows", "NPN-003 NPN-006 NPN-012");
  as_non_pnp_driver([&](TestDriver& driver) {
    WDFDEVICE device = create(allocate());
    ASSERT_NE(device, nullptr);
    EXPECT_EQ(ddi::WdfDeviceWdmGetAttachedDevice(driver.globals, device), nullptr);
    EXPECT_EQ(ddi::WdfDeviceWdmGetPhysicalDevice(driver.globals, device), nullptr);
  });
}

TEST_P(ControlDeviceTest, AnInitStructureThatIsNotUsedIsFreed) {
  RecordProperty("rows", "NPN-012");
  as_non_pnp_driver([&](TestDriver& driver) { ddi::WdfDeviceInitFree(driver.globals, allocate()); });
}

TEST_P(ControlDeviceTest, AProgramOpensAControlDeviceByItsSymbolicLink) {
  RecordProperty("rows", "NPN-007 NPN-014");
  as_non_pnp_driver([&](TestDriver&) {
    make();
    HANDLE file = nullptr;
    EXPECT_EQ(open(string_of(kLink), &file), STATUS_SUCCESS);
    EXPECT_EQ(ZwClose(file), STATUS_SUCCESS);
  });
}

TEST_P(ControlDeviceTest, NobodyOpensAControlDeviceThatIsNotFinished) {
  RecordProperty("rows", "NPN-015");
  as_non_pnp_driver([&](TestDriver& driver) {
    WDFDEVICE device = create(allocate());
    EXPECT_EQ(link(device), STATUS_SUCCESS);
    EXPECT_TRUE(wdm(device)->Flags & DO_DEVICE_INITIALIZING);
    HANDLE file = nullptr;
    EXPECT_FALSE(NT_SUCCESS(open(string_of(kLink), &file)));
    ddi::WdfControlFinishInitializing(driver.globals, device);
    EXPECT_FALSE(wdm(device)->Flags & DO_DEVICE_INITIALIZING);
    ASSERT_EQ(open(string_of(kLink), &file), STATUS_SUCCESS);
    ZwClose(file);
  });
}

TEST_P(ControlDeviceTest, RequestsReachAControlDeviceDirectly) {
  RecordProperty("rows", "NPN-008 NPN-018");
  RecordProperty("ddi", "WdfIoQueueCreate WdfControlFinishInitializing");
  as_non_pnp_driver([&](TestDriver&) {
    WDFDEVICE device = make();
    EXPECT_EQ(wdm(device)->AttachedDevice, nullptr);
    EXPECT_EQ(wdm(device)->StackSize, 1);
    EXPECT_EQ(read(device)->status(), STATUS_SUCCESS);
    EXPECT_THAT(log_, ElementsAre("read"));
  });
}

TEST_P(ControlDeviceTest, ItsQueuesAreNotPowerManaged) {
  RecordProperty("rows", "NPN-018");
  as_non_pnp_driver([&](TestDriver&) {
    WDFDEVICE device = create(allocate());
    EXPECT_EQ(create_queue(device, WdfTrue), STATUS_INVALID_PARAMETER);
    EXPECT_EQ(create_queue(device, WdfFalse), STATUS_SUCCESS);
  });
}

TEST_P(ControlDeviceTest, FileObjectsAreMadeForControlDevicesToo) {
  RecordProperty("rows", "NPN-019");
  as_non_pnp_driver([&](TestDriver& driver) {
    PWDFDEVICE_INIT init = allocate();
    WDF_FILEOBJECT_CONFIG config;
    WDF_FILEOBJECT_CONFIG_INIT(&config, on_create, nullptr, nullptr);
    ddi::WdfDeviceInitSetFileObjectConfig(driver.globals, init, &config, nullptr);
    WDFDEVICE device = create(init);
    ddi::WdfControlFinishInitializing(driver.globals, device);
    FILE_OBJECT file{};
    EXPECT_EQ(send(device, IRP_MJ_CREATE, &file)->status(), STATUS_SUCCESS);
    EXPECT_NE(ddi::WdfDeviceGetFileObject(driver.globals, device, &file), nullptr);
    EXPECT_THAT(log_, ElementsAre("create"));
    send(device, IRP_MJ_CLEANUP, &file);
    send(device, IRP_MJ_CLOSE, &file);
  });
}

TEST_P(ControlDeviceTest, AControlDeviceHasTheNameThatItWasGiven) {
  RecordProperty("rows", "NPN-020 DRV-046");
  as_non_pnp_driver([&](TestDriver& driver) {
    WDFDEVICE device = make();
    WDFSTRING name = nullptr;
    ASSERT_EQ(ddi::WdfStringCreate(driver.globals, nullptr, nullptr, &name), STATUS_SUCCESS);
    EXPECT_EQ(ddi::WdfDeviceRetrieveDeviceName(driver.globals, device, name), STATUS_SUCCESS);
    UNICODE_STRING text{};
    ddi::WdfStringGetUnicodeString(driver.globals, name, &text);
    EXPECT_EQ(std::u16string(text.Buffer, text.Length / 2), kName);
    HANDLE file = nullptr;
    EXPECT_EQ(open(string_of(kName), &file), STATUS_SUCCESS);
    ZwClose(file);
  });
}

TEST_P(ControlDeviceTest, WithoutAGivenNameThereIsNoSymbolicLink) {
  RecordProperty("rows", "NPN-021");
  as_non_pnp_driver([&](TestDriver&) {
    WDFDEVICE device = create(allocate(false));
    EXPECT_FALSE(NT_SUCCESS(link(device)));
  });
}

TEST_P(ControlDeviceTest, AControlDeviceHasNoDeviceInterfaces) {
  RecordProperty("rows", "NPN-017");
  as_non_pnp_driver([&](TestDriver& driver) {
    const GUID guid{1, 2, 3, {4}};
    WDFDEVICE device = make();
    EXPECT_FALSE(NT_SUCCESS(ddi::WdfDeviceCreateDeviceInterface(driver.globals, device, &guid, nullptr)));
  });
}

TEST_P(ControlDeviceTest, AShutdownIsNotifiedToTheControlDeviceThatAskedForIt) {
  RecordProperty("rows", "NPN-023 POR-135");
  as_non_pnp_driver([&](TestDriver& driver) {
    PWDFDEVICE_INIT init = allocate();
    ddi::WdfControlDeviceInitSetShutdownNotification(driver.globals, init, on_shutdown, WdfDeviceShutdown);
    WDFDEVICE device = create(init);
    ddi::WdfControlFinishInitializing(driver.globals, device);
    EXPECT_EQ(send(device, IRP_MJ_SHUTDOWN, nullptr)->status(), STATUS_SUCCESS);
    EXPECT_THAT(log_, ElementsAre("shutdown"));
  });
}

TEST_P(ControlDeviceTest, ADriverMayDeleteItsControlDevice) {
  RecordProperty("rows", "NPN-024");
  as_non_pnp_driver([&](TestDriver& driver) {
    WDFDEVICE device = make();
    ddi::WdfObjectDelete(driver.globals, static_cast<WDFOBJECT>(static_cast<void*>(device)));
    EXPECT_FALSE(is_live(device));
    HANDLE file = nullptr;
    EXPECT_FALSE(NT_SUCCESS(open(string_of(kLink), &file)));
    EXPECT_THAT(log_, ElementsAre("cleanup"));
  });
}

TEST_P(ControlDeviceTest, ControlDevicesThatAreLeftGoAfterTheUnload) {
  RecordProperty("rows", "NPN-027");
  as_non_pnp_driver([&](TestDriver&) { make(); });
  EXPECT_THAT(log_, ElementsAre("unload", "cleanup"));
}

}  // namespace
}  // namespace owdf::wdf
