// The buffers of a received request, by transfer method (REQ-071..093). The I/O manager has prepared them: system
// buffer, MDL, or the bare user address.
#include "nt/mm/memory_manager.h"
#include "wdf/device/device.h"
#include "wdf/request/request.h"
#include "wdf/request/request_memory.h"
#include "wdf/violation.h"

namespace owdf::wdf {
namespace {

enum class Method : uint8_t { kBuffered, kDirect, kNeither };

Method method_of(const Device& device, const IO_STACK_LOCATION& stack) {
  if (stack.MajorFunction == IRP_MJ_READ || stack.MajorFunction == IRP_MJ_WRITE) {
    const ULONG flags = device.wdm()->Flags;
    return flags & DO_BUFFERED_IO ? Method::kBuffered : flags & DO_DIRECT_IO ? Method::kDirect : Method::kNeither;
  }
  switch (METHOD_FROM_CTL_CODE(stack.Parameters.DeviceIoControl.IoControlCode)) {
    case METHOD_BUFFERED:
      return Method::kBuffered;
    case METHOD_NEITHER:
      return Method::kNeither;
    default:
      return Method::kDirect;
  }
}

bool is_ioctl(uint8_t major) {
  return major == IRP_MJ_DEVICE_CONTROL || major == IRP_MJ_INTERNAL_DEVICE_CONTROL;
}

// Addresses that need no probing: from another driver, or by agreement between two (REQ-071 exceptions).
bool trusted(const Request& request) {
  return request.major() == IRP_MJ_INTERNAL_DEVICE_CONTROL || request.irp()->RequestorMode == KernelMode;
}

}  // namespace

Result<Request::Buffer> Request::input_buffer() {
  if (!irp_) return Status(STATUS_INTERNAL_ERROR);
  const IO_STACK_LOCATION& at = *stack();
  if (major_ != IRP_MJ_WRITE && !is_ioctl(major_)) return Status(STATUS_INVALID_DEVICE_REQUEST);
  const Method method = method_of(*device_, at);
  const size_t length =
      major_ == IRP_MJ_WRITE ? at.Parameters.Write.Length : at.Parameters.DeviceIoControl.InputBufferLength;
  if (method == Method::kNeither) {
    if (!trusted(*this)) return Status(STATUS_INVALID_DEVICE_REQUEST);
    if (length == 0) return Status(STATUS_BUFFER_TOO_SMALL);
    return Buffer{major_ == IRP_MJ_WRITE ? irp_->UserBuffer : at.Parameters.DeviceIoControl.Type3InputBuffer, length};
  }
  if (length == 0) return Status(STATUS_BUFFER_TOO_SMALL);
  // A control code's input lies in the system buffer for the direct methods too.
  if (method == Method::kBuffered || is_ioctl(major_)) return Buffer{irp_->AssociatedIrp.SystemBuffer, length};
  return direct_buffer();
}

Result<Request::Buffer> Request::output_buffer() {
  if (!irp_) return Status(STATUS_INTERNAL_ERROR);
  const IO_STACK_LOCATION& at = *stack();
  if (major_ != IRP_MJ_READ && !is_ioctl(major_)) return Status(STATUS_INVALID_DEVICE_REQUEST);
  const Method method = method_of(*device_, at);
  const size_t length =
      major_ == IRP_MJ_READ ? at.Parameters.Read.Length : at.Parameters.DeviceIoControl.OutputBufferLength;
  if (method == Method::kNeither) {
    if (!trusted(*this)) return Status(STATUS_INVALID_DEVICE_REQUEST);
    if (length == 0) return Status(STATUS_BUFFER_TOO_SMALL);
    return Buffer{irp_->UserBuffer, length};
  }
  if (length == 0) return Status(STATUS_BUFFER_TOO_SMALL);
  if (method == Method::kBuffered) return Buffer{irp_->AssociatedIrp.SystemBuffer, length};
  return direct_buffer();
}

Result<Request::Buffer> Request::direct_buffer() {
  const PMDL mdl = irp_->MdlAddress;
  if (!mdl) return Status(STATUS_BUFFER_TOO_SMALL);
  void* address = MmGetSystemAddressForMdlSafe(mdl, NormalPagePriority);
  if (!address) return Status(STATUS_INSUFFICIENT_RESOURCES);
  return Buffer{address, MmGetMdlByteCount(mdl)};
}

// --- MDLs ---

Result<PMDL> Request::describe(const Buffer& buffer, PMDL& cached) {
  if (cached) return cached;
  if (irp_->MdlAddress && buffer.address == MmGetSystemAddressForMdlSafe(irp_->MdlAddress, NormalPagePriority))
    return PMDL{irp_->MdlAddress};
  const PMDL mdl = IoAllocateMdl(buffer.address, static_cast<ULONG>(buffer.length), FALSE, FALSE, nullptr);
  if (!mdl) return Status(STATUS_INSUFFICIENT_RESOURCES);
  MmBuildMdlForNonPagedPool(mdl);
  cached = mdl;
  return PMDL{mdl};
}

Result<PMDL> Request::input_mdl() {
  const Buffer buffer = TRY(input_buffer());
  return describe(buffer, input_mdl_);
}

Result<PMDL> Request::output_mdl() {
  const Buffer buffer = TRY(output_buffer());
  return describe(buffer, output_mdl_);
}

// --- neither I/O ---

// The documentation wants EvtIoInCallerContext. What makes it right there is that the requester's addresses mean
// something; that holds in a queue's callback too if it happens to run on the requester's thread, and public drivers
// ask there (docs/decisions.md). They may, and are told that they depend on luck.
Status Request::expect_callers_context() {
  if (!irp_ || static_cast<void*>(irp_->Tail.Overlay.Thread) != static_cast<void*>(KeGetCurrentThread()))
    return Status(STATUS_INVALID_DEVICE_REQUEST);
  static constexpr const char* kMessage =
      "a requester's buffer was asked for outside of EvtIoInCallerContext; that works only while the request is "
      "handled on the thread that sent it";
  if (!in_caller_context_ && client().first_report(kMessage))
    machine().report({.rule = "NotInCallerContext", .message = kMessage, .driver = client().service()});
  return Status{};
}

Result<Request::Buffer> Request::unsafe_input_buffer(size_t minimum) {
  TRY(expect_callers_context());
  if (major_ != IRP_MJ_WRITE && major_ != IRP_MJ_DEVICE_CONTROL) return Status(STATUS_INVALID_DEVICE_REQUEST);
  const IO_STACK_LOCATION& at = *stack();
  if (method_of(*device_, at) != Method::kNeither) return Status(STATUS_INVALID_DEVICE_REQUEST);
  const bool write = major_ == IRP_MJ_WRITE;
  const Buffer buffer{write ? irp_->UserBuffer : at.Parameters.DeviceIoControl.Type3InputBuffer,
                      write ? at.Parameters.Write.Length : at.Parameters.DeviceIoControl.InputBufferLength};
  if (buffer.length < minimum) return Status(STATUS_BUFFER_TOO_SMALL);
  return buffer;
}

Result<Request::Buffer> Request::unsafe_output_buffer(size_t minimum) {
  TRY(expect_callers_context());
  if (major_ != IRP_MJ_READ && major_ != IRP_MJ_DEVICE_CONTROL) return Status(STATUS_INVALID_DEVICE_REQUEST);
  const IO_STACK_LOCATION& at = *stack();
  if (method_of(*device_, at) != Method::kNeither) return Status(STATUS_INVALID_DEVICE_REQUEST);
  const Buffer buffer{irp_->UserBuffer, major_ == IRP_MJ_READ ? at.Parameters.Read.Length
                                                              : at.Parameters.DeviceIoControl.OutputBufferLength};
  if (buffer.length < minimum) return Status(STATUS_BUFFER_TOO_SMALL);
  return buffer;
}

// The pages are locked for the life of the request, whoever reads them then and on whatever thread (REQ-091).
Result<Memory*> Request::lock_user_buffer(void* address, size_t length, LOCK_OPERATION operation) {
  if (length == 0) return Status(STATUS_INVALID_USER_BUFFER);
  if (!irp_ || !received()) return Status(STATUS_INVALID_DEVICE_REQUEST);
  if (static_cast<void*>(irp_->Tail.Overlay.Thread) != static_cast<void*>(KeGetCurrentThread()))
    return Status(STATUS_ACCESS_VIOLATION);
  const auto access = operation == IoReadAccess ? mm::Access::kRead : mm::Access::kWrite;
  if (irp_->RequestorMode == UserMode) TRY(machine().mm().probe_user(address, length, access));
  auto* pages = static_cast<LockedPages*>(client().allocate(sizeof(LockedPages)));
  const PMDL mdl = pages ? IoAllocateMdl(address, static_cast<ULONG>(length), FALSE, FALSE, nullptr) : nullptr;
  if (!mdl) {
    if (pages) client().free(pages);
    return Status(STATUS_INSUFFICIENT_RESOURCES);
  }
  MmProbeAndLockPages(mdl, irp_->RequestorMode, operation);  // cannot raise: probed above
  *pages = {mdl, locked_pages_};
  locked_pages_ = pages;
  void* mapped = MmGetSystemAddressForMdlSafe(mdl, NormalPagePriority);
  if (!mapped) return Status(STATUS_INSUFFICIENT_RESOURCES);
  Memory* unused = nullptr;
  return wrap({mapped, length}, unused);
}

// --- memory objects ---

Result<Memory*> Request::wrap(const Buffer& buffer, Memory*& cached) {
  if (cached) return Result<Memory*>(cached);
  Blueprint blueprint;
  blueprint.parent = this;
  cached = TRY(Object::create<RequestMemory>(client(), blueprint, buffer.address, buffer.length));
  return Result<Memory*>(cached);
}

Result<Memory*> Request::input_memory() {
  const Buffer buffer = TRY(input_buffer());
  return wrap(buffer, input_memory_);
}

Result<Memory*> Request::output_memory() {
  const Buffer buffer = TRY(output_buffer());
  return wrap(buffer, output_memory_);
}

// --- the end of all of them ---

void Request::release_extras() {
  end_operation();  // what it has of this request's own memory is no reference of somebody else (MEM-028)
  for (Memory* memory : {input_memory_, output_memory_}) {
    // BHV-022: one reference is the framework's own.
    if (memory && memory->references() > 1) {
      violate(client(), Violation::kVerifierFatalError, reinterpret_cast<uint64_t>(handle()), memory->references() - 1,
              "a request was completed while a WDFMEMORY retrieved from it is still referenced");
    }
  }
  input_memory_ = output_memory_ = nullptr;  // children; they go with the request
  for (PMDL* mdl : {&input_mdl_, &output_mdl_}) {
    if (*mdl) IoFreeMdl(*mdl);
    *mdl = nullptr;
  }
  while (LockedPages* pages = locked_pages_) {
    locked_pages_ = pages->next;
    MmUnlockPages(pages->mdl);
    IoFreeMdl(pages->mdl);
    client().free(pages);
  }
}

}  // namespace owdf::wdf
