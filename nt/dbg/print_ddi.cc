// DbgPrint and its relatives; assertions and break points of drivers.
#include <ntddk.h>

#include "nt/ex/executive.h"
#include "nt/ke/kernel.h"
#include "nt/machine.h"
#include "nt/rtl/format.h"

namespace {

// One print of a real system carries at most this much.
constexpr size_t kLongest = 512;

ULONG print(PCSTR prefix, PCSTR text, OWDF_VA_LIST arguments, const void* caller) {
  char buffer[kLongest];
  size_t length = 0;
  for (; prefix && prefix[length] && length < kLongest; length++) buffer[length] = prefix[length];
  const int64_t added = owdf::rtl::format(buffer + length, kLongest - length, text, arguments,
                                          {.narrow = owdf::rtl::Narrow::kUtf8, .floating_point = false});
  if (added < 0) return static_cast<ULONG>(STATUS_INVALID_PARAMETER);
  length = std::min(length + static_cast<size_t>(added), kLongest);
  owdf::nt::current_machine()->ex().debug_log().print({buffer, length}, caller);
  return STATUS_SUCCESS;
}

}  // namespace

extern "C" {

ULONG NTAPI DbgPrint(PCSTR Format, ...) {
  __builtin_ms_va_list arguments;
  __builtin_ms_va_start(arguments, Format);
  const ULONG status = print(nullptr, Format, arguments, __builtin_return_address(0));
  __builtin_ms_va_end(arguments);
  return status;
}

ULONG NTAPI DbgPrintEx(ULONG, ULONG, PCSTR Format, ...) {
  __builtin_ms_va_list arguments;
  __builtin_ms_va_start(arguments, Format);
  const ULONG status = print(nullptr, Format, arguments, __builtin_return_address(0));
  __builtin_ms_va_end(arguments);
  return status;
}

ULONG NTAPI DbgPrintReturnControlC(PCSTR Format, ...) {
  __builtin_ms_va_list arguments;
  __builtin_ms_va_start(arguments, Format);
  const ULONG status = print(nullptr, Format, arguments, __builtin_return_address(0));
  __builtin_ms_va_end(arguments);
  return status;
}

ULONG NTAPI vDbgPrintEx(ULONG, ULONG, PCCH Format, OWDF_VA_LIST arglist) {
  return print(nullptr, Format, arglist, __builtin_return_address(0));
}

ULONG NTAPI vDbgPrintExWithPrefix(PCCH Prefix, ULONG, ULONG, PCCH Format, OWDF_VA_LIST arglist) {
  return print(Prefix, Format, arglist, __builtin_return_address(0));
}

// Without a kernel debugger a break point is an exception that nobody handles.
VOID NTAPI DbgBreakPoint(VOID) {
  owdf::ke::kernel().raise_status(STATUS_BREAKPOINT, "DbgBreakPoint");
}
VOID NTAPI DbgBreakPointWithStatus(ULONG) {
  owdf::ke::kernel().raise_status(STATUS_BREAKPOINT, "DbgBreakPointWithStatus");
}

// TRUE: no debugger is attached.
BOOLEAN NTAPI KdRefreshDebuggerNotPresent(VOID) {
  return TRUE;
}

VOID NTAPI RtlAssert(PVOID FailedAssertion, PVOID FileName, ULONG LineNumber, PSTR Message) {
  DbgPrint("\n*** Assertion failed: %s%s\n***   Source File: %s, line %lu\n\n", Message ? Message : "", FailedAssertion,
           FileName, LineNumber);
  owdf::ke::kernel().raise_status(STATUS_ASSERTION_FAILURE, "RtlAssert");
}

// What a failed NT_ASSERT comes to: an exception, which a debugger or a __try block may take.
VOID NTAPI DbgRaiseAssertionFailure(VOID) {
  owdf::ke::kernel().raise_status(STATUS_ASSERTION_FAILURE, "DbgRaiseAssertionFailure");
}

}  // extern "C"
