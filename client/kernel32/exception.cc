// Exceptions that a program raises itself; its faults come by nt/ke/fault.cc.
#include "nt/ke/exception.h"

#include <algorithm>

#include "client/kernel32/win32.h"
#include "nt/ps/thread.h"

using namespace owdf;

extern "C" {

// Goes on behind the call if a filter says so; an exception that nobody handles ends the process with its code.
VOID WINAPI RaiseException(DWORD code, DWORD flags, DWORD count, const ULONG_PTR* arguments) {
  ke::Raised raised;
  // Bit 28 belongs to the system.
  ke::describe_call(raised, code & ~0x10000000u, flags & EXCEPTION_NONCONTINUABLE, __builtin_return_address(0));
  raised.by = ke::RaisedBy::kProgram;
  raised.record.NumberParameters = arguments ? std::min<DWORD>(count, EXCEPTION_MAXIMUM_PARAMETERS) : 0;
  std::copy_n(arguments, raised.record.NumberParameters, raised.record.ExceptionInformation);
  if (ke::raise(raised)) return;
  ps::current_thread()->tcb.user_fault(static_cast<uint32_t>(raised.record.ExceptionCode),
                                       raised.record.ExceptionAddress);
}

}  // extern "C"
