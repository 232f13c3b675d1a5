/* Memory-mapped registers are plain volatile accesses with a barrier after writes. */
#pragma once

#include <owdf/basic_types.h>

#define OWDF_REGISTER(name, type)                                                                                  \
  OWDF_INLINE type READ_REGISTER_##name(type volatile* Register) {                                                 \
    __asm__ __volatile__("" ::: "memory");                                                                         \
    return *Register;                                                                                              \
  }                                                                                                                \
  OWDF_INLINE type READ_REGISTER_NOFENCE_##name(type volatile* Register) { return *Register; }                     \
  OWDF_INLINE VOID WRITE_REGISTER_##name(type volatile* Register, type Value) {                                    \
    *Register = Value;                                                                                             \
    __sync_synchronize();                                                                                          \
  }                                                                                                                \
  OWDF_INLINE VOID WRITE_REGISTER_NOFENCE_##name(type volatile* Register, type Value) { *Register = Value; }       \
  OWDF_INLINE VOID READ_REGISTER_BUFFER_##name(type volatile* Register, type* Buffer, ULONG Count) {               \
    while (Count--) *Buffer++ = *Register++;                                                                       \
  }                                                                                                                \
  OWDF_INLINE VOID WRITE_REGISTER_BUFFER_##name(type volatile* Register, type* Buffer, ULONG Count) {              \
    while (Count--) *Register++ = *Buffer++;                                                                       \
    __sync_synchronize();                                                                                          \
  }
OWDF_REGISTER(UCHAR, UCHAR)
OWDF_REGISTER(USHORT, USHORT)
OWDF_REGISTER(ULONG, ULONG)
OWDF_REGISTER(ULONG64, ULONG64)
