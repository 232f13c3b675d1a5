#include "nt/ps/wait.h"

#include "nt/ps/process.h"

namespace owdf::ps {

NTSTATUS wait(void* dispatcher_object, PLARGE_INTEGER timeout, bool alertable) {
  return wait_many(1, &dispatcher_object, WaitAny, timeout, alertable);
}

// The termination event stands last, so that an object that is signalled too is still reported. A WaitAll cannot have
// one more object that is an alternative; it waits for "all, or the end" by waiting for the objects one after another
// would consume signals, so it waits plainly and the process ends after it.
NTSTATUS wait_many(ULONG count, void** dispatcher_objects, WAIT_TYPE type, PLARGE_INTEGER timeout, bool alertable) {
  KWAIT_BLOCK blocks[MAXIMUM_WAIT_OBJECTS];
  Process* process = current_process();
  if (process->is_system() || type == WaitAll || current_thread()->ending) {
    return KeWaitForMultipleObjects(count, dispatcher_objects, type, UserRequest, KernelMode, alertable, timeout,
                                    blocks);
  }
  void* objects[MAXIMUM_WAIT_OBJECTS];
  OWDF_ASSERT(count < MAXIMUM_WAIT_OBJECTS);
  std::copy(dispatcher_objects, dispatcher_objects + count, objects);
  objects[count] = process->terminated_event();
  const NTSTATUS status =
      KeWaitForMultipleObjects(count + 1, objects, WaitAny, UserRequest, KernelMode, alertable, timeout, blocks);
  return status == static_cast<NTSTATUS>(STATUS_WAIT_0 + count) ? STATUS_PROCESS_IS_TERMINATING : status;
}

}  // namespace owdf::ps
