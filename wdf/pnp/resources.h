// ResourceList: what WDFCMRESLIST stands for: the resources that the PnP manager assigned at the last start. Child of
// the device, valid until EvtDeviceReleaseHardware has returned; empty for a device without resources. Serves PNP-007,
// PNP-019, HWR.
#pragma once

#include <vector>

#include "wdf/object/object.h"

namespace owdf::wdf {

class ResourceList final : public Object, private HostMemory {
 public:
  static constexpr Type kType = Type::kCmResList;
  explicit ResourceList(const Birth& birth) : Object(birth), HostMemory(birth.client) {}

  // Null: no resources.
  void assign(const CM_RESOURCE_LIST* list);
  size_t count() const { return descriptors_.size(); }
  PCM_PARTIAL_RESOURCE_DESCRIPTOR at(size_t index) {
    return index < descriptors_.size() ? &descriptors_[index] : nullptr;
  }

 private:
  void release_host_memory() override {
    descriptors_.clear();
    descriptors_.shrink_to_fit();
  }

  std::vector<CM_PARTIAL_RESOURCE_DESCRIPTOR> descriptors_;
};

}  // namespace owdf::wdf
