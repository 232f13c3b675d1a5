#if !defined(OWDF_HOST)
WDF_INLINE WDFDRIVER WdfGetDriver(VOID) { return WdfDriverGlobals->Driver; }
#endif
