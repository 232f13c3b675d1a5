#include "wdf/pnp/resources.h"

#include "wdf/ddi_prototypes.h"
#include "wdf/device/device.h"
#include "wdf/handle.h"

namespace owdf::wdf {

// One full descriptor is all that a PnP manager hands to a device.
void ResourceList::assign(const CM_RESOURCE_LIST* list) {
  descriptors_.clear();
  if (!list || list->Count == 0) return;
  const CM_PARTIAL_RESOURCE_LIST& partial = list->List[0].PartialResourceList;
  descriptors_.assign(partial.PartialDescriptors, partial.PartialDescriptors + partial.Count);
}

void Pnp::set_resources(PCM_RESOURCE_LIST raw, PCM_RESOURCE_LIST translated) {
  Blueprint blueprint;
  blueprint.parent = &device_;
  for (ResourceList** list : {&raw_resources_, &translated_resources_}) {
    if (*list) continue;
    auto made = Object::create<ResourceList>(device_.client(), blueprint);
    if (made) *list = *made;
  }
  if (raw_resources_) raw_resources_->assign(raw);
  if (translated_resources_) translated_resources_->assign(translated);
}

}  // namespace owdf::wdf

namespace owdf::ddi {

using namespace owdf::wdf;

ULONG NTAPI WdfCmResourceListGetCount(PWDF_DRIVER_GLOBALS DriverGlobals, WDFCMRESLIST List) {
  return static_cast<ULONG>(object_of<ResourceList>(Client::from(DriverGlobals), List).count());
}

PCM_PARTIAL_RESOURCE_DESCRIPTOR NTAPI WdfCmResourceListGetDescriptor(PWDF_DRIVER_GLOBALS DriverGlobals,
                                                                     WDFCMRESLIST List, ULONG Index) {
  return object_of<ResourceList>(Client::from(DriverGlobals), List).at(Index);
}

}  // namespace owdf::ddi
