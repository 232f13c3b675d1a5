/* The functions on service records that the Bluetooth stack hands out in answer to two queries: to parse, and to make. */
#pragma once

#include <wdm.h>
#include <bthguid.h>
#include <bthsdpdef.h>
#include <sdpnode.h>

OWDF_BEGIN

#define BTHDDI_SDP_PARSE_INTERFACE_VERSION_FOR_QI (0x0100)
#define BTHDDI_SDP_NODE_INTERFACE_VERSION_FOR_QI (0x0100)

typedef NTSTATUS(NTAPI* PVALIDATESTREAM)(_In_ PUCHAR Stream, _In_ ULONG Size, _Out_ PULONG_PTR ErrorByte);
typedef NTSTATUS(NTAPI* PCONVERTSTREAMTOTREE)(_In_ PUCHAR Stream, _In_ ULONG Size, _Out_ PSDP_TREE_ROOT_NODE* Node,
                                              _In_ ULONG tag);
typedef NTSTATUS(NTAPI* PCONVERTTREETOSTREAM)(_In_ PSDP_TREE_ROOT_NODE Root, _Out_ PUCHAR* Stream, _Out_ PULONG Size,
                                              _In_ ULONG tag);
typedef NTSTATUS(NTAPI* PFREETREE)(_In_ PSDP_TREE_ROOT_NODE Tree);
typedef void(NTAPI* PBYTESWAPUUID128)(_In_ GUID* pUuidFrom, _Out_ GUID* pUuidTo);
typedef void(NTAPI* PBYTESWAPUINT128)(_In_ PSDP_ULARGE_INTEGER_16 pInUint128, _Out_ PSDP_ULARGE_INTEGER_16 pOutUint128);
typedef ULONGLONG(NTAPI* PBYTESWAPUINT64)(_In_ ULONGLONG uint64);
typedef void(NTAPI* PRETRIEVEUUID128)(_In_ PUCHAR Stream, _Out_ GUID* uuid128);
typedef void(NTAPI* PRETRIEVEUINT128)(_In_ PUCHAR Stream, _Out_ PSDP_ULARGE_INTEGER_16 pUint128);
typedef void(NTAPI* PRETRIEVEUINT64)(_In_ PUCHAR Stream, _Out_ PULONGLONG pUint64);
typedef NTSTATUS(NTAPI* PFINDATTRIBUTEINTREE)(_In_ PSDP_TREE_ROOT_NODE Tree, _In_ USHORT AttribId,
                                              _Out_ PSDP_NODE* Attribute);
typedef NTSTATUS(NTAPI* PGETNEXTELEMENT)(_In_ PUCHAR Stream, _In_ ULONG StreamSize, _In_opt_ PUCHAR CurrentElement,
                                         _Out_ PUCHAR* NextElement, _Out_ PULONG NextElementSize);

typedef struct _BTHDDI_SDP_PARSE_INTERFACE {
  INTERFACE Interface;
  PVALIDATESTREAM SdpValidateStream;
  PCONVERTSTREAMTOTREE SdpConvertStreamToTree;
  PCONVERTTREETOSTREAM SdpConvertTreeToStream;
  PFREETREE SdpFreeTree;
  PBYTESWAPUUID128 SdpByteSwapUuid128;
  PBYTESWAPUINT128 SdpByteSwapUint128;
  PBYTESWAPUINT64 SdpByteSwapUint64;
  PRETRIEVEUUID128 SdpRetrieveUuid128;
  PRETRIEVEUINT128 SdpRetrieveUint128;
  PRETRIEVEUINT64 SdpRetrieveUint64;
  PFINDATTRIBUTEINTREE SdpFindAttributeInTree;
  PGETNEXTELEMENT SdpGetNextElement;
  PVOID Reserved1;
  PVOID Reserved2;
  PVOID Reserved3;
  PVOID Reserved4;
} BTHDDI_SDP_PARSE_INTERFACE, *PBTHDDI_SDP_PARSE_INTERFACE;
OWDF_SIZE(BTHDDI_SDP_PARSE_INTERFACE, 160);

typedef struct _BTHDDI_SDP_NODE_INTERFACE {
  INTERFACE Interface;
  PSDP_TREE_ROOT_NODE(NTAPI* SdpCreateNodeTree)(ULONG tag);
  PFREETREE SdpFreeTree;
  PSDP_NODE(NTAPI* SdpCreateNodeNil)(ULONG tag);
  PSDP_NODE(NTAPI* SdpCreateNodeBoolean)(SDP_BOOLEAN bVal, ULONG tag);
  PSDP_NODE(NTAPI* SdpCreateNodeUint8)(UCHAR ucVal, ULONG tag);
  PSDP_NODE(NTAPI* SdpCreateNodeUint16)(USHORT usVal, ULONG tag);
  PSDP_NODE(NTAPI* SdpCreateNodeUint32)(ULONG ulVal, ULONG tag);
  PSDP_NODE(NTAPI* SdpCreateNodeUint64)(ULONGLONG ullVal, ULONG tag);
  PSDP_NODE(NTAPI* SdpCreateNodeUint128)(PSDP_ULARGE_INTEGER_16 puli16Val, ULONG tag);
  PSDP_NODE(NTAPI* SdpCreateNodeInt8)(CHAR cVal, ULONG tag);
  PSDP_NODE(NTAPI* SdpCreateNodeInt16)(SHORT sVal, ULONG tag);
  PSDP_NODE(NTAPI* SdpCreateNodeInt32)(LONG lVal, ULONG tag);
  PSDP_NODE(NTAPI* SdpCreateNodeInt64)(LONGLONG llVal, ULONG tag);
  PSDP_NODE(NTAPI* SdpCreateNodeInt128)(PSDP_LARGE_INTEGER_16 uil16Val, ULONG tag);
  PSDP_NODE(NTAPI* SdpCreateNodeUuid16)(USHORT uuidVal2, ULONG tag);
  PSDP_NODE(NTAPI* SdpCreateNodeUuid32)(ULONG uuidVal4, ULONG tag);
  PSDP_NODE(NTAPI* SdpCreateNodeUuid128)(const GUID* uuid, ULONG tag);
  PSDP_NODE(NTAPI* SdpCreateNodeString)(PCHAR string, ULONG stringLength, ULONG tag);
  PSDP_NODE(NTAPI* SdpCreateNodeUrl)(PCHAR url, ULONG urlLength, ULONG tag);
  PSDP_NODE(NTAPI* SdpCreateNodeAlternative)(ULONG tag);
  PSDP_NODE(NTAPI* SdpCreateNodeSequence)(ULONG tag);
  NTSTATUS(NTAPI* SdpAddAttributeToTree)(PSDP_TREE_ROOT_NODE Tree, USHORT AttribId, PSDP_NODE AttribValue, ULONG tag);
  NTSTATUS(NTAPI* SdpAppendNodeToContainerNode)(PSDP_NODE Parent, PSDP_NODE Node);
} BTHDDI_SDP_NODE_INTERFACE, *PBTHDDI_SDP_NODE_INTERFACE;
OWDF_SIZE(BTHDDI_SDP_NODE_INTERFACE, 216);

OWDF_END
