// What makes a configuration descriptor usable, in the three degrees of strictness that the interface offers.
#include <ntddk.h>
#include <usbdlib.h>

#include <bitset>

#include "nt/usbd/descriptor_walk.h"

namespace owdf::usbd {
namespace {

enum Level : USHORT { kHeader = 1, kStructure = 2, kStrict = 3 };

// Where a check failed, for the caller; the status says what.
struct Verdict {
  USBD_STATUS status = USBD_STATUS_SUCCESS;
  const void* where = nullptr;
};

Verdict fail(USBD_STATUS status, const void* where) {
  return {status, where};
}

bool failed(const Verdict& verdict) {
  return verdict.status != USBD_STATUS_SUCCESS;
}

Verdict check_header(const USB_CONFIGURATION_DESCRIPTOR& config, ULONG length, Level level) {
  if (length < sizeof config) return fail(USBD_STATUS_BAD_CONFIG_DESC_LENGTH, &config);
  const bool short_or_odd = config.bLength < sizeof config || (level == kStrict && config.bLength != sizeof config);
  if (short_or_odd) return fail(USBD_STATUS_BAD_DESCRIPTOR_BLEN, &config.bLength);
  const UCHAR type = config.bDescriptorType;
  if (type != USB_CONFIGURATION_DESCRIPTOR_TYPE && type != USB_OTHER_SPEED_CONFIGURATION_DESCRIPTOR_TYPE) {
    return fail(USBD_STATUS_BAD_DESCRIPTOR_TYPE, &config.bDescriptorType);
  }
  if (config.wTotalLength < config.bLength || config.wTotalLength > length) {
    return fail(USBD_STATUS_BAD_CONFIG_DESC_LENGTH, reinterpret_cast<const UCHAR*>(&config) + 2);
  }
  if (config.bNumInterfaces == 0) return fail(USBD_STATUS_BAD_NUMBER_OF_INTERFACES, &config.bNumInterfaces);
  return {};
}

// Walks the descriptors behind the header and keeps what they promised: interfaces, settings, endpoints.
class Structure {
 public:
  Structure(const USB_CONFIGURATION_DESCRIPTOR& config, Level level) : config_(config), level_(level) {}

  Verdict check() {
    DescriptorWalk walk(&config_, config_.wTotalLength, reinterpret_cast<const UCHAR*>(&config_) + config_.bLength);
    for (; !walk.done(); walk.next()) {
      const Verdict verdict = check_one(walk);
      if (failed(verdict)) return verdict;
    }
    if (!walk.at_end()) return fail(USBD_STATUS_BAD_DESCRIPTOR_BLEN, walk.get());
    const Verdict last = close_interface();
    if (failed(last)) return last;
    if (numbers_.count() != config_.bNumInterfaces) {
      return fail(USBD_STATUS_BAD_NUMBER_OF_INTERFACES, &config_.bNumInterfaces);
    }
    return {};
  }

 private:
  Verdict check_one(const DescriptorWalk& walk) {
    switch (walk->bDescriptorType) {
      case USB_INTERFACE_DESCRIPTOR_TYPE:
        return open_interface(*walk.get());
      case USB_ENDPOINT_DESCRIPTOR_TYPE:
        return check_endpoint(*walk.get());
      case USB_CONFIGURATION_DESCRIPTOR_TYPE:
        return fail(USBD_STATUS_BAD_DESCRIPTOR_TYPE, walk.get());
      default:
        return {};
    }
  }

