// FileObject: what WDFFILEOBJECT stands for, one open of a device. Child of the device; from its create to its close,
// or to the failure of its create. Serves FIL-003, FIL-007..009, FIL-019, FIL-020, FIL-025..033.
#pragma once

#include "wdf/object/object.h"

namespace owdf::wdf {

class Device;
class Files;

class FileObject final : public Object {
 public:
  static constexpr Type kType = Type::kFileObject;
  FileObject(const Birth& birth, Device& device, PFILE_OBJECT wdm) : Object(birth), device_(device), wdm_(wdm) {}

  Device& device() const { return device_; }
  PFILE_OBJECT wdm() const { return wdm_; }

 private:
  friend class Files;
  Device& device_;
  PFILE_OBJECT wdm_;
  ListLink link_;  // guarded by Files
};

}  // namespace owdf::wdf
