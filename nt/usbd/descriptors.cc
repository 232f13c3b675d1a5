// Finding one's way in a configuration as a device sends it: descriptors of different kinds, one behind the other, each
// beginning with its length. The device may lie about every byte, so nothing behind the buffer's end is read.
#include <ntddk.h>
#include <usbdlib.h>

#include "nt/usbd/descriptor_walk.h"

using namespace owdf;

namespace {

constexpr LONG kAny = -1;

bool is(LONG wanted, UCHAR found) {
  return wanted == kAny || wanted == found;
}

}  // namespace

extern "C" {

PUSB_COMMON_DESCRIPTOR NTAPI USBD_ParseDescriptors(PVOID DescriptorBuffer, ULONG TotalLength, PVOID StartPosition,
                                                   LONG DescriptorType) {
  for (usbd::DescriptorWalk walk(DescriptorBuffer, TotalLength, StartPosition); !walk.done(); walk.next()) {
    if (walk->bDescriptorType == DescriptorType) return walk.get();
  }
  return nullptr;
}

PUSB_INTERFACE_DESCRIPTOR NTAPI USBD_ParseConfigurationDescriptorEx(
    PUSB_CONFIGURATION_DESCRIPTOR ConfigurationDescriptor, PVOID StartPosition, LONG InterfaceNumber,
    LONG AlternateSetting, LONG InterfaceClass, LONG InterfaceSubClass, LONG InterfaceProtocol) {
  const ULONG length = ConfigurationDescriptor->wTotalLength;
  for (usbd::DescriptorWalk walk(ConfigurationDescriptor, length, StartPosition); !walk.done(); walk.next()) {
    auto* found = walk.as<USB_INTERFACE_DESCRIPTOR>(USB_INTERFACE_DESCRIPTOR_TYPE);
    if (found && is(InterfaceNumber, found->bInterfaceNumber) && is(AlternateSetting, found->bAlternateSetting) &&
        is(InterfaceClass, found->bInterfaceClass) && is(InterfaceSubClass, found->bInterfaceSubClass) &&
        is(InterfaceProtocol, found->bInterfaceProtocol)) {
      return found;
    }
  }
  return nullptr;
}

PUSB_INTERFACE_DESCRIPTOR NTAPI USBD_ParseConfigurationDescriptor(PUSB_CONFIGURATION_DESCRIPTOR ConfigurationDescriptor,
                                                                  UCHAR InterfaceNumber, UCHAR AlternateSetting) {
  return USBD_ParseConfigurationDescriptorEx(ConfigurationDescriptor, ConfigurationDescriptor, InterfaceNumber,
                                             AlternateSetting, kAny, kAny, kAny);
}

ULONG NTAPI USBD_GetInterfaceLength(PUSB_INTERFACE_DESCRIPTOR InterfaceDescriptor, PUCHAR BufferEnd) {
  auto* begin = reinterpret_cast<UCHAR*>(InterfaceDescriptor);
  if (BufferEnd <= begin) return 0;
  usbd::DescriptorWalk walk(begin, static_cast<ULONG>(BufferEnd - begin), begin);
  ULONG length = 0;
  for (; !walk.done(); walk.next()) {
    if (length != 0 && walk->bDescriptorType == USB_INTERFACE_DESCRIPTOR_TYPE) break;
    length += walk->bLength;
  }
  return length;
}

}  // extern "C"
