typedef const struct _WDF_OBJECT_CONTEXT_TYPE_INFO *PCWDF_OBJECT_CONTEXT_TYPE_INFO;
/* Called by the image's entry code before DriverEntry: the record that two drivers sharing a context type agree on. */
typedef PCWDF_OBJECT_CONTEXT_TYPE_INFO NTAPI WDF_GET_UNIQUE_CONTEXT_TYPE(VOID);
typedef WDF_GET_UNIQUE_CONTEXT_TYPE *PFN_GET_UNIQUE_CONTEXT_TYPE;
