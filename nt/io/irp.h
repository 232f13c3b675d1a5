// IRPs of our own making. Before each IRP from IoAllocateIrp lies an IrpRecord; IRPs that a driver initialised in
// memory of its own have none. Blocks come from a cache of the calling thread, then from the machine, then from pool; a
// block has room for kInlineLocations stack locations and a small system buffer, so that an ordinary request costs no
// allocation. Requirements: the cancellation and completion law of docs/law/; REQ.
#pragma once

#include <wdm.h>

#include <atomic>
#include <functional>

#include "nt/ps/thread.h"

namespace owdf::nt {
class Machine;
}

namespace owdf::io {

inline constexpr CCHAR kInlineLocations = 8;
inline constexpr ULONG kInlineBuffer = 256;
// AllocationFlags: the IRP has a record in front of it. A driver never sets the field, IoInitializeIrp clears it.
inline constexpr UCHAR kHasRecord = 0x80;

enum class IrpKind : uint8_t {
  kDriver,    // IoAllocateIrp: its owner frees it in a completion routine
  kThreaded,  // a request of a thread: the I/O manager finishes and frees it
  kInternal,  // sent by the executive itself: completion runs `done`, the sender frees it
};

struct IrpRecord {
  uint32_t serial = 0;
  CCHAR capacity = 0;  // stack locations the block has room for
  IrpKind kind = IrpKind::kDriver;
  bool inline_buffer_used = false;
  bool listed = false;           // in `thread`'s list of requests; guarded by its lock
  bool finished = false;         // completed while pinned: whoever unpins last frees it; guarded by the same lock
  uint8_t pins = 0;              // cancellers that look at it outside of the lock; guarded by the same lock
  ULONG output_length = 0;       // room in the requester's buffer, the bound of copy-back
  ps::Thread* thread = nullptr;  // whose list
  PFILE_OBJECT file = nullptr;   // referenced until the request is finished
  void* event = nullptr;         // the event object behind UserEvent, referenced
  void (*done)(PIRP irp, void* context) = nullptr;
  void* context = nullptr;
  IrpRecord* next_free = nullptr;
};

inline constexpr size_t kRecordSize = (sizeof(IrpRecord) + 15) & ~size_t{15};
inline bool has_record(PIRP irp) {
  return irp->AllocationFlags & kHasRecord;
}
inline IrpRecord& record_of(PIRP irp) {
  return *reinterpret_cast<IrpRecord*>(reinterpret_cast<char*>(irp) - kRecordSize);
}
inline PIRP irp_of(IrpRecord& record) {
  return reinterpret_cast<PIRP>(reinterpret_cast<char*>(&record) + kRecordSize);
}
inline uint32_t serial_of(PIRP irp) {
  return has_record(irp) ? record_of(irp).serial : 0;
}

// Null: no memory. IRQL <= DISPATCH_LEVEL.
PIRP allocate_irp(nt::Machine& machine, CCHAR stack_size, IrpKind kind);
void free_irp(nt::Machine& machine, PIRP irp);

// A system buffer for METHOD_BUFFERED: inside the block if it fits and nobody watches for overruns.
void* allocate_system_buffer(nt::Machine& machine, PIRP irp, ULONG length);

void free_system_buffer(nt::Machine& machine, PIRP irp);
// Gives back what the cache of an ending thread holds.
void drain_irp_cache(nt::Machine& machine, ps::Thread& thread);

// What IofCallDriver and IofCompleteRequest do, for our own code: a call in the Microsoft convention costs saving ten
// vector registers, so code of ours does not call our own edge. Any IRQL that the drivers of the stack are fit for.
NTSTATUS call_driver(PDEVICE_OBJECT device, PIRP irp);
void complete_irp(nt::Machine& machine, PIRP irp);  // nobody is scheduled by priority, so there is no boost

// The end of an IRP that reached the top of its stack: copy-back, status block, events, freeing (finish.cc).
void finish_irp(nt::Machine& machine, PIRP irp);

// Puts a threaded IRP into the current thread's list, where thread exit and cancellation find it.
void list_irp(PIRP irp);

// Takes it out again. True: the caller frees it; false: a canceller has it pinned and will.
bool unlist_irp(PIRP irp);

// Sends an internal IRP and waits for it. PASSIVE_LEVEL. `prepare` fills the first stack location.
// The IRP begins with `initial` as its status (PnP and power demand STATUS_NOT_SUPPORTED). kCancelable: the end of the
// calling thread's process cancels it.
enum class Cancelable : uint8_t { kNo, kYes };
IO_STATUS_BLOCK send_and_wait(nt::Machine& machine, PDEVICE_OBJECT device, NTSTATUS initial, Cancelable cancelable,
                              const std::function<void(PIRP, PIO_STACK_LOCATION)>& prepare);

}  // namespace owdf::io
