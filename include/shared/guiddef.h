/* GUID, and DEFINE_GUID, which declares or (after initguid.h) defines. initguid.h may come later than the first
   inclusion of this file, so DEFINE_GUID is redefined at each one. */
#ifndef OWDF_GUIDDEF_TYPES
#define OWDF_GUIDDEF_TYPES

#include <owdf/abi.h>

#ifndef GUID_DEFINED
#define GUID_DEFINED
typedef struct _GUID {
  ULONG Data1;
  unsigned short Data2;
  unsigned short Data3;
  unsigned char Data4[8];
} GUID;
#endif

typedef GUID* LPGUID;
typedef const GUID* LPCGUID;
typedef GUID IID;
typedef IID* LPIID;
typedef GUID CLSID;
typedef CLSID* LPCLSID;
typedef GUID FMTID;
typedef FMTID* LPFMTID;

#ifdef __cplusplus
#define REFGUID const GUID&
#define REFIID const IID&
#define REFCLSID const CLSID&
#define REFFMTID const FMTID&

extern "C++" {
inline int IsEqualGUID(REFGUID left, REFGUID right) { return !__builtin_memcmp(&left, &right, sizeof(GUID)); }
inline int InlineIsEqualGUID(REFGUID left, REFGUID right) { return IsEqualGUID(left, right); }
inline bool operator==(REFGUID left, REFGUID right) { return IsEqualGUID(left, right) != 0; }
#if __cplusplus < 202002L
inline bool operator!=(REFGUID left, REFGUID right) { return !(left == right); }
#endif
}
#else
#define REFGUID const GUID*
#define REFIID const IID*
#define REFCLSID const CLSID*
#define REFFMTID const FMTID*
#define IsEqualGUID(rguid1, rguid2) (!__builtin_memcmp((rguid1), (rguid2), sizeof(GUID)))
#define InlineIsEqualGUID(rguid1, rguid2) IsEqualGUID(rguid1, rguid2)
#endif
#define IsEqualGUIDAligned(rguid1, rguid2) (!__builtin_memcmp(&(rguid1), &(rguid2), sizeof(GUID)))
#define IsEqualIID(riid1, riid2) IsEqualGUID(riid1, riid2)
#define IsEqualCLSID(rclsid1, rclsid2) IsEqualGUID(rclsid1, rclsid2)
#define IsEqualFMTID(rfmtid1, rfmtid2) IsEqualGUID(rfmtid1, rfmtid2)

#endif

#ifdef DEFINE_GUID
#undef DEFINE_GUID
#endif
#ifdef INITGUID
#define DEFINE_GUID(name, l, w1, w2, b1, b2, b3, b4, b5, b6, b7, b8) \
  EXTERN_C const GUID name;                                          \
  const GUID DECLSPEC_SELECTANY name = {l, w1, w2, {b1, b2, b3, b4, b5, b6, b7, b8}}
#else
#define DEFINE_GUID(name, l, w1, w2, b1, b2, b3, b4, b5, b6, b7, b8) EXTERN_C const GUID name
#endif
#ifndef DEFINE_OLEGUID
#define DEFINE_OLEGUID(name, l, w1, w2) DEFINE_GUID(name, l, w1, w2, 0xC0, 0, 0, 0, 0, 0, 0, 0x46)
#endif
