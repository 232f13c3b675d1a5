/* What the driver traces: two flags under one control GUID, and a function that takes a level and a flag. */
#pragma once

/* {3D1F4C52-0C0B-4C5B-8F1A-6F0E5D9B7A21} */
#define WPP_CONTROL_GUIDS                                                           \
  WPP_DEFINE_CONTROL_GUID(NoteTrace, (3d1f4c52, 0c0b, 4c5b, 8f1a, 6f0e5d9b7a21),    \
                          WPP_DEFINE_BIT(NOTE_LIFE) WPP_DEFINE_BIT(NOTE_IO))

#define WPP_LEVEL_FLAGS_LOGGER(level, flags) WPP_LEVEL_LOGGER(flags)
#define WPP_LEVEL_FLAGS_ENABLED(level, flags) (WPP_LEVEL_ENABLED(flags) && WPP_CONTROL(WPP_BIT_##flags).Level >= level)

// begin_wpp config
// FUNC Trace(LEVEL, FLAGS, MSG, ...);
// FUNC TraceStatus{LEVEL=TRACE_LEVEL_ERROR, FLAGS=NOTE_LIFE}(STATUS, MSG);
// USESUFFIX(TraceStatus, ": %!STATUS!", STATUS);
// end_wpp

/* TraceStatus prints failures only. */
#define WPP_LEVEL_FLAGS_STATUS_ENABLED(level, flags, status) \
  (!NT_SUCCESS(status) && WPP_LEVEL_FLAGS_ENABLED(level, flags))
#define WPP_LEVEL_FLAGS_STATUS_LOGGER(level, flags, status) WPP_LEVEL_LOGGER(flags)
