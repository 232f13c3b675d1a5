/* From here on DEFINE_GUID defines. Every image keeps its own copies (merged by the linker within the image). */
#ifndef INITGUID
#define INITGUID
#endif

#include <guiddef.h>

#ifdef DEFINE_DEVPROPKEY
#undef DEFINE_DEVPROPKEY
#define DEFINE_DEVPROPKEY(name, l, w1, w2, b1, b2, b3, b4, b5, b6, b7, b8, pid) \
  EXTERN_C const DEVPROPKEY name;                                               \
  const DEVPROPKEY DECLSPEC_SELECTANY name = {{l, w1, w2, {b1, b2, b3, b4, b5, b6, b7, b8}}, pid}
#endif
