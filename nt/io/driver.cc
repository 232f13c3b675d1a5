// Driver objects: what DriverEntry is given.
#include <wdm.h>

#include <new>

#include "nt/io/io_manager.h"
#include "nt/ob/name.h"
#include "nt/ob/object_manager.h"
#include "nt/ob/system_memory.h"

namespace owdf::io {

namespace {

const std::u16string_view kHardwareDatabase = u"\\REGISTRY\\MACHINE\\HARDWARE\\DESCRIPTION\\SYSTEM";

void destroy_driver(nt::Machine& machine, void* body) {
  DriverRecord* driver = static_cast<DriverRecord*>(body);
  for (ClientExtension& extension : driver->extensions) ob::system_free(machine, extension.memory);
  driver->~DriverRecord();
}

// What a major function does that the driver did not provide.
NTSTATUS NTAPI refuse(PDEVICE_OBJECT, PIRP irp) {
  irp->IoStatus.Status = STATUS_INVALID_DEVICE_REQUEST;
  irp->IoStatus.Information = 0;
  IofCompleteRequest(irp, IO_NO_INCREMENT);
  return STATUS_INVALID_DEVICE_REQUEST;
}

}  // namespace

constinit const ob::Type kDriverType{
    .name = u"Driver", .destroy = destroy_driver, .discard = ob::discard_body<DriverRecord>};

UNICODE_STRING counted(std::u16string_view text) {
  const USHORT bytes = static_cast<USHORT>(text.size() * sizeof(WCHAR));
  return {bytes, static_cast<USHORT>(bytes + sizeof(WCHAR)), const_cast<PWSTR>(text.data())};
}

std::u16string text_of(const UNICODE_STRING* string) {
  if (!string || !string->Buffer) return {};
  return std::u16string(string->Buffer, string->Length / sizeof(WCHAR));
}

Result<ob::Ref<DRIVER_OBJECT>> IoManager::create_driver(const std::string& service, std::u16string service_key) {
  void* body = machine_.ob().allocate(kDriverType, sizeof(DriverRecord));
  if (!body) return Status(STATUS_INSUFFICIENT_RESOURCES);
  DriverRecord* record = new (body) DriverRecord{};
  auto driver = ob::Ref<DRIVER_OBJECT>::adopt(&record->object);
  record->service = service;
  record->service_key = std::move(service_key);
  record->service_name = ob::wide(service);
  record->name = u"\\Driver\\" + record->service_name;
  record->hardware_database = counted(kHardwareDatabase);
  record->extension.DriverObject = driver.get();
  record->extension.ServiceKeyName = counted(record->service_name);
  driver->Type = IO_TYPE_DRIVER;
  driver->Size = sizeof(DRIVER_OBJECT);
  driver->DriverExtension = &record->extension;
  driver->DriverName = counted(record->name);
  driver->HardwareDatabase = &record->hardware_database;
  for (auto& function : driver->MajorFunction) function = refuse;
  TRY(machine_.ob().insert(record->name, body, true));
  return driver;
}

ob::Ref<DRIVER_OBJECT> IoManager::find_driver(const std::string& service) {
  auto found = machine_.ob().open(u"\\Driver\\" + ob::wide(service), kDriverType);
  return found ? std::move(*found).as<DRIVER_OBJECT>() : ob::Ref<DRIVER_OBJECT>();
}

}  // namespace owdf::io

using namespace owdf;

extern "C" NTSTATUS NTAPI IoAllocateDriverObjectExtension(PDRIVER_OBJECT DriverObject,
                                                          PVOID ClientIdentificationAddress,
                                                          ULONG DriverObjectExtensionSize,
                                                          PVOID* DriverObjectExtension) {
  nt::Machine& machine = *nt::current_machine();
  *DriverObjectExtension = nullptr;
  if (IoGetDriverObjectExtension(DriverObject, ClientIdentificationAddress)) return STATUS_OBJECT_NAME_COLLISION;
  void* memory = ob::system_allocate(machine, DriverObjectExtensionSize, 'virD');
  if (!memory) return STATUS_INSUFFICIENT_RESOURCES;
  sched::LockGuard guard(machine.io().stacks());
  io::record_of(DriverObject).extensions.push_back({ClientIdentificationAddress, memory});
  *DriverObjectExtension = memory;
  return STATUS_SUCCESS;
}

extern "C" PVOID NTAPI IoGetDriverObjectExtension(PDRIVER_OBJECT DriverObject, PVOID ClientIdentificationAddress) {
  sched::LockGuard guard(nt::current_machine()->io().stacks());
  for (const io::ClientExtension& extension : io::record_of(DriverObject).extensions) {
    if (extension.id == ClientIdentificationAddress) return extension.memory;
  }
  return nullptr;
}
