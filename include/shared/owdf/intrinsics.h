/* Interlocked operations and memory moves. They are inline here, for drivers and for our own code, so that a sanitizer
   sees them as what they are. All of them are full barriers, as on Windows x64, except the NoFence forms. */
#pragma once

#include <owdf/basic_types.h>

#define OWDF_INTERLOCKED(suffix, type)                                                                             \
  OWDF_INLINE type InterlockedIncrement##suffix(type volatile* target) {                                           \
    return __atomic_add_fetch(target, 1, __ATOMIC_SEQ_CST);                                                        \
  }                                                                                                                \
  OWDF_INLINE type InterlockedDecrement##suffix(type volatile* target) {                                           \
    return __atomic_sub_fetch(target, 1, __ATOMIC_SEQ_CST);                                                        \
  }                                                                                                                \
  OWDF_INLINE type InterlockedExchange##suffix(type volatile* target, type value) {                                \
    return __atomic_exchange_n(target, value, __ATOMIC_SEQ_CST);                                                   \
  }                                                                                                                \
  OWDF_INLINE type InterlockedExchangeAdd##suffix(type volatile* target, type value) {                             \
    return __atomic_fetch_add(target, value, __ATOMIC_SEQ_CST);                                                    \
  }                                                                                                                \
  OWDF_INLINE type InterlockedAdd##suffix(type volatile* target, type value) {                                     \
    return __atomic_add_fetch(target, value, __ATOMIC_SEQ_CST);                                                    \
  }                                                                                                                \
  OWDF_INLINE type InterlockedAnd##suffix(type volatile* target, type value) {                                     \
    return __atomic_fetch_and(target, value, __ATOMIC_SEQ_CST);                                                    \
  }                                                                                                                \
  OWDF_INLINE type InterlockedOr##suffix(type volatile* target, type value) {                                      \
    return __atomic_fetch_or(target, value, __ATOMIC_SEQ_CST);                                                     \
  }                                                                                                                \
  OWDF_INLINE type InterlockedXor##suffix(type volatile* target, type value) {                                     \
    return __atomic_fetch_xor(target, value, __ATOMIC_SEQ_CST);                                                    \
  }                                                                                                                \
  OWDF_INLINE type InterlockedCompareExchange##suffix(type volatile* target, type value, type comparand) {         \
    __atomic_compare_exchange_n(target, &comparand, value, 0, __ATOMIC_SEQ_CST, __ATOMIC_SEQ_CST);                 \
    return comparand;                                                                                              \
  }                                                                                                                \
  OWDF_INLINE type InterlockedIncrementNoFence##suffix(type volatile* target) {                                    \
    return __atomic_add_fetch(target, 1, __ATOMIC_RELAXED);                                                        \
  }                                                                                                                \
  OWDF_INLINE type InterlockedDecrementNoFence##suffix(type volatile* target) {                                    \
    return __atomic_sub_fetch(target, 1, __ATOMIC_RELAXED);                                                        \
  }                                                                                                                \
  OWDF_INLINE type InterlockedExchangeNoFence##suffix(type volatile* target, type value) {                         \
    return __atomic_exchange_n(target, value, __ATOMIC_RELAXED);                                                   \
  }                                                                                                                \
  OWDF_INLINE type InterlockedExchangeAddNoFence##suffix(type volatile* target, type value) {                      \
    return __atomic_fetch_add(target, value, __ATOMIC_RELAXED);                                                    \
  }                                                                                                                \
  OWDF_INLINE type InterlockedOrNoFence##suffix(type volatile* target, type value) {                               \
    return __atomic_fetch_or(target, value, __ATOMIC_RELAXED);                                                     \
  }                                                                                                                \
  OWDF_INLINE type InterlockedAndNoFence##suffix(type volatile* target, type value) {                              \
    return __atomic_fetch_and(target, value, __ATOMIC_RELAXED);                                                    \
  }                                                                                                                \
  OWDF_INLINE type InterlockedCompareExchangeNoFence##suffix(type volatile* target, type value, type comparand) {  \
    __atomic_compare_exchange_n(target, &comparand, value, 0, __ATOMIC_RELAXED, __ATOMIC_RELAXED);                 \
    return comparand;                                                                                              \
  }                                                                                                                \
  OWDF_INLINE type InterlockedCompareExchangeAcquire##suffix(type volatile* target, type value, type comparand) {  \
    __atomic_compare_exchange_n(target, &comparand, value, 0, __ATOMIC_ACQUIRE, __ATOMIC_ACQUIRE);                 \
    return comparand;                                                                                              \
  }                                                                                                                \
  OWDF_INLINE type InterlockedCompareExchangeRelease##suffix(type volatile* target, type value, type comparand) {  \
    __atomic_compare_exchange_n(target, &comparand, value, 0, __ATOMIC_RELEASE, __ATOMIC_RELAXED);                 \
    return comparand;                                                                                              \
  }                                                                                                                \
  OWDF_INLINE type InterlockedIncrementAcquire##suffix(type volatile* target) {                                    \
    return __atomic_add_fetch(target, 1, __ATOMIC_ACQUIRE);                                                        \
  }                                                                                                                \
  OWDF_INLINE type InterlockedDecrementRelease##suffix(type volatile* target) {                                    \
    return __atomic_sub_fetch(target, 1, __ATOMIC_RELEASE);                                                        \
  }

