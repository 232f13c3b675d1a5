// The one way in which the framework completes an IRP, whose status and information are set.
#pragma once

#include <ntddk.h>

#ifdef OWDF_PROVE
#include "prove/status.h"
#endif

namespace owdf::wdf {

inline void complete_irp(PIRP irp, CCHAR boost = IO_NO_INCREMENT) {
#ifdef OWDF_PROVE
  prove::tell_completion(irp);
#endif
  IoCompleteRequest(irp, boost);
}

}  // namespace owdf::wdf
