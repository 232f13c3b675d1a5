// The edge of time and of processors.
#include <wdm.h>

#include "nt/ke/kernel.h"
#include "nt/machine.h"

using owdf::ke::kernel;
using owdf::sched::current;

namespace {

constexpr ULONG kTimeIncrement = 156'250;  // 15.625 ms in 100 ns units: the usual clock interrupt
constexpr LONGLONG kPerformanceFrequency = 10'000'000;

ULONG processors() {
  return current()->world().options().processors;
}

}  // namespace

extern "C" {

void NTAPI KeQuerySystemTime(PLARGE_INTEGER CurrentTime) {
  CurrentTime->QuadPart = current()->world().system_time();
}

void NTAPI KeQuerySystemTimePrecise(PLARGE_INTEGER CurrentTime) {
  KeQuerySystemTime(CurrentTime);
}

ULONGLONG NTAPI KeQueryInterruptTime(void) {
  return static_cast<ULONGLONG>(current()->world().interrupt_time());
}

ULONG64 NTAPI KeQueryInterruptTimePrecise(PULONG64 QpcTimeStamp) {
  const ULONG64 now = KeQueryInterruptTime();
  *QpcTimeStamp = now;
  return now;
}

// The system never sleeps yet, so nothing biases the time.
ULONGLONG NTAPI KeQueryUnbiasedInterruptTime(void) {
  return KeQueryInterruptTime();
}

void NTAPI KeQueryTickCount(PLARGE_INTEGER CurrentCount) {
  CurrentCount->QuadPart = current()->world().interrupt_time() / kTimeIncrement;
}

ULONG NTAPI KeQueryTimeIncrement(void) {
  return kTimeIncrement;
}

LARGE_INTEGER NTAPI KeQueryPerformanceCounter(PLARGE_INTEGER PerformanceFrequency) {
  if (PerformanceFrequency) PerformanceFrequency->QuadPart = kPerformanceFrequency;
  LARGE_INTEGER now;
  now.QuadPart = current()->world().interrupt_time();
  return now;
}

void NTAPI KeStallExecutionProcessor(ULONG MicroSeconds) {
  current()->world().stall(static_cast<owdf::sched::Ticks>(MicroSeconds) * 10);
}

ULONG NTAPI KeQueryActiveProcessorCount(PKAFFINITY ActiveProcessors) {
  if (ActiveProcessors) *ActiveProcessors = (KAFFINITY{1} << processors()) - 1;
  return processors();
}

KAFFINITY NTAPI KeQueryActiveProcessors(void) {
  return (KAFFINITY{1} << processors()) - 1;
}

ULONG NTAPI KeQueryActiveProcessorCountEx(USHORT GroupNumber) {
  return GroupNumber == 0 || GroupNumber == ALL_PROCESSOR_GROUPS ? processors() : 0;
}

ULONG NTAPI KeQueryMaximumProcessorCount(void) {
  return processors();
}

ULONG NTAPI KeQueryMaximumProcessorCountEx(USHORT GroupNumber) {
  return KeQueryActiveProcessorCountEx(GroupNumber);
}

USHORT NTAPI KeQueryActiveGroupCount(void) {
  return 1;
}

USHORT NTAPI KeQueryMaximumGroupCount(void) {
  return 1;
}

ULONG NTAPI KeGetCurrentProcessorNumberEx(PPROCESSOR_NUMBER ProcNumber) {
  const ULONG number = current()->world().current_processor();
  if (ProcNumber) *ProcNumber = {0, static_cast<UCHAR>(number), 0};
  return number;
}

ULONG NTAPI KeGetCurrentProcessorNumber(void) {
  return KeGetCurrentProcessorNumberEx(nullptr);
}

NTSTATUS NTAPI KeGetProcessorNumberFromIndex(ULONG ProcIndex, PPROCESSOR_NUMBER ProcNumber) {
  if (ProcIndex >= processors()) return STATUS_INVALID_PARAMETER;
  *ProcNumber = {0, static_cast<UCHAR>(ProcIndex), 0};
  return STATUS_SUCCESS;
}

ULONG NTAPI KeGetProcessorIndexFromNumber(PPROCESSOR_NUMBER ProcNumber) {
  const bool known = ProcNumber->Group == 0 && ProcNumber->Number < processors() && ProcNumber->Reserved == 0;
  return known ? ProcNumber->Number : MAXULONG;
}

}  // extern "C"
