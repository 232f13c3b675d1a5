/* Keys of properties. initguid.h may come later than the first inclusion, so the definition is made anew at each one. */
#include <wtypes.h>

#undef DEFINE_PROPERTYKEY
#ifdef INITGUID
#define DEFINE_PROPERTYKEY(name, l, w1, w2, b1, b2, b3, b4, b5, b6, b7, b8, pid) \
  EXTERN_C const PROPERTYKEY name;                                               \
  const PROPERTYKEY DECLSPEC_SELECTANY name = {{l, w1, w2, {b1, b2, b3, b4, b5, b6, b7, b8}}, pid}
#else
#define DEFINE_PROPERTYKEY(name, l, w1, w2, b1, b2, b3, b4, b5, b6, b7, b8, pid) EXTERN_C const PROPERTYKEY name
#endif
#ifndef IsEqualPropertyKey
#define IsEqualPropertyKey(a, b) (((a).pid == (b).pid) && !__builtin_memcmp(&(a).fmtid, &(b).fmtid, sizeof(GUID)))
#endif
