/* Connection resources (I2C, SPI, UART, GPIO): a driver opens \Device\RESOURCE_HUB\ID, with the id from its resource list. */
#pragma once

#include <ntdef.h>
#include <devioctl.h>

#define RESOURCE_HUB_DEVICE_NAME OWDF_L("\\Device\\RESOURCE_HUB")
#define RESOURCE_HUB_FILESTRING_CHARS 16
/* Characters of a name, its backslash, the id in hexadecimal and the terminator. */
#define RESOURCE_HUB_PATH_CHARS \
  (sizeof(RESOURCE_HUB_DEVICE_NAME) / sizeof(WCHAR) + 1 + RESOURCE_HUB_FILESTRING_CHARS)
#define RESOURCE_HUB_PATH_SIZE (RESOURCE_HUB_PATH_CHARS * sizeof(WCHAR))

OWDF_BEGIN

/* A serial bus connection descriptor as firmware lays it out (ACPI 6.5, 6.4.3.8.2). */
#pragma pack(push, 1)
typedef struct _PNP_SERIAL_BUS_DESCRIPTOR {
  UCHAR Tag;
  USHORT Length;
  UCHAR RevisionId;
  UCHAR ResourceSourceIndex;
  UCHAR SerialBusType;
  UCHAR GeneralFlags;
  USHORT TypeSpecificFlags;
  UCHAR TypeSpecificRevisionId;
  USHORT TypeDataLength;
} PNP_SERIAL_BUS_DESCRIPTOR, *PPNP_SERIAL_BUS_DESCRIPTOR;
#pragma pack(pop)
OWDF_SIZE(PNP_SERIAL_BUS_DESCRIPTOR, 12);

typedef struct _RH_QUERY_CONNECTION_PROPERTIES_OUTPUT_BUFFER {
  ULONG Version;
  ULONG PropertiesLength;
  UCHAR ConnectionProperties[ANYSIZE_ARRAY];
} RH_QUERY_CONNECTION_PROPERTIES_OUTPUT_BUFFER, *PRH_QUERY_CONNECTION_PROPERTIES_OUTPUT_BUFFER;
OWDF_SIZE(RH_QUERY_CONNECTION_PROPERTIES_OUTPUT_BUFFER, 12);
OWDF_OFFSET(RH_QUERY_CONNECTION_PROPERTIES_OUTPUT_BUFFER, ConnectionProperties, 8);

/* Writes the path of a connection; the buffer is the caller's, usually of RESOURCE_HUB_PATH_SIZE. */
OWDF_INLINE NTSTATUS owdf_resource_path(const WCHAR* Name, ULONG NameChars, WCHAR* Buffer, ULONG BufferBytes,
                                        ULONG IdLowPart, ULONG IdHighPart) {
  ULONGLONG Id = ((ULONGLONG)IdHighPart << 32) | IdLowPart;
  ULONG Total = NameChars + 1 + RESOURCE_HUB_FILESTRING_CHARS;
  ULONG i;
  if (BufferBytes < (Total + 1) * sizeof(WCHAR)) return (NTSTATUS)0xC0000023L; /* STATUS_BUFFER_TOO_SMALL */
  for (i = 0; i < NameChars; i++) Buffer[i] = Name[i];
  Buffer[NameChars] = (WCHAR)'\\';
  for (i = 0; i < RESOURCE_HUB_FILESTRING_CHARS; i++) {
    ULONG Digit = (ULONG)(Id >> (4 * (RESOURCE_HUB_FILESTRING_CHARS - 1 - i))) & 15;
    Buffer[NameChars + 1 + i] = (WCHAR)(Digit < 10 ? '0' + Digit : 'a' + Digit - 10);
  }
  Buffer[Total] = 0;
  return 0;
}

OWDF_INLINE NTSTATUS RESOURCE_HUB_CREATE_PATH_FROM_ID(PUNICODE_STRING ResourceHubPath, ULONG IdLowPart,
                                                      ULONG IdHighPart) {
  ULONG NameChars = sizeof(RESOURCE_HUB_DEVICE_NAME) / sizeof(WCHAR) - 1;
  NTSTATUS Status = owdf_resource_path(RESOURCE_HUB_DEVICE_NAME, NameChars, ResourceHubPath->Buffer,
                                       ResourceHubPath->MaximumLength, IdLowPart, IdHighPart);
  if (Status == 0) ResourceHubPath->Length = (USHORT)((NameChars + 1 + RESOURCE_HUB_FILESTRING_CHARS) * sizeof(WCHAR));
  return Status;
}

OWDF_END
