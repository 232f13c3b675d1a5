#define WDF_TYPE_NAME_TO_TYPE_INFO(_contexttype) _WDF_##_contexttype##_TYPE_INFO
#define WDF_TYPE_NAME_TO_EXTERNAL_INIT(_contexttype) _WDF_##_contexttype##_EXTERNAL_INIT
#define WDF_TYPE_NAME_TO_EXTERNAL_INIT_FUNCTION(_contexttype) _contexttype##_EXTERNAL_INIT_FUNCTION
#define WDF_TYPE_NAME_POINTER_TYPE(_contexttype) WDF_POINTER_TYPE_##_contexttype
#define WDF_GET_CONTEXT_TYPE_INFO(_contexttype) (&WDF_TYPE_NAME_TO_TYPE_INFO(_contexttype))

#define WDF_OBJECT_ATTRIBUTES_SET_CONTEXT_TYPE(_attributes, _contexttype) \
  (_attributes)->ContextTypeInfo = WDF_GET_CONTEXT_TYPE_INFO(_contexttype)->UniqueType
#define WDF_OBJECT_ATTRIBUTES_INIT_CONTEXT_TYPE(_attributes, _contexttype) \
  WDF_OBJECT_ATTRIBUTES_INIT(_attributes);                                 \
  WDF_OBJECT_ATTRIBUTES_SET_CONTEXT_TYPE(_attributes, _contexttype)

/* One record a context type and image, however many sources declare it. Records with a getter go into a section of their own,
   where the image's entry code finds them by the linker's start and stop symbols and fills in UniqueType. */
#if defined(OWDF_HOST)
#define WDF_TYPE_RECORD_STORAGE static __attribute((unused))
#define WDF_TYPE_RECORD_DECLARE(_contexttype)
#else
#if defined(__cplusplus)
#define WDF_TYPE_RECORD_DECLARE(_contexttype) \
  extern "C" WDF_OBJECT_CONTEXT_TYPE_INFO WDF_TYPE_NAME_TO_TYPE_INFO(_contexttype);
#else
#define WDF_TYPE_RECORD_DECLARE(_contexttype) \
  extern WDF_OBJECT_CONTEXT_TYPE_INFO WDF_TYPE_NAME_TO_TYPE_INFO(_contexttype);
#endif
#define WDF_TYPE_RECORD_STORAGE __attribute((weak))
#endif

