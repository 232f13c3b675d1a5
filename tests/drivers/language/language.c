/* What the Microsoft compiler takes, one of each; DriverEntry says what came out of it. */
#include <ntddk.h>
#include <NtStrSafe.h>
#include <intrin.h>
#define INITGUID
#include <initguid.h>
#include ".\SHARED.H"
#pragma warning(push)
#pragma warning(disable:4201 4214)
#pragma warning(pop)
#pragma prefast(disable:28159, "why")
#pragma comment(lib, "foo.lib")
#pragma intrinsic(memcpy)
#pragma function(memset)
#pragma optimize("", off)
#pragma optimize("", on)
#pragma hdrstop
#pragma region r
#pragma endregion
#pragma once
DRIVER_INITIALIZE DriverEntry;
NTSTATUS Paged(void);
NTSTATUS InitOnly(void);
#ifdef ALLOC_PRAGMA
#pragma alloc_text(INIT, InitOnly)
#pragma alloc_text(PAGE, Paged)
#endif
NTSTATUS Paged(void) { PAGED_CODE(); return STATUS_SUCCESS; }
NTSTATUS InitOnly(void) { return STATUS_SUCCESS; }
#pragma code_seg(push, "PAGE")
NTSTATUS InSegment(void) { return STATUS_SUCCESS; }
#pragma code_seg(pop)
#pragma data_seg("PAGEDATA")
int PagedData = 3;
#pragma data_seg()
__declspec(code_seg("PAGE")) NTSTATUS ByAttribute(void) { return 1; }
#pragma section("mysec", read, write)
__declspec(allocate("mysec")) int Allocated = 5;
__declspec(noinline) static int NoInline(void) { return 1; }
__declspec(align(32)) static int Aligned = 1;
__declspec(deprecated) void Old(void);
__declspec(deprecated("why")) void Older(void);
__declspec(restrict) void* Restricted(void);
__declspec(noalias) void NoAlias(int* p) { *p = 1; }
__declspec(nothrow) void NoThrow(void) { }
__declspec(noreturn) void Dies(void);
__declspec(dllexport) int Exported(void) { return 1; }
__declspec(guard(nocf)) void Guarded(void) { }
__declspec(safebuffers) void Safe(void) { }
__declspec(thread_unsafe_dummy_attribute) void Unknown(void) { }
void Trace(const char* Format, ...);
#define TRACE(f, ...) Trace(f, __VA_ARGS__)
#define TRACE2(...) Trace("p" __FUNCTION__ "q", __VA_ARGS__)
#define CHARIZE(x) #@x
void Trace(const char* Format, ...) { (void)Format; }
struct Outer { int a; struct Inner { int b; }; union { int c; short d; }; };
typedef struct _Base { int x; } Base;
typedef struct _Derived { Base; int y; } Derived;
typedef struct _Flex { int n; int data[0]; } Flex;
void Use(void)
{
  struct Outer o; Derived d; unsigned long index; int regs[4];
  __int64 big = 5i64; unsigned __int64 ubig = 0xFFFFFFFFFFFFFFFFui64; __int32 i32 = 1i32; __int8 i8 = 1; __int16 i16 = 1;
  ULONG tag = 'gaT1';
  o.b = 1; o.c = 2; d.x = 3;
  TRACE("plain");
  TRACE("one %d", 1);
  TRACE2(1);
  Trace("a" __FUNCTION__ "b");
  __assume(1);
  __noop(1, 2, "x");
  __annotation(L"a", L"b");
  _BitScanForward(&index, 8); _BitScanReverse(&index, 8); _BitScanForward64(&index, 8); _BitScanReverse64(&index, 8);
  index = _byteswap_ulong(index); index = _byteswap_ushort(3); ubig = _byteswap_uint64(ubig);
  _ReadWriteBarrier(); _mm_pause(); _mm_mfence(); YieldProcessor();
  index = _rotl(index, 3) + _rotr(index, 3); ubig = _rotl64(ubig, 1);
  index += __popcnt(3) + (ULONG)__rdtsc();
  { char c8 = 0; short s = 0; LONG l = 0; LONG64 ll = 0; PVOID p = 0;
    InterlockedIncrement16(&s); InterlockedDecrement16(&s); InterlockedExchange8(&c8, 1); InterlockedExchange16(&s, 1);
    InterlockedCompareExchange16(&s, 1, 2); InterlockedAnd8(&c8, 1); InterlockedOr8(&c8, 1); InterlockedXor8(&c8, 1); InterlockedAnd16(&s,1); InterlockedOr16(&s, 1); InterlockedXor16(&s, 1);
    InterlockedExchangeAdd8(&c8, 1);
    InterlockedIncrement64(&ll); InterlockedDecrement64(&ll); InterlockedExchange64(&ll, 1); InterlockedCompareExchange64(&ll, 1, 2); InterlockedExchangeAdd64(&ll, 1); InterlockedAdd64(&ll, 1); InterlockedAdd(&l, 1); InterlockedAnd64(&ll,1); InterlockedOr64(&ll,1); InterlockedXor64(&ll,1);
    InterlockedExchangePointer(&p, 0); InterlockedCompareExchangePointer(&p, 0, 0); InterlockedBitTestAndSet(&l, 1); InterlockedBitTestAndReset(&l, 1); InterlockedBitTestAndSet64(&ll, 1);
    InterlockedIncrementAcquire(&l); InterlockedCompareExchangeNoFence(&l, 1, 2); InterlockedExchangeNoFence(&l, 1);
    _InterlockedIncrement(&l); _InterlockedCompareExchange8(&c8, 1, 2);
    _bittestandset(&l, 1); _bittest(&l, 1); _interlockedbittestandset(&l, 1);
  }
  if (index == 99) __fastfail(3);
  if (index == 98) __debugbreak();
  (void)big; (void)i32; (void)i8; (void)i16; (void)tag;
  switch (index) { case 1: break; default: __assume(0); }
}
char Charized = CHARIZE(x);
int Multi = 'abcd';
wchar_t Wide[] = L"a" L"b";
WCHAR Paste[] = L"x" "y";
extern const int SharedValue;
DRIVER_UNLOAD Unload;
void UseMore(void);
int UseObjects(void);

VOID Unload(PDRIVER_OBJECT DriverObject)
{
  UNREFERENCED_PARAMETER(DriverObject);
}

NTSTATUS DriverEntry(PDRIVER_OBJECT DriverObject, PUNICODE_STRING RegistryPath)
{
  WCHAR text[64];
  UNICODE_STRING name = RTL_CONSTANT_STRING(L"name");
  UNREFERENCED_PARAMETER(RegistryPath);
  DriverObject->DriverUnload = Unload;
  RtlStringCbPrintfW(text, sizeof(text), L"%ws %wZ %S %I64d", L"a", &name, "n", 5i64);
  DbgPrint("text: %ws %wZ %S %I64x %I64u %Iu %d\n", text, &name, L"wide", 5i64, 6ui64, (size_t)1, (int)wcslen(text));
  DbgPrint("values: %x %x %d %d %d %d %d\n", Multi, 'gaT1', Charized, (int)sizeof(Wide), (int)sizeof(Paste), SharedValue,
           Aligned + Allocated + PagedData);
  DbgPrint("guid: %x\n", GUID_LANGUAGE.Data1);
  Use();
  UseMore();
  DbgPrint("objects: %d\n", UseObjects());
  Paged(); InitOnly(); InSegment(); ByAttribute(); NoInline(); Guarded(); Safe();
  return STATUS_SUCCESS;
}
