/* The HID parser: what a report descriptor declares, and values put into and taken out of reports by their usage. */
#pragma once

#include <owdf/basic_types.h>
#include <hidusage.h>

#define HIDP_LINK_COLLECTION_ROOT ((USHORT)-1)
#define HIDP_LINK_COLLECTION_UNSPECIFIED ((USHORT)0)

OWDF_BEGIN
#pragma pack(push, 4)

typedef enum _HIDP_REPORT_TYPE { HidP_Input, HidP_Output, HidP_Feature } HIDP_REPORT_TYPE;

typedef struct _USAGE_AND_PAGE {
  USAGE Usage;
  USAGE UsagePage;
} USAGE_AND_PAGE, *PUSAGE_AND_PAGE;
OWDF_SIZE(USAGE_AND_PAGE, 4);
#define HidP_IsSameUsageAndPage(u1, u2) ((*(PULONG)&(u1)) == (*(PULONG)&(u2)))

/* Button or value: one usage, or a range of them, with the strings and designators that belong to it. */
typedef struct _HIDP_BUTTON_CAPS {
  USAGE UsagePage;
  UCHAR ReportID;
  BOOLEAN IsAlias;
  USHORT BitField;
  USHORT LinkCollection;
  USAGE LinkUsage;
  USAGE LinkUsagePage;
  BOOLEAN IsRange;
  BOOLEAN IsStringRange;
  BOOLEAN IsDesignatorRange;
  BOOLEAN IsAbsolute;
  USHORT ReportCount;
  USHORT Reserved2;
  ULONG Reserved[9];
  union {
    struct {
      USAGE UsageMin, UsageMax;
      USHORT StringMin, StringMax;
      USHORT DesignatorMin, DesignatorMax;
      USHORT DataIndexMin, DataIndexMax;
    } Range;
    struct {
      USAGE Usage, Reserved1;
      USHORT StringIndex, Reserved2;
      USHORT DesignatorIndex, Reserved3;
      USHORT DataIndex, Reserved4;
    } NotRange;
  };
} HIDP_BUTTON_CAPS, *PHIDP_BUTTON_CAPS;
OWDF_SIZE(HIDP_BUTTON_CAPS, 72);
OWDF_OFFSET(HIDP_BUTTON_CAPS, IsRange, 12);
OWDF_OFFSET(HIDP_BUTTON_CAPS, Range, 56);

typedef struct _HIDP_VALUE_CAPS {
  USAGE UsagePage;
  UCHAR ReportID;
  BOOLEAN IsAlias;
  USHORT BitField;
  USHORT LinkCollection;
  USAGE LinkUsage;
  USAGE LinkUsagePage;
  BOOLEAN IsRange;
  BOOLEAN IsStringRange;
  BOOLEAN IsDesignatorRange;
  BOOLEAN IsAbsolute;
  BOOLEAN HasNull;
  UCHAR Reserved;
  USHORT BitSize;
  USHORT ReportCount;
  USHORT Reserved2[5];
  ULONG UnitsExp;
  ULONG Units;
  LONG LogicalMin, LogicalMax;
  LONG PhysicalMin, PhysicalMax;
  union {
    struct {
      USAGE UsageMin, UsageMax;
      USHORT StringMin, StringMax;
      USHORT DesignatorMin, DesignatorMax;
      USHORT DataIndexMin, DataIndexMax;
    } Range;
    struct {
      USAGE Usage, Reserved1;
      USHORT StringIndex, Reserved2;
      USHORT DesignatorIndex, Reserved3;
      USHORT DataIndex, Reserved4;
    } NotRange;
  };
} HIDP_VALUE_CAPS, *PHIDP_VALUE_CAPS;
OWDF_SIZE(HIDP_VALUE_CAPS, 72);
OWDF_OFFSET(HIDP_VALUE_CAPS, BitSize, 18);
OWDF_OFFSET(HIDP_VALUE_CAPS, LogicalMin, 40);
OWDF_OFFSET(HIDP_VALUE_CAPS, Range, 56);