OWDF_INTERLOCKED(, LONG)
OWDF_INTERLOCKED(64, LONG64)
OWDF_INTERLOCKED(16, SHORT)
OWDF_INTERLOCKED(8, char)
#define InterlockedExchangeAddSizeT(target, value) \
  ((SIZE_T)InterlockedExchangeAdd64((LONG64 volatile*)(target), (LONG64)(value)))
#define InterlockedIncrementSizeT(target) ((SIZE_T)InterlockedIncrement64((LONG64 volatile*)(target)))
#define InterlockedDecrementSizeT(target) ((SIZE_T)InterlockedDecrement64((LONG64 volatile*)(target)))
#define InterlockedSubtract(target, value) InterlockedAdd((target), -(value))

OWDF_INLINE PVOID InterlockedExchangePointer(PVOID volatile* target, PVOID value) {
  return __atomic_exchange_n(target, value, __ATOMIC_SEQ_CST);
}
OWDF_INLINE PVOID InterlockedCompareExchangePointer(PVOID volatile* target, PVOID value, PVOID comparand) {
  __atomic_compare_exchange_n(target, &comparand, value, 0, __ATOMIC_SEQ_CST, __ATOMIC_SEQ_CST);
  return comparand;
}
#if !defined(OWDF_HOST) && !defined(__cplusplus)
/* C callers swap pointers of their own types; the operation does not care. */
#define InterlockedExchangePointer(target, value) InterlockedExchangePointer((PVOID volatile*)(target), (PVOID)(value))
#define InterlockedCompareExchangePointer(target, value, comparand) \
  InterlockedCompareExchangePointer((PVOID volatile*)(target), (PVOID)(value), (PVOID)(comparand))
