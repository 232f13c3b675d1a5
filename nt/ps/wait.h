// Waiting on behalf of a system service: the end of the caller's process ends the wait.
#pragma once

#include <wdm.h>

namespace owdf::ps {

// STATUS_PROCESS_IS_TERMINATING when the process is to end; the caller gives back what it holds and calls
// exit_thread(). A thread of the system process waits plainly. PASSIVE_LEVEL.
NTSTATUS wait(void* dispatcher_object, PLARGE_INTEGER timeout, bool alertable);
// WaitAny for up to MAXIMUM_WAIT_OBJECTS - 1 objects; WaitAll for as many.
NTSTATUS wait_many(ULONG count, void** dispatcher_objects, WAIT_TYPE type, PLARGE_INTEGER timeout, bool alertable);

}  // namespace owdf::ps
