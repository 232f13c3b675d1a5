// The edge of WDFFILEOBJECT.
#include "wdf/ddi_prototypes.h"
#include "wdf/device/device.h"
#include "wdf/handle.h"

namespace owdf::ddi {

using namespace owdf::wdf;

namespace {

wdf::FileObject& file_of(PWDF_DRIVER_GLOBALS globals, WDFFILEOBJECT file) {
  return object_of<wdf::FileObject>(Client::from(globals), file);
}

}  // namespace

PUNICODE_STRING NTAPI WdfFileObjectGetFileName(PWDF_DRIVER_GLOBALS DriverGlobals, WDFFILEOBJECT FileObject) {
  const PFILE_OBJECT wdm = file_of(DriverGlobals, FileObject).wdm();
  return wdm && KeGetCurrentIrql() == PASSIVE_LEVEL ? &wdm->FileName : nullptr;
}

ULONG NTAPI WdfFileObjectGetFlags(PWDF_DRIVER_GLOBALS DriverGlobals, WDFFILEOBJECT FileObject) {
  const PFILE_OBJECT wdm = file_of(DriverGlobals, FileObject).wdm();
  return wdm ? wdm->Flags : 0;
}

WDFDEVICE NTAPI WdfFileObjectGetDevice(PWDF_DRIVER_GLOBALS DriverGlobals, WDFFILEOBJECT FileObject) {
  return handle_of<WDFDEVICE>(&file_of(DriverGlobals, FileObject).device());
}

PFILE_OBJECT NTAPI WdfFileObjectWdmGetFileObject(PWDF_DRIVER_GLOBALS DriverGlobals, WDFFILEOBJECT FileObject) {
  return file_of(DriverGlobals, FileObject).wdm();
}

}  // namespace owdf::ddi
