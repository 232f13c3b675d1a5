#include "nt/io/irp.h"

#include "nt/io/io_manager.h"
#include "nt/ke/list_entry.h"
#include "nt/machine.h"
#include "nt/mm/poison.h"
#include "nt/ob/system_memory.h"

namespace owdf::io {

namespace {

constexpr unsigned kThreadCache = 16;  // blocks a thread keeps for itself

void initialize(PIRP irp, CCHAR stack_size) {
  const USHORT bytes = static_cast<USHORT>(sizeof(IRP) + stack_size * sizeof(IO_STACK_LOCATION));
  std::memset(irp, 0, bytes);
  irp->Type = IO_TYPE_IRP;
  irp->Size = bytes;
  irp->StackCount = stack_size;
  irp->CurrentLocation = static_cast<CHAR>(stack_size + 1);
  irp->ApcEnvironment = 0;
  ke::clear_list(irp->ThreadListEntry);
  irp->Tail.Overlay.CurrentStackLocation = reinterpret_cast<PIO_STACK_LOCATION>(irp + 1) + stack_size;
}

IrpRecord* make_block(nt::Machine& machine, CCHAR capacity) {
  const size_t bytes =
      kRecordSize + sizeof(IRP) + capacity * sizeof(IO_STACK_LOCATION) + (mm::kPoisons ? 0 : kInlineBuffer);
  void* memory = ob::system_allocate(machine, bytes, ' prI');
  if (!memory) return nullptr;
  IrpRecord* record = new (memory) IrpRecord;
  record->capacity = capacity;
  record->serial = machine.io().next_irp_serial();
  return record;
}

// Takes a block from the calling thread's cache. Blocks never travel between threads except through the pool, so the
// cache needs no lock; under a sanitizer there is none, so that a freed IRP is freed memory.
IrpRecord* take_cached(ps::Thread* thread, CCHAR stack_size) {
  if (mm::kPoisons || !thread || !thread->irp_cache || stack_size > kInlineLocations) return nullptr;
  IrpRecord* record = thread->irp_cache;
  thread->irp_cache = record->next_free;
  thread->irp_cache_count--;
  return record;
}

}  // namespace

PIRP allocate_irp(nt::Machine& machine, CCHAR stack_size, IrpKind kind) {
  IrpRecord* record = take_cached(ps::current_thread(), stack_size);
  if (!record) {
    const CCHAR capacity = mm::kPoisons ? stack_size : std::max(stack_size, kInlineLocations);
    record = make_block(machine, capacity);
    if (!record) return nullptr;
  }
  record->kind = kind;
  record->next_free = nullptr;
  PIRP irp = irp_of(*record);
  initialize(irp, stack_size);
  irp->AllocationFlags = kHasRecord;
  machine.io().count_irp(+1);
  return irp;
}

void free_irp(nt::Machine& machine, PIRP irp) {
  IrpRecord& record = record_of(irp);
  OWDF_ASSERT(!record.listed && record.pins == 0);
  irp->Type = 0;  // a second completion finds that this is no IRP any more
  machine.io().count_irp(-1);
  record.inline_buffer_used = false;
  record.finished = false;
  record.output_length = 0;
  record.done = nullptr;
  record.thread = nullptr;
  record.file = nullptr;
  record.event = nullptr;
  ps::Thread* thread = ps::current_thread();
  if (!mm::kPoisons && record.capacity == kInlineLocations && thread && thread->irp_cache_count < kThreadCache) {
    record.next_free = thread->irp_cache;
    thread->irp_cache = &record;
    thread->irp_cache_count++;
    return;
  }
  ob::system_free(machine, &record);
}

void drain_irp_cache(nt::Machine& machine, ps::Thread& thread) {
  while (IrpRecord* record = thread.irp_cache) {
    thread.irp_cache = record->next_free;
    ob::system_free(machine, record);
  }
  thread.irp_cache_count = 0;
}

void* allocate_system_buffer(nt::Machine& machine, PIRP irp, ULONG length) {
  IrpRecord& record = record_of(irp);
  if (!mm::kPoisons && length <= kInlineBuffer && record.capacity == kInlineLocations) {
    record.inline_buffer_used = true;
    return reinterpret_cast<char*>(irp) + sizeof(IRP) + kInlineLocations * sizeof(IO_STACK_LOCATION);
  }
  return ob::system_allocate(machine, length, 'fuBS');
}

void free_system_buffer(nt::Machine& machine, PIRP irp) {
  IrpRecord& record = record_of(irp);
  if (!record.inline_buffer_used) ob::system_free(machine, irp->AssociatedIrp.SystemBuffer);
  record.inline_buffer_used = false;
  irp->AssociatedIrp.SystemBuffer = nullptr;
}

}  // namespace owdf::io

using owdf::nt::current_machine;

extern "C" PIRP NTAPI IoAllocateIrp(CCHAR StackSize, BOOLEAN ChargeQuota) {
  return owdf::io::allocate_irp(*current_machine(), StackSize, owdf::io::IrpKind::kDriver);
}

extern "C" void NTAPI IoFreeIrp(PIRP Irp) {
  if (owdf::mm::poisoned(Irp) || Irp->Type != IO_TYPE_IRP || !owdf::io::has_record(Irp)) {
    current_machine()->bug_check(
        MULTIPLE_IRP_COMPLETE_REQUESTS, reinterpret_cast<ULONG_PTR>(Irp), 0, 0, 0,
        "IoFreeIrp was given something that is not an IRP from IoAllocateIrp, or was freed before");
  }
  owdf::io::free_irp(*current_machine(), Irp);
}

extern "C" void NTAPI IoInitializeIrp(PIRP Irp, USHORT PacketSize, CCHAR StackSize) {
  owdf::io::initialize(Irp, StackSize);
  Irp->Size = PacketSize;
}

extern "C" void NTAPI IoReuseIrp(PIRP Irp, NTSTATUS Status) {
  const UCHAR flags = Irp->AllocationFlags;
  owdf::io::initialize(Irp, Irp->StackCount);
  Irp->AllocationFlags = flags;
  Irp->IoStatus.Status = Status;
}
