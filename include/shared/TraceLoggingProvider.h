/* TraceLogging: events that describe themselves. What is written goes the way of trace messages: the event's name, then
   each field as name=value (owdf/trace_message.h). Kinds of field that are not here do not compile. */
#pragma once

#include <owdf/trace_message.h>
#include <guiddef.h>

OWDF_BEGIN

typedef struct OWDF_TLG_PROVIDER {
  OWDF_TRACE_CONTROL Control; /* all zero until TraceLoggingRegister and after TraceLoggingUnregister */
  OWDF_TRACE_PROVIDER Names;
} OWDF_TLG_PROVIDER;
typedef OWDF_TLG_PROVIDER* TraceLoggingHProvider;

#define TRACELOGGING_DECLARE_PROVIDER(handleVariable) EXTERN_C OWDF_TLG_PROVIDER handleVariable##_owdf
#define TRACELOGGING_DEFINE_PROVIDER(handleVariable, providerName, providerId, ...) \
  EXTERN_C_START                                                                    \
  OWDF_TLG_PROVIDER handleVariable##_owdf = {{0, 0, {0}}, {providerName, #providerId, ""}}; \
  EXTERN_C_END                                                                      \
  OWDF_STATIC_ASSERT(sizeof(providerName) > 1, "a provider has a name")

