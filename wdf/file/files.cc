#include "wdf/file/files.h"

#include "wdf/device/device.h"
#include "wdf/door.h"
#include "wdf/handle.h"

namespace owdf::wdf {
namespace {

WDF_FILEOBJECT_CLASS class_of(const WDF_FILEOBJECT_CONFIG& config) {
  return static_cast<WDF_FILEOBJECT_CLASS>(config.FileObjectClass & ~static_cast<unsigned>(WdfFileObjectCanBeOptional));
}

// What holds where the driver says nothing about files: requests that nobody handles go on in a filter and end here in
// a function driver (FIL-012, FIL-013).
WDF_FILEOBJECT_CONFIG default_config() {
  WDF_FILEOBJECT_CONFIG config;
  WDF_FILEOBJECT_CONFIG_INIT(&config, nullptr, nullptr, nullptr);
  return config;
}

PVOID FILE_OBJECT::* place_of(WDF_FILEOBJECT_CLASS file_class) {
  switch (file_class) {
    case WdfFileObjectWdfCanUseFsContext:
      return &FILE_OBJECT::FsContext;
    case WdfFileObjectWdfCanUseFsContext2:
      return &FILE_OBJECT::FsContext2;
    default:
      return nullptr;
  }
}

}  // namespace

Files::Files(Device& device, const std::optional<FileSettings>& settings)
    : device_(device),
      configured_(settings.has_value()),
      config_(settings ? settings->config : default_config()),
      attributes_(settings ? settings->attributes : Blueprint{}),
      wants_objects_(configured_ && class_of(config_) != WdfFileObjectNotRequired),
      place_(place_of(class_of(config_))) {}

bool Files::forwards() const {
  if (device_.control()) return false;
  return config_.AutoForwardCleanupClose == WdfTrue ||
         (config_.AutoForwardCleanupClose != WdfFalse && device_.filter());
}

// Of the framework's drivers in a stack the first to make an object has it in the FILE_OBJECT's extension, which is the
// system's own member; the others search.
FileObject* Files::search(PFILE_OBJECT file) {
  sched::LockGuard guard(lock_);
  for (FileObject& object : all_)
    if (object.wdm_ == file) return &object;
  return nullptr;
}

Result<FileObject*> Files::make(PFILE_OBJECT file) {
  Blueprint blueprint = attributes_;
  blueprint.parent = &device_;
  FileObject* object = TRY(Object::create<FileObject>(device_.client(), blueprint, device_, file));
  PVOID* place = file ? place_in(file) : nullptr;
  if (place && !*place) *place = object;  // another driver of the stack may count on it too, and may have it
  if (file && !file->FileObjectExtension) file->FileObjectExtension = object;
  sched::LockGuard guard(lock_);
  all_.push_back(object);
  return object;
}

void Files::drop(FileObject& object) {
  {
    sched::LockGuard guard(lock_);
    all_.remove(&object);
  }
  PVOID* place = object.wdm_ ? place_in(object.wdm_) : nullptr;
  if (place && *place == &object) *place = nullptr;
  if (object.wdm_ && object.wdm_->FileObjectExtension == &object) object.wdm_->FileObjectExtension = nullptr;
  object.dispose();
}

// BHV-017: counted here, because the device object that is exclusive may lie anywhere in the stack.
bool Files::enter() {
  if (opens_.fetch_add(1, std::memory_order_acq_rel) == 0 || !device_.exclusive()) return true;
  opens_.fetch_sub(1, std::memory_order_acq_rel);
  return false;
}

// --- create ---

NTSTATUS Files::create(PIRP irp) {
  const PFILE_OBJECT wdm = IoGetCurrentIrpStackLocation(irp)->FileObject;
  if (!enter()) return device_.complete(irp, STATUS_ACCESS_DENIED);
  FileObject* object = nullptr;
  // FIL-022..024: without a FILE_OBJECT there is nothing to find it by again, but for an exclusive device.
  const bool nameless = !wdm && device_.exclusive() && class_of(config_) == WdfFileObjectWdfCannotUseFsContexts;
  if (wants_objects() && (wdm || nameless)) {
    auto made = make(wdm);
    if (!made) {
      leave(nullptr);
      return device_.complete(irp, made.status().value);
    }
    object = *made;
  }
  Queue* queue = device_.queue_for(IRP_MJ_CREATE);
  if (!config_.EvtDeviceFileCreate && !queue)
    return forwards() ? forward_create(irp, object) : device_.complete(irp, STATUS_SUCCESS);
  auto request = Request::receive(device_, irp);
  if (!request) {
    leave(object);
    return device_.complete(irp, request.status().value);
  }
  (*request)->set_file(object);
  IoMarkIrpPending(irp);
  if (!config_.EvtDeviceFileCreate) {
    if (!queue->offer(**request, Queue::Arrival::kNew)) (*request)->complete_undelivered(STATUS_INVALID_DEVICE_STATE);
    return STATUS_PENDING;
  }
  Object& scope = object ? static_cast<Object&>(*object) : static_cast<Object&>(device_);
  scope.reference();  // a failed create ends it inside the callback
  call_driver(scope, Callback::EvtDeviceFileCreate, scope.serialization_lock(), config_.EvtDeviceFileCreate,
              static_cast<WDFDEVICE>(device_.handle()), static_cast<WDFREQUEST>((*request)->handle()),
              handle_of<WDFFILEOBJECT>(object));
  scope.dereference();
  return STATUS_PENDING;
}

void Files::leave(FileObject* object) {
  opens_.fetch_sub(1, std::memory_order_acq_rel);
  if (object) drop(*object);
}

void Files::create_answered(Request& request, NTSTATUS status) {
  if (NT_SUCCESS(status)) return;
  FileObject* object = request.file();
  request.set_file(nullptr);
  leave(object);
}

struct Files::ForwardedCreate {
  Files* files;
  FileObject* object;
};

NTSTATUS NTAPI Files::create_came_back(PDEVICE_OBJECT, PIRP irp, PVOID context) {
  auto* forwarded = static_cast<ForwardedCreate*>(context);
  Files& files = *forwarded->files;
  if (irp->PendingReturned) IoMarkIrpPending(irp);
  if (!NT_SUCCESS(irp->IoStatus.Status)) files.leave(forwarded->object);
  files.device_.client().free(forwarded);
  return STATUS_SUCCESS;
}

// FIL-013: watched, because a lower driver's refusal ends our file object too.
NTSTATUS Files::forward_create(PIRP irp, FileObject* object) {
  if (!object && !device_.exclusive()) return device_.pass_down(irp);
  auto* forwarded = static_cast<ForwardedCreate*>(device_.client().allocate(sizeof(ForwardedCreate)));
  if (!forwarded) {
    leave(object);
    return device_.complete(irp, STATUS_INSUFFICIENT_RESOURCES);
  }
  *forwarded = {this, object};
  IoCopyCurrentIrpStackLocationToNext(irp);
  IoSetCompletionRoutine(irp, &Files::create_came_back, forwarded, TRUE, TRUE, TRUE);
  return IoCallDriver(device_.attached(), irp);
}

// --- cleanup and close ---

// BHV-016: the driver first, then what still waits for this file.
NTSTATUS Files::cleanup(PIRP irp) {
  const PFILE_OBJECT wdm = IoGetCurrentIrpStackLocation(irp)->FileObject;
  FileObject* object = find(wdm);
  if (object && config_.EvtFileCleanup) {
    call_driver(*object, Callback::EvtFileCleanup, object->serialization_lock(), config_.EvtFileCleanup,
                static_cast<WDFFILEOBJECT>(object->handle()));
  }
  if (wdm) device_.for_queues([](Queue&) { return true; }, [&](Queue& queue) { queue.cancel_requests_of(wdm); });
  return end(irp);
}

NTSTATUS Files::close(PIRP irp) {
  FileObject* object = find(IoGetCurrentIrpStackLocation(irp)->FileObject);
  if (object && config_.EvtFileClose) {
    object->reference();
    call_driver(*object, Callback::EvtFileClose, object->serialization_lock(), config_.EvtFileClose,
                static_cast<WDFFILEOBJECT>(object->handle()));
    object->dereference();
  }
  leave(object);
  return end(irp);
}

NTSTATUS Files::end(PIRP irp) {
  return forwards() ? device_.pass_down(irp) : device_.complete(irp, STATUS_SUCCESS);
}

}  // namespace owdf::wdf
