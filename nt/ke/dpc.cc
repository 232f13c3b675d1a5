#include "base/sanitizers.h"
#include "nt/ke/exception.h"
#include "nt/ke/nodes.h"
#include "nt/ke/wait.h"
#include "nt/machine.h"

namespace owdf::ke {

using sched::LockGuard;

namespace {

// KDPC::Number: 0 is the processor that queues it; else one more than the target.
unsigned target_of(const KDPC& dpc, sched::World& world) {
  return dpc.Number == 0 ? world.current_processor() : dpc.Number - 1u;
}

}  // namespace

bool Kernel::insert_dpc_locked(KDPC& dpc, void* argument1, void* argument2) {
  if (node_of(dpc)) return false;
  if (free_dpc_nodes_.empty()) {
    dpc_nodes_.push_back(std::make_unique<DpcNode>());
    free_dpc_nodes_.push_back(dpc_nodes_.back().get());
  }
  DpcNode* node = free_dpc_nodes_.back();
  free_dpc_nodes_.pop_back();
  node->kernel = this;
  node->dpc = &dpc;
  node->domain = &machine_;
  node->routine = [](sched::DpcLink* link) {
    DpcNode* self = static_cast<DpcNode*>(link);
    self->kernel->run_dpc(*self);
  };
  dpc.SystemArgument1 = argument1;
  dpc.SystemArgument2 = argument2;
  dpc.DpcData = node;
  happens_before(&dpc);
  world_.queue_dpc(node, target_of(dpc, world_));
  return true;
}

bool Kernel::insert_dpc(KDPC& dpc, void* argument1, void* argument2) {
  {
    LockGuard guard(lock_);
    if (!insert_dpc_locked(dpc, argument1, argument2)) return false;
  }
  world_.point(sched::Point::kWake);
  return true;
}

bool Kernel::remove_dpc(KDPC& dpc) {
  LockGuard guard(lock_);
  DpcNode* node = node_of(dpc);
  // The settling line: the scheduler has the DPC, and it is ours again; or it has been taken out to run, and runs.
  if (!node || !world_.remove_dpc(node)) return false;
  dpc.DpcData = nullptr;
  free_dpc_nodes_.push_back(node);
  return true;
}

void Kernel::run_dpc(DpcNode& node) {
  KDPC* dpc;
  PKDEFERRED_ROUTINE routine;
  void* context;
  void* arguments[2];
  {
    LockGuard guard(lock_);
    dpc = node.dpc;
    routine = dpc->DeferredRoutine;
    context = dpc->DeferredContext;
    arguments[0] = dpc->SystemArgument1;
    arguments[1] = dpc->SystemArgument2;
    // From here on the DPC may be queued again, and its routine may free it.
    dpc->DpcData = nullptr;
    free_dpc_nodes_.push_back(&node);
  }
  happens_after(dpc);
  {
    const NoTryFrames outermost(*current_thread());
    routine(dpc, context, arguments[0], arguments[1]);
  }
  const sched::Irql irql = sched::current()->irql();
  if (irql == sched::kDispatchLevel) return;
  bug_check(0xC8 /* IRQL_UNEXPECTED_VALUE */, (uint64_t{irql} << 16) | (uint64_t{sched::kDispatchLevel} << 8),
            reinterpret_cast<uint64_t>(routine), reinterpret_cast<uint64_t>(context), 0,
            "a DPC returned at another IRQL");
}

}  // namespace owdf::ke

using owdf::ke::kernel;

extern "C" {

void NTAPI KeInitializeDpc(PRKDPC Dpc, PKDEFERRED_ROUTINE DeferredRoutine, PVOID DeferredContext) {
  *Dpc = {};
  Dpc->Type = owdf::ke::kDpc;
  Dpc->Importance = MediumImportance;
  Dpc->DeferredRoutine = DeferredRoutine;
  Dpc->DeferredContext = DeferredContext;
}

// A threaded DPC runs at DISPATCH_LEVEL like any other when threaded DPCs are switched off, which a system may do.
void NTAPI KeInitializeThreadedDpc(PRKDPC Dpc, PKDEFERRED_ROUTINE DeferredRoutine, PVOID DeferredContext) {
  KeInitializeDpc(Dpc, DeferredRoutine, DeferredContext);
  Dpc->Type = owdf::ke::kThreadedDpc;
}

BOOLEAN NTAPI KeInsertQueueDpc(PRKDPC Dpc, PVOID SystemArgument1, PVOID SystemArgument2) {
  return kernel().insert_dpc(*Dpc, SystemArgument1, SystemArgument2);
}

BOOLEAN NTAPI KeRemoveQueueDpc(PRKDPC Dpc) {
  return kernel().remove_dpc(*Dpc);
}

void NTAPI KeFlushQueuedDpcs(void) {
  kernel().world().flush_dpcs();
}

void NTAPI KeSetImportanceDpc(PRKDPC Dpc, KDPC_IMPORTANCE Importance) {
  Dpc->Importance = static_cast<UCHAR>(Importance);
}

void NTAPI KeSetTargetProcessorDpc(PRKDPC Dpc, CCHAR Number) {
  Dpc->Number = static_cast<USHORT>(Number + 1);
}

NTSTATUS NTAPI KeSetTargetProcessorDpcEx(PKDPC Dpc, PPROCESSOR_NUMBER ProcNumber) {
  const unsigned processors = kernel().world().options().processors;
  if (ProcNumber->Group != 0 || ProcNumber->Number >= processors || ProcNumber->Reserved != 0)
    return STATUS_INVALID_PARAMETER;
  Dpc->Number = static_cast<USHORT>(ProcNumber->Number + 1);
  return STATUS_SUCCESS;
}

}  // extern "C"