#endif
OWDF_INLINE unsigned char InterlockedBitTestAndSet(LONG volatile* base, LONG bit) {
  LONG mask = (LONG)(1u << (bit & 31));
  return (__atomic_fetch_or(base + (bit >> 5), mask, __ATOMIC_SEQ_CST) & mask) != 0;
}
OWDF_INLINE unsigned char InterlockedBitTestAndReset(LONG volatile* base, LONG bit) {
  LONG mask = (LONG)(1u << (bit & 31));
  return (__atomic_fetch_and(base + (bit >> 5), ~mask, __ATOMIC_SEQ_CST) & mask) != 0;
}
OWDF_INLINE unsigned char InterlockedBitTestAndSet64(LONG64 volatile* base, LONG64 bit) {
  LONG64 mask = (LONG64)(1ull << (bit & 63));
  return (__atomic_fetch_or(base + (bit >> 6), mask, __ATOMIC_SEQ_CST) & mask) != 0;
}
OWDF_INLINE unsigned char InterlockedBitTestAndReset64(LONG64 volatile* base, LONG64 bit) {
  LONG64 mask = (LONG64)(1ull << (bit & 63));
  return (__atomic_fetch_and(base + (bit >> 6), ~mask, __ATOMIC_SEQ_CST) & mask) != 0;
}
OWDF_INLINE unsigned char BitScanForward(ULONG* index, ULONG mask) {
  if (mask) *index = (ULONG)__builtin_ctz((unsigned)mask);
  return mask != 0;
}
OWDF_INLINE unsigned char BitScanReverse(ULONG* index, ULONG mask) {
  if (mask) *index = 31 - (ULONG)__builtin_clz((unsigned)mask);
  return mask != 0;
}
OWDF_INLINE unsigned char BitScanForward64(ULONG* index, ULONG64 mask) {
  if (mask) *index = (ULONG)__builtin_ctzll(mask);
  return mask != 0;
}
OWDF_INLINE unsigned char BitScanReverse64(ULONG* index, ULONG64 mask) {
  if (mask) *index = 63 - (ULONG)__builtin_clzll(mask);
  return mask != 0;
}
OWDF_INLINE unsigned char BitTest(LONG const* base, LONG bit) { return (base[bit >> 5] >> (bit & 31)) & 1; }
OWDF_INLINE unsigned char BitTestAndSet(LONG* base, LONG bit) {
  unsigned char was = BitTest(base, bit);
  base[bit >> 5] |= (LONG)(1u << (bit & 31));
  return was;
}
OWDF_INLINE unsigned char BitTestAndReset(LONG* base, LONG bit) {
  unsigned char was = BitTest(base, bit);
  base[bit >> 5] &= ~(LONG)(1u << (bit & 31));
  return was;
}

OWDF_INLINE void MemoryBarrier(void) { __atomic_thread_fence(__ATOMIC_SEQ_CST); }
OWDF_INLINE void YieldProcessor(void) { __builtin_ia32_pause(); }
#define OWDF_FENCED(before, after, type)                                                                           \
  OWDF_INLINE type Read##before##NoFence##after(type const volatile* source) { return *source; }                   \
  OWDF_INLINE void Write##before##NoFence##after(type volatile* target, type value) { *target = value; }           \
  OWDF_INLINE type Read##before##Raw##after(type const volatile* source) { return *source; }                       \
  OWDF_INLINE void Write##before##Raw##after(type volatile* target, type value) { *target = value; }               \
  OWDF_INLINE type Read##before##Acquire##after(type const volatile* source) {                                     \
    return __atomic_load_n(source, __ATOMIC_ACQUIRE);                                                              \
  }                                                                                                                \
  OWDF_INLINE void Write##before##Release##after(type volatile* target, type value) {                              \
    __atomic_store_n(target, value, __ATOMIC_RELEASE);                                                             \
  }
OWDF_FENCED(, , LONG)
OWDF_FENCED(, 64, LONG64)
OWDF_FENCED(, 16, SHORT)
OWDF_FENCED(, 8, char)
OWDF_FENCED(ULong, , ULONG)
OWDF_FENCED(ULong, 64, ULONG64)
OWDF_FENCED(Pointer, , PVOID)
OWDF_FENCED(Boolean, , BOOLEAN)

#define RtlEqualMemory(left, right, length) (!__builtin_memcmp((left), (right), (length)))
#define RtlMoveMemory(to, from, length) __builtin_memmove((to), (from), (length))
#define RtlCopyMemory(to, from, length) __builtin_memcpy((to), (from), (length))
#define RtlFillMemory(to, length, fill) __builtin_memset((to), (fill), (length))
#define RtlZeroMemory(to, length) __builtin_memset((to), 0, (length))
#define RtlCopyVolatileMemory(to, from, length) RtlCopyMemory((PVOID)(to), (const VOID*)(from), (length))
#define RtlCopyMemoryNonTemporal RtlCopyMemory
#define RtlCopyDeviceMemory RtlCopyMemory
#define RtlCopyBytes RtlCopyMemory
#define RtlZeroBytes RtlZeroMemory
#define RtlFillBytes RtlFillMemory
OWDF_INLINE PVOID RtlSecureZeroMemory(PVOID to, SIZE_T length) {
  volatile UCHAR* at = (volatile UCHAR*)to;
  while (length--) *at++ = 0;
  return to;
}
