// The records in which a driver's stub hands itself to the framework (facts/bind.md). Layout is contract.
#pragma once

#include <cstddef>

#include <ntddk.h>
#include <wdf.h>

namespace owdf::wdf {

struct BindVersion {
  ULONG Major;
  ULONG Minor;
  ULONG Build;
};

// WDF_BIND_INFO
struct BindInfo {
  ULONG Size;
  PWCHAR Component;
  BindVersion Version;
  ULONG FuncCount;
  WDFFUNC* FuncTable;  // versions up to 1.13 and 2.0: an array to copy into; later: the variable that gets the table's
                       // address
  PVOID Module;
};
static_assert(sizeof(BindInfo) == 48 && offsetof(BindInfo, FuncCount) == 28 && offsetof(BindInfo, FuncTable) == 32);

// WDF_BIND_INFO2, of stubs from version 25 on: through the pointers an older framework tells what it has.
struct BindInfo2 {
  BindInfo V1;
  ULONG* MinimumVersionRequired;
  BOOLEAN* ClientVersionHigherThanFramework;
  ULONG* FuncCountPtr;
  ULONG* StructCountPtr;
  size_t** StructTable;
};
static_assert(sizeof(BindInfo2) == 88 && offsetof(BindInfo2, StructTable) == 80);

}  // namespace owdf::wdf
