#if WDF_KMDF_MINOR >= 0
WDF_INLINE NTSTATUS WDF_WMI_BUFFER_APPEND_STRING(PVOID Buffer, ULONG BufferLength, PCUNICODE_STRING String, PULONG RequiredSize)
{
  *RequiredSize = String->Length + (ULONG)sizeof(USHORT);
  if (BufferLength < *RequiredSize) {
    return STATUS_BUFFER_TOO_SMALL;
  }
  *(USHORT *)Buffer = String->Length;
  __builtin_memcpy((PUCHAR)Buffer + sizeof(USHORT), String->Buffer, String->Length);
  return STATUS_SUCCESS;
}
#endif
