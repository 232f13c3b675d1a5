/* Runs every path of structured exception handling when it is loaded, and says which went wrong. */
#include <ntddk.h>

#include "../paths.h"

DRIVER_INITIALIZE DriverEntry;
DRIVER_UNLOAD Unload;

void Raise(unsigned long Code)
{
  ExRaiseStatus((NTSTATUS)Code);
}

static VOID RunAll(const PATH* Path)
{
  for (; Path->Name; Path++) {
    const char* noted = RunPath(Path);
    if (strcmp(noted, Path->Expected) != 0) {
      DbgPrint("wrong: %s: %s instead of %s\n", Path->Name, noted, Path->Expected);
    }
    DbgPrint("ran: %s\n", Path->Name);
  }
}

static NTSTATUS ProbeReadOf(PVOID Address, SIZE_T Length, ULONG Alignment)
{
  __try {
    ProbeForRead(Address, Length, Alignment);
  } __except (EXCEPTION_EXECUTE_HANDLER) {
    return GetExceptionCode();
  }
  return STATUS_SUCCESS;
}

static NTSTATUS ProbeWriteOf(PVOID Address, SIZE_T Length)
{
  NTSTATUS status = STATUS_SUCCESS;
  __try {
    ProbeForWrite(Address, Length, 1);
  } __except (status = GetExceptionCode(), EXCEPTION_EXECUTE_HANDLER) {
  }
  return status;
}

static NTSTATUS LockOf(PVOID Address)
{
  PMDL mdl = IoAllocateMdl(Address, 16, FALSE, FALSE, NULL);
  NTSTATUS status = STATUS_SUCCESS;
  __try {
    MmProbeAndLockPages(mdl, UserMode, IoWriteAccess);
    MmUnlockPages(mdl);
  } __except (EXCEPTION_EXECUTE_HANDLER) {
    status = GetExceptionCode();
  }
  IoFreeMdl(mdl);
  return status;
}

static NTSTATUS CopyOf(PVOID From)
{
  char buffer[64];
  __try {
    RtlCopyMemory(buffer, From, sizeof(buffer));
  } __except (EXCEPTION_EXECUTE_HANDLER) {
    return GetExceptionCode();
  }
  return STATUS_SUCCESS;
}

static VOID Check(const char* Name, NTSTATUS Status, NTSTATUS Expected)
{
  if (Status != Expected) DbgPrint("wrong: %s: %08x instead of %08x\n", Name, Status, Expected);
  DbgPrint("ran: %s\n", Name);
}

static NTSTATUS RaisedBy(VOID (NTAPI *Function)(VOID))
{
  __try {
    Function();
  } __except (EXCEPTION_EXECUTE_HANDLER) {
    return GetExceptionCode();
  }
  return STATUS_SUCCESS;
}

static VOID RunKernelPaths(VOID)
{
  PVOID pool = ExAllocatePool2(POOL_FLAG_NON_PAGED, 64, 'tseT');
  Check("ProbeForRead of a system address", ProbeReadOf(pool, 8, 1), STATUS_ACCESS_VIOLATION);
  Check("ProbeForRead of an odd address", ProbeReadOf((PVOID)0x20001, 8, 4), STATUS_DATATYPE_MISALIGNMENT);
  Check("ProbeForRead of nothing", ProbeReadOf(NULL, 0, 1), STATUS_SUCCESS);
  Check("ProbeForWrite of nowhere", ProbeWriteOf((PVOID)0x20000, 8), STATUS_ACCESS_VIOLATION);
  Check("MmProbeAndLockPages of nowhere", LockOf((PVOID)0x20000), STATUS_ACCESS_VIOLATION);
  Check("a copy from nowhere", CopyOf((PVOID)0x20000), STATUS_ACCESS_VIOLATION);
  Check("ExRaiseAccessViolation", RaisedBy(ExRaiseAccessViolation), STATUS_ACCESS_VIOLATION);
  Check("ExRaiseDatatypeMisalignment", RaisedBy(ExRaiseDatatypeMisalignment), STATUS_DATATYPE_MISALIGNMENT);
  ExFreePoolWithTag(pool, 'tseT');
}

static KDPC Dpc;
static KEVENT Done;

static VOID RaiseInDpc(PKDPC Ignored, PVOID Context, PVOID First, PVOID Second)
{
  UNREFERENCED_PARAMETER(Ignored);
  UNREFERENCED_PARAMETER(First);
  UNREFERENCED_PARAMETER(Second);
  __try {
    ExRaiseStatus(STATUS_UNSUCCESSFUL);
  } __except (EXCEPTION_EXECUTE_HANDLER) {
    *(NTSTATUS*)Context = GetExceptionCode();
  }
  KeSetEvent(&Done, 0, FALSE);
}

static VOID RunDpcPath(VOID)
{
  NTSTATUS status = STATUS_SUCCESS;
  KeInitializeEvent(&Done, NotificationEvent, FALSE);
  KeInitializeDpc(&Dpc, RaiseInDpc, &status);
  __try {
    KeInsertQueueDpc(&Dpc, NULL, NULL);
    KeWaitForSingleObject(&Done, Executive, KernelMode, FALSE, NULL);
  } __finally {
    Check("a raise in a DPC", status, STATUS_UNSUCCESSFUL);
  }
}

VOID Unload(PDRIVER_OBJECT DriverObject)
{
  UNREFERENCED_PARAMETER(DriverObject);
}

NTSTATUS DriverEntry(PDRIVER_OBJECT DriverObject, PUNICODE_STRING RegistryPath)
{
  UNREFERENCED_PARAMETER(RegistryPath);
  DriverObject->DriverUnload = Unload;
  RunAll(Paths);
  RunAll(CppPaths);
  RunKernelPaths();
  RunDpcPath();
  DbgPrint("all paths were run\n");
  return STATUS_SUCCESS;
}
