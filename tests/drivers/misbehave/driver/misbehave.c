/*
 * Does, when told, what a driver must not do; each misdeed in a function of its own, so that a report of it can be held against
 * the source. Tests find the guilty lines by the word "guilty" and a name in the comment that ends the line.
 */
#include <ntddk.h>
#include <wdf.h>
#include <initguid.h>

#include "../public.h"

DRIVER_INITIALIZE DriverEntry;
EVT_WDF_DRIVER_DEVICE_ADD MisbehaveDeviceAdd;
EVT_WDF_IO_QUEUE_IO_DEVICE_CONTROL MisbehaveDeviceControl;
EVT_WDF_DPC MisbehaveDpc;
KSTART_ROUTINE CountAlone;

/* Known to the system's documentation and to nobody here. */
NTSYSAPI NTSTATUS NTAPI HalAllocateHardwareCounters(PVOID GroupAffinity, ULONG GroupCount, PVOID ResourceList, PHANDLE CounterSet);

/* Volatile, so that the compiler does not see through what is about to happen. */
static volatile LONG* volatile Nowhere;
static volatile LONG Counted;

static ULONG ChosenMisdeed(WDFDRIVER Driver)
{
  DECLARE_CONST_UNICODE_STRING(name, L"Misdeed");
  WDFKEY parameters;
  ULONG misdeed = MisdeedNone;

  if (NT_SUCCESS(WdfDriverOpenParametersRegistryKey(Driver, KEY_READ, WDF_NO_OBJECT_ATTRIBUTES, &parameters))) {
    (VOID)WdfRegistryQueryULong(parameters, &name, &misdeed);
    WdfRegistryClose(parameters);
  }
  return misdeed;
}

NTSTATUS DriverEntry(PDRIVER_OBJECT DriverObject, PUNICODE_STRING RegistryPath)
{
  WDF_DRIVER_CONFIG config;
  WDFDRIVER driver;
  NTSTATUS status;

  WDF_DRIVER_CONFIG_INIT(&config, MisbehaveDeviceAdd);
  status = WdfDriverCreate(DriverObject, RegistryPath, WDF_NO_OBJECT_ATTRIBUTES, &config, &driver);
  if (!NT_SUCCESS(status)) {
    return status;
  }
  return ChosenMisdeed(driver) == MisdeedFailDriverEntry ? STATUS_INSUFFICIENT_RESOURCES : STATUS_SUCCESS;
}

NTSTATUS MisbehaveDeviceAdd(WDFDRIVER Driver, PWDFDEVICE_INIT DeviceInit)
{
  WDF_IO_QUEUE_CONFIG config;
  WDFDEVICE device;
  NTSTATUS status;

  status = WdfDeviceCreate(&DeviceInit, WDF_NO_OBJECT_ATTRIBUTES, &device);
  if (!NT_SUCCESS(status)) {
    return status;
  }
  if (ChosenMisdeed(Driver) == MisdeedFailDeviceAdd) {
    return STATUS_DEVICE_CONFIGURATION_ERROR;
  }
  WDF_IO_QUEUE_CONFIG_INIT_DEFAULT_QUEUE(&config, WdfIoQueueDispatchParallel);
  config.EvtIoDeviceControl = MisbehaveDeviceControl;
  status = WdfIoQueueCreate(device, &config, WDF_NO_OBJECT_ATTRIBUTES, WDF_NO_HANDLE);
  if (!NT_SUCCESS(status)) {
    return status;
  }
  return WdfDeviceCreateDeviceInterface(device, &GUID_DEVINTERFACE_OWDF_MISBEHAVE, NULL);
}

/* --- sizes of structures --- */

static NTSTATUS PassShortQueueConfig(WDFDEVICE Device)
{
  WDF_IO_QUEUE_CONFIG config;

  WDF_IO_QUEUE_CONFIG_INIT(&config, WdfIoQueueDispatchManual);
  config.Size--;
  return WdfIoQueueCreate(Device, &config, WDF_NO_OBJECT_ATTRIBUTES, WDF_NO_HANDLE);
}

