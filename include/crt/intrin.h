/* Compiler intrinsics by the names of the Microsoft compiler. clang knows the _Interlocked family by itself; the
   others it expands where it meets these declarations. */
#pragma once

#include <crt_types.h>
#include <stdlib.h>
#if defined(__SSE2__)
#include <x86intrin.h>
#endif

OWDF_CRT_BEGIN
unsigned char _BitScanForward(unsigned long* index, unsigned long mask);
unsigned char _BitScanReverse(unsigned long* index, unsigned long mask);
unsigned char _BitScanForward64(unsigned long* index, unsigned long long mask);
unsigned char _BitScanReverse64(unsigned long* index, unsigned long long mask);
long long _InterlockedIncrement64(long long volatile* target);
long long _InterlockedDecrement64(long long volatile* target);
long long _InterlockedExchange64(long long volatile* target, long long value);
long long _InterlockedExchangeAdd64(long long volatile* target, long long value);
long long _InterlockedAnd64(long long volatile* target, long long value);
long long _InterlockedOr64(long long volatile* target, long long value);
long long _InterlockedXor64(long long volatile* target, long long value);
void* _InterlockedExchangePointer(void* volatile* target, void* value);
void* _InterlockedCompareExchangePointer(void* volatile* target, void* value, void* comparand);
void __faststorefence(void);
void __stosb(unsigned char* to, unsigned char value, size_t count);
void __movsb(unsigned char* to, unsigned char const* from, size_t count);
void __movsd(unsigned long* to, unsigned long const* from, size_t count);
void __movsq(unsigned long long* to, unsigned long long const* from, size_t count);
void __debugbreak(void);
void __ud2(void);
void __cpuid(int registers[4], int leaf);
void __cpuidex(int registers[4], int leaf, int subleaf);
#pragma intrinsic(_BitScanForward, _BitScanReverse)

void _ReadWriteBarrier(void);
void _ReadBarrier(void);
void _WriteBarrier(void);
void* _ReturnAddress(void);
unsigned long long __emulu(unsigned left, unsigned right);
long long __emul(int left, int right);
unsigned long long __umulh(unsigned long long left, unsigned long long right);
unsigned __popcnt(unsigned value);
unsigned long long __popcnt64(unsigned long long value);
OWDF_CRT_END
