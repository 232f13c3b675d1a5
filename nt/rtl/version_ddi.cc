// The version of Windows that a machine is: 11, 24H2. One constant for drivers, setup's platform and the client's
// registry.
#include <ntddk.h>

#include <cstring>

namespace {

constexpr ULONG kMajor = 10, kMinor = 0, kBuild = 26100;
constexpr ULONG kPlatformNt = 2;
constexpr ULONG kNewestDdi = 0x0A000010;  // NTDDI_WIN11_GE

// A conditional compare of RtlVerifyVersionInfo: three bits of the condition mask for each thing that is compared.
enum Condition : ULONG { kEqual = 1, kGreater, kGreaterEqual, kLess, kLessEqual };

bool holds(ULONG actual, ULONG wanted, ULONG condition) {
  switch (condition) {
    case kEqual:
      return actual == wanted;
    case kGreater:
      return actual > wanted;
    case kGreaterEqual:
      return actual >= wanted;
    case kLess:
      return actual < wanted;
    case kLessEqual:
      return actual <= wanted;
    default:
      return false;
  }
}

ULONG condition_of(ULONGLONG mask, ULONG type) {
  return static_cast<ULONG>(mask >> (3 * static_cast<ULONG>(__builtin_ctz(type)))) & 7;
}

}  // namespace

extern "C" {

NTSTATUS NTAPI RtlGetVersion(PRTL_OSVERSIONINFOW lpVersionInformation) {
  const ULONG size = lpVersionInformation->dwOSVersionInfoSize;
  if (size != sizeof(RTL_OSVERSIONINFOW) && size != sizeof(RTL_OSVERSIONINFOEXW)) return STATUS_INVALID_PARAMETER;
  std::memset(lpVersionInformation, 0, size);
  lpVersionInformation->dwOSVersionInfoSize = size;
  lpVersionInformation->dwMajorVersion = kMajor;
  lpVersionInformation->dwMinorVersion = kMinor;
  lpVersionInformation->dwBuildNumber = kBuild;
  lpVersionInformation->dwPlatformId = kPlatformNt;
  if (size == sizeof(RTL_OSVERSIONINFOEXW)) {
    reinterpret_cast<PRTL_OSVERSIONINFOEXW>(lpVersionInformation)->wProductType = VER_NT_WORKSTATION;
  }
  return STATUS_SUCCESS;
}

// Major, minor and service pack are one number, compared by the major's condition; STATUS_REVISION_MISMATCH where it
// fails.
NTSTATUS NTAPI RtlVerifyVersionInfo(PRTL_OSVERSIONINFOEXW VersionInfo, ULONG TypeMask, ULONGLONG ConditionMask) {
  constexpr ULONG kVersion = VER_MAJORVERSION | VER_MINORVERSION;
  constexpr ULONG kKnown = kVersion | VER_BUILDNUMBER | VER_SERVICEPACKMAJOR | VER_SERVICEPACKMINOR;
  if (TypeMask == 0 || (TypeMask & ~kKnown) != 0) return STATUS_INVALID_PARAMETER;
  if ((TypeMask & VER_BUILDNUMBER) &&
      !holds(kBuild, VersionInfo->dwBuildNumber, condition_of(ConditionMask, VER_BUILDNUMBER))) {
    return STATUS_REVISION_MISMATCH;
  }
  if (!(TypeMask & ~VER_BUILDNUMBER)) return STATUS_SUCCESS;
  const auto part = [&](ULONG type, ULONG value) { return TypeMask & type ? value : 0; };
  const ULONG actual = part(VER_MAJORVERSION, kMajor) << 24 | part(VER_MINORVERSION, kMinor) << 16;
  const ULONG wanted = part(VER_MAJORVERSION, VersionInfo->dwMajorVersion) << 24 |
                       part(VER_MINORVERSION, VersionInfo->dwMinorVersion) << 16 |
                       part(VER_SERVICEPACKMAJOR, VersionInfo->wServicePackMajor) << 8 |
                       part(VER_SERVICEPACKMINOR, VersionInfo->wServicePackMinor);
  const ULONG first = TypeMask & ~VER_BUILDNUMBER & kKnown;
  const ULONG leading = first & VER_MAJORVERSION       ? VER_MAJORVERSION
                        : first & VER_MINORVERSION     ? VER_MINORVERSION
                        : first & VER_SERVICEPACKMAJOR ? VER_SERVICEPACKMAJOR
                                                       : VER_SERVICEPACKMINOR;
  return holds(actual, wanted, condition_of(ConditionMask, leading)) ? STATUS_SUCCESS : STATUS_REVISION_MISMATCH;
}

BOOLEAN NTAPI RtlIsNtDdiVersionAvailable(ULONG Version) {
  return Version <= kNewestDdi;
}

}  // extern "C"
