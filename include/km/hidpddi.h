/* The HID parser for those who have a whole report descriptor: one piece of preparsed data for each top-level collection. */
#pragma once

#include <wdm.h>
#include <hidpi.h>

OWDF_BEGIN

typedef struct _HIDP_COLLECTION_DESC {
  USAGE UsagePage;
  USAGE Usage;
  UCHAR CollectionNumber;
  UCHAR Reserved[15];
  USHORT InputLength;
  USHORT OutputLength;
  USHORT FeatureLength;
  USHORT PreparsedDataLength;
  PHIDP_PREPARSED_DATA PreparsedData;
} HIDP_COLLECTION_DESC, *PHIDP_COLLECTION_DESC;
OWDF_SIZE(HIDP_COLLECTION_DESC, 40);
OWDF_OFFSET(HIDP_COLLECTION_DESC, InputLength, 20);

typedef struct _HIDP_REPORT_IDS {
  UCHAR ReportID;
  UCHAR CollectionNumber;
  USHORT InputLength;
  USHORT OutputLength;
  USHORT FeatureLength;
} HIDP_REPORT_IDS, *PHIDP_REPORT_IDS;
OWDF_SIZE(HIDP_REPORT_IDS, 8);

typedef struct _HIDP_GETCOLDESC_DBG {
  ULONG BreakOffset;
  ULONG ErrorCode;
  ULONG Args[6];
} HIDP_GETCOLDESC_DBG, *PHIDP_GETCOLDESC_DBG;
OWDF_SIZE(HIDP_GETCOLDESC_DBG, 32);

typedef struct _HIDP_DEVICE_DESC {
  PHIDP_COLLECTION_DESC CollectionDesc;
  ULONG CollectionDescLength;
  PHIDP_REPORT_IDS ReportIDs;
  ULONG ReportIDsLength;
  HIDP_GETCOLDESC_DBG Dbg;
} HIDP_DEVICE_DESC, *PHIDP_DEVICE_DESC;
OWDF_SIZE(HIDP_DEVICE_DESC, 64);

NTSTATUS NTAPI HidP_GetCollectionDescription(_In_ PVOID ReportDesc, _In_ ULONG DescLength, _In_ POOL_TYPE PoolType,
                                             _Out_ PHIDP_DEVICE_DESC DeviceDescription);
void NTAPI HidP_FreeCollectionDescription(_In_ PHIDP_DEVICE_DESC DeviceDescription);
NTSTATUS NTAPI HidP_SysPowerEvent(_In_ PCHAR HidPacket, _In_ USHORT HidPacketLength,
                                  _In_ PHIDP_PREPARSED_DATA Ppd, _Out_ PULONG OutputBuffer);
NTSTATUS NTAPI HidP_SysPowerCaps(_In_ PHIDP_PREPARSED_DATA Ppd, _Out_ PULONG OutputBuffer);

OWDF_END
