/*
 * Asks the service control manager for what is not there, and for what is there already.
 * Exit code: 0 when every refusal was the documented one.
 */
#include <windows.h>
#include <winsvc.h>
#include <stdio.h>

static int failures;

static void Expect(const char* What, BOOL Refused, DWORD Error)
{
  DWORD seen = GetLastError();

  printf("%s: %s, error %lu\n", What, Refused ? "refused" : "done", Refused ? seen : 0);
  if (!Refused || seen != Error) {
    printf("  expected error %lu\n", Error);
    failures++;
  }
}

static SC_HANDLE Create(SC_HANDLE Manager, const char* Name, const char* Path)
{
  return CreateServiceA(Manager, Name, Name, SERVICE_ALL_ACCESS, SERVICE_KERNEL_DRIVER, SERVICE_DEMAND_START,
                        SERVICE_ERROR_NORMAL, Path, NULL, NULL, NULL, NULL, NULL);
}

int main(void)
{
  SC_HANDLE manager = OpenSCManagerA(NULL, NULL, SC_MANAGER_ALL_ACCESS);
  SC_HANDLE service;
  SC_HANDLE deleted;
  SERVICE_STATUS status;

  Expect("OpenService of nobody", OpenServiceA(manager, "nobody", SERVICE_ALL_ACCESS) == NULL,
         ERROR_SERVICE_DOES_NOT_EXIST);
  Expect("OpenService without a name", OpenServiceA(manager, "", SERVICE_ALL_ACCESS) == NULL, ERROR_INVALID_NAME);
  Expect("CreateService of a bad name", Create(manager, "a\\b", "C:\\a.sys") == NULL, ERROR_INVALID_NAME);

  service = Create(manager, "twice", "C:\\Users\\Public\\missing.sys");
  if (service == NULL) {
    printf("CreateService: error %lu\n", GetLastError());
    return 1;
  }
  Expect("CreateService twice", Create(manager, "TWICE", "C:\\other.sys") == NULL, ERROR_SERVICE_EXISTS);
  Expect("StartService without a file", !StartServiceA(service, 0, NULL), ERROR_FILE_NOT_FOUND);
  Expect("ControlService of what does not run", !ControlService(service, SERVICE_CONTROL_STOP, &status),
         ERROR_SERVICE_NOT_ACTIVE);

  deleted = OpenServiceA(manager, "twice", SERVICE_ALL_ACCESS);
  if (!DeleteService(service)) {
    printf("DeleteService: error %lu\n", GetLastError());
    failures++;
  }
  Expect("DeleteService twice", !DeleteService(deleted), ERROR_SERVICE_MARKED_FOR_DELETE);
  Expect("StartService after DeleteService", !StartServiceA(deleted, 0, NULL), ERROR_SERVICE_MARKED_FOR_DELETE);
  CloseServiceHandle(deleted);
  CloseServiceHandle(service);
  Expect("OpenService of the deleted", OpenServiceA(manager, "twice", SERVICE_ALL_ACCESS) == NULL,
         ERROR_SERVICE_DOES_NOT_EXIST);
  Expect("StartService with a closed handle", !StartServiceA(service, 0, NULL), ERROR_INVALID_HANDLE);
  CloseServiceHandle(manager);
  printf(failures == 0 ? "all refused\n" : "%d not as documented\n", failures);
  return failures;
}
