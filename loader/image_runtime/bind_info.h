/* What a framework driver's image and the framework's loader tell each other (the binding contract of WDFLDR.SYS). Included by the
   images' entry code and by our own code. Include after wdf.h. */
#ifndef OWDF_BIND_INFO_H
#define OWDF_BIND_INFO_H

typedef struct _WDF_VERSION {
  ULONG Major;
  ULONG Minor;
  ULONG Build;
} WDF_VERSION, *PWDF_VERSION;

/* `FuncTable` is the address of the image's variable WdfFunctions_...: a pointer to a table, or (up to KMDF 1.13) the table. */
typedef struct _WDF_BIND_INFO {
  ULONG Size;
  WCHAR *Component;
  WDF_VERSION Version;
  ULONG FuncCount;
  WDFFUNC *FuncTable;
  PVOID Module;
} WDF_BIND_INFO, *PWDF_BIND_INFO;

/* From KMDF 1.25 and UMDF 2.25 on: through the pointers an older framework tells a newer driver what it has. */
typedef struct _WDF_BIND_INFO2 {
  WDF_BIND_INFO V1;
  ULONG *MinimumVersionRequired;
  BOOLEAN *ClientVersionHigherThanFramework;
  ULONG *FuncCountPtr;
  ULONG *StructCountPtr;
  size_t **StructTable;
} WDF_BIND_INFO2, *PWDF_BIND_INFO2;

typedef PWDF_DRIVER_GLOBALS PWDF_COMPONENT_GLOBALS;

struct _WDF_CLASS_BIND_INFO;
typedef NTSTATUS(NTAPI *PFN_WDF_VERSION_BIND_CLASS)(PWDF_BIND_INFO, PWDF_COMPONENT_GLOBALS, struct _WDF_CLASS_BIND_INFO *);
typedef VOID(NTAPI *PFN_WDF_VERSION_UNBIND_CLASS)(PWDF_BIND_INFO, PWDF_COMPONENT_GLOBALS, struct _WDF_CLASS_BIND_INFO *);
typedef NTSTATUS(NTAPI *PFN_CLIENT_BIND_CLASS)(PFN_WDF_VERSION_BIND_CLASS, PWDF_BIND_INFO, PWDF_COMPONENT_GLOBALS,
                                               struct _WDF_CLASS_BIND_INFO *);
typedef VOID(NTAPI *PFN_CLIENT_UNBIND_CLASS)(PFN_WDF_VERSION_UNBIND_CLASS, PWDF_BIND_INFO, PWDF_COMPONENT_GLOBALS,
                                             struct _WDF_CLASS_BIND_INFO *);

typedef struct _WDF_CLASS_VERSION {
  ULONG Major;
  ULONG Minor;
  ULONG Build;
} WDF_CLASS_VERSION;

typedef struct _WDF_CLASS_BIND_INFO {
  ULONG Size;
  WCHAR *ClassName;
  WDF_CLASS_VERSION Version;
  WDFFUNC *FunctionTable;
  ULONG FunctionTableCount;
  PVOID ClassBindInfo;
  PFN_CLIENT_BIND_CLASS ClientBindClass;
  PFN_CLIENT_UNBIND_CLASS ClientUnbindClass;
  PVOID ClassModule;
} WDF_CLASS_BIND_INFO, *PWDF_CLASS_BIND_INFO;

#ifdef UMDF_VERSION_MAJOR
/* What the host of a user-mode driver hands to its entry; there is no WDFLDR to import from. */
typedef struct _WDF_LOADER_INTERFACE_UM {
  ULONG Size;
  NTSTATUS(NTAPI *VersionBind)(PVOID Context, PWDF_BIND_INFO, PWDF_COMPONENT_GLOBALS *);
  PVOID Unspecified[4];
  ULONG Flags;
} WDF_LOADER_INTERFACE_UM, *PWDF_LOADER_INTERFACE_UM;
OWDF_SIZE(WDF_LOADER_INTERFACE_UM, 56);
#endif

#define OWDF_CLASS_BIND_INFO_SIZE 80u
#define OWDF_CLASS_BIND_INFO2_SIZE 120u

#ifdef __cplusplus
static_assert(sizeof(WDF_BIND_INFO) == 48 && sizeof(WDF_BIND_INFO2) == 88 && sizeof(WDF_CLASS_BIND_INFO) == 80, "binding contract");
#else
_Static_assert(sizeof(WDF_BIND_INFO) == 48 && sizeof(WDF_BIND_INFO2) == 88 && sizeof(WDF_CLASS_BIND_INFO) == 80, "binding contract");
#endif

#endif
