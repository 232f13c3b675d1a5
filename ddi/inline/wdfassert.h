#if !defined(OWDF_HOST)
#define WDFVERIFY(exp)                                                                             \
  do {                                                                                             \
    if ((WdfDriverGlobals->DriverFlags & WdfVerifyOn) != 0 && !(exp)) {                            \
      RtlAssert((PVOID)#exp, (PVOID)__FILE__, __LINE__, NULL);                                     \
    }                                                                                              \
  } while (0)
#if WDF_KMDF_MINOR >= 0
#define VERIFY_IS_IRQL_PASSIVE_LEVEL() WDFVERIFY(KeGetCurrentIrql() == PASSIVE_LEVEL)
#else
#define VERIFY_IS_IRQL_PASSIVE_LEVEL() ((VOID)0)
#endif
#define IS_AT_PASSIVE() VERIFY_IS_IRQL_PASSIVE_LEVEL()
#endif
#define WDFCASSERT(c) ((VOID)sizeof(char[(c) ? 1 : -1]))

#if WDF_KMDF_MINOR < 0
#ifndef DbgPrint
#define DbgPrint(_fmt_, ...) DbgPrintEx(DPFLTR_DEFAULT_ID, DPFLTR_INFO_LEVEL, _fmt_, ##__VA_ARGS__)
#endif
#ifndef KdPrint
#define KdPrint(_x_) DbgPrint _x_
#endif
#endif
