// The end of an IRP that has reached the top of its stack. Everything happens here and now, on the thread that
// completed it: all processes share one address space, so there is no need to wait for the requester's thread as an APC
// would.
#include <wdm.h>

#include "nt/io/buffers.h"
#include "nt/io/completion_port.h"
#include "nt/io/file.h"
#include "nt/io/io_manager.h"
#include "nt/io/irp.h"
#include "nt/ke/kernel.h"
#include "nt/machine.h"
#include "nt/ps/process_manager.h"

namespace owdf::io {

namespace {

[[gnu::cold, gnu::noinline]] void tell_of_too_much(nt::Machine& machine, ULONG_PTR length, ULONG room) {
  machine.report({"InformationTooLarge",
                  "a request was completed with Information " + std::to_string(length) +
                      ", but its output buffer has " + std::to_string(room) + " bytes",
                  {}});
}

// What is in the system buffer goes to the requester, unless the request failed. The driver says how much; more than
// the requester has room for would be written over his memory, so that is cut and told.
void copy_back(nt::Machine& machine, PIRP irp) {
  const ULONG wanted = IRP_BUFFERED_IO | IRP_INPUT_OPERATION;
  if ((irp->Flags & wanted) != wanted || NT_ERROR(irp->IoStatus.Status) || !irp->UserBuffer) return;
  const ULONG room = record_of(irp).output_length;
  ULONG_PTR length = irp->IoStatus.Information;
  if (length > room) {
    tell_of_too_much(machine, length, room);
    length = room;
  }
  if (length) std::memcpy(irp->UserBuffer, irp->AssociatedIrp.SystemBuffer, length);
}

// Status last and with release: a requester may poll it.
void write_status(PIRP irp) {
  if (!irp->UserIosb) return;
  irp->UserIosb->Information = irp->IoStatus.Information;
  __atomic_store_n(&irp->UserIosb->Status, irp->IoStatus.Status, __ATOMIC_RELEASE);
}

// Tells those who look at the file object: whoever waits for it, a synchronous requester, a completion port.
void tell_file(nt::Machine& machine, PIRP irp, PFILE_OBJECT file) {
  const NTSTATUS status = irp->IoStatus.Status;
  const bool synchronous = is_synchronous(*file);
  if (synchronous) file->FinalStatus = status;
  if (NT_ERROR(status) && !irp->PendingReturned) return;
  // A synchronous requester whose driver never said "pending" does not wait for the event.
  if (synchronous ? irp->PendingReturned != FALSE : !irp->UserEvent) {
    file->FinalStatus = status;
    machine.ke().set_event(file->Event.Header);
  }
  FileRecord& record = record_of(file);
  void* const port_context = irp->Overlay.AsynchronousParameters.UserApcContext;
  const bool skip = record.skip_port_on_success && !irp->PendingReturned && NT_SUCCESS(status);
  if (record.port && port_context && !skip) record.port->post({record.port_key, port_context, irp->IoStatus});
}

// The last that is left of a request, in the order in which others may go on: its thread, then who waits for the event.
void let_go(nt::Machine& machine, PIRP irp, PKEVENT wake, void* event) {
  if (unlist_irp(irp)) free_irp(machine, irp);
  if (wake) machine.ke().set_event(wake->Header);
  if (event) ob::dereference(event);
}

[[gnu::cold, gnu::noinline]] void close_and_let_go_later(nt::Machine& machine, PIRP irp, PFILE_OBJECT file,
                                                         PKEVENT wake, void* event) {
  machine.ps().post("io close", [&machine, irp, file, wake, event] {
    ob::dereference(file);
    let_go(machine, irp, wake, event);
  });
}

// The requester's own event is set last, when nothing is left of the request: who waited for it may close the handle
// and find the device free at once, and a thread that ends may do so as soon as its list is empty. So where the file
// object is to be closed as well (its handle went before the request did), a driver that completed at raised IRQL does
// not wait for that, but the requester does. An immediate error (never pending) is told by the service's own return
// value alone.
void finish_threaded(nt::Machine& machine, PIRP irp) {
  copy_back(machine, irp);
  release_request_buffers(machine, irp);
  PFILE_OBJECT file = record_of(irp).file;
  void* event = record_of(irp).event;
  const bool told = !NT_ERROR(irp->IoStatus.Status) || irp->PendingReturned;
  PKEVENT wake = told ? irp->UserEvent : nullptr;
  if (told) write_status(irp);
  if (file) {
    tell_file(machine, irp, file);
    if (sched::current()->irql() == sched::kPassiveLevel) {
      ob::dereference(file);
    } else if (!ob::dereference_unless_last(file)) {
      return close_and_let_go_later(machine, irp, file, wake, event);
    }
  }
  let_go(machine, irp, wake, event);
}

[[gnu::cold, gnu::noinline]] void completed_to_the_end(nt::Machine& machine, PIRP irp) {
  machine.bug_check(MULTIPLE_IRP_COMPLETE_REQUESTS, reinterpret_cast<ULONG_PTR>(irp), 1, 0, 0,
                    "an IRP that a driver allocated was completed to the end: its completion routine must return "
                    "STATUS_MORE_PROCESSING_REQUIRED");
}

}  // namespace

void finish_irp(nt::Machine& machine, PIRP irp) {
  const IrpKind kind = has_record(irp) ? record_of(irp).kind : IrpKind::kDriver;
  if (kind == IrpKind::kThreaded) return finish_threaded(machine, irp);
  if (kind == IrpKind::kInternal) return record_of(irp).done(irp, record_of(irp).context);
  completed_to_the_end(machine, irp);
}

IO_STATUS_BLOCK send_and_wait(nt::Machine& machine, PDEVICE_OBJECT device, NTSTATUS initial, Cancelable cancelable,
                              const std::function<void(PIRP, PIO_STACK_LOCATION)>& prepare) {
  struct Wait {
    sched::Thread* sender = sched::current();
    bool done_here = false;
    KEVENT event;
    IO_STATUS_BLOCK status{};
  } wait;
  PIRP irp = allocate_irp(machine, device->StackSize, IrpKind::kInternal);
  if (!irp) {
    wait.status.Status = STATUS_INSUFFICIENT_RESOURCES;
    return wait.status;
  }
  KeInitializeEvent(&wait.event, NotificationEvent, FALSE);
  irp->IoStatus.Status = initial;
  irp->Tail.Overlay.Thread = ps::current_thread();
  record_of(irp).context = &wait;
  // Completed by the sender itself, nobody has to be woken; by another thread, only the event says that it has let go.
  record_of(irp).done = [](PIRP finished, void* context) {
    Wait* waiting = static_cast<Wait*>(context);
    waiting->status = finished->IoStatus;
    if (unlist_irp(finished)) free_irp(*nt::current_machine(), finished);
    if (sched::current() == waiting->sender) {
      waiting->done_here = true;
    } else {
      KeSetEvent(&waiting->event, 0, FALSE);
    }
  };
  prepare(irp, IoGetNextIrpStackLocation(irp));
  if (cancelable == Cancelable::kYes) list_irp(irp);
  call_driver(device, irp);
  if (!wait.done_here) KeWaitForSingleObject(&wait.event, Executive, KernelMode, FALSE, nullptr);
  return wait.status;
}

}  // namespace owdf::io
