// The kinds of framework objects: the published type codes (second parameter of a bad-handle bug check) and what holds
// for every object of a kind. The table is the law; objects ask it.
#pragma once

#include <cstdint>

namespace owdf::wdf {

enum class Type : uint16_t {
  kBase = 0x1000,  // any object: what a WDFOBJECT parameter accepts
  kDriver = 0x1001,
  kDevice = 0x1002,
  kQueue = 0x1003,
  kWmiProvider = 0x1004,
  kKey = 0x1006,
  kString = 0x1007,
  kRequest = 0x1008,
  kLookaside = 0x1009,
  kMemory = 0x100A,
  kGeneral = 0x100C,  // what WdfObjectCreate makes
  kCollection = 0x100E,
  kDpc = 0x1015,
  kFileObject = 0x1018,
  kMemoryPreallocated = 0x1022,
  kWaitLock = 0x1023,
  kSpinLock = 0x1024,
  kWorkItem = 0x1025,
  kInterrupt = 0x1027,
  kTimer = 0x1028,
  kChildList = 0x1029,
  kRequestMemory = 0x1032,
  kWmiInstance = 0x1034,
  kIoResList = 0x1035,
  kCmResList = 0x1036,
  kIoResReqList = 0x1037,
  kIoTarget = 0x1200,
  kIoTargetRemote = 0x1201,
  kUsbDevice = 0x1202,
  kUsbPipe = 0x1203,
  kUsbInterface = 0x1204,
  kIoTargetSelf = 0x1205,
  kDmaEnabler = 0x1400,
  kDmaTransaction = 0x1401,
  kCommonBuffer = 0x1402,
  kNone = 0xFFFF,
};

// OBJ-051 .. OBJ-080: who may say what the parent is.
enum class Parenting : uint8_t {
  kRoot,      // has none
  kFixed,     // the framework decides; ParentObject must be null
  kOptional,  // ParentObject, else the default
  kRequired,  // ParentObject must be given
};

struct TypeRow {
  Type type;
  Type handle;  // the kind whose handles accept it as well: a preallocated memory is a WDFMEMORY
  const char* name;
  Parenting parenting;
  bool level;      // SYN-036: ExecutionLevel may be given
  bool scope;      // SYN-011: SynchronizationScope may be given
  bool passive;    // its cleanup and destroy callbacks run at PASSIVE_LEVEL, whoever deletes it
  bool deletable;  // false: WdfObjectDelete is ignored (BHV-021)
};

const TypeRow& row_of(Type type);

// Whether an object of `type` may stand where a handle of `wanted` is expected (OBJ-047).
inline bool accepts(Type wanted, Type type) {
  return wanted == type || wanted == Type::kBase || row_of(type).handle == wanted;
}

}  // namespace owdf::wdf