static NTSTATUS PassShortAttributes(WDFDEVICE Device)
{
  WDF_OBJECT_ATTRIBUTES attributes;
  WDFSPINLOCK lock;

  WDF_OBJECT_ATTRIBUTES_INIT(&attributes);
  attributes.ParentObject = Device;
  attributes.Size--;
  return WdfSpinLockCreate(&attributes, &lock);
}

/* --- handles --- */

static NTSTATUS PassNullHandle(VOID)
{
  WdfSpinLockAcquire(NULL); /* guilty: null handle */
  return STATUS_SUCCESS;
}

static NTSTATUS PassOtherHandle(WDFDEVICE Device)
{
  WdfSpinLockAcquire((WDFSPINLOCK)Device); /* guilty: other handle */
  return STATUS_SUCCESS;
}

static NTSTATUS PassStaleHandle(VOID)
{
  WDFSPINLOCK lock;
  NTSTATUS status = WdfSpinLockCreate(WDF_NO_OBJECT_ATTRIBUTES, &lock);

  if (!NT_SUCCESS(status)) {
    return status;
  }
  WdfObjectDelete(lock);
  WdfSpinLockAcquire(lock); /* guilty: stale handle */
  return STATUS_SUCCESS;
}

/* --- requests --- */

static VOID CompleteTwice(WDFREQUEST Request)
{
  WdfRequestComplete(Request, STATUS_SUCCESS);
  WdfRequestComplete(Request, STATUS_SUCCESS); /* guilty: completed twice */
}

/* The handle is still good; the request behind it is not. */
static VOID CompleteTwiceReferenced(WDFREQUEST Request)
{
  WdfObjectReference(Request);
  WdfRequestComplete(Request, STATUS_SUCCESS);
  WdfRequestComplete(Request, STATUS_SUCCESS); /* guilty: completed twice, referenced */
}

/* --- memory --- */

static NTSTATUS WriteNowhere(VOID)
{
  *Nowhere = 1; /* guilty: null write */
  return STATUS_SUCCESS;
}

static NTSTATUS CallNowhere(VOID)
{
  NTSTATUS (*nowhere)(VOID) = (NTSTATUS (*)(VOID))(ULONG_PTR)Nowhere;

  return nowhere() | 1; /* guilty: null call */
}

VOID MisbehaveDpc(WDFDPC Dpc)
{
  UNREFERENCED_PARAMETER(Dpc);
  Counted += *Nowhere; /* guilty: null read */
}

static NTSTATUS ReadNowhereInDpc(WDFDEVICE Device)
{
  WDF_DPC_CONFIG config;
  WDF_OBJECT_ATTRIBUTES attributes;
  WDFDPC dpc;
  NTSTATUS status;

  WDF_DPC_CONFIG_INIT(&config, MisbehaveDpc);
  WDF_OBJECT_ATTRIBUTES_INIT(&attributes);
  attributes.ParentObject = Device;
  status = WdfDpcCreate(&config, &attributes, &dpc);
  if (NT_SUCCESS(status)) {
    WdfDpcEnqueue(dpc);
  }
  return status;
}

static NTSTATUS WriteBehindMemory(WDFDEVICE Device)
{
  WDF_OBJECT_ATTRIBUTES attributes;
  WDFMEMORY memory;
  volatile UCHAR* bytes;
  volatile size_t length = 40;
  NTSTATUS status;

  WDF_OBJECT_ATTRIBUTES_INIT(&attributes);
  attributes.ParentObject = Device;
  status = WdfMemoryCreate(&attributes, NonPagedPoolNx, 'bsiM', length, &memory, (PVOID*)&bytes);
  if (!NT_SUCCESS(status)) {
    return status;
  }
  bytes[length] = 1; /* guilty: heap overflow */
  WdfObjectDelete(memory);
  return STATUS_SUCCESS;
}

