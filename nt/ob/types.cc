// What drivers import as variables: pointers to the types they name in ObReferenceObjectByHandle.
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
constinit POBJECT_TYPE* IoFileObjectType = &file_type;
constinit POBJECT_TYPE* ExEventObjectType = &event_type;
constinit POBJECT_TYPE* ExSemaphoreObjectType = &semaphore_type;
constinit POBJECT_TYPE* PsProcessType = &process_type;
constinit POBJECT_TYPE* PsThreadType = &thread_type;
constinit POBJECT_TYPE* IoDriverObjectType = &driver_type;
constinit POBJECT_TYPE* IoDeviceObjectType = &device_type;
}
