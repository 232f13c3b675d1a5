/* Bluetooth request blocks (BRBs): what a profile driver sends to the Bluetooth stack, and the indications that come back.
   Members are in the order of the published reference; it gives no numbers of the request types, so those are ours. */
#pragma once

#include <wdm.h>
#include <bthdef.h>
#include <bthguid.h>

OWDF_BEGIN

typedef PVOID L2CAP_CHANNEL_HANDLE, *PL2CAP_CHANNEL_HANDLE;
typedef PVOID L2CAP_SERVER_HANDLE, *PL2CAP_SERVER_HANDLE;
typedef PVOID SCO_CHANNEL_HANDLE, *PSCO_CHANNEL_HANDLE;
typedef PVOID SCO_SERVER_HANDLE, *PSCO_SERVER_HANDLE;

typedef enum _BRB_TYPE {
  BRB_HCI_GET_LOCAL_BD_ADDR = 0x0001,
  BRB_L2CA_REGISTER_SERVER = 0x0100,
  BRB_L2CA_UNREGISTER_SERVER,
  BRB_L2CA_OPEN_CHANNEL,
  BRB_L2CA_OPEN_CHANNEL_RESPONSE,
  BRB_L2CA_CLOSE_CHANNEL,
  BRB_L2CA_ACL_TRANSFER,
  BRB_L2CA_UPDATE_CHANNEL,
  BRB_L2CA_PING,
  BRB_L2CA_INFO_REQUEST,
  BRB_REGISTER_PSM,
  BRB_UNREGISTER_PSM,
  BRB_L2CA_OPEN_ENHANCED_CHANNEL,
  BRB_L2CA_OPEN_ENHANCED_CHANNEL_RESPONSE,
  BRB_ACL_GET_MODE = 0x0300,
  BRB_ACL_ENTER_ACTIVE_MODE,
  BRB_GET_DEVICE_INTERFACE_STRING = 0x0400
} BRB_TYPE;

typedef enum _BRB_VERSION { BLUETOOTH_V1, BLUETOOTH_V2 } BRB_VERSION;

typedef struct _BRB_HEADER {
  LIST_ENTRY ListEntry;
  ULONG Length;
  USHORT Version;
  USHORT Type;
  ULONG BthportFlags;
  NTSTATUS Status;
  BTHSTATUS BtStatus;
  PVOID Context[4];
  PVOID ClientContext[4];
  ULONG Reserved[4];
} BRB_HEADER, *PBRB_HEADER;

/* Channels are configured by ranges and answered by values. */
#define CFG_MTU (0x00000001)
#define CFG_FLUSHTO (0x00000002)
#define CFG_QOS (0x00000004)
#define CFG_EXTRA (0x00000008)
#define CFG_LINKTO (0x00000010)
#define CFG_ENHANCED (0x00000020)
#define CFG_RETRANSMISSION_AND_FLOW (0x00000040)
#define CFG_FCS (0x00000080)
#define CFG_EXTENDED_FLOW_SPEC (0x00000100)

#define CM_BASIC (0x00000001)
#define CM_RETRANSMISSION_AND_FLOW (0x00000002)
#define CM_STREAMING (0x00000004)

typedef struct _L2CAP_CONFIG_RANGE {
  USHORT Min;
  USHORT Max;
} L2CAP_CONFIG_RANGE, *PL2CAP_CONFIG_RANGE;

typedef struct _L2CAP_CONFIG_VALUE_RANGE {
  USHORT Min;
  USHORT Preferred;
  USHORT Max;
} L2CAP_CONFIG_VALUE_RANGE, *PL2CAP_CONFIG_VALUE_RANGE;

typedef struct _L2CAP_FLOWSPEC {
  UCHAR Flags;
  UCHAR ServiceType;
  ULONG TokenRate;
  ULONG TokenBucketSize;
  ULONG PeakBandwidth;
  ULONG Latency;
  ULONG DelayVariation;
} L2CAP_FLOWSPEC, *PL2CAP_FLOWSPEC;

