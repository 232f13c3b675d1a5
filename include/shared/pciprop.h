/* Properties that the PCI bus driver keeps for each function. */
#include <devpropdef.h>

#ifndef OWDF_PCIPROP
#define OWDF_PCIPROP
#define OWDF_PCI_KEY(name, pid) \
  DEFINE_DEVPROPKEY(DEVPKEY_PciDevice_##name, 0x3ab22e31, 0x8264, 0x4b4e, 0x9a, 0xf5, 0xa8, 0xd2, 0xd8, 0xe3, 0x3e, \
                    0x62, pid)
OWDF_PCI_KEY(DeviceType, 1);
OWDF_PCI_KEY(CurrentSpeedAndMode, 2);
OWDF_PCI_KEY(BaseClass, 3);
OWDF_PCI_KEY(SubClass, 4);
OWDF_PCI_KEY(ProgIf, 5);
OWDF_PCI_KEY(CurrentPayloadSize, 6);
OWDF_PCI_KEY(MaxPayloadSize, 7);
OWDF_PCI_KEY(MaxReadRequestSize, 8);
OWDF_PCI_KEY(CurrentLinkSpeed, 9);
OWDF_PCI_KEY(CurrentLinkWidth, 10);
OWDF_PCI_KEY(MaxLinkSpeed, 11);
OWDF_PCI_KEY(MaxLinkWidth, 12);
OWDF_PCI_KEY(ExpressSpecVersion, 13);
OWDF_PCI_KEY(InterruptSupport, 14);
OWDF_PCI_KEY(InterruptMessageMaximum, 15);
OWDF_PCI_KEY(BarTypes, 16);
#endif

#ifndef DevProp_PciDevice_InterruptType_LineBased
#define DevProp_PciDevice_InterruptType_LineBased 1
#define DevProp_PciDevice_InterruptType_Msi 2
#define DevProp_PciDevice_InterruptType_MsiX 4
#endif