/* Collections form a tree, by index into the list of nodes. */
typedef struct _HIDP_LINK_COLLECTION_NODE {
  USAGE LinkUsage;
  USAGE LinkUsagePage;
  USHORT Parent;
  USHORT NumberOfChildren;
  USHORT NextSibling;
  USHORT FirstChild;
  ULONG CollectionType : 8;
  ULONG IsAlias : 1;
  ULONG Reserved : 23;
  PVOID UserContext;
} HIDP_LINK_COLLECTION_NODE, *PHIDP_LINK_COLLECTION_NODE;
OWDF_SIZE(HIDP_LINK_COLLECTION_NODE, 24);

/* What the parser made of a report descriptor; nobody else looks inside. */
typedef struct _HIDP_PREPARSED_DATA* PHIDP_PREPARSED_DATA;

typedef struct _HIDP_CAPS {
  USAGE Usage;
  USAGE UsagePage;
  USHORT InputReportByteLength;
  USHORT OutputReportByteLength;
  USHORT FeatureReportByteLength;
  USHORT Reserved[17];
  USHORT NumberLinkCollectionNodes;
  USHORT NumberInputButtonCaps;
  USHORT NumberInputValueCaps;
  USHORT NumberInputDataIndices;
  USHORT NumberOutputButtonCaps;
  USHORT NumberOutputValueCaps;
  USHORT NumberOutputDataIndices;
  USHORT NumberFeatureButtonCaps;
  USHORT NumberFeatureValueCaps;
  USHORT NumberFeatureDataIndices;
} HIDP_CAPS, *PHIDP_CAPS;
OWDF_SIZE(HIDP_CAPS, 64);
OWDF_OFFSET(HIDP_CAPS, NumberLinkCollectionNodes, 44);

typedef struct _HIDP_DATA {
  USHORT DataIndex;
  USHORT Reserved;
  union {
    ULONG RawValue;
    BOOLEAN On;
  };
} HIDP_DATA, *PHIDP_DATA;
OWDF_SIZE(HIDP_DATA, 8);

typedef struct _HIDP_BUTTON_ARRAY_DATA {
  USHORT ArrayIndex;
  BOOLEAN On;
} HIDP_BUTTON_ARRAY_DATA, *PHIDP_BUTTON_ARRAY_DATA;
OWDF_SIZE(HIDP_BUTTON_ARRAY_DATA, 4);

typedef struct _HIDP_UNKNOWN_TOKEN {
  UCHAR Token;
  UCHAR Reserved[3];
  ULONG BitField;
} HIDP_UNKNOWN_TOKEN, *PHIDP_UNKNOWN_TOKEN;
OWDF_SIZE(HIDP_UNKNOWN_TOKEN, 8);

typedef struct _HIDP_EXTENDED_ATTRIBUTES {
  UCHAR NumGlobalUnknowns;
  UCHAR Reserved[3];
  PHIDP_UNKNOWN_TOKEN GlobalUnknowns;
  ULONG Data[1];
} HIDP_EXTENDED_ATTRIBUTES, *PHIDP_EXTENDED_ATTRIBUTES;
OWDF_SIZE(HIDP_EXTENDED_ATTRIBUTES, 16);

typedef enum _HIDP_KEYBOARD_DIRECTION { HidP_Keyboard_Break, HidP_Keyboard_Make } HIDP_KEYBOARD_DIRECTION;

typedef struct _HIDP_KEYBOARD_MODIFIER_STATE {
  union {
    __extension__ struct {
      ULONG LeftControl : 1;
      ULONG LeftShift : 1;
      ULONG LeftAlt : 1;
      ULONG LeftGUI : 1;
      ULONG RightControl : 1;
      ULONG RightShift : 1;
      ULONG RightAlt : 1;
      ULONG RigthGUI : 1;
      ULONG CapsLock : 1;
      ULONG ScollLock : 1;
      ULONG NumLock : 1;
      ULONG Reserved : 21;
    };
    ULONG ul;
  };
} HIDP_KEYBOARD_MODIFIER_STATE, *PHIDP_KEYBOARD_MODIFIER_STATE;
OWDF_SIZE(HIDP_KEYBOARD_MODIFIER_STATE, 4);

