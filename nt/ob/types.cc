// What drivers import as variables: pointers to the types they name in ObReferenceObjectByHandle. An image's slot for
// the variable IoFileObjectType is filled with the address of owdf_data_IoFileObjectType (ddi/nt).
#include <wdm.h>

#include "nt/io/device.h"
#include "nt/io/file.h"
#include "nt/ob/object_manager.h"
#include "nt/ps/process.h"

namespace {

using namespace owdf;

constinit POBJECT_TYPE file_type = const_cast<POBJECT_TYPE>(&io::kFileType);
constinit POBJECT_TYPE event_type = const_cast<POBJECT_TYPE>(&ob::kEventType);
constinit POBJECT_TYPE semaphore_type = const_cast<POBJECT_TYPE>(&ob::kSemaphoreType);
constinit POBJECT_TYPE process_type = const_cast<POBJECT_TYPE>(&ps::kProcessType);
constinit POBJECT_TYPE thread_type = const_cast<POBJECT_TYPE>(&ps::kThreadType);
constinit POBJECT_TYPE driver_type = const_cast<POBJECT_TYPE>(&io::kDriverType);
constinit POBJECT_TYPE device_type = const_cast<POBJECT_TYPE>(&io::kDeviceType);

}  // namespace

extern "C" {
constinit POBJECT_TYPE* owdf_data_IoFileObjectType = &file_type;
constinit POBJECT_TYPE* owdf_data_ExEventObjectType = &event_type;
constinit POBJECT_TYPE* owdf_data_ExSemaphoreObjectType = &semaphore_type;
constinit POBJECT_TYPE* owdf_data_PsProcessType = &process_type;
constinit POBJECT_TYPE* owdf_data_PsThreadType = &thread_type;
constinit POBJECT_TYPE* owdf_data_IoDriverObjectType = &driver_type;
constinit POBJECT_TYPE* owdf_data_IoDeviceObjectType = &device_type;
}
