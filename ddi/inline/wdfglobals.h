typedef VOID (NTAPI *WDFFUNC)(VOID);

#if !defined(OWDF_HOST)
/* Filled by the framework when the image is bound (loader/image_runtime). The name carries the version, so that objects
   compiled for different versions do not link. Tables up to KMDF 1.13 and UMDF 2.0 are copied into the image. */
#if WDF_KMDF_MINOR >= 0
#define WDF_CLIENT_MAJOR KMDF_VERSION_MAJOR
#define WDF_CLIENT_MINOR KMDF_VERSION_MINOR
#else
#define WDF_CLIENT_MAJOR UMDF_VERSION_MAJOR
#define WDF_CLIENT_MINOR UMDF_VERSION_MINOR
#endif
#if WDF_CLIENT_MINOR < 10
#define WDF_TABLE_NAME_(Major, Minor) WdfFunctions_0##Major##00##Minor
#else
#define WDF_TABLE_NAME_(Major, Minor) WdfFunctions_0##Major##0##Minor
#endif
#define WDF_TABLE_NAME(Major, Minor) WDF_TABLE_NAME_(Major, Minor)
#define WdfFunctions WDF_TABLE_NAME(WDF_CLIENT_MAJOR, WDF_CLIENT_MINOR)

#if (WDF_KMDF_MINOR >= 0 && WDF_KMDF_MINOR <= 13) || (WDF_UMDF_MINOR >= 0 && WDF_UMDF_MINOR < 15)
#define WDF_TABLE_IS_COPIED 1
extern WDFFUNC WdfFunctions[];
#else
extern const WDFFUNC *WdfFunctions;
#endif
extern PWDF_DRIVER_GLOBALS WdfDriverGlobals;

extern BOOLEAN WdfClientVersionHigherThanFramework;
extern ULONG WdfFunctionCount;
extern ULONG WdfStructureCount;
extern size_t *WdfStructures;
#endif