#define WDF_DECLARE_TYPE_AND_GLOBALS(_contexttype, _UniqueType, _GetUniqueType, _section)          \
  typedef _contexttype *WDF_TYPE_NAME_POINTER_TYPE(_contexttype);                                  \
  WDF_TYPE_RECORD_DECLARE(_contexttype)                                                            \
  WDF_TYPE_RECORD_STORAGE _section WDF_OBJECT_CONTEXT_TYPE_INFO WDF_TYPE_NAME_TO_TYPE_INFO(_contexttype) = { \
    sizeof(WDF_OBJECT_CONTEXT_TYPE_INFO), #_contexttype, sizeof(_contexttype), _UniqueType, _GetUniqueType }

#if defined(OWDF_HOST)
#define WDF_DECLARE_CASTING_FUNCTION(_contexttype, _castingfunction)
#else
#define WDF_DECLARE_CASTING_FUNCTION(_contexttype, _castingfunction)                               \
  WDF_INLINE _contexttype *_castingfunction(WDFOBJECT Handle)                                      \
  {                                                                                                \
    return (_contexttype *)WdfObjectGetTypedContextWorker(Handle,                                  \
        WDF_GET_CONTEXT_TYPE_INFO(_contexttype)->UniqueType);                                      \
  }
#endif

#define WDF_DECLARE_CONTEXT_TYPE_WITH_NAME(_contexttype, _castingfunction)                         \
  WDF_DECLARE_TYPE_AND_GLOBALS(_contexttype, WDF_GET_CONTEXT_TYPE_INFO(_contexttype), NULL, );     \
  WDF_DECLARE_CASTING_FUNCTION(_contexttype, _castingfunction)
#define WDF_DECLARE_CONTEXT_TYPE(_contexttype) \
  WDF_DECLARE_CONTEXT_TYPE_WITH_NAME(_contexttype, WdfObjectGet_##_contexttype)
#define WDF_DECLARE_SHARED_CONTEXT_TYPE_WITH_NAME(_contexttype, _castingfunction)                  \
  WDF_GET_UNIQUE_CONTEXT_TYPE WDF_TYPE_NAME_TO_EXTERNAL_INIT_FUNCTION(_contexttype);               \
  WDF_DECLARE_TYPE_AND_GLOBALS(_contexttype, NULL, WDF_TYPE_NAME_TO_EXTERNAL_INIT_FUNCTION(_contexttype), \
                               __attribute((section("owdf_type_init"), used, retain)));                  \
  WDF_DECLARE_CASTING_FUNCTION(_contexttype, _castingfunction)

#if !defined(OWDF_HOST)
#define WdfObjectGetTypedContext(handle, type) \
  ((type *)WdfObjectGetTypedContextWorker((WDFOBJECT)(handle), WDF_GET_CONTEXT_TYPE_INFO(type)->UniqueType))

#define WDF_CUSTOM_TYPE_CONTEXT_NAME(_type) WdfCustomType_##_type
#define WDF_GET_CUSTOM_TYPE_FUNCTION_NAME(_type) WdfObjectGetCustomType_##_type
#define WDF_ADD_CUSTOM_TYPE_FUNCTION_NAME(_type) WdfObjectAddCustomType_##_type
#define WDF_DECLARE_CUSTOM_TYPE(_type)                                                             \
  typedef WDF_CUSTOM_TYPE_CONTEXT WDF_CUSTOM_TYPE_CONTEXT_NAME(_type);                             \
  WDF_DECLARE_CONTEXT_TYPE_WITH_NAME(WdfCustomType_##_type, WdfObjectGetCustomType_##_type)        \
  WDF_INLINE NTSTATUS WDF_ADD_CUSTOM_TYPE_FUNCTION_NAME(_type)(                                    \
      WDFOBJECT Handle, ULONG_PTR Data, PFN_WDF_OBJECT_CONTEXT_CLEANUP EvtCleanupCallback,         \
      PFN_WDF_OBJECT_CONTEXT_DESTROY EvtDestroyCallback)                                           \
  {                                                                                                \
    WDF_OBJECT_ATTRIBUTES attributes;                                                              \
    WDF_CUSTOM_TYPE_CONTEXT *context = NULL;                                                       \
    NTSTATUS status;                                                                               \
    WDF_OBJECT_ATTRIBUTES_INIT_CONTEXT_TYPE(&attributes, WdfCustomType_##_type);                   \
    attributes.EvtCleanupCallback = EvtCleanupCallback;                                            \
    attributes.EvtDestroyCallback = EvtDestroyCallback;                                            \
    status = WdfObjectAllocateContext(Handle, &attributes, (PVOID *)&context);                     \
    if (NT_SUCCESS(status)) {                                                                      \
      context->Size = sizeof(WDF_CUSTOM_TYPE_CONTEXT);                                             \
      context->Data = Data;                                                                        \
    }                                                                                              \
    return status;                                                                                 \
  }
#define WdfObjectIsCustomType(_handle, _type) (WDF_GET_CUSTOM_TYPE_FUNCTION_NAME(_type)((WDFOBJECT)(_handle)) != NULL)
#define WdfObjectAddCustomTypeWithData(_handle, _type, _data, _cleanup, _destroy) \
  WDF_ADD_CUSTOM_TYPE_FUNCTION_NAME(_type)((WDFOBJECT)(_handle), (ULONG_PTR)(_data), (_cleanup), (_destroy))
#define WdfObjectAddCustomType(_handle, _type) WdfObjectAddCustomTypeWithData(_handle, _type, 0, NULL, NULL)
#define WdfObjectGetCustomTypeData(_handle, _type) (WDF_GET_CUSTOM_TYPE_FUNCTION_NAME(_type)((WDFOBJECT)(_handle))->Data)

#define WdfObjectReference(Handle) WdfObjectReferenceActual(Handle, NULL, __LINE__, __FILE__)
#define WdfObjectReferenceWithTag(Handle, Tag) WdfObjectReferenceActual(Handle, Tag, __LINE__, __FILE__)
#define WdfObjectDereference(Handle) WdfObjectDereferenceActual(Handle, NULL, __LINE__, __FILE__)
#define WdfObjectDereferenceWithTag(Handle, Tag) WdfObjectDereferenceActual(Handle, Tag, __LINE__, __FILE__)
#endif
