// IoAllocateWorkItem and IoQueueWorkItem: executive work items that keep their device object (and so its driver) alive.
#include <wdm.h>

#include "nt/machine.h"
#include "nt/ob/object.h"
#include "nt/ob/system_memory.h"

struct _IO_WORKITEM {
  WORK_QUEUE_ITEM item;
  void* object;  // the device or driver object
  PIO_WORKITEM_ROUTINE routine;
  PIO_WORKITEM_ROUTINE_EX routine_ex;
  void* context;
};

using namespace owdf;

namespace {

// The routine may free the work item, or queue it again; so it is not looked at afterwards.
VOID NTAPI run(PVOID parameter) {
  PIO_WORKITEM item = static_cast<PIO_WORKITEM>(parameter);
  auto held = ob::AnyRef::adopt(item->object);
  if (item->routine_ex) {
    item->routine_ex(held.get(), item->context, item);
  } else {
    item->routine(static_cast<PDEVICE_OBJECT>(held.get()), item->context);
  }
}

void queue(PIO_WORKITEM item, WORK_QUEUE_TYPE type) {
  ob::reference(item->object);
  ExInitializeWorkItem(&item->item, run, item);
  ExQueueWorkItem(&item->item, type);
}

}  // namespace

extern "C" {

VOID NTAPI IoInitializeWorkItem(PVOID IoObject, PIO_WORKITEM IoWorkItem) {
  *IoWorkItem = {};
  IoWorkItem->object = IoObject;
}

PIO_WORKITEM NTAPI IoAllocateWorkItem(PDEVICE_OBJECT DeviceObject) {
  void* memory = ob::system_allocate(*nt::current_machine(), sizeof(_IO_WORKITEM), 'tiWI');
  if (!memory) return nullptr;
  PIO_WORKITEM item = static_cast<PIO_WORKITEM>(memory);
  IoInitializeWorkItem(DeviceObject, item);
  return item;
}

VOID NTAPI IoUninitializeWorkItem(PIO_WORKITEM IoWorkItem) {
  *IoWorkItem = {};
}
VOID NTAPI IoFreeWorkItem(PIO_WORKITEM IoWorkItem) {
  ob::system_free(*nt::current_machine(), IoWorkItem);
}
ULONG NTAPI IoSizeofWorkItem(VOID) {
  return sizeof(_IO_WORKITEM);
}

VOID NTAPI IoQueueWorkItem(PIO_WORKITEM IoWorkItem, PIO_WORKITEM_ROUTINE WorkerRoutine, WORK_QUEUE_TYPE QueueType,
                           PVOID Context) {
  IoWorkItem->routine = WorkerRoutine;
  IoWorkItem->routine_ex = nullptr;
  IoWorkItem->context = Context;
  queue(IoWorkItem, QueueType);
}

VOID NTAPI IoQueueWorkItemEx(PIO_WORKITEM IoWorkItem, PIO_WORKITEM_ROUTINE_EX WorkerRoutine, WORK_QUEUE_TYPE QueueType,
                             PVOID Context) {
  IoWorkItem->routine = nullptr;
  IoWorkItem->routine_ex = WorkerRoutine;
  IoWorkItem->context = Context;
  queue(IoWorkItem, QueueType);
}

}  // extern "C"
