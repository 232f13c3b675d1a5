#ifndef CONST
#define CONST const
#endif

#if defined(__cplusplus) && !defined(WDF_NO_NULLPTR)
#define WDF_NULL_POINTER nullptr
#else
#define WDF_NULL_POINTER NULL
#endif

/* Helpers are inline in every source that includes them; unused ones leave nothing behind. */
#if defined(__cplusplus)
#define WDF_INLINE static inline __attribute__((unused))
#else
#define WDF_INLINE static __inline__ __attribute__((unused))
#endif
#define WDF_ZERO_MEMORY(Target, Length) __builtin_memset((Target), 0, (Length))

/* Wide literals are 16 bits wide on both sides: by the target's wchar_t in drivers, by spelling in our own code. */
#if defined(OWDF_HOST)
#define WDF_WIDE_TEXT(Text) u##Text
#else
#define WDF_WIDE_TEXT(Text) L##Text
#endif

#ifndef DECLARE_HANDLE
#define DECLARE_HANDLE(Name) typedef struct Name##__ { int unused; } *Name
#endif

typedef HANDLE WDFOBJECT, *PWDFOBJECT;
typedef PVOID WDFCONTEXT;
typedef struct WDFDEVICE_INIT *PWDFDEVICE_INIT;
typedef struct WDFCXDEVICE_INIT *PWDFCXDEVICE_INIT;

/* Named in prototypes; what they are is said by headers that not every driver includes. */
typedef struct _URB *PURB;
typedef struct _USB_DEVICE_DESCRIPTOR *PUSB_DEVICE_DESCRIPTOR;
typedef struct _USB_INTERFACE_DESCRIPTOR *PUSB_INTERFACE_DESCRIPTOR;
typedef struct _USB_CONFIGURATION_DESCRIPTOR *PUSB_CONFIGURATION_DESCRIPTOR;
typedef PVOID USBD_PIPE_HANDLE;
typedef PVOID USBD_CONFIGURATION_HANDLE;
typedef struct POHANDLE__ *POHANDLE;
typedef struct _DEVPROPKEY DEVPROPKEY;
typedef ULONG DEVPROPTYPE, *PDEVPROPTYPE;
typedef struct _PO_FX_COMPONENT_V1 *PPO_FX_COMPONENT;
typedef VOID NTAPI PO_FX_COMPONENT_ACTIVE_CONDITION_CALLBACK(PVOID Context, ULONG Component);
typedef VOID NTAPI PO_FX_COMPONENT_IDLE_CONDITION_CALLBACK(PVOID Context, ULONG Component);
typedef VOID NTAPI PO_FX_COMPONENT_IDLE_STATE_CALLBACK(PVOID Context, ULONG Component, ULONG State);
typedef NTSTATUS NTAPI PO_FX_POWER_CONTROL_CALLBACK(PVOID DeviceContext, LPCGUID PowerControlCode, PVOID InBuffer,
                                                    SIZE_T InBufferSize, PVOID OutBuffer, SIZE_T OutBufferSize,
                                                    PSIZE_T BytesReturned);
typedef PO_FX_COMPONENT_ACTIVE_CONDITION_CALLBACK *PPO_FX_COMPONENT_ACTIVE_CONDITION_CALLBACK;
typedef PO_FX_COMPONENT_IDLE_CONDITION_CALLBACK *PPO_FX_COMPONENT_IDLE_CONDITION_CALLBACK;
typedef PO_FX_COMPONENT_IDLE_STATE_CALLBACK *PPO_FX_COMPONENT_IDLE_STATE_CALLBACK;
typedef PO_FX_POWER_CONTROL_CALLBACK *PPO_FX_POWER_CONTROL_CALLBACK;
