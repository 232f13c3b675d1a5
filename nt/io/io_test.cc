// Requests from an application to a WDM driver and back. The drivers are written here, as host code.
#include <wdm.h>

#include "nt/io/testing.h"

namespace owdf::io {
namespace {

constexpr ULONG kBuffered = CTL_CODE(FILE_DEVICE_UNKNOWN, 0x800, METHOD_BUFFERED, FILE_ANY_ACCESS);
constexpr ULONG kInDirect = CTL_CODE(FILE_DEVICE_UNKNOWN, 0x801, METHOD_IN_DIRECT, FILE_ANY_ACCESS);
constexpr ULONG kOutDirect = CTL_CODE(FILE_DEVICE_UNKNOWN, 0x802, METHOD_OUT_DIRECT, FILE_ANY_ACCESS);
constexpr ULONG kNeither = CTL_CODE(FILE_DEVICE_UNKNOWN, 0x803, METHOD_NEITHER, FILE_ANY_ACCESS);
constexpr ULONG kTooMuch = CTL_CODE(FILE_DEVICE_UNKNOWN, 0x804, METHOD_BUFFERED, FILE_ANY_ACCESS);
constexpr ULONG kFail = CTL_CODE(FILE_DEVICE_UNKNOWN, 0x805, METHOD_BUFFERED, FILE_ANY_ACCESS);
constexpr ULONG kTwice = CTL_CODE(FILE_DEVICE_UNKNOWN, 0x806, METHOD_BUFFERED, FILE_ANY_ACCESS);
constexpr ULONG kPend = CTL_CODE(FILE_DEVICE_UNKNOWN, 0x807, METHOD_BUFFERED, FILE_ANY_ACCESS);
constexpr ULONG kWriteAccess = CTL_CODE(FILE_DEVICE_UNKNOWN, 0x808, METHOD_BUFFERED, FILE_WRITE_ACCESS);

// What the driver under test keeps; one device, one pending request.
struct Extension {
  PIRP pending;
  KSPIN_LOCK lock;
  int creates, cleanups, closes, cancels;
};

Extension& extension_of(PDEVICE_OBJECT device) {
  return *static_cast<Extension*>(device->DeviceExtension);
}

NTSTATUS NTAPI on_create(PDEVICE_OBJECT device, PIRP irp) {
  extension_of(device).creates++;
  return complete(irp, STATUS_SUCCESS, FILE_OPENED);
}
NTSTATUS NTAPI on_close(PDEVICE_OBJECT device, PIRP irp) {
  extension_of(device).closes++;
  return complete(irp, STATUS_SUCCESS);
}

PIRP take_pending(Extension& extension) {
  KIRQL irql;
  KeAcquireSpinLock(&extension.lock, &irql);
  PIRP irp = std::exchange(extension.pending, nullptr);
  // Null: the canceller has it, and will complete the IRP.
  if (irp && !IoSetCancelRoutine(irp, nullptr)) irp = nullptr;
  KeReleaseSpinLock(&extension.lock, irql);
  return irp;
}

VOID NTAPI on_cancel(PDEVICE_OBJECT device, PIRP irp) {
  Extension& extension = extension_of(device);
  IoReleaseCancelSpinLock(irp->CancelIrql);
  KIRQL irql;
  KeAcquireSpinLock(&extension.lock, &irql);
  extension.cancels++;
  if (extension.pending == irp) extension.pending = nullptr;
  KeReleaseSpinLock(&extension.lock, irql);
  complete(irp, STATUS_CANCELLED);
}

NTSTATUS pend(PDEVICE_OBJECT device, PIRP irp) {
  Extension& extension = extension_of(device);
  KIRQL irql;
  KeAcquireSpinLock(&extension.lock, &irql);
  IoSetCancelRoutine(irp, on_cancel);
  if (irp->Cancel && IoSetCancelRoutine(irp, nullptr)) {
    KeReleaseSpinLock(&extension.lock, irql);
    return complete(irp, STATUS_CANCELLED);
  }
  IoMarkIrpPending(irp);
  __atomic_store_n(&extension.pending, irp, __ATOMIC_RELEASE);  // a test may look without the lock
  KeReleaseSpinLock(&extension.lock, irql);
  return STATUS_PENDING;
}

NTSTATUS NTAPI on_cleanup(PDEVICE_OBJECT device, PIRP irp) {
  extension_of(device).cleanups++;
  if (PIRP pending = take_pending(extension_of(device))) complete(pending, STATUS_CANCELLED);
  return complete(irp, STATUS_SUCCESS);
}

// Each control code shows one way in which a buffer comes and goes; the data goes back with each byte one higher.
void increment(UCHAR* to, const UCHAR* from, ULONG length) {
  for (ULONG i = 0; i < length; i++) to[i] = static_cast<UCHAR>(from[i] + 1);
}

NTSTATUS NTAPI on_control(PDEVICE_OBJECT device, PIRP irp) {
  const auto& parameters = IoGetCurrentIrpStackLocation(irp)->Parameters.DeviceIoControl;
  const ULONG in = parameters.InputBufferLength, out = parameters.OutputBufferLength;
  UCHAR* system = static_cast<UCHAR*>(irp->AssociatedIrp.SystemBuffer);
  switch (parameters.IoControlCode) {
    case kBuffered:
    case kWriteAccess:
      increment(system, system, std::min(in, out));
      return complete(irp, STATUS_SUCCESS, std::min(in, out));
    case kInDirect:
    case kOutDirect: {
      UCHAR* mapped = static_cast<UCHAR*>(MmGetSystemAddressForMdlSafe(irp->MdlAddress, NormalPagePriority));
      if (parameters.IoControlCode == kOutDirect) increment(mapped, system, std::min(in, out));
      return complete(irp, STATUS_SUCCESS, parameters.IoControlCode == kOutDirect ? std::min(in, out) : mapped[0]);
    }
    case kNeither:
      increment(static_cast<UCHAR*>(irp->UserBuffer), static_cast<UCHAR*>(parameters.Type3InputBuffer),
                std::min(in, out));
      return complete(irp, STATUS_SUCCESS, std::min(in, out));
    case kTooMuch:
      return complete(irp, STATUS_SUCCESS, out + 100);
    case kFail:
      increment(system, system, std::min(in, out));
      return complete(irp, STATUS_DEVICE_NOT_READY, out);
    case kTwice:
      complete(irp, STATUS_SUCCESS);
      IofCompleteRequest(irp, IO_NO_INCREMENT);
      return STATUS_SUCCESS;
    case kPend:
      return pend(device, irp);
    default:
      return complete(irp, STATUS_INVALID_DEVICE_REQUEST);
  }
}

VOID NTAPI on_unload(PDRIVER_OBJECT driver) {
  UNICODE_STRING link;
  RtlInitUnicodeString(&link, u"\\DosDevices\\Sample");
  IoDeleteSymbolicLink(&link);
  IoDeleteDevice(driver->DeviceObject);
}

NTSTATUS NTAPI driver_entry(PDRIVER_OBJECT driver, PUNICODE_STRING) {
  driver->MajorFunction[IRP_MJ_CREATE] = on_create;
  driver->MajorFunction[IRP_MJ_CLEANUP] = on_cleanup;
  driver->MajorFunction[IRP_MJ_CLOSE] = on_close;
  driver->MajorFunction[IRP_MJ_DEVICE_CONTROL] = on_control;
  driver->DriverUnload = on_unload;
  UNICODE_STRING name, link;
  RtlInitUnicodeString(&name, u"\\Device\\Sample");
  RtlInitUnicodeString(&link, u"\\DosDevices\\Sample");
  PDEVICE_OBJECT device;
  const NTSTATUS status = IoCreateDevice(driver, sizeof(Extension), &name, FILE_DEVICE_UNKNOWN, 0, FALSE, &device);
  if (!NT_SUCCESS(status)) return status;
  KeInitializeSpinLock(&extension_of(device).lock);
  device->Flags &= ~DO_DEVICE_INITIALIZING;
  return IoCreateSymbolicLink(&link, &name);
}

class IoTest : public WdmTest {
 protected:
  IoTest() { provide("sample", driver_entry); }

