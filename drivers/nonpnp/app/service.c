/* The calls of the service control manager that a driver without an INF needs. */
#include "service.h"

#include <winsvc.h>
#include <stdio.h>

#include "../public.h"

static BOOL Failed(const char* Call)
{
  printf("%s: error %lu\n", Call, GetLastError());
  return FALSE;
}

/* The driver's file, as a path that means the same to the system as to this program. */
static BOOL ImagePath(char* Path, DWORD Length)
{
  DWORD used = GetFullPathNameA(NOTE_IMAGE, Length, Path, NULL);

  if (used == 0 || used >= Length || GetFileAttributesA(Path) == INVALID_FILE_ATTRIBUTES) {
    return Failed(NOTE_IMAGE);
  }
  return TRUE;
}

/* A service that is there already is as good as a new one. */
static SC_HANDLE CreateOrOpen(SC_HANDLE Manager)
{
  char path[MAX_PATH];
  SC_HANDLE service;

  if (!ImagePath(path, sizeof(path))) {
    return NULL;
  }
  service = CreateServiceA(Manager, NOTE_SERVICE, NOTE_SERVICE, SERVICE_ALL_ACCESS, SERVICE_KERNEL_DRIVER,
                           SERVICE_DEMAND_START, SERVICE_ERROR_NORMAL, path, NULL, NULL, NULL, NULL, NULL);
  if (service == NULL && GetLastError() == ERROR_SERVICE_EXISTS) {
    service = OpenServiceA(Manager, NOTE_SERVICE, SERVICE_ALL_ACCESS);
  }
  if (service == NULL) {
    Failed("CreateService");
  }
  return service;
}

BOOL StartDriver(void)
{
  SC_HANDLE manager = OpenSCManagerA(NULL, NULL, SC_MANAGER_ALL_ACCESS);
  SC_HANDLE service;
  BOOL runs = FALSE;

  if (manager == NULL) {
    return Failed("OpenSCManager");
  }
  service = CreateOrOpen(manager);
  if (service != NULL) {
    runs = StartServiceA(service, 0, NULL) || GetLastError() == ERROR_SERVICE_ALREADY_RUNNING;
    if (!runs) {
      Failed("StartService");
    }
    CloseServiceHandle(service);
  }
  CloseServiceHandle(manager);
  return runs;
}

BOOL StopDriver(void)
{
  SC_HANDLE manager = OpenSCManagerA(NULL, NULL, SC_MANAGER_ALL_ACCESS);
  SC_HANDLE service = manager != NULL ? OpenServiceA(manager, NOTE_SERVICE, SERVICE_ALL_ACCESS) : NULL;
  SERVICE_STATUS status;
  BOOL done = service != NULL;

  if (!done) {
    Failed("OpenService");
  } else {
    if (!ControlService(service, SERVICE_CONTROL_STOP, &status)) {
      done = Failed("ControlService");
    } else if (status.dwCurrentState != SERVICE_STOPPED) {
      printf("the driver is in state %lu after the stop\n", status.dwCurrentState);
      done = FALSE;
    }
    if (!DeleteService(service)) {
      done = Failed("DeleteService");
    }
    CloseServiceHandle(service);
  }
  if (manager != NULL) {
    CloseServiceHandle(manager);
  }
  return done;
}
