#if !defined(OWDF_HOST) && ((WDF_KMDF_MINOR >= 25 && defined(KMDF_MINIMUM_VERSION_REQUIRED)) || \
                            (WDF_UMDF_MINOR >= 25 && defined(UMDF_MINIMUM_VERSION_REQUIRED)))
#define WDF_STRUCTURE_SIZE(StructName)                                                             \
  ((ULONG)(!WdfClientVersionHigherThanFramework ? sizeof(StructName)                               \
           : (ULONG)INDEX_##StructName < WdfStructureCount ? WdfStructures[INDEX_##StructName]     \
                                                           : (size_t)-1))
#else
#define WDF_EVERYTHING_ALWAYS_AVAILABLE
#define WDF_STRUCTURE_SIZE(StructName) ((ULONG)sizeof(StructName))
#endif

#define WDF_IS_FUNCTION_AVAILABLE(FunctionName)                                                    \
  ((FunctionName##TableIndex) < WDF_ALWAYS_AVAILABLE_FUNCTION_COUNT || !WdfClientVersionHigherThanFramework || \
   (ULONG)(FunctionName##TableIndex) < WdfFunctionCount)
#define WDF_IS_STRUCTURE_AVAILABLE(StructName) \
  (!WdfClientVersionHigherThanFramework || (ULONG)INDEX_##StructName < WdfStructureCount)
#define WDF_IS_FIELD_AVAILABLE(StructName, FieldName)                                              \
  (!WdfClientVersionHigherThanFramework ||                                                         \
   ((ULONG)INDEX_##StructName < WdfStructureCount &&                                               \
    FIELD_OFFSET(StructName, FieldName) < WdfStructures[INDEX_##StructName]))
