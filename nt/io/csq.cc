// Cancel-safe queues: the driver keeps the list and its lock, this keeps the cancel routine right.
//
// An IRP points at its context or, without one, at the queue itself (Tail.Overlay.DriverContext[3]); both begin with a
// type number that says which. All decisions are made under the driver's own lock, and the exchange of the cancel
// routine says whether the remover or the canceller has the IRP.
#include <wdm.h>

#include "nt/machine.h"

namespace {

constexpr ULONG kContext = 1;  // IO_TYPE_CSQ_IRP_CONTEXT
constexpr ULONG kQueue = 2;    // IO_TYPE_CSQ
constexpr ULONG kQueueEx = 3;  // IO_TYPE_CSQ_EX

// The published structure has one slot for both kinds of insert routine; the type says which it is.
template <typename To, typename From>
To recast(From routine) {
  return reinterpret_cast<To>(reinterpret_cast<void*>(routine));
}

VOID NTAPI canceled(PDEVICE_OBJECT, PIRP irp) {
  IoReleaseCancelSpinLock(irp->CancelIrql);
  PIO_CSQ csq = static_cast<PIO_CSQ>(irp->Tail.Overlay.DriverContext[3]);
  if (csq->Type == kContext) {
    auto* context = reinterpret_cast<PIO_CSQ_IRP_CONTEXT>(csq);
    csq = context->Csq;
  }
  KIRQL irql;
  csq->CsqAcquireLock(csq, &irql);
  csq->CsqRemoveIrp(csq, irp);
  auto* holder = static_cast<PIO_CSQ_IRP_CONTEXT>(irp->Tail.Overlay.DriverContext[3]);
  if (holder->Type == kContext) holder->Irp = nullptr;
  irp->Tail.Overlay.DriverContext[3] = nullptr;
  csq->CsqReleaseLock(csq, irql);
  csq->CsqCompleteCanceledIrp(csq, irp);
}

// Under the lock. False: the canceller has the IRP already.
bool claim(PIRP irp) {
  return IoSetCancelRoutine(irp, nullptr) != nullptr;
}

void forget(PIRP irp) {
  auto* holder = static_cast<PIO_CSQ_IRP_CONTEXT>(irp->Tail.Overlay.DriverContext[3]);
  if (holder->Type == kContext) holder->Irp = nullptr;
  irp->Tail.Overlay.DriverContext[3] = nullptr;
}

}  // namespace

extern "C" {

NTSTATUS NTAPI IoCsqInitialize(PIO_CSQ Csq, PIO_CSQ_INSERT_IRP CsqInsertIrp, PIO_CSQ_REMOVE_IRP CsqRemoveIrp,
                               PIO_CSQ_PEEK_NEXT_IRP CsqPeekNextIrp, PIO_CSQ_ACQUIRE_LOCK CsqAcquireLock,
                               PIO_CSQ_RELEASE_LOCK CsqReleaseLock,
                               PIO_CSQ_COMPLETE_CANCELED_IRP CsqCompleteCanceledIrp) {
  *Csq = {kQueue,         CsqInsertIrp,   CsqRemoveIrp,           CsqPeekNextIrp,
          CsqAcquireLock, CsqReleaseLock, CsqCompleteCanceledIrp, nullptr};
  return STATUS_SUCCESS;
}

NTSTATUS NTAPI IoCsqInitializeEx(PIO_CSQ Csq, PIO_CSQ_INSERT_IRP_EX CsqInsertIrp, PIO_CSQ_REMOVE_IRP CsqRemoveIrp,
                                 PIO_CSQ_PEEK_NEXT_IRP CsqPeekNextIrp, PIO_CSQ_ACQUIRE_LOCK CsqAcquireLock,
                                 PIO_CSQ_RELEASE_LOCK CsqReleaseLock,
                                 PIO_CSQ_COMPLETE_CANCELED_IRP CsqCompleteCanceledIrp) {
  IoCsqInitialize(Csq, recast<PIO_CSQ_INSERT_IRP>(CsqInsertIrp), CsqRemoveIrp, CsqPeekNextIrp, CsqAcquireLock,
                  CsqReleaseLock, CsqCompleteCanceledIrp);
  Csq->Type = kQueueEx;
  return STATUS_SUCCESS;
}

NTSTATUS NTAPI IoCsqInsertIrpEx(PIO_CSQ Csq, PIRP Irp, PIO_CSQ_IRP_CONTEXT Context, PVOID InsertContext) {
  if (Context) {
    Context->Type = kContext;
    Context->Irp = Irp;
    Context->Csq = Csq;
    Irp->Tail.Overlay.DriverContext[3] = Context;
  } else {
    Irp->Tail.Overlay.DriverContext[3] = Csq;
  }
  KIRQL irql;
  Csq->CsqAcquireLock(Csq, &irql);
  if (Csq->Type == kQueueEx) {
    const NTSTATUS status = recast<PIO_CSQ_INSERT_IRP_EX>(Csq->CsqInsertIrp)(Csq, Irp, InsertContext);
    if (!NT_SUCCESS(status)) {
      forget(Irp);
      Csq->CsqReleaseLock(Csq, irql);
      return status;
    }
  } else {
    Csq->CsqInsertIrp(Csq, Irp);
  }
  IoMarkIrpPending(Irp);
  // The routine first, Cancel second: IoCancelIrp does it the other way round, so one of the two sees the other.
  IoSetCancelRoutine(Irp, canceled);
  if (__atomic_load_n(&Irp->Cancel, __ATOMIC_SEQ_CST) && claim(Irp)) {
    Csq->CsqRemoveIrp(Csq, Irp);
    forget(Irp);
    Csq->CsqReleaseLock(Csq, irql);
    Csq->CsqCompleteCanceledIrp(Csq, Irp);
    return STATUS_SUCCESS;
  }
  Csq->CsqReleaseLock(Csq, irql);
  return STATUS_SUCCESS;
}

VOID NTAPI IoCsqInsertIrp(PIO_CSQ Csq, PIRP Irp, PIO_CSQ_IRP_CONTEXT Context) {
  IoCsqInsertIrpEx(Csq, Irp, Context, nullptr);
}

PIRP NTAPI IoCsqRemoveNextIrp(PIO_CSQ Csq, PVOID PeekContext) {
  KIRQL irql;
  Csq->CsqAcquireLock(Csq, &irql);
  PIRP irp = Csq->CsqPeekNextIrp(Csq, nullptr, PeekContext);
  while (irp && !claim(irp)) irp = Csq->CsqPeekNextIrp(Csq, irp, PeekContext);
  if (irp) {
    Csq->CsqRemoveIrp(Csq, irp);
    forget(irp);
  }
  Csq->CsqReleaseLock(Csq, irql);
  return irp;
}

PIRP NTAPI IoCsqRemoveIrp(PIO_CSQ Csq, PIO_CSQ_IRP_CONTEXT Context) {
  KIRQL irql;
  Csq->CsqAcquireLock(Csq, &irql);
  PIRP irp = Context->Irp;
  if (irp && claim(irp)) {
    Csq->CsqRemoveIrp(Csq, irp);
    forget(irp);
  } else {
    irp = nullptr;
  }
  Csq->CsqReleaseLock(Csq, irql);
  return irp;
}

}  // extern "C"
