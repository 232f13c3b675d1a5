/* The entry of a KMDF driver's image: binds it to the framework, runs the driver's DriverEntry, and undoes the binding when the
   driver fails or is unloaded. Compiled once for each version of the framework that a driver asks for (KMDF_VERSION_MINOR). */
#include <ntddk.h>
#include <wdf.h>
#include <wdfminiport.h>

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
PFN_WDFDRIVERMINIPORTUNLOAD WdfDriverMiniportUnloadOverride;
BOOLEAN WdfClientVersionHigherThanFramework;
ULONG WdfFunctionCount;
ULONG WdfStructureCount;
size_t *WdfStructures;

#ifdef KMDF_MINIMUM_VERSION_REQUIRED
ULONG WdfMinimumVersionRequired = KMDF_MINIMUM_VERSION_REQUIRED;
#else
ULONG WdfMinimumVersionRequired = KMDF_VERSION_MINOR;
#endif

static WCHAR ComponentName[] = L"KmdfLibrary";

/* From 1.25 on drivers hand over the longer record; older ones never knew it. */
static WDF_BIND_INFO2 BindInfo = {
  {
    KMDF_VERSION_MINOR >= 25 ? sizeof(WDF_BIND_INFO2) : sizeof(WDF_BIND_INFO),
    ComponentName,
    { KMDF_VERSION_MAJOR, KMDF_VERSION_MINOR, 0 },
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

NTSTATUS NTAPI WdfVersionBind(PDRIVER_OBJECT, PUNICODE_STRING, PWDF_BIND_INFO, PWDF_COMPONENT_GLOBALS *);
NTSTATUS NTAPI WdfVersionUnbind(PUNICODE_STRING, PWDF_BIND_INFO, PWDF_COMPONENT_GLOBALS);
NTSTATUS NTAPI WdfVersionBindClass(PWDF_BIND_INFO, PWDF_COMPONENT_GLOBALS, PWDF_CLASS_BIND_INFO);
VOID NTAPI WdfVersionUnbindClass(PWDF_BIND_INFO, PWDF_COMPONENT_GLOBALS, PWDF_CLASS_BIND_INFO);
NTSTATUS NTAPI DriverEntry(PDRIVER_OBJECT, PUNICODE_STRING);

static WCHAR RegistryPathBuffer[260];
static UNICODE_STRING RegistryPathCopy = { 0, sizeof(RegistryPathBuffer), RegistryPathBuffer };
static PDRIVER_UNLOAD DisplacedUnload;
static PFN_WDFDRIVERMINIPORTUNLOAD DisplacedMiniportUnload;
static char *LastBoundClass;

static NTSTATUS BindClasses(VOID)
{
  char *at = SkipZeroWords(__start_owdf_class_bind, __stop_owdf_class_bind);

  while (at < __stop_owdf_class_bind) {
    PWDF_CLASS_BIND_INFO record = (PWDF_CLASS_BIND_INFO)at;
    NTSTATUS status;

    if (record->Size != OWDF_CLASS_BIND_INFO_SIZE && record->Size != OWDF_CLASS_BIND_INFO2_SIZE) {
      return STATUS_INVALID_PARAMETER;
    }
    LastBoundClass = at;
    if (record->ClientBindClass != NULL) {
      status = record->ClientBindClass(WdfVersionBindClass, &BindInfo.V1, WdfDriverGlobals, record);
    } else {
      status = WdfVersionBindClass(&BindInfo.V1, WdfDriverGlobals, record);
    }
    if (!NT_SUCCESS(status)) {
      return status;
    }
    at = SkipZeroWords(at + record->Size, __stop_owdf_class_bind);
  }
  return STATUS_SUCCESS;
}

static VOID UnbindClasses(VOID)
{
  char *at = SkipZeroWords(__start_owdf_class_bind, __stop_owdf_class_bind);

  while (LastBoundClass != NULL && at <= LastBoundClass && at < __stop_owdf_class_bind) {
    PWDF_CLASS_BIND_INFO record = (PWDF_CLASS_BIND_INFO)at;

    if (record->ClientUnbindClass != NULL) {
      record->ClientUnbindClass(WdfVersionUnbindClass, &BindInfo.V1, WdfDriverGlobals, record);
    } else {
      WdfVersionUnbindClass(&BindInfo.V1, WdfDriverGlobals, record);
    }
    at = SkipZeroWords(at + record->Size, __stop_owdf_class_bind);
  }
}

static VOID Unbind(VOID)
{
  UnbindClasses();
  WdfVersionUnbind(&RegistryPathCopy, &BindInfo.V1, WdfDriverGlobals);
}

static VOID NTAPI UnloadAndUnbind(PDRIVER_OBJECT DriverObject)
{
  if (DisplacedUnload != NULL && DisplacedUnload != UnloadAndUnbind) {
    DisplacedUnload(DriverObject);
  }
  Unbind();
}

static VOID NTAPI MiniportUnloadAndUnbind(PWDF_DRIVER_GLOBALS Globals, WDFDRIVER Driver)
{
  DisplacedMiniportUnload(Globals, Driver);
  Unbind();
}

static VOID TakeOverUnload(PDRIVER_OBJECT DriverObject)
{
  if (WdfDriverGlobals->DisplaceDriverUnload) {
    DisplacedUnload = DriverObject->DriverUnload;
    DriverObject->DriverUnload = UnloadAndUnbind;
  } else if ((WdfDriverGlobals->DriverFlags & WdfDriverInitNoDispatchOverride) != 0) {
    WdfDriverMiniportUnloadOverride = MiniportUnloadAndUnbind;
  }
}

NTSTATUS NTAPI FxDriverEntry(PDRIVER_OBJECT DriverObject, PUNICODE_STRING RegistryPath)
{
  NTSTATUS status;

  if (DriverObject == NULL) {
    return DriverEntry(DriverObject, RegistryPath);
  }
  if (RegistryPath->Length > sizeof(RegistryPathBuffer)) {
    return STATUS_INVALID_PARAMETER;
  }
  __builtin_memcpy(RegistryPathBuffer, RegistryPath->Buffer, RegistryPath->Length);
  RegistryPathCopy.Length = RegistryPath->Length;

  status = WdfVersionBind(DriverObject, &RegistryPathCopy, &BindInfo.V1, &WdfDriverGlobals);
  if (!NT_SUCCESS(status)) {
    return status;
  }
  DisplacedMiniportUnload = (PFN_WDFDRIVERMINIPORTUNLOAD)WdfFunctions[WdfDriverMiniportUnloadTableIndex];
  WdfDriverMiniportUnloadOverride = DisplacedMiniportUnload;

  status = BindClasses();
  if (NT_SUCCESS(status)) {
    status = InitializeTypes();
  }
  if (NT_SUCCESS(status)) {
    status = DriverEntry(DriverObject, RegistryPath);
  }
  if (!NT_SUCCESS(status)) {
    Unbind();
    return status;
  }
  TakeOverUnload(DriverObject);
  return status;
}

/* The linker makes these two; both are null in an image that imports nothing. */
extern const struct owdf_import __start_owdf_imports[] __attribute__((weak, visibility("hidden")));
extern const struct owdf_import __stop_owdf_imports[] __attribute__((weak, visibility("hidden")));

__attribute__((visibility("default"), used)) const struct owdf_image __owdf_image = {
  OWDF_IMAGE_VERSION, sizeof(struct owdf_image), OWDF_IMAGE_DRIVER, 0, __start_owdf_imports, __stop_owdf_imports,
  (void *)FxDriverEntry, NULL, NULL,
};
