// WPP software tracing, from the side of the system: every provider is listened to, at every level, unless the machine
// was made otherwise. Messages go to the debug log, which keeps them and shows them to whoever asked for it.
#include <wdm.h>

#include <owdf/trace_message.h>

#include <cstring>

#include "nt/dbg/trace_format.h"
#include "nt/ex/executive.h"
#include "nt/machine.h"

using namespace owdf;

extern "C" {

void NTAPI OwdfTraceRegister(OWDF_TRACE_CONTROL* Controls, const OWDF_TRACE_PROVIDER*, ULONG Count, ...) {
  if (!nt::current_machine()->options().trace_messages) return;
  for (OWDF_TRACE_CONTROL* control = Controls; control < Controls + Count; control++) {
    std::memset(control->Flags, 0xff, sizeof control->Flags);
    control->Level = 0xff;
    control->Logger = 1;
  }
}

void NTAPI OwdfTraceUnregister(OWDF_TRACE_CONTROL* Controls, ULONG Count, ...) {
  std::memset(Controls, 0, Count * sizeof *Controls);
}

void NTAPI OwdfTraceMessage(const OWDF_TRACE_MESSAGE* Message, ...) {
  __builtin_ms_va_list arguments;
  __builtin_ms_va_start(arguments, Message);
  const std::string text = dbg::format_trace(*Message, arguments);
  __builtin_ms_va_end(arguments);
  nt::current_machine()->ex().debug_log().trace(text, Message->Line, __builtin_return_address(0));
}

}  // extern "C"
