#if !defined(OWDF_HOST) && WDF_KMDF_MINOR >= 0
/* The image's entry code may put its own unload in front of the framework's, so this one does not index the table. */
extern PFN_WDFDRIVERMINIPORTUNLOAD WdfDriverMiniportUnloadOverride;
WDF_INLINE VOID WdfDriverMiniportUnload(WDFDRIVER Driver) { WdfDriverMiniportUnloadOverride(WdfDriverGlobals, Driver); }
#endif
