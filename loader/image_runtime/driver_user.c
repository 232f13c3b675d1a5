/* The entry of a UMDF 2 driver's image, called by its host: binds it to the framework through the interface that the host
   hands over, then runs the driver's DriverEntry. Compiled once for each version that a driver asks for. */
#include <windows.h>
#include <wdf.h>

#include "loader/image_format.h"
#include "loader/image_runtime/bind_info.h"
#include "loader/image_runtime/record_lists.h"
#include "wdf/layout_checks.h"   /* the interface as this driver sees it is the published one */

#ifdef WDF_TABLE_IS_COPIED
WDFFUNC WdfFunctions[WdfFunctionTableNumEntries];
#else
const WDFFUNC *WdfFunctions;
#endif
PWDF_DRIVER_GLOBALS WdfDriverGlobals;
BOOLEAN WdfClientVersionHigherThanFramework;
ULONG WdfFunctionCount;
ULONG WdfStructureCount;
size_t *WdfStructures;

#ifdef UMDF_MINIMUM_VERSION_REQUIRED
ULONG WdfMinimumVersionRequired = UMDF_MINIMUM_VERSION_REQUIRED;
#else
ULONG WdfMinimumVersionRequired = UMDF_VERSION_MINOR;
#endif

static WCHAR ComponentName[] = L"UmdfLibrary";

/* From 2.25 on drivers hand over the longer record; older ones never knew it. */
static WDF_BIND_INFO2 BindInfo = {
  {
    UMDF_VERSION_MINOR >= 25 ? sizeof(WDF_BIND_INFO2) : sizeof(WDF_BIND_INFO),
    ComponentName,
    { UMDF_VERSION_MAJOR, UMDF_VERSION_MINOR, 0 },
    WdfFunctionTableNumEntries,
    (WDFFUNC *)&WdfFunctions,
    NULL,
  },
  &WdfMinimumVersionRequired,
  &WdfClientVersionHigherThanFramework,
  &WdfFunctionCount,
  &WdfStructureCount,
  &WdfStructures,
};

NTSTATUS NTAPI DriverEntry(PDRIVER_OBJECT, PUNICODE_STRING);

static BOOLEAN UsesClassExtensions(VOID)
{
  return SkipZeroWords(__start_owdf_class_bind, __stop_owdf_class_bind) < __stop_owdf_class_bind;
}

/* When the driver goes, or its DriverEntry has failed, the host takes the binding back; this side has nothing to undo. */
NTSTATUS NTAPI FxDriverEntryUm(PWDF_LOADER_INTERFACE_UM Loader, PVOID Context, PDRIVER_OBJECT DriverObject,
                               PUNICODE_STRING RegistryPath)
{
  NTSTATUS status;

  if (Loader == NULL || Loader->Size < sizeof(*Loader) || Loader->VersionBind == NULL) {
    return STATUS_INVALID_PARAMETER;
  }
  /* How a host binds class extensions is not published. */
  if (UsesClassExtensions()) {
    return STATUS_NOT_SUPPORTED;
  }
  status = Loader->VersionBind(Context, &BindInfo.V1, &WdfDriverGlobals);
  if (!NT_SUCCESS(status)) {
    return status;
  }
  status = InitializeTypes();
  if (!NT_SUCCESS(status)) {
    return status;
  }
  return DriverEntry(DriverObject, RegistryPath);
}

/* A driver is a DLL and may have what every DLL may have. */
__attribute__((weak)) BOOL WINAPI DllMain(HINSTANCE Module, DWORD Reason, LPVOID Reserved) {
  (void)Module, (void)Reason, (void)Reserved;
  return TRUE;
}

static const struct owdf_import Exports[] = {{ "FxDriverEntryUm", (void *)FxDriverEntryUm, 0, 0 }};

/* The linker makes these two; both are null in an image that imports nothing. */
extern const struct owdf_import __start_owdf_imports[] __attribute__((weak, visibility("hidden")));
extern const struct owdf_import __stop_owdf_imports[] __attribute__((weak, visibility("hidden")));

__attribute__((visibility("default"), used)) const struct owdf_image __owdf_image = {
  OWDF_IMAGE_VERSION, sizeof(struct owdf_image), OWDF_IMAGE_LIBRARY, 0, __start_owdf_imports, __stop_owdf_imports,
  (void *)DllMain, Exports, Exports + sizeof(Exports) / sizeof(Exports[0]),
};
