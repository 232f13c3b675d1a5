// The requests that a thread has under way, as its list shows them: found by thread exit, CancelIo and process
// termination. A request leaves the list when it is finished. A canceller pins what it found before it lets go of the
// lock, so that the IRP's memory stays while IoCancelIrp looks at it; whoever comes last, finisher or canceller, frees
// it.
#pragma once

#include <wdm.h>

#include <functional>

#include "nt/ps/thread.h"

namespace owdf::io {

// Asks IoCancelIrp for every request in the list for which `matches` holds (all, if it is empty). How many there were.
size_t cancel_requests(ps::Thread& thread, const std::function<bool(PIRP)>& matches);
bool requests_empty(ps::Thread& thread);
// Takes all requests out of the list unfinished; they belong to nobody from now on. How many there were.
size_t abandon_requests(ps::Thread& thread);

}  // namespace owdf::io
