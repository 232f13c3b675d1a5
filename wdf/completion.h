// The one way in which the framework completes an IRP, whose status and information are set.
#pragma once

#include <ntddk.h>

#include "nt/io/irp.h"
#include "nt/machine.h"

#ifdef OWDF_PROVE
#include "prove/status.h"
#endif

namespace owdf::wdf {

// The boost changes nothing: nobody is scheduled by priority.
inline void complete_irp(PIRP irp, [[maybe_unused]] CCHAR boost = IO_NO_INCREMENT) {
#ifdef OWDF_PROVE
  prove::tell_completion(irp);
#endif
  io::complete_irp(*nt::current_machine(), irp);
}

}  // namespace owdf::wdf