  Verdict open_interface(const USB_COMMON_DESCRIPTOR& common) {
    const Verdict before = close_interface();
    if (failed(before)) return before;
    const bool bad_length = level_ == kStrict ? common.bLength != sizeof(USB_INTERFACE_DESCRIPTOR)
                                              : common.bLength < sizeof(USB_INTERFACE_DESCRIPTOR);
    if (bad_length) return fail(USBD_STATUS_BAD_INTERFACE_DESCRIPTOR, &common);
    const auto& opened = reinterpret_cast<const USB_INTERFACE_DESCRIPTOR&>(common);
    const bool again = interface_ && interface_->bInterfaceNumber == opened.bInterfaceNumber;
    // Settings of one interface stand together and count up from zero.
    if (opened.bAlternateSetting != (again ? interface_->bAlternateSetting + 1 : 0)) {
      return fail(USBD_STATUS_BAD_INTERFACE_DESCRIPTOR, &opened.bAlternateSetting);
    }
    if (!again && numbers_[opened.bInterfaceNumber]) {
      return fail(USBD_STATUS_BAD_INTERFACE_DESCRIPTOR, &opened.bInterfaceNumber);
    }
    if (level_ == kStrict && !again && opened.bInterfaceNumber != numbers_.count()) {
      return fail(USBD_STATUS_BAD_INTERFACE_DESCRIPTOR, &opened.bInterfaceNumber);
    }
    numbers_.set(opened.bInterfaceNumber);
    interface_ = &opened;
    endpoints_.reset();
    return {};
  }

  Verdict check_endpoint(const USB_COMMON_DESCRIPTOR& common) {
    // Audio devices of the first generation append two bytes to the seven.
    const bool bad_length =
        common.bLength < sizeof(USB_ENDPOINT_DESCRIPTOR) || (level_ == kStrict && common.bLength > 9);
    if (bad_length || !interface_) return fail(USBD_STATUS_BAD_ENDPOINT_DESCRIPTOR, &common);
    const auto& endpoint = reinterpret_cast<const USB_ENDPOINT_DESCRIPTOR&>(common);
    const UCHAR reserved = endpoint.bEndpointAddress & ~(USB_ENDPOINT_ADDRESS_MASK | USB_ENDPOINT_DIRECTION_MASK);
    const bool is_default = (endpoint.bEndpointAddress & USB_ENDPOINT_ADDRESS_MASK) == 0;
    if (reserved != 0 || is_default || endpoints_[endpoint.bEndpointAddress]) {
      return fail(USBD_STATUS_BAD_ENDPOINT_ADDRESS, &endpoint.bEndpointAddress);
    }
    endpoints_.set(endpoint.bEndpointAddress);
    return {};
  }

  Verdict close_interface() const {
    const bool counted = level_ == kStrict && interface_;
    if (counted && interface_->bNumEndpoints != endpoints_.count()) {
      return fail(USBD_STATUS_BAD_NUMBER_OF_ENDPOINTS, &interface_->bNumEndpoints);
    }
    return {};
  }

  const USB_CONFIGURATION_DESCRIPTOR& config_;
  const Level level_;
  const USB_INTERFACE_DESCRIPTOR* interface_ = nullptr;
  std::bitset<256> numbers_;
  std::bitset<256> endpoints_;
};

Verdict validate(const USB_CONFIGURATION_DESCRIPTOR& config, ULONG length, USHORT level) {
  if (level < kHeader || level > kStrict) return fail(USBD_STATUS_INVALID_PARAMETER, &config);
  const Verdict header = check_header(config, length, static_cast<Level>(level));
  if (failed(header) || level == kHeader) return header;
  return Structure(config, static_cast<Level>(level)).check();
}

}  // namespace
}  // namespace owdf::usbd

extern "C" USBD_STATUS NTAPI USBD_ValidateConfigurationDescriptor(PUSB_CONFIGURATION_DESCRIPTOR ConfigDesc,
                                                                  ULONG BufferLength, USHORT Level, PUCHAR* Offset,
                                                                  ULONG) {
  const owdf::usbd::Verdict verdict = owdf::usbd::validate(*ConfigDesc, BufferLength, Level);
  if (Offset) *Offset = const_cast<UCHAR*>(static_cast<const UCHAR*>(verdict.where));
  return verdict.status;
}