/* The pause lets the other thread come in between, whatever the scheduler. */
VOID CountAlone(PVOID Context)
{
  LARGE_INTEGER pause;

  UNREFERENCED_PARAMETER(Context);
  pause.QuadPart = WDF_REL_TIMEOUT_IN_MS(1);
  for (int i = 0; i < 2; i++) {
    Counted++; /* guilty: race */
    (VOID)KeDelayExecutionThread(KernelMode, FALSE, &pause);
  }
  PsTerminateSystemThread(STATUS_SUCCESS);
}

static NTSTATUS CountInTwoThreads(VOID)
{
  PVOID threads[2];
  HANDLE handle;
  ULONG started;
  NTSTATUS status = STATUS_SUCCESS;

  for (started = 0; started < 2; started++) {
    status = PsCreateSystemThread(&handle, THREAD_ALL_ACCESS, NULL, NULL, NULL, CountAlone, NULL);
    if (!NT_SUCCESS(status)) {
      break;
    }
    (VOID)ObReferenceObjectByHandle(handle, THREAD_ALL_ACCESS, *PsThreadType, KernelMode, &threads[started], NULL);
    ZwClose(handle);
  }
  while (started > 0) {
    started--;
    KeWaitForSingleObject(threads[started], Executive, KernelMode, FALSE, NULL);
    ObDereferenceObject(threads[started]);
  }
  return status;
}

/* --- what is not there --- */

static NTSTATUS CallMissingDdi(WDFDEVICE Device)
{
  DECLARE_CONST_UNICODE_STRING(name, L"Misbehave");

  return WdfDeviceAssignMofResourceName(Device, &name);
}

static NTSTATUS CallMissingDdiWithoutStatus(WDFDEVICE Device)
{
  WdfDeviceSetSpecialFileSupport(Device, WdfSpecialFilePaging, TRUE); /* guilty: missing DDI */
  return STATUS_SUCCESS;
}

VOID MisbehaveDeviceControl(WDFQUEUE Queue, WDFREQUEST Request, size_t OutputLength, size_t InputLength, ULONG Code)
{
  WDFDEVICE device = WdfIoQueueGetDevice(Queue);
  ULONG* misdeed;
  NTSTATUS status;

  UNREFERENCED_PARAMETER(OutputLength);
  UNREFERENCED_PARAMETER(InputLength);
  UNREFERENCED_PARAMETER(Code);
  status = WdfRequestRetrieveInputBuffer(Request, sizeof(ULONG), (PVOID*)&misdeed, NULL);
  if (!NT_SUCCESS(status)) {
    WdfRequestComplete(Request, status);
    return;
  }
  switch (*misdeed) {
  case MisdeedQueueConfigSize:
    status = PassShortQueueConfig(device);
    break;
  case MisdeedAttributesSize:
    status = PassShortAttributes(device);
    break;
  case MisdeedNullHandle:
    status = PassNullHandle();
    break;
  case MisdeedOtherHandle:
    status = PassOtherHandle(device);
    break;
  case MisdeedStaleHandle:
    status = PassStaleHandle();
    break;
  case MisdeedCompleteTwice:
    CompleteTwice(Request);
    return;
  case MisdeedCompleteTwiceReferenced:
    CompleteTwiceReferenced(Request);
    return;
  case MisdeedNullWrite:
    status = WriteNowhere();
    break;
  case MisdeedNullReadInDpc:
    status = ReadNowhereInDpc(device);
    break;
  case MisdeedNullCall:
    status = CallNowhere();
    break;
  case MisdeedMissingDdi:
    status = CallMissingDdi(device);
    break;
  case MisdeedMissingDdiWithoutStatus:
    status = CallMissingDdiWithoutStatus(device);
    break;
  case MisdeedMissingFunction:
    status = HalAllocateHardwareCounters(NULL, 0, NULL, NULL);
    break;
  case MisdeedHeapOverflow:
    status = WriteBehindMemory(device);
    break;
  case MisdeedRace:
    status = CountInTwoThreads();
    break;
  default:
    status = STATUS_INVALID_PARAMETER;
    break;
  }
  WdfRequestComplete(Request, status);
}
