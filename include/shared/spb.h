/* Simple peripheral buses (I2C, SPI): sequences of transfers on an opened connection. */
#pragma once

#include <devioctl.h>

OWDF_BEGIN

struct _MDL;

typedef enum SPB_TRANSFER_DIRECTION {
  SpbTransferDirectionNone = 0,
  SpbTransferDirectionFromDevice = 1,
  SpbTransferDirectionToDevice = 2,
  SpbTransferDirectionMax
} SPB_TRANSFER_DIRECTION;

typedef enum SPB_TRANSFER_BUFFER_FORMAT {
  SpbTransferBufferFormatInvalid = 0,
  SpbTransferBufferFormatSimple,
  SpbTransferBufferFormatList,
  SpbTransferBufferFormatSimpleNonPaged,
  SpbTransferBufferFormatMdl,
  SpbTransferBufferFormatMax
} SPB_TRANSFER_BUFFER_FORMAT;

typedef struct SPB_TRANSFER_BUFFER_LIST_ENTRY {
  PVOID Buffer;
  ULONG BufferCb;
} SPB_TRANSFER_BUFFER_LIST_ENTRY, *PSPB_TRANSFER_BUFFER_LIST_ENTRY;
OWDF_SIZE(SPB_TRANSFER_BUFFER_LIST_ENTRY, 16);

typedef struct SPB_TRANSFER_BUFFER {
  SPB_TRANSFER_BUFFER_FORMAT Format;
  union {
    SPB_TRANSFER_BUFFER_LIST_ENTRY Simple;
    struct {
      PSPB_TRANSFER_BUFFER_LIST_ENTRY List;
      ULONG ListCe;
    } BufferList;
    struct _MDL* Mdl;
  };
} SPB_TRANSFER_BUFFER, *PSPB_TRANSFER_BUFFER;
OWDF_SIZE(SPB_TRANSFER_BUFFER, 24);

typedef struct SPB_TRANSFER_LIST_ENTRY {
  SPB_TRANSFER_DIRECTION Direction;
  ULONG DelayInUs;
  SPB_TRANSFER_BUFFER Buffer;
} SPB_TRANSFER_LIST_ENTRY, *PSPB_TRANSFER_LIST_ENTRY;
OWDF_SIZE(SPB_TRANSFER_LIST_ENTRY, 32);

typedef struct SPB_TRANSFER_LIST {
  ULONG Size;
  ULONG Reserved;
  ULONG TransferCount;
  SPB_TRANSFER_LIST_ENTRY Transfers[ANYSIZE_ARRAY];
} SPB_TRANSFER_LIST, *PSPB_TRANSFER_LIST;
OWDF_SIZE(SPB_TRANSFER_LIST, 48);
OWDF_OFFSET(SPB_TRANSFER_LIST, Transfers, 16);

#define SPB_TRANSFER_LIST_AND_ENTRIES(count)      \
  struct {                                        \
    SPB_TRANSFER_LIST List;                       \
    SPB_TRANSFER_LIST_ENTRY Entries[(count) - 1]; \
  }

OWDF_INLINE void SPB_TRANSFER_LIST_INIT(PSPB_TRANSFER_LIST TransferList, ULONG TransferCount) {
  TransferList->Size = sizeof(SPB_TRANSFER_LIST);
  TransferList->Reserved = 0;
  TransferList->TransferCount = TransferCount;
}

OWDF_INLINE SPB_TRANSFER_LIST_ENTRY SPB_TRANSFER_LIST_ENTRY_INIT_SIMPLE(SPB_TRANSFER_DIRECTION Direction,
                                                                        ULONG DelayInUs, PVOID Buffer,
                                                                        ULONG BufferCb) {
  SPB_TRANSFER_LIST_ENTRY Entry;
  Entry.Direction = Direction;
  Entry.DelayInUs = DelayInUs;
  Entry.Buffer.Format = SpbTransferBufferFormatSimple;
  Entry.Buffer.Simple.Buffer = Buffer;
  Entry.Buffer.Simple.BufferCb = BufferCb;
  return Entry;
}

OWDF_INLINE SPB_TRANSFER_LIST_ENTRY SPB_TRANSFER_LIST_ENTRY_INIT_NON_PAGED(SPB_TRANSFER_DIRECTION Direction,
                                                                           ULONG DelayInUs, PVOID Buffer,
                                                                           ULONG BufferCb) {
  SPB_TRANSFER_LIST_ENTRY Entry = SPB_TRANSFER_LIST_ENTRY_INIT_SIMPLE(Direction, DelayInUs, Buffer, BufferCb);
  Entry.Buffer.Format = SpbTransferBufferFormatSimpleNonPaged;
  return Entry;
}

OWDF_INLINE SPB_TRANSFER_LIST_ENTRY SPB_TRANSFER_LIST_ENTRY_INIT_BUFFER_LIST(
    SPB_TRANSFER_DIRECTION Direction, ULONG DelayInUs, PSPB_TRANSFER_BUFFER_LIST_ENTRY BufferList, ULONG BufferListCe) {
  SPB_TRANSFER_LIST_ENTRY Entry;
  Entry.Direction = Direction;
  Entry.DelayInUs = DelayInUs;
  Entry.Buffer.Format = SpbTransferBufferFormatList;
  Entry.Buffer.BufferList.List = BufferList;
  Entry.Buffer.BufferList.ListCe = BufferListCe;
  return Entry;
}

OWDF_INLINE SPB_TRANSFER_LIST_ENTRY SPB_TRANSFER_LIST_ENTRY_INIT_MDL(SPB_TRANSFER_DIRECTION Direction, ULONG DelayInUs,
                                                                     struct _MDL* Mdl) {
  SPB_TRANSFER_LIST_ENTRY Entry;
  Entry.Direction = Direction;
  Entry.DelayInUs = DelayInUs;
  Entry.Buffer.Format = SpbTransferBufferFormatMdl;
  Entry.Buffer.BufferList.ListCe = 0;
  Entry.Buffer.Mdl = Mdl;
  return Entry;
}

/* The reference names these and gives no numbers; these are ours, and only a controller of this system reads them. */
#define OWDF_SPB_CODE(function) CTL_CODE(FILE_DEVICE_CONTROLLER, function, METHOD_BUFFERED, FILE_ANY_ACCESS)
enum SpbIoctl {
  IOCTL_SPB_LOCK_CONTROLLER = OWDF_SPB_CODE(0x401),
  IOCTL_SPB_UNLOCK_CONTROLLER = OWDF_SPB_CODE(0x402),
  IOCTL_SPB_EXECUTE_SEQUENCE = OWDF_SPB_CODE(0x403),
  IOCTL_SPB_LOCK_CONNECTION = OWDF_SPB_CODE(0x404),
  IOCTL_SPB_UNLOCK_CONNECTION = OWDF_SPB_CODE(0x405),
  IOCTL_SPB_FULL_DUPLEX = OWDF_SPB_CODE(0x406),
  IOCTL_SPB_MULTI_SPI_TRANSFER = OWDF_SPB_CODE(0x407)
};

OWDF_END