#pragma pack(pop)

typedef BOOLEAN(NTAPI* PHIDP_INSERT_SCANCODES)(PVOID Context, PCHAR NewScanCodes, ULONG Length);

/* Status codes of the parser's own facility. */
#ifndef FACILITY_HID_ERROR_CODE
#define FACILITY_HID_ERROR_CODE 0x11
#endif
#define HIDP_ERROR_CODES(SEV, CODE) ((NTSTATUS)(((SEV) << 28) | (FACILITY_HID_ERROR_CODE << 16) | (CODE)))
#define HIDP_STATUS_SUCCESS (HIDP_ERROR_CODES(0x0U, 0))
#define HIDP_STATUS_NULL (HIDP_ERROR_CODES(0x8U, 1))
#define HIDP_STATUS_INVALID_PREPARSED_DATA (HIDP_ERROR_CODES(0xCU, 1))
#define HIDP_STATUS_INVALID_REPORT_TYPE (HIDP_ERROR_CODES(0xCU, 2))
#define HIDP_STATUS_INVALID_REPORT_LENGTH (HIDP_ERROR_CODES(0xCU, 3))
#define HIDP_STATUS_USAGE_NOT_FOUND (HIDP_ERROR_CODES(0xCU, 4))
#define HIDP_STATUS_VALUE_OUT_OF_RANGE (HIDP_ERROR_CODES(0xCU, 5))
#define HIDP_STATUS_BAD_LOG_PHY_VALUES (HIDP_ERROR_CODES(0xCU, 6))
#define HIDP_STATUS_BUFFER_TOO_SMALL (HIDP_ERROR_CODES(0xCU, 7))
#define HIDP_STATUS_INTERNAL_ERROR (HIDP_ERROR_CODES(0xCU, 8))
#define HIDP_STATUS_I8042_TRANS_UNKNOWN (HIDP_ERROR_CODES(0xCU, 9))
#define HIDP_STATUS_I8242_TRANS_UNKNOWN HIDP_STATUS_I8042_TRANS_UNKNOWN
#define HIDP_STATUS_INCOMPATIBLE_REPORT_ID (HIDP_ERROR_CODES(0xCU, 0xA))
#define HIDP_STATUS_NOT_VALUE_ARRAY (HIDP_ERROR_CODES(0xCU, 0xB))
#define HIDP_STATUS_IS_VALUE_ARRAY (HIDP_ERROR_CODES(0xCU, 0xC))
#define HIDP_STATUS_DATA_INDEX_NOT_FOUND (HIDP_ERROR_CODES(0xCU, 0xD))
#define HIDP_STATUS_DATA_INDEX_OUT_OF_RANGE (HIDP_ERROR_CODES(0xCU, 0xE))
#define HIDP_STATUS_BUTTON_NOT_PRESSED (HIDP_ERROR_CODES(0xCU, 0xF))
#define HIDP_STATUS_REPORT_DOES_NOT_EXIST (HIDP_ERROR_CODES(0xCU, 0x10))
#define HIDP_STATUS_NOT_IMPLEMENTED (HIDP_ERROR_CODES(0xCU, 0x20))
#define HIDP_STATUS_NOT_BUTTON_ARRAY (HIDP_ERROR_CODES(0xCU, 0x21))

NTSTATUS NTAPI HidP_GetCaps(_In_ PHIDP_PREPARSED_DATA PreparsedData, _Out_ PHIDP_CAPS Capabilities);
NTSTATUS NTAPI HidP_GetLinkCollectionNodes(_Out_ PHIDP_LINK_COLLECTION_NODE LinkCollectionNodes,
                                           _Inout_ PULONG LinkCollectionNodesLength,
                                           _In_ PHIDP_PREPARSED_DATA PreparsedData);
