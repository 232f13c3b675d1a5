/*
 * The two queues and the life of a transfer.
 *
 * A read or write is taken by EchoRead or EchoWrite, becomes `Current`, and is completed by exactly one of: EchoAnswer (the
 * timer), EchoCancel (the application), or EchoStop (the device is leaving). All of them run under the transfer queue's
 * synchronization scope, so that the device context needs no lock; WdfRequestUnmarkCancelable tells EchoAnswer whether
 * EchoCancel is already on its way. Control requests that touch the context are forwarded to the same queue for that reason.
 */
#include "echo.h"

NTSTATUS EchoCreateQueues(WDFDEVICE Device)
{
  DEVICE_CONTEXT* context = EchoDevice(Device);
  WDF_IO_QUEUE_CONFIG config;
  WDF_OBJECT_ATTRIBUTES attributes;
  WDF_TIMER_CONFIG timer;
  NTSTATUS status;

  /* Control requests arrive here, in parallel. */
  WDF_IO_QUEUE_CONFIG_INIT_DEFAULT_QUEUE(&config, WdfIoQueueDispatchParallel);
  config.EvtIoDeviceControl = EchoPing;
  status = WdfIoQueueCreate(Device, &config, WDF_NO_OBJECT_ATTRIBUTES, WDF_NO_HANDLE);
  if (!NT_SUCCESS(status)) {
    return status;
  }

  /* Transfers: one at a time; the queue's callbacks and its timer exclude each other. */
  WDF_IO_QUEUE_CONFIG_INIT(&config, WdfIoQueueDispatchSequential);
  config.EvtIoRead = EchoRead;
  config.EvtIoWrite = EchoWrite;
  config.EvtIoDeviceControl = EchoDeviceControl;
  config.EvtIoStop = EchoStop;
  WDF_OBJECT_ATTRIBUTES_INIT(&attributes);
  attributes.SynchronizationScope = WdfSynchronizationScopeQueue;
  status = WdfIoQueueCreate(Device, &config, &attributes, &context->Transfers);
  if (!NT_SUCCESS(status)) {
    return status;
  }
  status = WdfDeviceConfigureRequestDispatching(Device, context->Transfers, WdfRequestTypeRead);
  if (!NT_SUCCESS(status)) {
    return status;
  }
  status = WdfDeviceConfigureRequestDispatching(Device, context->Transfers, WdfRequestTypeWrite);
  if (!NT_SUCCESS(status)) {
    return status;
  }

  WDF_TIMER_CONFIG_INIT(&timer, EchoAnswer);
  WDF_OBJECT_ATTRIBUTES_INIT(&attributes);
  attributes.ParentObject = context->Transfers;
  return WdfTimerCreate(&timer, &attributes, &context->Answer);
}

/* The transfer is decided; it is answered now or when the timer says so. */
static VOID EchoFinishLater(DEVICE_CONTEXT* Context, WDFREQUEST Request, NTSTATUS Status, ULONG_PTR Information)
{
  if (Context->DelayMilliseconds == 0) {
    WdfRequestCompleteWithInformation(Request, Status, Information);
    return;
  }
  Context->Current = Request;
  Context->CurrentStatus = Status;
  Context->CurrentInformation = Information;

  /* The last act on the request: from here on EchoCancel may own it. */
  if (!NT_SUCCESS(WdfRequestMarkCancelableEx(Request, EchoCancel))) {
    Context->Current = NULL;
    Context->Statistics.Cancelled++;
    WdfRequestComplete(Request, STATUS_CANCELLED);
    return;
  }
  WdfTimerStart(Context->Answer, WDF_REL_TIMEOUT_IN_MS(Context->DelayMilliseconds));
}

VOID EchoWrite(WDFQUEUE Queue, WDFREQUEST Request, size_t Length)
{
  DEVICE_CONTEXT* context = EchoDevice(WdfIoQueueGetDevice(Queue));
  WDFFILEOBJECT handle = WdfRequestGetFileObject(Request);
  FILE_CONTEXT* file = EchoFile(handle);
  WDF_OBJECT_ATTRIBUTES attributes;
  WDFMEMORY message;
  PVOID to;
  PVOID from;
  NTSTATUS status;

  if (Length > ECHO_MAX_MESSAGE) {
    WdfRequestComplete(Request, STATUS_INVALID_BUFFER_SIZE);
    return;
  }
  status = WdfRequestRetrieveInputBuffer(Request, 1, &from, NULL);
  if (!NT_SUCCESS(status)) {
    WdfRequestComplete(Request, status);
    return;
  }
  WDF_OBJECT_ATTRIBUTES_INIT(&attributes);
  attributes.ParentObject = handle;
  status = WdfMemoryCreate(&attributes, NonPagedPoolNx, 'ohcE', Length, &message, &to);
  if (!NT_SUCCESS(status)) {
    WdfRequestComplete(Request, status);
    return;
  }
  RtlCopyMemory(to, from, Length);
  if (file->Message != NULL) {
    WdfObjectDelete(file->Message);
  }
  file->Message = message;
  file->Length = Length;
  context->Statistics.Writes++;
  EchoFinishLater(context, Request, STATUS_SUCCESS, Length);
}

