/* What every generated trace header (.tmh) has in common: the documented macros of WPP software tracing over the controls
   of this image. Included by such a header only, after the source has defined WPP_CONTROL_GUIDS. */
#pragma once

#include <evntrace.h>
#include <owdf/trace_message.h>

#ifndef WPP_CONTROL_GUIDS
#define WPP_CONTROL_GUIDS
#endif

/* WPP_CONTROL_GUIDS is read three times: for the numbers of the controls, of the flags within each, and for the names. */
#define WPP_DEFINE_BIT(Name)
#define WPP_DEFINE_CONTROL_GUID(Name, Guid, Bits) WPP_CTL_##Name,
enum WPP_CTL_NO { WPP_CONTROL_GUIDS WPP_LAST_CTL };
#undef WPP_DEFINE_BIT
#undef WPP_DEFINE_CONTROL_GUID

#define WPP_DEFINE_BIT(Name) WPP_BIT_##Name,
#define WPP_DEFINE_CONTROL_GUID(Name, Guid, Bits) \
  WPP_BEFORE_##Name = (WPP_CTL_##Name << 16) - 1, Bits WPP_AFTER_##Name,
enum WPP_BIT_NO { WPP_CONTROL_GUIDS WPP_NO_BIT = 0x7fffffff };
#undef WPP_DEFINE_BIT
#undef WPP_DEFINE_CONTROL_GUID

#define WPP_DEFINE_BIT(Name) #Name "\0"
#define WPP_DEFINE_CONTROL_GUID(Name, Guid, Bits) {#Name, #Guid, Bits ""},
static const OWDF_TRACE_PROVIDER OwdfTraceProviders[] __attribute((unused)) = {WPP_CONTROL_GUIDS{0, 0, 0}};
#undef WPP_DEFINE_BIT
#undef WPP_DEFINE_CONTROL_GUID

/* One set of controls for the image, whichever sources ask for it. */
EXTERN_C __declspec(selectany) OWDF_TRACE_CONTROL OwdfTraceControls[WPP_LAST_CTL + 1] = {{0, 0, {0}}};

#define WPP_CTRL_NO(Bit) ((Bit) >> 16)
#define WPP_FLAG_NO(Bit) (((Bit) & 0xffff) / 32)
#define WPP_MASK(Bit) (1ul << ((Bit) & 31))
#define WPP_CONTROL(Bit) (OwdfTraceControls[WPP_CTRL_NO(Bit)])
#define WPP_IS_ENABLED(Bit) ((WPP_CONTROL(Bit).Flags[WPP_FLAG_NO(Bit)] & WPP_MASK(Bit)) != 0)

#ifndef WPP_CHECK_INIT
#define WPP_CHECK_INIT
#endif
#ifndef WPP_ENABLED
#define WPP_ENABLED() (OwdfTraceControls[0].Level != 0)
#endif
#ifndef WPP_LOGGER
#define WPP_LOGGER() (OwdfTraceControls[0].Logger)
#endif
#ifndef WPP_LEVEL_ENABLED
#define WPP_LEVEL_ENABLED(Flag) WPP_IS_ENABLED(WPP_BIT_##Flag)
#endif
#ifndef WPP_LEVEL_LOGGER
#define WPP_LEVEL_LOGGER(Flag) (WPP_CONTROL(WPP_BIT_##Flag).Logger)
#endif
#ifndef WPP_FLAG_ENABLED
#define WPP_FLAG_ENABLED(Flag) WPP_IS_ENABLED(WPP_BIT_##Flag)
#endif
#ifndef WPP_FLAG_LOGGER
#define WPP_FLAG_LOGGER(Flag) (WPP_CONTROL(WPP_BIT_##Flag).Logger)
#endif
#ifndef WPP_FLAGS_ENABLED
#define WPP_FLAGS_ENABLED(Flag) WPP_IS_ENABLED(WPP_BIT_##Flag)
#endif
#ifndef WPP_FLAGS_LOGGER
#define WPP_FLAGS_LOGGER(Flag) (WPP_CONTROL(WPP_BIT_##Flag).Logger)
#endif
#ifndef WPP_LEVEL_FLAGS_ENABLED
#define WPP_LEVEL_FLAGS_ENABLED(Level_, Flag) \
  (WPP_IS_ENABLED(WPP_BIT_##Flag) && WPP_CONTROL(WPP_BIT_##Flag).Level >= (Level_))
#endif
#ifndef WPP_FLAGS_LEVEL_ENABLED
#define WPP_FLAGS_LEVEL_ENABLED(Flag, Level_) \
  (WPP_IS_ENABLED(WPP_BIT_##Flag) && WPP_CONTROL(WPP_BIT_##Flag).Level >= (Level_))
#endif

/* In a helper macro of a complex type; WppSink is the parameter of the function that the helper is expanded in. */
#define WPP_LOGPAIR(Length, Address) WppSink->Append(WppSink, (Length), (Address));

#define WPP_INIT_TRACING(...) \
  OwdfTraceRegister(OwdfTraceControls, OwdfTraceProviders, WPP_LAST_CTL, ##__VA_ARGS__)
#if defined(UMDF_VERSION_MAJOR)
/* User-mode drivers name their driver object by a call that only the kernel's framework has: it must not be compiled. */
#define WPP_CLEANUP(...) OwdfTraceUnregister(OwdfTraceControls, WPP_LAST_CTL)
#else
#define WPP_CLEANUP(...) OwdfTraceUnregister(OwdfTraceControls, WPP_LAST_CTL, ##__VA_ARGS__)
#endif
