// RTL_BITMAP. The caller's buffer holds whole words; bits behind the size are never looked at.
#include <ntddk.h>

#include <algorithm>

namespace {

constexpr ULONG kNotFound = 0xFFFFFFFF;

bool bit(const RTL_BITMAP& map, ULONG index) {
  return map.Buffer[index / 32] >> (index % 32) & 1;
}

void assign(RTL_BITMAP& map, ULONG first, ULONG count, bool value) {
  for (ULONG i = first; i < first + count; i++) {
    const ULONG mask = 1u << (i % 32);
    map.Buffer[i / 32] = value ? map.Buffer[i / 32] | mask : map.Buffer[i / 32] & ~mask;
  }
}

bool all_are(const RTL_BITMAP& map, ULONG first, ULONG count, bool value) {
  if (count == 0 || first >= map.SizeOfBitMap || count > map.SizeOfBitMap - first) return false;
  for (ULONG i = first; i < first + count; i++) {
    if (bit(map, i) != value) return false;
  }
  return true;
}

// The length of the run of `value` that begins at `first`.
ULONG run_length(const RTL_BITMAP& map, ULONG first, bool value) {
  ULONG end = first;
  while (end < map.SizeOfBitMap && bit(map, end) == value) end++;
  return end - first;
}

ULONG find_between(const RTL_BITMAP& map, ULONG from, ULONG to, ULONG count, bool value) {
  for (ULONG i = from; i < to;) {
    const ULONG length = run_length(map, i, value);
    if (length >= count) return i;
    i += length + 1;
  }
  return kNotFound;
}

// From the hint to the end first, then from the beginning.
ULONG find(const RTL_BITMAP& map, ULONG count, ULONG hint, bool value) {
  if (hint >= map.SizeOfBitMap) hint = 0;
  if (count == 0) return hint & ~7u;
  const ULONG found = find_between(map, hint, map.SizeOfBitMap, count, value);
  return found != kNotFound || hint == 0 ? found : find_between(map, 0, hint, count, value);
}

ULONG count_set(const RTL_BITMAP& map) {
  ULONG count = 0;
  for (ULONG i = 0; i < map.SizeOfBitMap; i++) count += bit(map, i);
  return count;
}

// The first run of clear bits at or behind `from`.
ULONG next_clear_run(const RTL_BITMAP& map, ULONG from, PULONG start) {
  while (from < map.SizeOfBitMap && bit(map, from)) from++;
  *start = from;
  return from < map.SizeOfBitMap ? run_length(map, from, false) : 0;
}

}  // namespace