typedef struct _L2CAP_RETRANSMISSION_AND_FLOW_CONTROL {
  UCHAR Mode;
  UCHAR TxWindowSize;
  UCHAR MaxTransmit;
  USHORT RetransmissionTO;
  USHORT MonitorTO;
  USHORT MaxPDUSize;
} L2CAP_RETRANSMISSION_AND_FLOW_CONTROL, *PL2CAP_RETRANSMISSION_AND_FLOW_CONTROL;
#define L2CAP_RAF_DEFAULT_MAX_PDU_SIZE 0xFFFF
#define L2CAP_RAF_DEFAULT_TX_WINDOW_SIZE 32
#define L2CAP_RAF_DEFAULT_MAXTRANSMIT 10

typedef struct _L2CAP_EXTENDED_FLOW_SPEC {
  UCHAR Identifier;
  UCHAR ServiceType;
  USHORT MaxSDUSize;
  ULONG SDUInterArrivalTime;
  ULONG AccessLatency;
  ULONG FlushTimeout;
} L2CAP_EXTENDED_FLOW_SPEC, *PL2CAP_EXTENDED_FLOW_SPEC;

typedef struct _CO_HEADER {
  UCHAR Type;
  UCHAR Length;
} CO_HEADER, *PCO_HEADER;

#define CO_FIXED 0x01
#define CO_DYNAMIC 0x02
typedef struct _L2CAP_CONFIG_OPTION {
  CO_HEADER Header;
  union {
    PVOID DynamicBuffer;
    UCHAR FixedBuffer[4];
  };
  UCHAR Flags;
} L2CAP_CONFIG_OPTION, *PL2CAP_CONFIG_OPTION;

typedef struct _CHANNEL_CONFIG_PARAMETERS {
  ULONG Flags;
  USHORT Mtu;
  USHORT FlushTO;
  L2CAP_FLOWSPEC Flow;
  ULONG NumExtraOptions;
  PL2CAP_CONFIG_OPTION ExtraOptions;
} CHANNEL_CONFIG_PARAMETERS, *PCHANNEL_CONFIG_PARAMETERS;

typedef struct _CHANNEL_CONFIG_PARAMETERS_ENHANCED {
  ULONG Flags;
  USHORT Mtu;
  USHORT FlushTO;
  L2CAP_FLOWSPEC Flow;
  ULONG NumExtraOptions;
  PL2CAP_CONFIG_OPTION ExtraOptions;
  L2CAP_RETRANSMISSION_AND_FLOW_CONTROL RetransmissionAndFlow;
  UCHAR Fcs;
  L2CAP_EXTENDED_FLOW_SPEC ExtendedFlowSpec;
  USHORT ExtendedWindowSize;
} CHANNEL_CONFIG_PARAMETERS_ENHANCED, *PCHANNEL_CONFIG_PARAMETERS_ENHANCED;

typedef struct _CHANNEL_CONFIG_RESULTS {
  CHANNEL_CONFIG_PARAMETERS Params;
  ULONG ExtraOptionsBufferSize;
} CHANNEL_CONFIG_RESULTS, *PCHANNEL_CONFIG_RESULTS;

typedef struct _CHANNEL_CONFIG_RESULTS_ENHANCED {
  CHANNEL_CONFIG_PARAMETERS_ENHANCED Params;
  ULONG ExtraOptionsBufferSize;
} CHANNEL_CONFIG_RESULTS_ENHANCED, *PCHANNEL_CONFIG_RESULTS_ENHANCED;

typedef enum _INDICATION_CODE {
  IndicationAddReference,
  IndicationReleaseReference,
  IndicationRemoteConnect,
  IndicationRemoteDisconnect,
  IndicationRemoteConfigRequest,
  IndicationRemoteConfigResponse,
  IndicationFreeExtraOptions,
  IndicationRecvPacket,
  IndicationPairDevice,
  IndicationUnpairDevice,
  IndicationUnpersonalizeDevice,
  IndicationRemoteConnectLE
} INDICATION_CODE, *PINDICATION_CODE;

typedef enum _L2CAP_DISCONNECT_REASON {
  HciDisconnect,
  L2capDisconnectRequest,
  RadioPoweredDown,
  HardwareRemoval
} L2CAP_DISCONNECT_REASON;