NTSTATUS NTAPI HidP_GetSpecificButtonCaps(_In_ HIDP_REPORT_TYPE ReportType, _In_opt_ USAGE UsagePage,
                                          _In_opt_ USHORT LinkCollection, _In_opt_ USAGE Usage,
                                          _Out_ PHIDP_BUTTON_CAPS ButtonCaps, _Inout_ PUSHORT ButtonCapsLength,
                                          _In_ PHIDP_PREPARSED_DATA PreparsedData);
NTSTATUS NTAPI HidP_GetButtonCaps(_In_ HIDP_REPORT_TYPE ReportType, _Out_ PHIDP_BUTTON_CAPS ButtonCaps,
                                  _Inout_ PUSHORT ButtonCapsLength, _In_ PHIDP_PREPARSED_DATA PreparsedData);
NTSTATUS NTAPI HidP_GetSpecificValueCaps(_In_ HIDP_REPORT_TYPE ReportType, _In_opt_ USAGE UsagePage,
                                         _In_opt_ USHORT LinkCollection, _In_opt_ USAGE Usage,
                                         _Out_ PHIDP_VALUE_CAPS ValueCaps, _Inout_ PUSHORT ValueCapsLength,
                                         _In_ PHIDP_PREPARSED_DATA PreparsedData);
NTSTATUS NTAPI HidP_GetValueCaps(_In_ HIDP_REPORT_TYPE ReportType, _Out_ PHIDP_VALUE_CAPS ValueCaps,
                                 _Inout_ PUSHORT ValueCapsLength, _In_ PHIDP_PREPARSED_DATA PreparsedData);
NTSTATUS NTAPI HidP_GetExtendedAttributes(_In_ HIDP_REPORT_TYPE ReportType, _In_ USHORT DataIndex,
                                          _In_ PHIDP_PREPARSED_DATA PreparsedData,
                                          _Out_ PHIDP_EXTENDED_ATTRIBUTES Attributes, _Inout_ PULONG LengthAttributes);
NTSTATUS NTAPI HidP_InitializeReportForID(_In_ HIDP_REPORT_TYPE ReportType, _In_ UCHAR ReportID,
                                          _In_ PHIDP_PREPARSED_DATA PreparsedData, _Out_ PCHAR Report,
                                          _In_ ULONG ReportLength);
NTSTATUS NTAPI HidP_SetData(_In_ HIDP_REPORT_TYPE ReportType, _Inout_ PHIDP_DATA DataList, _Inout_ PULONG DataLength,
                            _In_ PHIDP_PREPARSED_DATA PreparsedData, _Inout_ PCHAR Report, _In_ ULONG ReportLength);
NTSTATUS NTAPI HidP_GetData(_In_ HIDP_REPORT_TYPE ReportType, _Out_ PHIDP_DATA DataList, _Inout_ PULONG DataLength,
                            _In_ PHIDP_PREPARSED_DATA PreparsedData, _In_ PCHAR Report, _In_ ULONG ReportLength);
ULONG NTAPI HidP_MaxDataListLength(_In_ HIDP_REPORT_TYPE ReportType, _In_ PHIDP_PREPARSED_DATA PreparsedData);
NTSTATUS NTAPI HidP_SetUsages(_In_ HIDP_REPORT_TYPE ReportType, _In_ USAGE UsagePage, _In_opt_ USHORT LinkCollection,
                              _Inout_ PUSAGE UsageList, _Inout_ PULONG UsageLength,
                              _In_ PHIDP_PREPARSED_DATA PreparsedData, _Inout_ PCHAR Report, _In_ ULONG ReportLength);
NTSTATUS NTAPI HidP_UnsetUsages(_In_ HIDP_REPORT_TYPE ReportType, _In_ USAGE UsagePage, _In_opt_ USHORT LinkCollection,
                                _Inout_ PUSAGE UsageList, _Inout_ PULONG UsageLength,
                                _In_ PHIDP_PREPARSED_DATA PreparsedData, _Inout_ PCHAR Report, _In_ ULONG ReportLength);
