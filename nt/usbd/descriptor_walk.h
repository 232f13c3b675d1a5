#pragma once

#include <ntddk.h>
#include <usbspec.h>

#include <cstddef>

namespace owdf::usbd {

// Steps over the descriptors in a buffer. Ends at the buffer's end, or at a descriptor that is not wholly inside it.
class DescriptorWalk {
 public:
  DescriptorWalk(const void* buffer, ULONG length, const void* start)
      : end_(static_cast<const UCHAR*>(buffer) + length), at_(static_cast<const UCHAR*>(start)) {
    if (at_ < static_cast<const UCHAR*>(buffer)) at_ = end_;
  }

  bool done() const { return left() < sizeof(USB_COMMON_DESCRIPTOR) || broken(); }
  void next() { at_ += get()->bLength; }
  USB_COMMON_DESCRIPTOR* get() const { return reinterpret_cast<USB_COMMON_DESCRIPTOR*>(const_cast<UCHAR*>(at_)); }
  const USB_COMMON_DESCRIPTOR* operator->() const { return get(); }

  // Whether the walk stands at its end, or was stopped before it.
  bool at_end() const { return left() == 0; }

  template <typename Descriptor>
  Descriptor* as(UCHAR type) const {
    const bool fits = get()->bDescriptorType == type && get()->bLength >= sizeof(Descriptor);
    return fits ? reinterpret_cast<Descriptor*>(get()) : nullptr;
  }

 private:
  size_t left() const { return at_ < end_ ? static_cast<size_t>(end_ - at_) : 0; }
  bool broken() const { return get()->bLength < sizeof(USB_COMMON_DESCRIPTOR) || get()->bLength > left(); }

  const UCHAR* end_;
  const UCHAR* at_;
};

}  // namespace owdf::usbd