/* The two kinds of indication differ only in the parameters of a channel. */
#define OWDF_INDICATION(Tag, Name, Config)          \
  typedef struct Tag {                              \
    L2CAP_CHANNEL_HANDLE ConnectionHandle;          \
    BTH_ADDR BtAddress;                             \
    union {                                         \
      struct {                                      \
        struct {                                    \
          USHORT PSM;                               \
        } Request;                                  \
      } Connect;                                    \
      struct {                                      \
        Config CurrentParams;                       \
        Config RequestedParams;                     \
        Config ResponseParams;                      \
        USHORT Response;                            \
      } ConfigRequest;                              \
      struct {                                      \
        Config CurrentParams;                       \
        Config RequestedParams;                     \
        Config RejectedParams;                      \
        PUCHAR UnknownTypes;                        \
        ULONG NumUnknownTypes;                      \
        Config NewRequestParams;                    \
        USHORT Response;                            \
      } ConfigResponse;                             \
      struct {                                      \
        ULONG NumExtraOptions;                      \
        PL2CAP_CONFIG_OPTION ExtraOptions;          \
      } FreeExtraOptions;                           \
      struct {                                      \
        L2CAP_DISCONNECT_REASON Reason;             \
        BOOLEAN CloseNow;                           \
      } Disconnect;                                 \
      struct {                                      \
        ULONG PacketLength;                         \
        ULONG TotalQueueLength;                     \
      } RecvPacket;                                 \
    } Parameters;                                   \
  } Name, *P##Name
OWDF_INDICATION(_INDICATION_PARAMETERS, INDICATION_PARAMETERS, CHANNEL_CONFIG_PARAMETERS);
OWDF_INDICATION(_INDICATION_PARAMETERS_ENHANCED, INDICATION_PARAMETERS_ENHANCED, CHANNEL_CONFIG_PARAMETERS_ENHANCED);
#undef OWDF_INDICATION

typedef void NTAPI FNBTHPORT_INDICATION_CALLBACK(_In_ PVOID Context, _In_ INDICATION_CODE Indication,
                                                 _In_ PINDICATION_PARAMETERS Parameters);
typedef FNBTHPORT_INDICATION_CALLBACK* PFNBTHPORT_INDICATION_CALLBACK;
typedef void NTAPI FNBTHPORT_INDICATION_CALLBACK_ENHANCED(_In_ PVOID Context, _In_ INDICATION_CODE Indication,
                                                          _In_ PINDICATION_PARAMETERS_ENHANCED Parameters);
typedef FNBTHPORT_INDICATION_CALLBACK_ENHANCED* PFNBTHPORT_INDICATION_CALLBACK_ENHANCED;

#define CALLBACK_CONFIG_QOS (0x00000001)
#define CALLBACK_CONFIG_EXTRA_IN (0x00000002)
#define CALLBACK_CONFIG_EXTRA_OUT (0x00000004)
#define CALLBACK_DISCONNECT (0x00000008)
#define CALLBACK_RECV_PACKET (0x00000010)

#define CF_LINK_AUTHENTICATED (0x00000001)
#define CF_LINK_ENCRYPTED (0x00000002)
#define CF_LINK_SUPPRESS_PIN (0x00000004)
#define CF_ROLE_MASTER (0x00010000)
#define CF_ROLE_SLAVE (0x00020000)
#define CF_ROLE_EITHER (CF_ROLE_MASTER | CF_ROLE_SLAVE)

#define INDICATION_CONNECT (0x00000001)
#define SCO_INDICATION_SCO_REQUEST (0x00000002)

/* Results of a connection request (core specification, volume 3, part A, 4.3). */
#define CONNECT_RSP_RESULT_SUCCESS (0x0000)
#define CONNECT_RSP_RESULT_PENDING (0x0001)
#define CONNECT_RSP_RESULT_PSM_NEG (0x0002)
#define CONNECT_RSP_RESULT_SECURITY_BLOCK (0x0003)
#define CONNECT_RSP_RESULT_NO_RESOURCES (0x0004)
#define CONNECT_RSP_STATUS_NO_INFO (0x0000)
#define CONNECT_RSP_STATUS_AUTH_PENDING (0x0001)
#define CONNECT_RSP_STATUS_AUTHORIZATION_PENDING (0x0002)

struct _BRB_GET_LOCAL_BD_ADDR {
  BRB_HEADER Hdr;
  BTH_ADDR BtAddress;
};

