/* Load and unload, the control device, its handles. */
#include "note.h"
#include "driver.tmh"

DECLARE_CONST_UNICODE_STRING(DeviceName, L"\\Device\\OwdfNote");
DECLARE_CONST_UNICODE_STRING(LinkName, L"\\DosDevices\\OwdfNote");

/* Everything a control device may be told before it exists; then the device, its name for programs, its queue. Until
   WdfControlFinishInitializing nobody can open it. */
static NTSTATUS CreateControlDevice(WDFDRIVER Driver)
{
  WDF_FILEOBJECT_CONFIG files;
  WDF_OBJECT_ATTRIBUTES attributes;
  WDF_IO_QUEUE_CONFIG queue;
  WDFDEVICE device;
  NTSTATUS status;
  PWDFDEVICE_INIT init = WdfControlDeviceInitAllocate(Driver, &SDDL_DEVOBJ_SYS_ALL_ADM_RWX_WORLD_RW_RES_R);

  if (init == NULL) {
    return STATUS_INSUFFICIENT_RESOURCES;
  }
  WdfDeviceInitSetIoType(init, WdfDeviceIoBuffered);
  WdfControlDeviceInitSetShutdownNotification(init, NoteShutdown, WdfDeviceShutdown);
  WdfDeviceInitSetIoInCallerContextCallback(init, NoteInCallerContext);

  WDF_FILEOBJECT_CONFIG_INIT(&files, NoteFileCreate, NoteFileClose, NoteFileCleanup);
  WDF_OBJECT_ATTRIBUTES_INIT_CONTEXT_TYPE(&attributes, FILE_CONTEXT);
  WdfDeviceInitSetFileObjectConfig(init, &files, &attributes);

  status = WdfDeviceInitAssignName(init, &DeviceName);
  if (NT_SUCCESS(status)) {
    status = WdfDeviceCreate(&init, WDF_NO_OBJECT_ATTRIBUTES, &device);
  }
  if (!NT_SUCCESS(status)) {
    WdfDeviceInitFree(init); /* only a device that was made has used it up */
    return status;
  }
  status = WdfDeviceCreateSymbolicLink(device, &LinkName);
  if (NT_SUCCESS(status)) {
    WDF_IO_QUEUE_CONFIG_INIT_DEFAULT_QUEUE(&queue, WdfIoQueueDispatchSequential);
    queue.EvtIoRead = NoteRead;
    queue.EvtIoDeviceControl = NoteDeviceControl;
    status = WdfIoQueueCreate(device, &queue, WDF_NO_OBJECT_ATTRIBUTES, WDF_NO_HANDLE);
  }
  if (!NT_SUCCESS(status)) {
    WdfObjectDelete(device);
    return status;
  }
  WdfControlFinishInitializing(device);
  return STATUS_SUCCESS;
}

NTSTATUS DriverEntry(PDRIVER_OBJECT DriverObject, PUNICODE_STRING RegistryPath)
{
  WDF_DRIVER_CONFIG config;
  WDF_OBJECT_ATTRIBUTES attributes;
  WDFDRIVER driver;
  NTSTATUS status;

  /* No EvtDriverDeviceAdd, and an unload routine of its own: without one the driver could not be stopped. */
  WDF_DRIVER_CONFIG_INIT(&config, WDF_NO_EVENT_CALLBACK);
  config.DriverInitFlags |= WdfDriverInitNonPnpDriver;
  config.EvtDriverUnload = NoteUnload;
  WDF_OBJECT_ATTRIBUTES_INIT(&attributes);
  attributes.EvtCleanupCallback = NoteDriverCleanup;
  status = WdfDriverCreate(DriverObject, RegistryPath, &attributes, &config, &driver);
  if (!NT_SUCCESS(status)) {
    return status;
  }
  /* From here on the driver object's cleanup callback ends tracing, whatever becomes of the rest. */
  WPP_INIT_TRACING(DriverObject, RegistryPath);
  Trace(TRACE_LEVEL_INFORMATION, NOTE_LIFE, "loaded for %wZ", RegistryPath);
  status = CreateControlDevice(driver);
  TraceStatus(status, "no control device");
  return status;
}

VOID NoteUnload(WDFDRIVER Driver)
{
  /* The control device is a child of the driver object and goes with it. */
  UNREFERENCED_PARAMETER(Driver);
  Trace(TRACE_LEVEL_INFORMATION, NOTE_LIFE, "unloading");
}

VOID NoteDriverCleanup(WDFOBJECT Driver)
{
  WPP_CLEANUP(WdfDriverWdmGetDriverObject((WDFDRIVER)Driver));
}

VOID NoteShutdown(WDFDEVICE Device)
{
  UNREFERENCED_PARAMETER(Device);
  KdPrint(("nonpnp: the system goes down\n"));
}

/* Nothing lies below the device, so the only name that can be opened is its own. */
VOID NoteFileCreate(WDFDEVICE Device, WDFREQUEST Request, WDFFILEOBJECT FileObject)
{
  PUNICODE_STRING name = WdfFileObjectGetFileName(FileObject);

  UNREFERENCED_PARAMETER(Device);
  WdfRequestComplete(Request, name->Length == 0 ? STATUS_SUCCESS : STATUS_OBJECT_NAME_NOT_FOUND);
}

/* The last handle is closed, requests may still be under way: the place to end what waits for the program. */
VOID NoteFileCleanup(WDFFILEOBJECT FileObject)
{
  Trace(TRACE_LEVEL_VERBOSE, NOTE_LIFE, "handle closed after %u requests", NoteFile(FileObject)->Requests);
}

/* Nothing refers to the file object any more: one line for it at the end of the log. */
VOID NoteFileClose(WDFFILEOBJECT FileObject)
{
  DECLARE_CONST_UNICODE_STRING(log, L"\\SystemRoot\\Temp\\owdfnote.log");
  FILE_CONTEXT* context = NoteFile(FileObject);
  OBJECT_ATTRIBUTES attributes;
  IO_STATUS_BLOCK block;
  HANDLE file;
  NTSTATUS status;

  PAGED_CODE();
  InitializeObjectAttributes(&attributes, (PUNICODE_STRING)&log, OBJ_CASE_INSENSITIVE | OBJ_KERNEL_HANDLE, NULL, NULL);
  status = ZwCreateFile(&file, FILE_WRITE_DATA | SYNCHRONIZE, &attributes, &block, NULL, FILE_ATTRIBUTE_NORMAL,
                        FILE_SHARE_READ | FILE_SHARE_WRITE, FILE_OPEN_IF,
                        FILE_SYNCHRONOUS_IO_NONALERT | FILE_NON_DIRECTORY_FILE, NULL, 0);
  if (NT_SUCCESS(status)) {
    LARGE_INTEGER end;
    end.HighPart = -1;
    end.LowPart = FILE_WRITE_TO_END_OF_FILE;
    context->Note[context->Length] = '\n';
    status = ZwWriteFile(file, NULL, NULL, NULL, &block, context->Note, (ULONG)context->Length + 1, &end, NULL);
    ZwClose(file);
  }
  TraceStatus(status, "the note is not in the log");
}
