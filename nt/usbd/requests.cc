// The request that selects a configuration: one record for each interface, each as long as its pipes need.
#include <ntddk.h>
#include <usbdlib.h>

#include <vector>

namespace {

constexpr ULONG kTag = 0x44425355;  // 'USBD'

USHORT interface_bytes(const USBD_INTERFACE_LIST_ENTRY& entry) {
  return static_cast<USHORT>(GET_USBD_INTERFACE_SIZE(entry.InterfaceDescriptor->bNumEndpoints));
}

void describe(USBD_INTERFACE_INFORMATION& information, const USBD_INTERFACE_LIST_ENTRY& entry) {
  const USB_INTERFACE_DESCRIPTOR& descriptor = *entry.InterfaceDescriptor;
  information.Length = interface_bytes(entry);
  information.InterfaceNumber = descriptor.bInterfaceNumber;
  information.AlternateSetting = descriptor.bAlternateSetting;
  information.NumberOfPipes = descriptor.bNumEndpoints;
  for (ULONG i = 0; i < information.NumberOfPipes; i++) {
    information.Pipes[i].MaximumTransferSize = USBD_DEFAULT_MAXIMUM_TRANSFER_SIZE;
  }
}

// The first setting of every interface, and the empty entry that ends the list.
std::vector<USBD_INTERFACE_LIST_ENTRY> first_settings(USB_CONFIGURATION_DESCRIPTOR* configuration) {
  std::vector<USBD_INTERFACE_LIST_ENTRY> list;
  for (LONG number = 0; number < 256; number++) {
    auto* found = USBD_ParseConfigurationDescriptorEx(configuration, configuration, number, 0, -1, -1, -1);
    if (found) list.push_back({found, nullptr});
  }
  list.push_back({nullptr, nullptr});
  return list;
}

}  // namespace

extern "C" {

PURB NTAPI USBD_CreateConfigurationRequestEx(PUSB_CONFIGURATION_DESCRIPTOR ConfigurationDescriptor,
                                             PUSBD_INTERFACE_LIST_ENTRY InterfaceList) {
  size_t length = FIELD_OFFSET(struct _URB_SELECT_CONFIGURATION, Interface);
  for (auto* entry = InterfaceList; entry->InterfaceDescriptor; entry++) length += interface_bytes(*entry);
  // Room for the interface that the block always has, also where the list is empty.
  if (length < sizeof(struct _URB_SELECT_CONFIGURATION)) length = sizeof(struct _URB_SELECT_CONFIGURATION);
  if (length > MAXUSHORT) return nullptr;

  auto* urb = static_cast<PURB>(ExAllocatePool2(POOL_FLAG_NON_PAGED, length, kTag));
  if (!urb) return nullptr;
  urb->UrbHeader.Function = URB_FUNCTION_SELECT_CONFIGURATION;
  urb->UrbHeader.Length = static_cast<USHORT>(length);
  urb->UrbSelectConfiguration.ConfigurationDescriptor = ConfigurationDescriptor;
  auto* at = reinterpret_cast<UCHAR*>(&urb->UrbSelectConfiguration.Interface);
  for (auto* entry = InterfaceList; entry->InterfaceDescriptor; entry++) {
    entry->Interface = reinterpret_cast<PUSBD_INTERFACE_INFORMATION>(at);
    describe(*entry->Interface, *entry);
    at += entry->Interface->Length;
  }
  return urb;
}

PURB NTAPI USBD_CreateConfigurationRequest(PUSB_CONFIGURATION_DESCRIPTOR ConfigurationDescriptor, PUSHORT Siz) {
  auto list = first_settings(ConfigurationDescriptor);
  PURB urb = USBD_CreateConfigurationRequestEx(ConfigurationDescriptor, list.data());
  *Siz = urb ? urb->UrbHeader.Length : 0;
  return urb;
}

}  // extern "C"
