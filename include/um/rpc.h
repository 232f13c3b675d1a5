/* UUIDs as the RPC runtime makes and prints them. */
#pragma once

#include <winbase.h>

typedef LONG RPC_STATUS;
typedef GUID UUID;
typedef unsigned char* RPC_CSTR;
typedef unsigned short* RPC_WSTR;
#define RPC_S_OK 0
#define RPC_ENTRY NTAPI

OWDF_BEGIN
RPC_STATUS RPC_ENTRY UuidCreate(UUID* uuid);
RPC_STATUS RPC_ENTRY UuidToStringA(const UUID* uuid, RPC_CSTR* text);
RPC_STATUS RPC_ENTRY UuidToStringW(const UUID* uuid, RPC_WSTR* text);
RPC_STATUS RPC_ENTRY UuidFromStringA(RPC_CSTR text, UUID* uuid);
RPC_STATUS RPC_ENTRY UuidFromStringW(RPC_WSTR text, UUID* uuid);
RPC_STATUS RPC_ENTRY RpcStringFreeA(RPC_CSTR* text);
RPC_STATUS RPC_ENTRY RpcStringFreeW(RPC_WSTR* text);
OWDF_END