VOID EchoRead(WDFQUEUE Queue, WDFREQUEST Request, size_t Length)
{
  DEVICE_CONTEXT* context = EchoDevice(WdfIoQueueGetDevice(Queue));
  FILE_CONTEXT* file = EchoFile(WdfRequestGetFileObject(Request));
  WDFMEMORY output;
  NTSTATUS status;

  context->Statistics.Reads++;
  if (file->Message == NULL) {
    EchoFinishLater(context, Request, STATUS_SUCCESS, 0);   /* nothing written yet: end of file */
    return;
  }
  if (Length > file->Length) {
    Length = file->Length;
  }
  status = WdfRequestRetrieveOutputMemory(Request, &output);
  if (NT_SUCCESS(status)) {
    status = WdfMemoryCopyFromBuffer(output, 0, WdfMemoryGetBuffer(file->Message, NULL), Length);
  }
  if (!NT_SUCCESS(status)) {
    WdfRequestComplete(Request, status);
    return;
  }
  EchoFinishLater(context, Request, STATUS_SUCCESS, Length);
}

VOID EchoAnswer(WDFTIMER Timer)
{
  DEVICE_CONTEXT* context = EchoDevice(WdfIoQueueGetDevice((WDFQUEUE)WdfTimerGetParentObject(Timer)));
  WDFREQUEST request = context->Current;

  if (request == NULL) {
    return;   /* cancelled or stopped while the timer was on its way */
  }
  if (WdfRequestUnmarkCancelable(request) == STATUS_CANCELLED) {
    return;   /* EchoCancel has been or will be called, and completes it */
  }
  context->Current = NULL;
  WdfRequestCompleteWithInformation(request, context->CurrentStatus, context->CurrentInformation);
}

VOID EchoCancel(WDFREQUEST Request)
{
  DEVICE_CONTEXT* context = EchoDevice(WdfIoQueueGetDevice(WdfRequestGetIoQueue(Request)));

  context->Current = NULL;
  context->Statistics.Cancelled++;
  WdfRequestComplete(Request, STATUS_CANCELLED);
}

/* The device leaves D0 or is removed while a transfer is with the driver. */
VOID EchoStop(WDFQUEUE Queue, WDFREQUEST Request, ULONG ActionFlags)
{
  DEVICE_CONTEXT* context = EchoDevice(WdfIoQueueGetDevice(Queue));

  if ((ActionFlags & WdfRequestStopActionSuspend) != 0) {
    WdfRequestStopAcknowledge(Request, FALSE);   /* keep it: the timer completes it, powered or not */
    return;
  }
  if ((ActionFlags & WdfRequestStopActionPurge) != 0 && context->Current == Request &&
      WdfRequestUnmarkCancelable(Request) != STATUS_CANCELLED) {
    context->Current = NULL;
    context->Statistics.Cancelled++;
    WdfRequestComplete(Request, STATUS_CANCELLED);
  }
}

/* The default queue: what needs no state is answered at once, the rest waits its turn behind the transfers. */
VOID EchoPing(WDFQUEUE Queue, WDFREQUEST Request, size_t OutputLength, size_t InputLength, ULONG Code)
{
  NTSTATUS status;

  if (Code == IOCTL_ECHO_PING) {
    /* Buffered: input and output are one buffer, so there is nothing to copy. */
    WdfRequestCompleteWithInformation(Request, STATUS_SUCCESS, InputLength < OutputLength ? InputLength : OutputLength);
    return;
  }
  status = WdfRequestForwardToIoQueue(Request, EchoDevice(WdfIoQueueGetDevice(Queue))->Transfers);
  if (!NT_SUCCESS(status)) {
    WdfRequestComplete(Request, status);
  }
}

VOID EchoDeviceControl(WDFQUEUE Queue, WDFREQUEST Request, size_t OutputLength, size_t InputLength, ULONG Code)
{
  DEVICE_CONTEXT* context = EchoDevice(WdfIoQueueGetDevice(Queue));
  ECHO_STATISTICS* statistics;
  ULONG* delay;
  NTSTATUS status;
  size_t length = 0;

  UNREFERENCED_PARAMETER(OutputLength);
  UNREFERENCED_PARAMETER(InputLength);

  switch (Code) {
  case IOCTL_ECHO_SET_DELAY:
    status = WdfRequestRetrieveInputBuffer(Request, sizeof(ULONG), (PVOID*)&delay, NULL);
    if (NT_SUCCESS(status)) {
      context->DelayMilliseconds = *delay;
    }
    break;

  case IOCTL_ECHO_GET_STATISTICS:
    status = WdfRequestRetrieveOutputBuffer(Request, sizeof(ECHO_STATISTICS), (PVOID*)&statistics, NULL);
    if (NT_SUCCESS(status)) {
      *statistics = context->Statistics;
      statistics->OpenHandles = (ULONG)InterlockedCompareExchange(&context->OpenHandles, 0, 0);
      length = sizeof(ECHO_STATISTICS);
    }
    break;

  default:
    status = STATUS_INVALID_DEVICE_REQUEST;
    break;
  }
  WdfRequestCompleteWithInformation(Request, status, length);
}
