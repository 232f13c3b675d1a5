#if WDF_KMDF_MINOR >= 0
WDF_INLINE VOID NTAPI WdfDeviceInterfaceReferenceNoOp(PVOID Context) { (VOID)Context; }
WDF_INLINE VOID NTAPI WdfDeviceInterfaceDereferenceNoOp(PVOID Context) { (VOID)Context; }
#endif
