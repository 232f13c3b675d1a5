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
#define WDF_INLINE static inline __attribute((unused))
#else
#define WDF_INLINE static __inline__ __attribute((unused))
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
/* Routines for any kind of object. In C a driver may write the kind it knows into the definition of its routine: the
   Microsoft compiler takes that with a warning, and here the parameter is a union that every handle fits. */
#if defined(__cplusplus)
typedef WDFOBJECT OWDF_ANY_OBJECT;
#else
typedef union {
  WDFOBJECT Object;
  struct WDFDRIVER__ *Driver;
  struct WDFDEVICE__ *Device;
  struct WDFQUEUE__ *Queue;
  struct WDFREQUEST__ *Request;
  struct WDFFILEOBJECT__ *Fileobject;
  struct WDFDPC__ *Dpc;
  struct WDFTIMER__ *Timer;
  struct WDFWORKITEM__ *Workitem;
  struct WDFINTERRUPT__ *Interrupt;
  struct WDFWAITLOCK__ *Waitlock;
  struct WDFSPINLOCK__ *Spinlock;
  struct WDFMEMORY__ *Memory;
  struct WDFLOOKASIDE__ *Lookaside;
  struct WDFIOTARGET__ *Iotarget;
  struct WDFUSBDEVICE__ *Usbdevice;
  struct WDFUSBINTERFACE__ *Usbinterface;
  struct WDFUSBPIPE__ *Usbpipe;
  struct WDFDMAENABLER__ *Dmaenabler;
  struct WDFDMATRANSACTION__ *Dmatransaction;
  struct WDFCOMMONBUFFER__ *Commonbuffer;
  struct WDFKEY__ *Key;
  struct WDFSTRING__ *String;
  struct WDFCOLLECTION__ *Collection;
  struct WDFCHILDLIST__ *Childlist;
  struct WDFWMIPROVIDER__ *Wmiprovider;
  struct WDFWMIINSTANCE__ *Wmiinstance;
} OWDF_ANY_OBJECT __attribute((transparent_union));
#endif
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
#ifndef PO_FX_VERSION
typedef struct _PO_FX_COMPONENT_V1 *PPO_FX_COMPONENT;
#endif
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