OWDF_INLINE LONG OwdfTlgRegister(TraceLoggingHProvider Provider) {
  OwdfTraceRegister(&Provider->Control, &Provider->Names, 1);
  return 0;
}
#define TraceLoggingRegister(handle) OwdfTlgRegister(&handle##_owdf)
#define TraceLoggingUnregister(handle) OwdfTraceUnregister(&handle##_owdf.Control, 1)
#define TraceLoggingProviderEnabled(handle, level, keyword) \
  (handle##_owdf.Control.Logger != 0 && handle##_owdf.Control.Level >= (level))

/* Each field is a name of the two families below: one makes the text, the other the arguments. They are no macros by
   themselves, so that they arrive here whole. */
#define TraceLoggingWrite(handle, eventName, ...)                                                                  \
  do {                                                                                                             \
    static const OWDF_TRACE_TYPE owdf_types[] = {{0, 0, 0, 0, 0}};                                                 \
    static const OWDF_TRACE_MESSAGE owdf_event = {                                                                 \
        owdf_types, __FILE__, "", "", "", eventName OWDF_TLG_EACH(OWDF_TLG_T, ##__VA_ARGS__), __LINE__};           \
    if (handle##_owdf.Control.Logger) OwdfTraceMessage(&owdf_event OWDF_TLG_EACH(OWDF_TLG_A, ##__VA_ARGS__));      \
  } while (0)

#define OWDF_TLG_T(field) OWDF_TLG_T_##field
#define OWDF_TLG_A(field) OWDF_TLG_A_##field
#define OWDF_TLG_SECOND(first, second, ...) second
#define OWDF_TLG_NAME(value, ...) OWDF_TLG_SECOND(value, ##__VA_ARGS__, #value, )

#define OWDF_TLG_T_TraceLoggingInt8(value, ...) " " OWDF_TLG_NAME(value, ##__VA_ARGS__) "=%d"
#define OWDF_TLG_A_TraceLoggingInt8(value, ...) , (INT)(value)
#define OWDF_TLG_T_TraceLoggingUInt8(value, ...) " " OWDF_TLG_NAME(value, ##__VA_ARGS__) "=%u"
#define OWDF_TLG_A_TraceLoggingUInt8(value, ...) , (UINT)(value)
#define OWDF_TLG_T_TraceLoggingInt16(value, ...) " " OWDF_TLG_NAME(value, ##__VA_ARGS__) "=%d"
#define OWDF_TLG_A_TraceLoggingInt16(value, ...) , (INT)(value)
#define OWDF_TLG_T_TraceLoggingUInt16(value, ...) " " OWDF_TLG_NAME(value, ##__VA_ARGS__) "=%u"
#define OWDF_TLG_A_TraceLoggingUInt16(value, ...) , (UINT)(value)
#define OWDF_TLG_T_TraceLoggingInt32(value, ...) " " OWDF_TLG_NAME(value, ##__VA_ARGS__) "=%d"
#define OWDF_TLG_A_TraceLoggingInt32(value, ...) , (INT)(value)
#define OWDF_TLG_T_TraceLoggingUInt32(value, ...) " " OWDF_TLG_NAME(value, ##__VA_ARGS__) "=%u"
#define OWDF_TLG_A_TraceLoggingUInt32(value, ...) , (UINT)(value)
#define OWDF_TLG_T_TraceLoggingInt64(value, ...) " " OWDF_TLG_NAME(value, ##__VA_ARGS__) "=%I64d"
#define OWDF_TLG_A_TraceLoggingInt64(value, ...) , (LONGLONG)(value)
#define OWDF_TLG_T_TraceLoggingUInt64(value, ...) " " OWDF_TLG_NAME(value, ##__VA_ARGS__) "=%I64u"
#define OWDF_TLG_A_TraceLoggingUInt64(value, ...) , (ULONGLONG)(value)
#define OWDF_TLG_T_TraceLoggingIntPtr(value, ...) " " OWDF_TLG_NAME(value, ##__VA_ARGS__) "=%I64d"
#define OWDF_TLG_A_TraceLoggingIntPtr(value, ...) , (LONGLONG)(value)
#define OWDF_TLG_T_TraceLoggingUIntPtr(value, ...) " " OWDF_TLG_NAME(value, ##__VA_ARGS__) "=%I64u"
#define OWDF_TLG_A_TraceLoggingUIntPtr(value, ...) , (ULONGLONG)(value)
#define OWDF_TLG_T_TraceLoggingLong(value, ...) " " OWDF_TLG_NAME(value, ##__VA_ARGS__) "=%ld"
#define OWDF_TLG_A_TraceLoggingLong(value, ...) , (LONG)(value)
#define OWDF_TLG_T_TraceLoggingULong(value, ...) " " OWDF_TLG_NAME(value, ##__VA_ARGS__) "=%lu"
#define OWDF_TLG_A_TraceLoggingULong(value, ...) , (ULONG)(value)
#define OWDF_TLG_T_TraceLoggingHexInt8(value, ...) " " OWDF_TLG_NAME(value, ##__VA_ARGS__) "=0x%x"
#define OWDF_TLG_A_TraceLoggingHexInt8(value, ...) , (UCHAR)(value)
#define OWDF_TLG_T_TraceLoggingHexUInt8(value, ...) " " OWDF_TLG_NAME(value, ##__VA_ARGS__) "=0x%x"
#define OWDF_TLG_A_TraceLoggingHexUInt8(value, ...) , (UCHAR)(value)
#define OWDF_TLG_T_TraceLoggingHexInt16(value, ...) " " OWDF_TLG_NAME(value, ##__VA_ARGS__) "=0x%x"
#define OWDF_TLG_A_TraceLoggingHexInt16(value, ...) , (USHORT)(value)
#define OWDF_TLG_T_TraceLoggingHexUInt16(value, ...) " " OWDF_TLG_NAME(value, ##__VA_ARGS__) "=0x%x"
#define OWDF_TLG_A_TraceLoggingHexUInt16(value, ...) , (USHORT)(value)
#define OWDF_TLG_T_TraceLoggingHexInt32(value, ...) " " OWDF_TLG_NAME(value, ##__VA_ARGS__) "=0x%x"
#define OWDF_TLG_A_TraceLoggingHexInt32(value, ...) , (UINT)(value)
#define OWDF_TLG_T_TraceLoggingHexUInt32(value, ...) " " OWDF_TLG_NAME(value, ##__VA_ARGS__) "=0x%x"
#define OWDF_TLG_A_TraceLoggingHexUInt32(value, ...) , (UINT)(value)
#define OWDF_TLG_T_TraceLoggingHexLong(value, ...) " " OWDF_TLG_NAME(value, ##__VA_ARGS__) "=0x%lx"
#define OWDF_TLG_A_TraceLoggingHexLong(value, ...) , (ULONG)(value)
#define OWDF_TLG_T_TraceLoggingHexULong(value, ...) " " OWDF_TLG_NAME(value, ##__VA_ARGS__) "=0x%lx"
#define OWDF_TLG_A_TraceLoggingHexULong(value, ...) , (ULONG)(value)
#define OWDF_TLG_T_TraceLoggingHexInt64(value, ...) " " OWDF_TLG_NAME(value, ##__VA_ARGS__) "=0x%I64x"
#define OWDF_TLG_A_TraceLoggingHexInt64(value, ...) , (ULONGLONG)(value)
#define OWDF_TLG_T_TraceLoggingHexUInt64(value, ...) " " OWDF_TLG_NAME(value, ##__VA_ARGS__) "=0x%I64x"
#define OWDF_TLG_A_TraceLoggingHexUInt64(value, ...) , (ULONGLONG)(value)
#define OWDF_TLG_T_TraceLoggingBoolean(value, ...) " " OWDF_TLG_NAME(value, ##__VA_ARGS__) "=%u"
#define OWDF_TLG_A_TraceLoggingBoolean(value, ...) , (UINT)(value)
#define OWDF_TLG_T_TraceLoggingBool(value, ...) " " OWDF_TLG_NAME(value, ##__VA_ARGS__) "=%u"
#define OWDF_TLG_A_TraceLoggingBool(value, ...) , (UINT)(value)
#define OWDF_TLG_T_TraceLoggingPointer(value, ...) " " OWDF_TLG_NAME(value, ##__VA_ARGS__) "=%p"
#define OWDF_TLG_A_TraceLoggingPointer(value, ...) , (const void*)(value)
#define OWDF_TLG_T_TraceLoggingCodePointer(value, ...) " " OWDF_TLG_NAME(value, ##__VA_ARGS__) "=%p"
#define OWDF_TLG_A_TraceLoggingCodePointer(value, ...) , (const void*)(value)
#define OWDF_TLG_T_TraceLoggingNTStatus(value, ...) " " OWDF_TLG_NAME(value, ##__VA_ARGS__) "=0x%08x"
#define OWDF_TLG_A_TraceLoggingNTStatus(value, ...) , (UINT)(value)
#define OWDF_TLG_T_TraceLoggingHResult(value, ...) " " OWDF_TLG_NAME(value, ##__VA_ARGS__) "=0x%08x"
#define OWDF_TLG_A_TraceLoggingHResult(value, ...) , (UINT)(value)
#define OWDF_TLG_T_TraceLoggingWinError(value, ...) " " OWDF_TLG_NAME(value, ##__VA_ARGS__) "=%u"
#define OWDF_TLG_A_TraceLoggingWinError(value, ...) , (UINT)(value)
#define OWDF_TLG_T_TraceLoggingString(value, ...) " " OWDF_TLG_NAME(value, ##__VA_ARGS__) "=%hs"
#define OWDF_TLG_A_TraceLoggingString(value, ...) , (const char*)(value)
#define OWDF_TLG_T_TraceLoggingWideString(value, ...) " " OWDF_TLG_NAME(value, ##__VA_ARGS__) "=%ls"
#define OWDF_TLG_A_TraceLoggingWideString(value, ...) , (const WCHAR*)(value)
#define OWDF_TLG_T_TraceLoggingUnicodeString(value, ...) " " OWDF_TLG_NAME(value, ##__VA_ARGS__) "=%wZ"
#define OWDF_TLG_A_TraceLoggingUnicodeString(value, ...) , (const void*)(value)
#define OWDF_TLG_T_TraceLoggingAnsiString(value, ...) " " OWDF_TLG_NAME(value, ##__VA_ARGS__) "=%hZ"
#define OWDF_TLG_A_TraceLoggingAnsiString(value, ...) , (const void*)(value)

/* Of the event itself; binary data is named by its place and size. */
#define OWDF_TLG_T_TraceLoggingLevel(level) " level=%u"
#define OWDF_TLG_A_TraceLoggingLevel(level) , (UINT)(level)
#define OWDF_TLG_T_TraceLoggingOpcode(opcode) " opcode=%u"
#define OWDF_TLG_A_TraceLoggingOpcode(opcode) , (UINT)(opcode)
#define OWDF_TLG_T_TraceLoggingKeyword(keyword) " keyword=0x%I64x"
#define OWDF_TLG_A_TraceLoggingKeyword(keyword) , (ULONGLONG)(keyword)
#define OWDF_TLG_T_TraceLoggingDescription(text)
#define OWDF_TLG_A_TraceLoggingDescription(text)
#define OWDF_TLG_T_TraceLoggingFunctionName() " function=%hs"
#define OWDF_TLG_A_TraceLoggingFunctionName() , (const char*)__FUNCTION__
#define OWDF_TLG_T_TraceLoggingBinary(data, size, ...) " " OWDF_TLG_NAME(data, ##__VA_ARGS__) "=%p+%u"
#define OWDF_TLG_A_TraceLoggingBinary(data, size, ...) , (const void*)(data), (UINT)(size)

/* Applies a macro to each of at most 24 arguments. */
#define OWDF_TLG_E0(M, ...)
#define OWDF_TLG_E1(M, a) M(a)
#define OWDF_TLG_E2(M, a, ...) M(a) OWDF_TLG_E1(M, ##__VA_ARGS__)
#define OWDF_TLG_E3(M, a, ...) M(a) OWDF_TLG_E2(M, ##__VA_ARGS__)
#define OWDF_TLG_E4(M, a, ...) M(a) OWDF_TLG_E3(M, ##__VA_ARGS__)
#define OWDF_TLG_E5(M, a, ...) M(a) OWDF_TLG_E4(M, ##__VA_ARGS__)
#define OWDF_TLG_E6(M, a, ...) M(a) OWDF_TLG_E5(M, ##__VA_ARGS__)
#define OWDF_TLG_E7(M, a, ...) M(a) OWDF_TLG_E6(M, ##__VA_ARGS__)
#define OWDF_TLG_E8(M, a, ...) M(a) OWDF_TLG_E7(M, ##__VA_ARGS__)
#define OWDF_TLG_E9(M, a, ...) M(a) OWDF_TLG_E8(M, ##__VA_ARGS__)
#define OWDF_TLG_E10(M, a, ...) M(a) OWDF_TLG_E9(M, ##__VA_ARGS__)
#define OWDF_TLG_E11(M, a, ...) M(a) OWDF_TLG_E10(M, ##__VA_ARGS__)
#define OWDF_TLG_E12(M, a, ...) M(a) OWDF_TLG_E11(M, ##__VA_ARGS__)
#define OWDF_TLG_E13(M, a, ...) M(a) OWDF_TLG_E12(M, ##__VA_ARGS__)
#define OWDF_TLG_E14(M, a, ...) M(a) OWDF_TLG_E13(M, ##__VA_ARGS__)
#define OWDF_TLG_E15(M, a, ...) M(a) OWDF_TLG_E14(M, ##__VA_ARGS__)
#define OWDF_TLG_E16(M, a, ...) M(a) OWDF_TLG_E15(M, ##__VA_ARGS__)
#define OWDF_TLG_E17(M, a, ...) M(a) OWDF_TLG_E16(M, ##__VA_ARGS__)
#define OWDF_TLG_E18(M, a, ...) M(a) OWDF_TLG_E17(M, ##__VA_ARGS__)
#define OWDF_TLG_E19(M, a, ...) M(a) OWDF_TLG_E18(M, ##__VA_ARGS__)
#define OWDF_TLG_E20(M, a, ...) M(a) OWDF_TLG_E19(M, ##__VA_ARGS__)
#define OWDF_TLG_E21(M, a, ...) M(a) OWDF_TLG_E20(M, ##__VA_ARGS__)
#define OWDF_TLG_E22(M, a, ...) M(a) OWDF_TLG_E21(M, ##__VA_ARGS__)
#define OWDF_TLG_E23(M, a, ...) M(a) OWDF_TLG_E22(M, ##__VA_ARGS__)
#define OWDF_TLG_E24(M, a, ...) M(a) OWDF_TLG_E23(M, ##__VA_ARGS__)
#define OWDF_TLG_PICK(a0, a1, a2, a3, a4, a5, a6, a7, a8, a9, a10, a11, a12, a13, \
                      a14, a15, a16, a17, a18, a19, a20, a21, a22, a23, a24, a25, \
                      name, ...) name
#define OWDF_TLG_EACH(M, ...) \
  OWDF_TLG_PICK(0, M, ##__VA_ARGS__, \
                OWDF_TLG_E24, OWDF_TLG_E23, OWDF_TLG_E22, OWDF_TLG_E21, OWDF_TLG_E20, OWDF_TLG_E19, OWDF_TLG_E18, \
                OWDF_TLG_E17, OWDF_TLG_E16, OWDF_TLG_E15, OWDF_TLG_E14, OWDF_TLG_E13, OWDF_TLG_E12, OWDF_TLG_E11, \
                OWDF_TLG_E10, OWDF_TLG_E9, OWDF_TLG_E8, OWDF_TLG_E7, OWDF_TLG_E6, OWDF_TLG_E5, OWDF_TLG_E4, \
                OWDF_TLG_E3, OWDF_TLG_E2, OWDF_TLG_E1, OWDF_TLG_E0, ) \
  (M, ##__VA_ARGS__)

OWDF_END