extern "C" {

VOID NTAPI RtlInitializeBitMap(PRTL_BITMAP BitMapHeader, PULONG BitMapBuffer, ULONG SizeOfBitMap) {
  *BitMapHeader = {SizeOfBitMap, BitMapBuffer};
}
VOID NTAPI RtlClearBit(PRTL_BITMAP BitMapHeader, ULONG BitNumber) {
  assign(*BitMapHeader, BitNumber, 1, false);
}
VOID NTAPI RtlSetBit(PRTL_BITMAP BitMapHeader, ULONG BitNumber) {
  assign(*BitMapHeader, BitNumber, 1, true);
}
BOOLEAN NTAPI RtlTestBit(PRTL_BITMAP BitMapHeader, ULONG BitNumber) {
  return bit(*BitMapHeader, BitNumber);
}
VOID NTAPI RtlClearAllBits(PRTL_BITMAP BitMapHeader) {
  assign(*BitMapHeader, 0, BitMapHeader->SizeOfBitMap, false);
}
VOID NTAPI RtlSetAllBits(PRTL_BITMAP BitMapHeader) {
  assign(*BitMapHeader, 0, BitMapHeader->SizeOfBitMap, true);
}
VOID NTAPI RtlClearBits(PRTL_BITMAP BitMapHeader, ULONG StartingIndex, ULONG NumberToClear) {
  assign(*BitMapHeader, StartingIndex, NumberToClear, false);
}
VOID NTAPI RtlSetBits(PRTL_BITMAP BitMapHeader, ULONG StartingIndex, ULONG NumberToSet) {
  assign(*BitMapHeader, StartingIndex, NumberToSet, true);
}

ULONG NTAPI RtlFindClearBits(PRTL_BITMAP BitMapHeader, ULONG NumberToFind, ULONG HintIndex) {
  return find(*BitMapHeader, NumberToFind, HintIndex, false);
}
ULONG NTAPI RtlFindSetBits(PRTL_BITMAP BitMapHeader, ULONG NumberToFind, ULONG HintIndex) {
  return find(*BitMapHeader, NumberToFind, HintIndex, true);
}
ULONG NTAPI RtlFindClearBitsAndSet(PRTL_BITMAP BitMapHeader, ULONG NumberToFind, ULONG HintIndex) {
  const ULONG found = find(*BitMapHeader, NumberToFind, HintIndex, false);
  if (found != kNotFound) assign(*BitMapHeader, found, NumberToFind, true);
  return found;
}
ULONG NTAPI RtlFindSetBitsAndClear(PRTL_BITMAP BitMapHeader, ULONG NumberToFind, ULONG HintIndex) {
  const ULONG found = find(*BitMapHeader, NumberToFind, HintIndex, true);
  if (found != kNotFound) assign(*BitMapHeader, found, NumberToFind, false);
  return found;
}

ULONG NTAPI RtlFindFirstRunClear(PRTL_BITMAP BitMapHeader, PULONG StartingIndex) {
  return next_clear_run(*BitMapHeader, 0, StartingIndex);
}
ULONG NTAPI RtlFindNextForwardRunClear(PRTL_BITMAP BitMapHeader, ULONG FromIndex, PULONG StartingRunIndex) {
  return next_clear_run(*BitMapHeader, FromIndex, StartingRunIndex);
}
ULONG NTAPI RtlFindLongestRunClear(PRTL_BITMAP BitMapHeader, PULONG StartingIndex) {
  ULONG longest = 0, start = 0;
  *StartingIndex = 0;
  for (ULONG from = 0; const ULONG length = next_clear_run(*BitMapHeader, from, &start); from = start + length) {
    if (length > longest) longest = length, *StartingIndex = start;
  }
  return longest;
}

// The clear run that holds `FromIndex`, or the last one before it.
ULONG NTAPI RtlFindLastBackwardRunClear(PRTL_BITMAP BitMapHeader, ULONG FromIndex, PULONG StartingRunIndex) {
  ULONG end = std::min(FromIndex + 1, BitMapHeader->SizeOfBitMap);
  while (end > 0 && bit(*BitMapHeader, end - 1)) end--;
  ULONG start = end;
  while (start > 0 && !bit(*BitMapHeader, start - 1)) start--;
  *StartingRunIndex = start;
  return end - start;
}
// The first runs in order, or the longest ones with the longest first.
ULONG NTAPI RtlFindClearRuns(PRTL_BITMAP BitMapHeader, PRTL_BITMAP_RUN RunArray, ULONG SizeOfRunArray,
                             BOOLEAN LocateLongestRuns) {
  ULONG found = 0, start = 0;
  for (ULONG from = 0; const ULONG length = next_clear_run(*BitMapHeader, from, &start); from = start + length) {
    if (!LocateLongestRuns && found == SizeOfRunArray) break;
    ULONG at = found;
    while (LocateLongestRuns && at > 0 && RunArray[at - 1].NumberOfBits < length) at--;
    if (at == SizeOfRunArray) continue;
    found = std::min(found + 1, SizeOfRunArray);
    std::move_backward(RunArray + at, RunArray + found - 1, RunArray + found);
    RunArray[at] = {start, length};
  }
  return found;
}

ULONG NTAPI RtlNumberOfSetBitsUlongPtr(ULONG_PTR Target) {
  return static_cast<ULONG>(__builtin_popcountll(Target));
}
ULONG NTAPI RtlNumberOfSetBits(PRTL_BITMAP BitMapHeader) {
  return count_set(*BitMapHeader);
}
ULONG NTAPI RtlNumberOfClearBits(PRTL_BITMAP BitMapHeader) {
  return BitMapHeader->SizeOfBitMap - count_set(*BitMapHeader);
}
BOOLEAN NTAPI RtlAreBitsClear(PRTL_BITMAP BitMapHeader, ULONG StartingIndex, ULONG Length) {
  return all_are(*BitMapHeader, StartingIndex, Length, false);
}
BOOLEAN NTAPI RtlAreBitsSet(PRTL_BITMAP BitMapHeader, ULONG StartingIndex, ULONG Length) {
  return all_are(*BitMapHeader, StartingIndex, Length, true);
}
CCHAR NTAPI RtlFindLeastSignificantBit(ULONGLONG Set) {
  return static_cast<CCHAR>(Set ? __builtin_ctzll(Set) : -1);
}
CCHAR NTAPI RtlFindMostSignificantBit(ULONGLONG Set) {
  return static_cast<CCHAR>(Set ? 63 - __builtin_clzll(Set) : -1);
}

}  // extern "C"