struct _BRB_L2CA_REGISTER_SERVER {
  BRB_HEADER Hdr;
  BTH_ADDR BtAddress;
  USHORT PSM;
  ULONG IndicationFlags;
  PFNBTHPORT_INDICATION_CALLBACK IndicationCallback;
  PVOID IndicationCallbackContext;
  PVOID ReferenceObject;
  L2CAP_SERVER_HANDLE ServerHandle;
};

struct _BRB_L2CA_UNREGISTER_SERVER {
  BRB_HEADER Hdr;
  BTH_ADDR BtAddress;
  L2CAP_SERVER_HANDLE ServerHandle;
  USHORT Psm;
};

struct _BRB_PSM {
  BRB_HEADER Hdr;
  USHORT Psm;
};

struct _BRB_L2CA_OPEN_CHANNEL {
  BRB_HEADER Hdr;
  L2CAP_CHANNEL_HANDLE ChannelHandle;
  union {
    struct {
      USHORT Response;
      USHORT ResponseStatus;
    };
    USHORT Psm;
  };
  ULONG ChannelFlags;
  BTH_ADDR BtAddress;
  struct {
    ULONG Flags;
    L2CAP_CONFIG_VALUE_RANGE Mtu;
    L2CAP_CONFIG_VALUE_RANGE FlushTO;
    L2CAP_FLOWSPEC Flow;
    USHORT LinkTO;
    ULONG NumExtraOptions;
    PL2CAP_CONFIG_OPTION ExtraOptions;
    struct {
      UCHAR ServiceType;
      ULONG Latency;
    } LocalQos;
  } ConfigOut;
  struct {
    ULONG Flags;
    L2CAP_CONFIG_VALUE_RANGE Mtu;
    L2CAP_CONFIG_RANGE FlushTO;
  } ConfigIn;
  ULONG CallbackFlags;
  PFNBTHPORT_INDICATION_CALLBACK Callback;
  PVOID CallbackContext;
  PVOID ReferenceObject;
  CHANNEL_CONFIG_RESULTS OutResults;
  CHANNEL_CONFIG_RESULTS InResults;
  UCHAR IncomingQueueDepth;
  PVOID Reserved;
};

struct _BRB_L2CA_OPEN_ENHANCED_CHANNEL {
  BRB_HEADER Hdr;
  L2CAP_CHANNEL_HANDLE ChannelHandle;
  union {
    struct {
      USHORT Response;
      USHORT ResponseStatus;
    };
    USHORT Psm;
  };
  ULONG ChannelFlags;
  BTH_ADDR BtAddress;
  struct {
    ULONG Flags;
    L2CAP_CONFIG_VALUE_RANGE Mtu;
    L2CAP_CONFIG_VALUE_RANGE FlushTO;
    L2CAP_FLOWSPEC Flow;
    USHORT LinkTO;
    ULONG NumExtraOptions;
    PL2CAP_CONFIG_OPTION ExtraOptions;
    struct {
      UCHAR ServiceType;
      ULONG Latency;
    } LocalQos;
    struct {
      ULONG Flags;
      L2CAP_RETRANSMISSION_AND_FLOW_CONTROL RetransmissionAndFlow;
    } ModeConfig;
    UCHAR Fcs;
    L2CAP_EXTENDED_FLOW_SPEC ExtendedFlowSpec;
  } ConfigOut;
  struct {
    ULONG Flags;
    L2CAP_CONFIG_VALUE_RANGE Mtu;
    L2CAP_CONFIG_RANGE FlushTO;
  } ConfigIn;
  ULONG CallbackFlags;
  PFNBTHPORT_INDICATION_CALLBACK_ENHANCED Callback;
  PVOID CallbackContext;
  PVOID ReferenceObject;
  CHANNEL_CONFIG_RESULTS_ENHANCED OutResults;
  CHANNEL_CONFIG_RESULTS_ENHANCED InResults;
  UCHAR IncomingQueueDepth;
  PVOID Reserved;
};

struct _BRB_L2CA_CLOSE_CHANNEL {
  BRB_HEADER Hdr;
  BTH_ADDR BtAddress;
  L2CAP_CHANNEL_HANDLE ChannelHandle;
};

