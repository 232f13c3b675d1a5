/* Configuration manager, as programs use it that look for devices and their interfaces. */
#pragma once

#include <windef.h>
#include <guiddef.h>
#include <devpropdef.h>

OWDF_BEGIN

typedef DWORD RETURN_TYPE;
typedef RETURN_TYPE CONFIGRET;
typedef DWORD DEVNODE, DEVINST;
typedef DEVNODE *PDEVNODE, *PDEVINST;
typedef CHAR *DEVNODEID_A, *DEVINSTID_A;
typedef WCHAR *DEVNODEID_W, *DEVINSTID_W;

#define CR_SUCCESS 0x00000000
#define CR_DEFAULT 0x00000001
#define CR_OUT_OF_MEMORY 0x00000002
#define CR_INVALID_POINTER 0x00000003
#define CR_INVALID_FLAG 0x00000004
#define CR_INVALID_DEVNODE 0x00000005
#define CR_INVALID_DEVINST CR_INVALID_DEVNODE
#define CR_NO_SUCH_DEVNODE 0x0000000D
#define CR_NO_SUCH_DEVINST CR_NO_SUCH_DEVNODE
#define CR_FAILURE 0x00000013
#define CR_REMOVE_VETOED 0x00000017
#define CR_BUFFER_SMALL 0x0000001A
#define CR_INVALID_DEVICE_ID 0x0000001E
#define CR_INVALID_DATA 0x0000001F
#define CR_CALL_NOT_IMPLEMENTED 0x00000020
#define CR_NO_SUCH_VALUE 0x00000025
#define CR_NO_SUCH_DEVICE_INTERFACE 0x00000037
#define CR_ACCESS_DENIED 0x00000033
#define CR_INVALID_PROPERTY 0x00000035

#define CM_GET_DEVICE_INTERFACE_LIST_PRESENT 0x00000000
#define CM_GET_DEVICE_INTERFACE_LIST_ALL_DEVICES 0x00000001
#define CM_LOCATE_DEVNODE_NORMAL 0x00000000
#define CM_LOCATE_DEVNODE_PHANTOM 0x00000001
#define MAX_DEVICE_ID_LEN 200

CONFIGRET NTAPI CM_Get_Device_Interface_List_SizeA(PULONG length, LPGUID guid, DEVINSTID_A device, ULONG flags);
CONFIGRET NTAPI CM_Get_Device_Interface_List_SizeW(PULONG length, LPGUID guid, DEVINSTID_W device, ULONG flags);
CONFIGRET NTAPI CM_Get_Device_Interface_ListA(LPGUID guid, DEVINSTID_A device, PZZSTR buffer, ULONG length,
    ULONG flags);
CONFIGRET NTAPI CM_Get_Device_Interface_ListW(LPGUID guid, DEVINSTID_W device, PZZWSTR buffer, ULONG length,
    ULONG flags);
CONFIGRET NTAPI CM_Locate_DevNodeA(PDEVINST device, DEVINSTID_A id, ULONG flags);
CONFIGRET NTAPI CM_Locate_DevNodeW(PDEVINST device, DEVINSTID_W id, ULONG flags);
CONFIGRET NTAPI CM_Get_Device_IDA(DEVINST device, PSTR buffer, ULONG length, ULONG flags);
CONFIGRET NTAPI CM_Get_Device_IDW(DEVINST device, PWSTR buffer, ULONG length, ULONG flags);
CONFIGRET NTAPI CM_Get_DevNode_Status(PULONG status, PULONG problem, DEVINST device, ULONG flags);

OWDF_END

#if !defined(OWDF_HOST)
#ifdef UNICODE
#define CM_Get_Device_Interface_List_Size CM_Get_Device_Interface_List_SizeW
#define CM_Get_Device_Interface_List CM_Get_Device_Interface_ListW
#define CM_Locate_DevNode CM_Locate_DevNodeW
#define CM_Get_Device_ID CM_Get_Device_IDW
#else
#define CM_Get_Device_Interface_List_Size CM_Get_Device_Interface_List_SizeA
#define CM_Get_Device_Interface_List CM_Get_Device_Interface_ListA
#define CM_Locate_DevNode CM_Locate_DevNodeA
#define CM_Get_Device_ID CM_Get_Device_IDA
#endif
#endif
