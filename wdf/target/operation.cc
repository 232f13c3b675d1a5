#include "wdf/target/operation.h"

#include "wdf/device/device.h"

namespace owdf::wdf {

Result<TargetOperation*> Request::need_operation() {
  if (operation_) return operation_;
  void* memory = client().allocate(sizeof(TargetOperation));
  if (!memory) return Status(STATUS_INSUFFICIENT_RESOURCES);
  operation_ = new (memory) TargetOperation;
  return operation_;
}

void Request::end_operation() {
  if (!operation_) return;
  OWDF_ASSERT(!operation_->in_flight());
  operation_->restore_irp(*this);
  operation_->~TargetOperation();
  client().free(operation_);
  operation_ = nullptr;
}

void TargetOperation::borrow_irp(Request& request) {
  OWDF_ASSERT(!borrowed);
  const PIRP irp = request.irp();
  saved_system_buffer = irp->AssociatedIrp.SystemBuffer;
  saved_user_buffer = irp->UserBuffer;
  saved_mdl = irp->MdlAddress;
  irp->AssociatedIrp.SystemBuffer = nullptr;
  irp->UserBuffer = nullptr;
  irp->MdlAddress = nullptr;
  borrowed = true;
}

void TargetOperation::restore_irp(Request& request) {
  if (mdl) IoFreeMdl(mdl);
  if (bounce) request.client().free(bounce);
  mdl = nullptr;
  bounce = bounce_to = nullptr;
  if (borrowed && request.irp()) {
    const PIRP irp = request.irp();
    irp->AssociatedIrp.SystemBuffer = saved_system_buffer;
    irp->UserBuffer = saved_user_buffer;
    irp->MdlAddress = saved_mdl;
  }
  borrowed = false;
  formatted = false;
}

}  // namespace owdf::wdf