#define ACL_TRANSFER_DIRECTION_IN (0x00000001)
#define ACL_TRANSFER_DIRECTION_OUT (0x00000000)
#define ACL_TRANSFER_DIRECTION_MASK (0x00000001)
#define ACL_SHORT_TRANSFER_OK (0x00000002)
#define ACL_TRANSFER_TIMEOUT (0x00000004)
struct _BRB_L2CA_ACL_TRANSFER {
  BRB_HEADER Hdr;
  BTH_ADDR BtAddress;
  L2CAP_CHANNEL_HANDLE ChannelHandle;
  ULONG TransferFlags;
  ULONG BufferSize;
  PVOID Buffer;
  PMDL BufferMDL;
  LONGLONG Timeout;
  ULONG RemainingBufferSize;
};

struct _BRB_L2CA_UPDATE_CHANNEL {
  BRB_HEADER Hdr;
  BTH_ADDR BtAddress;
  L2CAP_CHANNEL_HANDLE ChannelHandle;
  ULONG NewChannelFlags;
  ULONG FailedChannelFlags;
};

#define BTH_MAX_PING_DATA 44
struct _BRB_L2CA_PING {
  BRB_HEADER Hdr;
  BTH_ADDR BtAddress;
  UCHAR PingRequestLength;
  UCHAR PingRequestData[BTH_MAX_PING_DATA];
  UCHAR PingResponseLength;
  UCHAR PingResponseData[BTH_MAX_PING_DATA];
};
#undef BTH_MAX_PING_DATA

typedef struct _BRB {
  union {
    BRB_HEADER BrbHeader;
    struct _BRB_GET_LOCAL_BD_ADDR BrbGetLocalBdAddress;
    struct _BRB_PSM BrbPsm;
    struct _BRB_L2CA_REGISTER_SERVER BrbL2caRegisterServer;
    struct _BRB_L2CA_UNREGISTER_SERVER BrbL2caUnregisterServer;
    struct _BRB_L2CA_OPEN_CHANNEL BrbL2caOpenChannel;
    struct _BRB_L2CA_OPEN_ENHANCED_CHANNEL BrbL2caOpenEnhancedChannel;
    struct _BRB_L2CA_CLOSE_CHANNEL BrbL2caCloseChannel;
    struct _BRB_L2CA_ACL_TRANSFER BrbL2caAclTransfer;
    struct _BRB_L2CA_UPDATE_CHANNEL BrbL2caUpdateChannel;
    struct _BRB_L2CA_PING BrbL2caPing;
  };
} BRB, *PBRB;

/* The functions that the stack hands out in answer to a query for GUID_BTHDDI_PROFILE_DRIVER_INTERFACE. */
typedef PBRB(NTAPI* PFNBTH_ALLOCATE_BRB)(_In_ BRB_TYPE brbType, _In_ ULONG tag);
typedef void(NTAPI* PFNBTH_FREE_BRB)(_In_ PBRB pBrb);
typedef void(NTAPI* PFNBTH_INITIALIZE_BRB)(_Inout_ PBRB pBrb, _In_ BRB_TYPE brbType);
typedef void(NTAPI* PFNBTH_REUSE_BRB)(_Inout_ PBRB pBrb, _In_ BRB_TYPE brbType);
typedef BOOLEAN(NTAPI* PFNBTH_IS_BLUETOOTH_VERSION_AVAILABLE)(_In_ UCHAR MajorVersion, _In_ UCHAR MinorVersion);

#define BTHDDI_PROFILE_DRIVER_INTERFACE_VERSION_FOR_QI (0x0200)
typedef struct _BTH_PROFILE_DRIVER_INTERFACE {
  INTERFACE Interface;
  PFNBTH_ALLOCATE_BRB BthAllocateBrb;
  PFNBTH_FREE_BRB BthFreeBrb;
  PFNBTH_INITIALIZE_BRB BthInitializeBrb;
  PFNBTH_REUSE_BRB BthReuseBrb;
  PFNBTH_IS_BLUETOOTH_VERSION_AVAILABLE IsBluetoothVersionAvailable;
} BTH_PROFILE_DRIVER_INTERFACE, *PBTH_PROFILE_DRIVER_INTERFACE;

OWDF_END