  // The driver is loaded, `body` runs in a process, the driver is unloaded; nothing may be left behind.
  void with_driver(std::function<void()> body) {
    const int64_t objects = machine().ob().live_objects();
    on_machine([&] {
      auto driver = machine().pnp().load_driver("sample");
      ASSERT_TRUE(driver.ok());
      device_ = (*driver)->DeviceObject;
      driver.value() = {};
      in_process(body);
      const Extension& extension = extension_of(device_);
      EXPECT_EQ(extension.creates, extension.cleanups);
      EXPECT_EQ(extension.creates, extension.closes);
      EXPECT_TRUE(machine().pnp().unload_driver("sample").ok());
    });
    world().settle(1000 * sched::kTicksPerMillisecond);
    EXPECT_EQ(machine().ob().live_objects(), objects);
    if (!live()) {
      EXPECT_EQ(machine().io().irps_alive(), 0);
    }
  }
  Extension& extension() { return extension_of(device_); }

  PDEVICE_OBJECT device_ = nullptr;
};
OWDF_IN_BOTH_FORMS(IoTest);

TEST_P(IoTest, OpensAndClosesADeviceByItsDosName) {
  RecordProperty("rows", "FIL-001");
  with_driver([&] {
    HANDLE handle;
    ASSERT_EQ(open(u"\\??\\sample", &handle), STATUS_SUCCESS);
    EXPECT_EQ(extension().creates, 1);
    EXPECT_EQ(extension().cleanups, 0);
    EXPECT_EQ(NtClose(handle), STATUS_SUCCESS);
    EXPECT_EQ(extension().cleanups, 1);
    EXPECT_EQ(extension().closes, 1);
    EXPECT_EQ(NtClose(handle), STATUS_INVALID_HANDLE);
  });
}

TEST_P(IoTest, ClosesTheHandlesOfAProcessThatEnds) {
  with_driver([&] {
    HANDLE handle;
    ASSERT_EQ(open(u"\\??\\Sample", &handle), STATUS_SUCCESS);
  });
}

TEST_P(IoTest, CopiesBufferedDataBothWays) {
  RecordProperty("ddi", "NtDeviceIoControlFile");
  with_driver([&] {
    HANDLE handle;
    ASSERT_EQ(open(u"\\??\\Sample", &handle), STATUS_SUCCESS);
    for (const bool large : {false, true}) {
      UCHAR in[1000] = {1, 2, 3, 4}, out[1000] = {};
      IO_STATUS_BLOCK status;
      const ULONG length = large ? 1000 : 4;
      EXPECT_EQ(control(handle, kBuffered, in, length, out, length, &status), STATUS_SUCCESS);
      EXPECT_EQ(status.Information, length);
      EXPECT_EQ(out[0], 2);
      EXPECT_EQ(out[3], 5);
      EXPECT_EQ(out[4], large ? 1 : 0);
    }
  });
}

TEST_P(IoTest, DescribesDirectBuffersByAnMdl) {
  with_driver([&] {
    HANDLE handle;
    ASSERT_EQ(open(u"\\??\\Sample", &handle), STATUS_SUCCESS);
    UCHAR in[4] = {1, 2, 3, 4}, out[4] = {9};
    IO_STATUS_BLOCK status;
    EXPECT_EQ(control(handle, kInDirect, in, 4, out, 4, &status), STATUS_SUCCESS);
    EXPECT_EQ(status.Information, 9u);
    EXPECT_EQ(control(handle, kOutDirect, in, 4, out, 4, &status), STATUS_SUCCESS);
    EXPECT_EQ(out[3], 5);
  });
}

TEST_P(IoTest, PassesNeitherBuffersAsTheyAre) {
  with_driver([&] {
    HANDLE handle;
    ASSERT_EQ(open(u"\\??\\Sample", &handle), STATUS_SUCCESS);
    UCHAR in[4] = {1, 2, 3, 4}, out[4] = {};
    IO_STATUS_BLOCK status;
    EXPECT_EQ(control(handle, kNeither, in, 4, out, 4, &status), STATUS_SUCCESS);
    EXPECT_EQ(out[0], 2);
  });
}

TEST_P(IoTest, FailedRequestCopiesNothingBackAndLeavesTheStatusBlock) {
  with_driver([&] {
    HANDLE handle;
    ASSERT_EQ(open(u"\\??\\Sample", &handle), STATUS_SUCCESS);
    UCHAR data[4] = {1, 2, 3, 4};
    IO_STATUS_BLOCK status;
    status.Status = 12345;
    EXPECT_EQ(control(handle, kFail, data, 4, data, 4, &status), STATUS_DEVICE_NOT_READY);
    EXPECT_EQ(status.Status, 12345);
    EXPECT_EQ(data[0], 1);
  });
}

TEST_P(IoTest, CutsAndReportsMoreInformationThanThereIsRoomFor) {
  with_driver([&] {
    HANDLE handle;
    ASSERT_EQ(open(u"\\??\\Sample", &handle), STATUS_SUCCESS);
    UCHAR data[8] = {};
    IO_STATUS_BLOCK status;
    EXPECT_EQ(control(handle, kTooMuch, nullptr, 0, data, 4, &status), STATUS_SUCCESS);
    EXPECT_EQ(status.Information, 104u);
    ASSERT_EQ(machine().findings().size(), 1u);
    EXPECT_EQ(machine().findings()[0].rule, "InformationTooLarge");
  });
}

TEST_P(IoTest, RefusesMajorFunctionsThatTheDriverLacks) {
  with_driver([&] {
    HANDLE handle;
    ASSERT_EQ(open(u"\\??\\Sample", &handle), STATUS_SUCCESS);
    IO_STATUS_BLOCK status;
    UCHAR byte;
    EXPECT_EQ(NtReadFile(handle, nullptr, nullptr, nullptr, &status, &byte, 1, nullptr, nullptr),
              STATUS_INVALID_DEVICE_REQUEST);
  });
}

TEST_P(IoTest, ASecondCompletionIsABugCheck) {
  const nt::BugCheck value = expect_bug_check(MULTIPLE_IRP_COMPLETE_REQUESTS, [&] {
    ASSERT_TRUE(machine().pnp().load_driver("sample").ok());
    in_process([] {
      HANDLE handle;
      ASSERT_EQ(open(u"\\??\\Sample", &handle), STATUS_SUCCESS);
      IO_STATUS_BLOCK status;
      control(handle, kTwice, nullptr, 0, nullptr, 0, &status);
    });
  });
  EXPECT_NE(value.message.find("completed already"), std::string::npos);
}

TEST_P(IoTest, AccessBitsOfTheControlCodeAreCheckedAgainstTheHandle) {
  with_driver([&] {
    UNICODE_STRING name;
    RtlInitUnicodeString(&name, u"\\??\\Sample");
    OBJECT_ATTRIBUTES attributes;
    InitializeObjectAttributes(&attributes, &name, 0, nullptr, nullptr);
    IO_STATUS_BLOCK status;
    HANDLE handle;
    ASSERT_EQ(NtOpenFile(&handle, GENERIC_READ | SYNCHRONIZE, &attributes, &status, 0, FILE_SYNCHRONOUS_IO_NONALERT),
              STATUS_SUCCESS);
    EXPECT_EQ(control(handle, kWriteAccess, nullptr, 0, nullptr, 0, &status), STATUS_ACCESS_DENIED);
    EXPECT_EQ(control(handle, kBuffered, nullptr, 0, nullptr, 0, &status), STATUS_SUCCESS);
  });
}

TEST_P(IoTest, BadUserBuffersAreAnAccessViolation) {
  with_driver([&] {
    HANDLE handle;
    ASSERT_EQ(open(u"\\??\\Sample", &handle), STATUS_SUCCESS);
    IO_STATUS_BLOCK status;
    EXPECT_EQ(control(handle, kBuffered, reinterpret_cast<void*>(16), 4, nullptr, 0, &status), STATUS_ACCESS_VIOLATION);
    EXPECT_EQ(control(handle, kOutDirect, nullptr, 0, reinterpret_cast<void*>(16), 4, &status),
              STATUS_ACCESS_VIOLATION);
  });
}

TEST_P(IoTest, OverlappedRequestPendsAndItsEventTellsTheEnd) {
  with_driver([&] {
    HANDLE handle, event;
    ASSERT_EQ(open(u"\\??\\Sample", &handle, false), STATUS_SUCCESS);
    ASSERT_EQ(NtCreateEvent(&event, EVENT_ALL_ACCESS, nullptr, NotificationEvent, FALSE), STATUS_SUCCESS);
    UCHAR data[4] = {};
    IO_STATUS_BLOCK status;
    status.Status = STATUS_PENDING;
    ASSERT_EQ(control(handle, kPend, data, 4, data, 4, &status, event), STATUS_PENDING);
    LARGE_INTEGER now{};
    EXPECT_EQ(NtWaitForSingleObject(event, FALSE, &now), STATUS_TIMEOUT);
    PIRP irp = take_pending(extension());
    ASSERT_NE(irp, nullptr);
    static_cast<UCHAR*>(irp->AssociatedIrp.SystemBuffer)[0] = 7;
    complete(irp, STATUS_SUCCESS, 1);
    EXPECT_EQ(NtWaitForSingleObject(event, FALSE, nullptr), STATUS_SUCCESS);
    EXPECT_EQ(status.Status, STATUS_SUCCESS);
    EXPECT_EQ(data[0], 7);
  });
}

TEST_P(IoTest, CancelIoExCancelsOneRequestByItsStatusBlock) {
  RecordProperty("rows", "REQ-037");
  with_driver([&] {
    HANDLE handle;
    ASSERT_EQ(open(u"\\??\\Sample", &handle, false), STATUS_SUCCESS);
    IO_STATUS_BLOCK status, other, answer;
    status.Status = STATUS_PENDING;
    ASSERT_EQ(control(handle, kPend, nullptr, 0, nullptr, 0, &status), STATUS_PENDING);
    EXPECT_EQ(NtCancelIoFileEx(handle, &other, &answer), STATUS_NOT_FOUND);
    EXPECT_EQ(NtCancelIoFileEx(handle, &status, &answer), STATUS_SUCCESS);
    EXPECT_EQ(NtWaitForSingleObject(handle, FALSE, nullptr), STATUS_SUCCESS);
    EXPECT_EQ(status.Status, STATUS_CANCELLED);
    EXPECT_EQ(extension().cancels, 1);
  });
}

TEST_P(IoTest, ThreadExitCancelsItsRequestsAndWaitsForThem) {
  with_driver([&] {
    HANDLE handle;
    ASSERT_EQ(open(u"\\??\\Sample", &handle, false), STATUS_SUCCESS);
    static IO_STATUS_BLOCK status;
    status.Status = STATUS_PENDING;
    ASSERT_EQ(control(handle, kPend, nullptr, 0, nullptr, 0, &status), STATUS_PENDING);
  });
  EXPECT_EQ(machine().findings().size(), 0u);
}

TEST_P(IoTest, TerminatingAProcessEndsItsSynchronousRequest) {
  on_machine([&] {
    auto driver = machine().pnp().load_driver("sample");
    ASSERT_TRUE(driver.ok());
    device_ = (*driver)->DeviceObject;
    auto process = machine().ps().create_process("test.exe").value();
    bool came_back = false;
    auto thread = machine().ps().create_thread(*process, "main", [&] {
      HANDLE handle;
      ASSERT_EQ(open(u"\\??\\Sample", &handle), STATUS_SUCCESS);
      IO_STATUS_BLOCK status;
      control(handle, kPend, nullptr, 0, nullptr, 0, &status);
      came_back = true;
    });
    while (!__atomic_load_n(&extension().pending, __ATOMIC_ACQUIRE)) machine().world().yield();
    machine().ps().terminate(*process, STATUS_CONTROL_C_EXIT);
    EXPECT_EQ(machine().ps().wait_for_exit(*process), STATUS_CONTROL_C_EXIT);
    EXPECT_FALSE(came_back);
    EXPECT_EQ(extension().cancels, 1);
    EXPECT_EQ(extension().closes, 1);
  });
}

TEST_P(IoTest, TwoThreadsTakeTurnsOnASynchronousFileObject) {
  with_driver([&] {
    HANDLE handle;
    ASSERT_EQ(open(u"\\??\\Sample", &handle), STATUS_SUCCESS);
    int done = 0;
    auto worker = [&] {
      IO_STATUS_BLOCK status;
      EXPECT_EQ(control(handle, kPend, nullptr, 0, nullptr, 0, &status), STATUS_SUCCESS);
      __atomic_add_fetch(&done, 1, __ATOMIC_SEQ_CST);
    };
    auto first = machine().ps().create_thread(*ps::current_process(), "first", worker);
    auto second = machine().ps().create_thread(*ps::current_process(), "second", worker);
    for (int i = 0; i < 2; i++) {
      PIRP irp;
      while (!(irp = take_pending(extension()))) machine().world().yield();
      complete(irp, STATUS_SUCCESS);
    }
    for (auto* thread : {&first, &second})
      KeWaitForSingleObject((*thread)->get(), Executive, KernelMode, FALSE, nullptr);
    EXPECT_EQ(done, 2);
  });
}

}  // namespace
}  // namespace owdf::io
