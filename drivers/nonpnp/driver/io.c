/* Requests: where the data of each transfer method is, and when it may be touched. */
#include "note.h"
#include "io.tmh"

/* At most `InputLength` characters fit into the output; how many were written. */
static size_t Upper(char* Output, size_t OutputLength, const char* Input, size_t InputLength)
{
  size_t length = InputLength < OutputLength ? InputLength : OutputLength;
  size_t i;

  for (i = 0; i < length; i++) {
    Output[i] = (char)(Input[i] >= 'a' && Input[i] <= 'z' ? Input[i] - 'a' + 'A' : Input[i]);
  }
  return length;
}

/* METHOD_BUFFERED: the system copies the input into a buffer of its own before, and the output out of the same buffer
   after the request; so the input is gone where the output begins. METHOD_OUT_DIRECT: the input is a copy like that, but
   the output is the program's own memory, locked and mapped by an MDL. The framework hides the difference. */
static NTSTATUS UpperBySystem(WDFREQUEST Request, size_t* Written)
{
  char* input;
  char* output;
  size_t inputLength;
  size_t outputLength;
  NTSTATUS status = WdfRequestRetrieveInputBuffer(Request, 1, (PVOID*)&input, &inputLength);

  if (NT_SUCCESS(status)) {
    status = WdfRequestRetrieveOutputBuffer(Request, 1, (PVOID*)&output, &outputLength);
  }
  if (NT_SUCCESS(status)) {
    *Written = Upper(output, outputLength, input, inputLength);
  }
  return status;
}

/* METHOD_NEITHER: NoteInCallerContext has made memory objects of the two user buffers. */
static NTSTATUS UpperByCaller(WDFREQUEST Request, size_t* Written)
{
  REQUEST_CONTEXT* context = NoteRequest(Request);
  size_t inputLength;
  size_t outputLength;
  char* input = (char*)WdfMemoryGetBuffer(context->Input, &inputLength);
  char* output = (char*)WdfMemoryGetBuffer(context->Output, &outputLength);

  *Written = Upper(output, outputLength, input, inputLength);
  return STATUS_SUCCESS;
}

/* METHOD_IN_DIRECT: the small input is a copy, the "output" buffer is the program's memory for the driver to read. */
static NTSTATUS Keep(WDFREQUEST Request, size_t* Read)
{
  FILE_CONTEXT* file = NoteFile(WdfRequestGetFileObject(Request));
  char* mark;
  char* text;
  size_t length;
  NTSTATUS status = WdfRequestRetrieveInputBuffer(Request, 1, (PVOID*)&mark, NULL);

  if (NT_SUCCESS(status)) {
    status = WdfRequestRetrieveOutputBuffer(Request, 1, (PVOID*)&text, &length);
  }
  if (NT_SUCCESS(status) && length >= NOTE_LONGEST) {
    status = STATUS_INVALID_BUFFER_SIZE;
  }
  if (!NT_SUCCESS(status)) {
    return status;
  }
  file->Note[0] = *mark;
  RtlCopyMemory(file->Note + 1, text, length);
  file->Length = length + 1;
  *Read = length;
  return STATUS_SUCCESS;
}

VOID NoteDeviceControl(WDFQUEUE Queue, WDFREQUEST Request, size_t OutputLength, size_t InputLength, ULONG Code)
{
  size_t moved = 0;
  NTSTATUS status;

  UNREFERENCED_PARAMETER(Queue);
  Trace(TRACE_LEVEL_VERBOSE, NOTE_IO, "control %x, %Iu bytes in, %Iu out", Code, InputLength, OutputLength);
  NoteFile(WdfRequestGetFileObject(Request))->Requests++;
  switch (Code) {
  case IOCTL_NOTE_UPPER_BUFFERED:
  case IOCTL_NOTE_UPPER_OUT_DIRECT:
    status = UpperBySystem(Request, &moved);
    break;
  case IOCTL_NOTE_UPPER_NEITHER:
    status = UpperByCaller(Request, &moved);
    break;
  case IOCTL_NOTE_KEEP:
    status = Keep(Request, &moved);
    break;
  default:
    status = STATUS_INVALID_DEVICE_REQUEST;
    break;
  }
  WdfRequestCompleteWithInformation(Request, status, moved);
}

VOID NoteRead(WDFQUEUE Queue, WDFREQUEST Request, size_t Length)
{
  FILE_CONTEXT* file = NoteFile(WdfRequestGetFileObject(Request));
  size_t length = file->Length < Length ? file->Length : Length;
  WDFMEMORY memory;
  NTSTATUS status = WdfRequestRetrieveOutputMemory(Request, &memory);

  UNREFERENCED_PARAMETER(Queue);
  file->Requests++;
  if (NT_SUCCESS(status) && length == 0) {
    status = STATUS_END_OF_FILE;
  }
  if (NT_SUCCESS(status)) {
    status = WdfMemoryCopyFromBuffer(memory, 0, file->Note, length);
  }
  WdfRequestCompleteWithInformation(Request, status, NT_SUCCESS(status) ? length : 0);
}

/* The two buffers of METHOD_NEITHER are addresses that mean something in the caller's process only, and that nobody has
   looked at: they are checked, locked and mapped now, on the caller's thread, or never. */
static NTSTATUS LockUserBuffers(WDFREQUEST Request)
{
  WDF_OBJECT_ATTRIBUTES attributes;
  REQUEST_CONTEXT* context;
  PVOID input;
  PVOID output;
  size_t inputLength;
  size_t outputLength;
  NTSTATUS status = WdfRequestRetrieveUnsafeUserInputBuffer(Request, 1, &input, &inputLength);

  if (NT_SUCCESS(status)) {
    status = WdfRequestRetrieveUnsafeUserOutputBuffer(Request, 1, &output, &outputLength);
  }
  if (NT_SUCCESS(status)) {
    WDF_OBJECT_ATTRIBUTES_INIT_CONTEXT_TYPE(&attributes, REQUEST_CONTEXT);
    status = WdfObjectAllocateContext(Request, &attributes, (PVOID*)&context);
  }
  if (NT_SUCCESS(status)) {
    status = WdfRequestProbeAndLockUserBufferForRead(Request, input, inputLength, &context->Input);
  }
  if (NT_SUCCESS(status)) {
    status = WdfRequestProbeAndLockUserBufferForWrite(Request, output, outputLength, &context->Output);
  }
  return status;
}

VOID NoteInCallerContext(WDFDEVICE Device, WDFREQUEST Request)
{
  WDF_REQUEST_PARAMETERS parameters;
  NTSTATUS status = STATUS_SUCCESS;

  PAGED_CODE();
  WDF_REQUEST_PARAMETERS_INIT(&parameters);
  WdfRequestGetParameters(Request, &parameters);
  if (parameters.Type == WdfRequestTypeDeviceControl &&
      parameters.Parameters.DeviceIoControl.IoControlCode == IOCTL_NOTE_UPPER_NEITHER) {
    status = LockUserBuffers(Request);
  }
  if (NT_SUCCESS(status)) {
    status = WdfDeviceEnqueueRequest(Device, Request); /* on its way to the queue, as if it had not been shown */
  }
  if (!NT_SUCCESS(status)) {
    TraceStatus(status, "refused before the queue");
    WdfRequestComplete(Request, status);
  }
}
