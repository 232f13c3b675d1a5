/* The recorder of WPP: logs in memory that a driver makes beside its default one. */
#pragma once

#include <wdm.h>

OWDF_BEGIN

typedef struct RECORDER_LOG__* RECORDER_LOG;
typedef struct WPP_RECORDER_COUNTER__* WPP_RECORDER_COUNTER;

typedef enum WPP_RECORDER_TRI_STATE {
  WppRecorderFalse = FALSE,
  WppRecorderTrue = TRUE,
  WppRecorderUseDefault = 2
} WPP_RECORDER_TRI_STATE;

#define RECORDER_LOG_IDENTIFIER_MAX_CHARS 16

typedef struct _RECORDER_CONFIGURE_PARAMS {
  ULONG Size;
  BOOLEAN CreateDefaultLog;
  WPP_RECORDER_TRI_STATE UseTimeStamp;
  WPP_RECORDER_TRI_STATE PreciseTimeStamp;
} RECORDER_CONFIGURE_PARAMS, *PRECORDER_CONFIGURE_PARAMS;

typedef struct _RECORDER_LOG_CREATE_PARAMS {
  ULONG Size;
  ULONG LogTag;
  ULONG TotalBufferSize;
  ULONG ErrorPartitionSize;
  LONG_PTR LogIdentifierAppendValue;
  BOOLEAN LogIdentifierAppendValueSet;
  ULONG LogIdentifierSize;
  CHAR LogIdentifier[RECORDER_LOG_IDENTIFIER_MAX_CHARS];
  WPP_RECORDER_TRI_STATE UseTimeStamp;
  WPP_RECORDER_TRI_STATE PreciseTimeStamp;
} RECORDER_LOG_CREATE_PARAMS, *PRECORDER_LOG_CREATE_PARAMS;

typedef struct _WPP_TRIAGE_INFO {
  ULONG WppDriverContextOffset;
  ULONG WppDriverContextSize;
  ULONG WppAutoLogHeaderSize;
  ULONG WppAutoLogHeaderSizeOffset;
  ULONG WppSizeOfAutoLogHeaderSizeField;
} WPP_TRIAGE_INFO, *PWPP_TRIAGE_INFO;

FORCEINLINE void RECORDER_CONFIGURE_PARAMS_INIT(_Out_ PRECORDER_CONFIGURE_PARAMS Params) {
  RtlZeroMemory(Params, sizeof(*Params));
  Params->Size = sizeof(*Params);
  Params->CreateDefaultLog = TRUE;
  Params->UseTimeStamp = WppRecorderUseDefault;
  Params->PreciseTimeStamp = WppRecorderUseDefault;
}

FORCEINLINE void RECORDER_LOG_CREATE_PARAMS_INIT(_Out_ PRECORDER_LOG_CREATE_PARAMS Params,
                                                 _In_opt_ PCSTR LogIdentifier) {
  ULONG i;
  RtlZeroMemory(Params, sizeof(*Params));
  Params->Size = sizeof(*Params);
  Params->TotalBufferSize = 1024;
  Params->LogIdentifierSize = sizeof(Params->LogIdentifier);
  Params->UseTimeStamp = WppRecorderUseDefault;
  Params->PreciseTimeStamp = WppRecorderUseDefault;
  for (i = 0; LogIdentifier && LogIdentifier[i] && i + 1 < RECORDER_LOG_IDENTIFIER_MAX_CHARS; i++) {
    Params->LogIdentifier[i] = LogIdentifier[i];
  }
}

FORCEINLINE void RECORDER_LOG_CREATE_PARAMS_INIT_APPEND_POINTER(_Out_ PRECORDER_LOG_CREATE_PARAMS Params,
                                                                _In_opt_ PCSTR LogIdentifier,
                                                                _In_ PVOID LogIdentifierAppendPointer) {
  RECORDER_LOG_CREATE_PARAMS_INIT(Params, LogIdentifier);
  Params->LogIdentifierAppendValue = (LONG_PTR)LogIdentifierAppendPointer;
  Params->LogIdentifierAppendValueSet = TRUE;
}

void NTAPI WppRecorderConfigure(_In_ PRECORDER_CONFIGURE_PARAMS ConfigureParams);
NTSTATUS NTAPI WppRecorderLogCreate(_In_ PRECORDER_LOG_CREATE_PARAMS CreateParams, _Out_ RECORDER_LOG* RecorderLog);
void NTAPI WppRecorderLogDelete(_In_ RECORDER_LOG RecorderLog);
RECORDER_LOG NTAPI WppRecorderLogGetDefault(void);
BOOLEAN NTAPI WppRecorderIsDefaultLogAvailable(void);
NTSTATUS NTAPI WppRecorderLogSetIdentifier(_In_ RECORDER_LOG RecorderLog, _In_ PCHAR LogIdentifier);
WPP_RECORDER_COUNTER NTAPI WppRecorderGetCounterHandle(void);
NTSTATUS NTAPI WppRecorderLinkCounters(_In_ WPP_RECORDER_COUNTER CounterOwner);
NTSTATUS NTAPI WppRecorderDumpLiveDriverData(_Out_ PVOID* OutBuffer, _Out_ PULONG OutBufferLength, _Out_ LPGUID Guid);
NTSTATUS NTAPI WppRecorderLogDumpLiveData(_In_ RECORDER_LOG RecorderLog, _Out_ PVOID* OutBuffer,
                                          _Out_ PULONG OutBufferLength, _Out_ LPGUID Guid);
NTSTATUS NTAPI WppRecorderGetTriageInfo(_Out_ PWPP_TRIAGE_INFO WppTriageInfo);

OWDF_END
