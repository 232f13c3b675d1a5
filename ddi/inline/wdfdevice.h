WDF_INLINE ULONG WdfDevStateNormalize(ULONG State) { return State & ~(ULONG)WdfDevStateNP; }
WDF_INLINE BOOLEAN WdfDevStateIsNP(ULONG State) { return (BOOLEAN)((State & WdfDevStateNP) != 0); }

WDF_INLINE VOID WDF_DEVICE_POWER_POLICY_IDLE_SETTINGS_INIT(PWDF_DEVICE_POWER_POLICY_IDLE_SETTINGS Settings,
                                                           WDF_POWER_POLICY_S0_IDLE_CAPABILITIES IdleCaps)
{
  WDF_ZERO_MEMORY(Settings, sizeof(*Settings));
  Settings->Size = WDF_STRUCTURE_SIZE(WDF_DEVICE_POWER_POLICY_IDLE_SETTINGS);
  Settings->IdleTimeout = IdleTimeoutDefaultValue;
  Settings->UserControlOfIdleSettings = IdleAllowUserControl;
  Settings->Enabled = WdfUseDefault;
#if WDF_STRUCT_MINOR >= 9
  Settings->PowerUpIdleDeviceOnSystemWake = WdfUseDefault;
#endif
#if WDF_STRUCT_MINOR >= 11
  Settings->IdleTimeoutType = DriverManagedIdleTimeout;
  Settings->ExcludeD3Cold = WdfUseDefault;
#endif
  Settings->IdleCaps = IdleCaps;
  /* A device that can wake itself sleeps as deep as it can still wake from; one that cannot goes to D3. */
  Settings->DxState = IdleCaps == IdleCannotWakeFromS0 ? PowerDeviceD3 : PowerDeviceMaximum;
}

WDF_INLINE VOID WDF_DEVICE_POWER_CAPABILITIES_INIT(PWDF_DEVICE_POWER_CAPABILITIES Caps)
{
  int state;
  WDF_ZERO_MEMORY(Caps, sizeof(*Caps));
  Caps->Size = WDF_STRUCTURE_SIZE(WDF_DEVICE_POWER_CAPABILITIES);
  Caps->DeviceD1 = WdfUseDefault;
  Caps->DeviceD2 = WdfUseDefault;
  Caps->WakeFromD0 = WdfUseDefault;
  Caps->WakeFromD1 = WdfUseDefault;
  Caps->WakeFromD2 = WdfUseDefault;
  Caps->WakeFromD3 = WdfUseDefault;
  for (state = 0; state < PowerSystemMaximum; state++) {
    Caps->DeviceState[state] = PowerDeviceMaximum;
  }
  Caps->DeviceWake = PowerDeviceMaximum;
  Caps->SystemWake = PowerSystemMaximum;
  Caps->D1Latency = (ULONG)-1;
  Caps->D2Latency = (ULONG)-1;
  Caps->D3Latency = (ULONG)-1;
  Caps->IdealDxStateForSx = PowerDeviceMaximum;
}

#if !defined(OWDF_HOST)
#define WdfDeviceStopIdle(Device, WaitForD0) WdfDeviceStopIdleActual(Device, WaitForD0, NULL, __LINE__, __FILE__)
#define WdfDeviceStopIdleWithTag(Device, WaitForD0, Tag) \
  WdfDeviceStopIdleActual(Device, WaitForD0, Tag, __LINE__, __FILE__)
#define WdfDeviceResumeIdle(Device) WdfDeviceResumeIdleActual(Device, NULL, __LINE__, __FILE__)
#define WdfDeviceResumeIdleWithTag(Device, Tag) WdfDeviceResumeIdleActual(Device, Tag, __LINE__, __FILE__)
#endif
