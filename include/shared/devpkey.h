/* Keys of device properties. */
#include <devpropdef.h>

#ifndef OWDF_DEVPKEY
#define OWDF_DEVPKEY
DEFINE_DEVPROPKEY(DEVPKEY_NAME, 0xb725f130, 0x47ef, 0x101a, 0xa5, 0xf1, 0x02, 0x60, 0x8c, 0x9e, 0xeb, 0xac, 10);
#define OWDF_DEVICE_KEY(name, pid) \
  DEFINE_DEVPROPKEY(name, 0xa45c254e, 0xdf1c, 0x4efd, 0x80, 0x20, 0x67, 0xd1, 0x46, 0xa8, 0x50, 0xe0, pid)
OWDF_DEVICE_KEY(DEVPKEY_Device_DeviceDesc, 2);
OWDF_DEVICE_KEY(DEVPKEY_Device_HardwareIds, 3);
OWDF_DEVICE_KEY(DEVPKEY_Device_CompatibleIds, 4);
OWDF_DEVICE_KEY(DEVPKEY_Device_Service, 6);
OWDF_DEVICE_KEY(DEVPKEY_Device_Class, 9);
OWDF_DEVICE_KEY(DEVPKEY_Device_ClassGuid, 10);
OWDF_DEVICE_KEY(DEVPKEY_Device_Driver, 11);
OWDF_DEVICE_KEY(DEVPKEY_Device_ConfigFlags, 12);
OWDF_DEVICE_KEY(DEVPKEY_Device_Manufacturer, 13);
OWDF_DEVICE_KEY(DEVPKEY_Device_FriendlyName, 14);
OWDF_DEVICE_KEY(DEVPKEY_Device_LocationInfo, 15);
OWDF_DEVICE_KEY(DEVPKEY_Device_PDOName, 16);
OWDF_DEVICE_KEY(DEVPKEY_Device_Capabilities, 17);
OWDF_DEVICE_KEY(DEVPKEY_Device_UINumber, 18);
OWDF_DEVICE_KEY(DEVPKEY_Device_UpperFilters, 19);
OWDF_DEVICE_KEY(DEVPKEY_Device_LowerFilters, 20);
OWDF_DEVICE_KEY(DEVPKEY_Device_BusTypeGuid, 21);
OWDF_DEVICE_KEY(DEVPKEY_Device_LegacyBusType, 22);
OWDF_DEVICE_KEY(DEVPKEY_Device_BusNumber, 23);
OWDF_DEVICE_KEY(DEVPKEY_Device_EnumeratorName, 24);
OWDF_DEVICE_KEY(DEVPKEY_Device_Security, 25);
OWDF_DEVICE_KEY(DEVPKEY_Device_SecuritySDS, 26);
OWDF_DEVICE_KEY(DEVPKEY_Device_DevType, 27);
OWDF_DEVICE_KEY(DEVPKEY_Device_Exclusive, 28);
OWDF_DEVICE_KEY(DEVPKEY_Device_Characteristics, 29);
OWDF_DEVICE_KEY(DEVPKEY_Device_Address, 30);
OWDF_DEVICE_KEY(DEVPKEY_Device_PowerData, 32);
OWDF_DEVICE_KEY(DEVPKEY_Device_RemovalPolicy, 33);
OWDF_DEVICE_KEY(DEVPKEY_Device_InstallState, 36);
OWDF_DEVICE_KEY(DEVPKEY_Device_LocationPaths, 37);
OWDF_DEVICE_KEY(DEVPKEY_Device_BaseContainerId, 38);
#define OWDF_DEVICE_STATE_KEY(name, pid) \
  DEFINE_DEVPROPKEY(name, 0x4340a6c5, 0x93fa, 0x4706, 0x97, 0x2c, 0x7b, 0x64, 0x80, 0x08, 0xa5, 0xa7, pid)
OWDF_DEVICE_STATE_KEY(DEVPKEY_Device_DevNodeStatus, 2);
OWDF_DEVICE_STATE_KEY(DEVPKEY_Device_ProblemCode, 3);
OWDF_DEVICE_STATE_KEY(DEVPKEY_Device_EjectionRelations, 4);
OWDF_DEVICE_STATE_KEY(DEVPKEY_Device_RemovalRelations, 5);
OWDF_DEVICE_STATE_KEY(DEVPKEY_Device_PowerRelations, 6);
OWDF_DEVICE_STATE_KEY(DEVPKEY_Device_BusRelations, 7);
OWDF_DEVICE_STATE_KEY(DEVPKEY_Device_Parent, 8);
OWDF_DEVICE_STATE_KEY(DEVPKEY_Device_Children, 9);
OWDF_DEVICE_STATE_KEY(DEVPKEY_Device_Siblings, 10);
DEFINE_DEVPROPKEY(DEVPKEY_Device_InstanceId, 0x78c34fc8, 0x104a, 0x4aca, 0x9e, 0xa4, 0x52, 0x4d, 0x52, 0x99, 0x6e, 0x57,
                  256);
DEFINE_DEVPROPKEY(DEVPKEY_Device_ContainerId, 0x8c7ed206, 0x3f8a, 0x4827, 0xb3, 0xab, 0xae, 0x9e, 0x1f, 0xae, 0xfc,
    0x6c,
                  2);
#define OWDF_INTERFACE_KEY(name, pid) \
  DEFINE_DEVPROPKEY(name, 0x026e516e, 0xb814, 0x414b, 0x83, 0xcd, 0x85, 0x6d, 0x6f, 0xef, 0x48, 0x22, pid)
OWDF_INTERFACE_KEY(DEVPKEY_DeviceInterface_FriendlyName, 2);
OWDF_INTERFACE_KEY(DEVPKEY_DeviceInterface_Enabled, 3);
OWDF_INTERFACE_KEY(DEVPKEY_DeviceInterface_ClassGuid, 4);
OWDF_INTERFACE_KEY(DEVPKEY_DeviceInterface_ReferenceString, 5);
OWDF_INTERFACE_KEY(DEVPKEY_DeviceInterface_Restricted, 6);
OWDF_INTERFACE_KEY(DEVPKEY_DeviceInterface_UnrestrictedAppCapabilities, 8);
OWDF_INTERFACE_KEY(DEVPKEY_DeviceInterface_SchematicName, 9);
#endif
