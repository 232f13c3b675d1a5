/* What a source that was given a trace header (wdf build, cli/build/wpp_header.h) hands to the executive: its controls,
   and each message with all that is needed to print it. Nothing here is an interface of Windows. */
#pragma once

#include <owdf/basic_types.h>

OWDF_BEGIN

/* One control GUID of WPP_CONTROL_GUIDS. A message is wanted if its flag's bit is set and, where the source asks for
   that, its level is not above Level. All zero until WPP_INIT_TRACING and after WPP_CLEANUP. */
#define OWDF_TRACE_FLAG_WORDS 8
typedef struct OWDF_TRACE_CONTROL {
  ULONG64 Logger;
  UCHAR Level;
  ULONG Flags[OWDF_TRACE_FLAG_WORDS];
} OWDF_TRACE_CONTROL;

/* The names in a control: the GUID as the source spells it, in parentheses, and the flags, each with its terminator,
   ended by an empty one. */
typedef struct OWDF_TRACE_PROVIDER {
  const char* Name;
  const char* Guid;
  const char* Flags;
} OWDF_TRACE_PROVIDER;

/* Takes what a complex type's helper macro gives to WPP_LOGPAIR. */
typedef struct OWDF_TRACE_SINK {
  void(NTAPI* Append)(struct OWDF_TRACE_SINK* Sink, ULONG64 Length, const void* Address);
} OWDF_TRACE_SINK;

/* A format specification %!Name! that the source's configuration defines. */
typedef struct OWDF_TRACE_TYPE {
  const char* Name;
  const char* Item;   /* ItemLong, ItemListLong, ItemHEXDump ... */
  const char* Format; /* a printf conversion without its percent sign; null for lists and complex types */
  const char* Values; /* the names of a list, separated by commas; null for others */
  void(NTAPI* Marshal)(OWDF_TRACE_SINK* Sink, const ULONG64* Argument); /* of a complex type; null for others */
} OWDF_TRACE_TYPE;

/* One call in a source. */
typedef struct OWDF_TRACE_MESSAGE {
  const OWDF_TRACE_TYPE* Types; /* ended by a null name */
  const char* File;
  const char* Function;
  const char* Level; /* the argument as it is spelled; empty where the function has none */
  const char* Flags;
  const char* Text;
  ULONG Line;
} OWDF_TRACE_MESSAGE;

/* What follows the named parameters is what WPP_INIT_TRACING was given; it is evaluated and has no meaning here. */
void NTAPI OwdfTraceRegister(OWDF_TRACE_CONTROL* Controls, const OWDF_TRACE_PROVIDER* Providers, ULONG Count, ...);
void NTAPI OwdfTraceUnregister(OWDF_TRACE_CONTROL* Controls, ULONG Count, ...);
void NTAPI OwdfTraceMessage(const OWDF_TRACE_MESSAGE* Message, ...);

OWDF_END
