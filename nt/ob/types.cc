// What drivers import as variables: pointers to the types they name in ObReferenceObjectByHandle. The loader asks the
// function of a row of ddi/nt for the address of the machine's variable; types are the same in every machine.
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

constinit POBJECT_TYPE* file_variable = &file_type;
constinit POBJECT_TYPE* event_variable = &event_type;
constinit POBJECT_TYPE* semaphore_variable = &semaphore_type;
constinit POBJECT_TYPE* process_variable = &process_type;
constinit POBJECT_TYPE* thread_variable = &thread_type;
constinit POBJECT_TYPE* driver_variable = &driver_type;
constinit POBJECT_TYPE* device_variable = &device_type;

}  // namespace

extern "C" {

void* owdf_data_IoFileObjectType(nt::Machine&) {
  return &file_variable;
}
void* owdf_data_ExEventObjectType(nt::Machine&) {
  return &event_variable;
}
void* owdf_data_ExSemaphoreObjectType(nt::Machine&) {
  return &semaphore_variable;
}
void* owdf_data_PsProcessType(nt::Machine&) {
  return &process_variable;
}
void* owdf_data_PsThreadType(nt::Machine&) {
  return &thread_variable;
}
void* owdf_data_IoDriverObjectType(nt::Machine&) {
  return &driver_variable;
}
void* owdf_data_IoDeviceObjectType(nt::Machine&) {
  return &device_variable;
}

}  // extern "C"