NTSTATUS NTAPI HidP_GetUsages(_In_ HIDP_REPORT_TYPE ReportType, _In_ USAGE UsagePage, _In_opt_ USHORT LinkCollection,
                              _Out_ PUSAGE UsageList, _Inout_ PULONG UsageLength,
                              _In_ PHIDP_PREPARSED_DATA PreparsedData, _In_ PCHAR Report, _In_ ULONG ReportLength);
NTSTATUS NTAPI HidP_GetUsagesEx(_In_ HIDP_REPORT_TYPE ReportType, _In_opt_ USHORT LinkCollection,
                                _Inout_ PUSAGE_AND_PAGE ButtonList, _Inout_ ULONG* UsageLength,
                                _In_ PHIDP_PREPARSED_DATA PreparsedData, _In_ PCHAR Report, _In_ ULONG ReportLength);
ULONG NTAPI HidP_MaxUsageListLength(_In_ HIDP_REPORT_TYPE ReportType, _In_opt_ USAGE UsagePage,
                                    _In_ PHIDP_PREPARSED_DATA PreparsedData);
NTSTATUS NTAPI HidP_SetUsageValue(_In_ HIDP_REPORT_TYPE ReportType, _In_ USAGE UsagePage, _In_opt_ USHORT LinkCollection,
                                  _In_ USAGE Usage, _In_ ULONG UsageValue, _In_ PHIDP_PREPARSED_DATA PreparsedData,
                                  _Inout_ PCHAR Report, _In_ ULONG ReportLength);
NTSTATUS NTAPI HidP_SetScaledUsageValue(_In_ HIDP_REPORT_TYPE ReportType, _In_ USAGE UsagePage,
                                        _In_opt_ USHORT LinkCollection, _In_ USAGE Usage, _In_ LONG UsageValue,
                                        _In_ PHIDP_PREPARSED_DATA PreparsedData, _Inout_ PCHAR Report,
                                        _In_ ULONG ReportLength);
NTSTATUS NTAPI HidP_SetUsageValueArray(_In_ HIDP_REPORT_TYPE ReportType, _In_ USAGE UsagePage,
                                       _In_opt_ USHORT LinkCollection, _In_ USAGE Usage, _In_ PCHAR UsageValue,
                                       _In_ USHORT UsageValueByteLength, _In_ PHIDP_PREPARSED_DATA PreparsedData,
                                       _Inout_ PCHAR Report, _In_ ULONG ReportLength);
NTSTATUS NTAPI HidP_GetUsageValue(_In_ HIDP_REPORT_TYPE ReportType, _In_ USAGE UsagePage, _In_opt_ USHORT LinkCollection,
                                  _In_ USAGE Usage, _Out_ PULONG UsageValue, _In_ PHIDP_PREPARSED_DATA PreparsedData,
                                  _In_ PCHAR Report, _In_ ULONG ReportLength);
NTSTATUS NTAPI HidP_GetScaledUsageValue(_In_ HIDP_REPORT_TYPE ReportType, _In_ USAGE UsagePage,
                                        _In_opt_ USHORT LinkCollection, _In_ USAGE Usage, _Out_ PLONG UsageValue,
                                        _In_ PHIDP_PREPARSED_DATA PreparsedData, _In_ PCHAR Report,
                                        _In_ ULONG ReportLength);
NTSTATUS NTAPI HidP_GetUsageValueArray(_In_ HIDP_REPORT_TYPE ReportType, _In_ USAGE UsagePage,
                                       _In_opt_ USHORT LinkCollection, _In_ USAGE Usage, _Inout_ PCHAR UsageValue,
                                       _In_ USHORT UsageValueByteLength, _In_ PHIDP_PREPARSED_DATA PreparsedData,
                                       _In_ PCHAR Report, _In_ ULONG ReportLength);
