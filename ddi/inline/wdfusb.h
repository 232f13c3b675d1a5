/* A USB device or pipe handle is an I/O target handle as well. */
WDF_INLINE WDFIOTARGET WdfUsbTargetDeviceGetIoTarget(WDFUSBDEVICE UsbDevice) { return (WDFIOTARGET)UsbDevice; }
WDF_INLINE WDFIOTARGET WdfUsbTargetPipeGetIoTarget(WDFUSBPIPE Pipe) { return (WDFIOTARGET)Pipe; }

WDF_INLINE BOOLEAN WDF_USB_PIPE_DIRECTION_IN(UCHAR EndpointAddress) { return (BOOLEAN)((EndpointAddress & 0x80) != 0); }
WDF_INLINE BOOLEAN WDF_USB_PIPE_DIRECTION_OUT(UCHAR EndpointAddress) { return (BOOLEAN)((EndpointAddress & 0x80) == 0); }

WDF_INLINE VOID WDF_USB_CONTROL_SETUP_PACKET_INIT_FEATURE(PWDF_USB_CONTROL_SETUP_PACKET Packet,
                                                          WDF_USB_BMREQUEST_RECIPIENT BmRequestRecipient,
                                                          USHORT FeatureSelector, USHORT Index, BOOLEAN SetFeature)
{
  WDF_ZERO_MEMORY(Packet, sizeof(*Packet));
  Packet->Packet.bm.Request.Dir = BmRequestHostToDevice;
  Packet->Packet.bm.Request.Type = BmRequestStandard;
  Packet->Packet.bm.Request.Recipient = (BYTE)BmRequestRecipient;
  Packet->Packet.bRequest = SetFeature ? WDF_USB_REQUEST_SET_FEATURE_ : WDF_USB_REQUEST_CLEAR_FEATURE_;
  Packet->Packet.wValue.Value = FeatureSelector;
  Packet->Packet.wIndex.Value = Index;
}

WDF_INLINE VOID WDF_USB_CONTROL_SETUP_PACKET_INIT_GET_STATUS(PWDF_USB_CONTROL_SETUP_PACKET Packet,
                                                             WDF_USB_BMREQUEST_RECIPIENT BmRequestRecipient, USHORT Index)
{
  WDF_ZERO_MEMORY(Packet, sizeof(*Packet));
  Packet->Packet.bm.Request.Dir = BmRequestDeviceToHost;
  Packet->Packet.bm.Request.Type = BmRequestStandard;
  Packet->Packet.bm.Request.Recipient = (BYTE)BmRequestRecipient;
  Packet->Packet.bRequest = WDF_USB_REQUEST_GET_STATUS_;
  Packet->Packet.wIndex.Value = Index;
}
