/* Tries, when it is loaded, to open, make and delete files outside of drive C:, and says what came of it. */
#include <ntddk.h>

DRIVER_INITIALIZE DriverEntry;
DRIVER_UNLOAD OutsideUnload;

static VOID Try(PCWSTR Path, ACCESS_MASK Access, ULONG Disposition, ULONG Options)
{
  UNICODE_STRING name;
  OBJECT_ATTRIBUTES attributes;
  IO_STATUS_BLOCK block;
  HANDLE file;
  NTSTATUS status;

  RtlInitUnicodeString(&name, Path);
  InitializeObjectAttributes(&attributes, &name, OBJ_CASE_INSENSITIVE | OBJ_KERNEL_HANDLE, NULL, NULL);
  status = ZwCreateFile(&file, Access | SYNCHRONIZE, &attributes, &block, NULL, FILE_ATTRIBUTE_NORMAL, 0, Disposition,
                        FILE_SYNCHRONOUS_IO_NONALERT | Options, NULL, 0);
  DbgPrint("outside: %ws: %08x\n", Path, status);
  if (NT_SUCCESS(status)) {
    ZwClose(file);
  }
}

NTSTATUS DriverEntry(PDRIVER_OBJECT DriverObject, PUNICODE_STRING RegistryPath)
{
  static const PCWSTR paths[] = {L"\\??\\C:\\..\\secret.txt",
                                 L"\\DosDevices\\C:\\Windows\\..\\..\\secret.txt",
                                 L"\\SystemRoot\\..\\..\\secret.txt",
                                 L"\\??\\C:\\link\\secret.txt",
                                 L"\\??\\C:\\filelink",
                                 L"\\??\\C:\\Windows/../../secret.txt",
                                 L"\\??\\Z:\\secret.txt",
                                 L"\\secret.txt",
                                 L"secret.txt"};

  UNREFERENCED_PARAMETER(RegistryPath);
  DriverObject->DriverUnload = OutsideUnload;
  for (ULONG i = 0; i < ARRAYSIZE(paths); i++) {
    Try(paths[i], FILE_READ_DATA, FILE_OPEN, 0);
    Try(paths[i], FILE_WRITE_DATA, FILE_OVERWRITE_IF, 0);
    Try(paths[i], DELETE, FILE_OPEN, FILE_DELETE_ON_CLOSE);
  }
  Try(L"\\??\\C:\\link\\made.txt", FILE_WRITE_DATA, FILE_CREATE, 0);
  Try(L"\\??\\C:\\link\\folder", FILE_LIST_DIRECTORY, FILE_CREATE, FILE_DIRECTORY_FILE);
  return STATUS_SUCCESS;
}

VOID OutsideUnload(PDRIVER_OBJECT DriverObject)
{
  UNREFERENCED_PARAMETER(DriverObject);
}
