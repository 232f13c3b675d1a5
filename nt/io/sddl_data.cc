// The security descriptors that wdmsec.h names, as variables that drivers import. The texts are those the documentation
// gives for the names.
#include <wdm.h>

#include "nt/machine.h"

#define OWDF_SDDL(name, text)                                                                     \
  extern "C" void* owdf_data_##name(owdf::nt::Machine&) {                                         \
    static constexpr char16_t kText[] = text;                                                     \
    static constinit UNICODE_STRING variable{sizeof kText - sizeof(WCHAR), sizeof kText,          \
                                             const_cast<PWCH>(static_cast<const WCHAR*>(kText))}; \
    return &variable;                                                                             \
  }

#define OWDF_SYSTEM u"D:P(A;;GA;;;SY)"

OWDF_SDDL(SDDL_DEVOBJ_KERNEL_ONLY, u"D:P")
OWDF_SDDL(SDDL_DEVOBJ_SYS_ALL, OWDF_SYSTEM)
OWDF_SDDL(SDDL_DEVOBJ_SYS_ALL_ADM_ALL, OWDF_SYSTEM u"(A;;GA;;;BA)")
OWDF_SDDL(SDDL_DEVOBJ_SYS_ALL_ADM_RX, OWDF_SYSTEM u"(A;;GRGX;;;BA)")
OWDF_SDDL(SDDL_DEVOBJ_SYS_ALL_ADM_RWX_WORLD_R, OWDF_SYSTEM u"(A;;GRGWGX;;;BA)(A;;GR;;;WD)")
OWDF_SDDL(SDDL_DEVOBJ_SYS_ALL_ADM_RWX_WORLD_R_RES_R, OWDF_SYSTEM u"(A;;GRGWGX;;;BA)(A;;GR;;;WD)(A;;GR;;;RC)")
OWDF_SDDL(SDDL_DEVOBJ_SYS_ALL_ADM_RWX_WORLD_RW_RES_R, OWDF_SYSTEM u"(A;;GRGWGX;;;BA)(A;;GRGW;;;WD)(A;;GR;;;RC)")
OWDF_SDDL(SDDL_DEVOBJ_SYS_ALL_ADM_RWX_WORLD_RWX_RES_RWX,
          OWDF_SYSTEM u"(A;;GRGWGX;;;BA)(A;;GRGWGX;;;WD)(A;;GRGWGX;;;RC)")