NTSTATUS NTAPI HidP_GetButtonArray(_In_ HIDP_REPORT_TYPE ReportType, _In_ USAGE UsagePage,
                                   _In_opt_ USHORT LinkCollection, _In_ USAGE Usage,
                                   _Out_ PHIDP_BUTTON_ARRAY_DATA ButtonData, _Inout_ PUSHORT ButtonDataLength,
                                   _In_ PHIDP_PREPARSED_DATA PreparsedData, _In_ PCHAR Report, _In_ ULONG ReportLength);
NTSTATUS NTAPI HidP_SetButtonArray(_In_ HIDP_REPORT_TYPE ReportType, _In_ USAGE UsagePage,
                                   _In_opt_ USHORT LinkCollection, _In_ USAGE Usage,
                                   _In_ PHIDP_BUTTON_ARRAY_DATA ButtonData, _In_ USHORT ButtonDataLength,
                                   _In_ PHIDP_PREPARSED_DATA PreparsedData, _Inout_ PCHAR Report,
                                   _In_ ULONG ReportLength);
NTSTATUS NTAPI HidP_UsageListDifference(_In_ PUSAGE PreviousUsageList, _In_ PUSAGE CurrentUsageList,
                                        _Out_ PUSAGE BreakUsageList, _Out_ PUSAGE MakeUsageList,
                                        _In_ ULONG UsageListLength);
NTSTATUS NTAPI HidP_UsageAndPageListDifference(_In_ PUSAGE_AND_PAGE PreviousUsageList,
                                               _In_ PUSAGE_AND_PAGE CurrentUsageList,
                                               _Out_ PUSAGE_AND_PAGE BreakUsageList,
                                               _Out_ PUSAGE_AND_PAGE MakeUsageList, _In_ ULONG UsageListLength);
NTSTATUS NTAPI HidP_TranslateUsagesToI8042ScanCodes(_In_ PUSAGE ChangedUsageList, _In_ ULONG UsageListLength,
                                                    _In_ HIDP_KEYBOARD_DIRECTION KeyAction,
                                                    _Inout_ PHIDP_KEYBOARD_MODIFIER_STATE ModifierState,
                                                    _In_ PHIDP_INSERT_SCANCODES InsertCodesProcedure,
                                                    _In_opt_ PVOID InsertCodesContext);
NTSTATUS NTAPI HidP_TranslateUsageAndPagesToI8042ScanCodes(_In_ PUSAGE_AND_PAGE ChangedUsageList,
                                                           _In_ ULONG UsageListLength,
                                                           _In_ HIDP_KEYBOARD_DIRECTION KeyAction,
                                                           _Inout_ PHIDP_KEYBOARD_MODIFIER_STATE ModifierState,
                                                           _In_ PHIDP_INSERT_SCANCODES InsertCodesProcedure,
                                                           _In_opt_ PVOID InsertCodesContext);

/* A button is a usage that is on or off. */
#define HidP_SetButtons(Rty, Up, Lco, ULi, ULe, Ppd, Rep, Rle) HidP_SetUsages(Rty, Up, Lco, ULi, ULe, Ppd, Rep, Rle)
#define HidP_UnsetButtons(Rty, Up, Lco, ULi, ULe, Ppd, Rep, Rle) HidP_UnsetUsages(Rty, Up, Lco, ULi, ULe, Ppd, Rep, Rle)
#define HidP_GetButtons(Rty, UPa, LCo, ULi, ULe, Ppd, Rep, RLe) HidP_GetUsages(Rty, UPa, LCo, ULi, ULe, Ppd, Rep, RLe)
#define HidP_GetButtonsEx(Rty, LCo, BLi, ULe, Ppd, Rep, RLe) HidP_GetUsagesEx(Rty, LCo, BLi, ULe, Ppd, Rep, RLe)
#define HidP_GetButtonListLength(RTy, UPa, Ppd) HidP_MaxUsageListLength(RTy, UPa, Ppd)

OWDF_END
