// The kinds of framework objects: the published type codes (second parameter of a bad-handle bug check) and what holds
// for every object of a kind. The table is the law; objects ask it.
#pragma once

#include <array>
#include <cstdint>
#include <iterator>

#include "base/assert.h"

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

namespace types {

using enum Parenting;

inline constexpr TypeRow kTypes[] = {
    // type                     handle                name                parenting  level  scope  passive deletable
    {Type::kDriver, Type::kDriver, "WDFDRIVER", kRoot, true, true, true, false},
    {Type::kDevice, Type::kDevice, "WDFDEVICE", kFixed, true, true, true, false},
    {Type::kQueue, Type::kQueue, "WDFQUEUE", kOptional, true, true, true, true},
    {Type::kWmiProvider, Type::kWmiProvider, "WDFWMIPROVIDER", kFixed, false, false, false, false},
    {Type::kKey, Type::kKey, "WDFKEY", kOptional, false, false, true, true},
    {Type::kString, Type::kString, "WDFSTRING", kOptional, false, false, true, true},
    {Type::kRequest, Type::kRequest, "WDFREQUEST", kOptional, false, false, false, true},
    {Type::kLookaside, Type::kLookaside, "WDFLOOKASIDE", kOptional, false, false, false, true},
    {Type::kMemory, Type::kMemory, "WDFMEMORY", kOptional, false, false, false, true},
    {Type::kGeneral, Type::kBase, "WDFOBJECT", kOptional, true, false, false, true},
    {Type::kCollection, Type::kCollection, "WDFCOLLECTION", kOptional, false, false, false, true},
    {Type::kDpc, Type::kDpc, "WDFDPC", kRequired, false, false, true, true},
    {Type::kFileObject, Type::kFileObject, "WDFFILEOBJECT", kFixed, true, false, false, false},
    {Type::kMemoryPreallocated, Type::kMemory, "WDFMEMORY", kOptional, false, false, false, true},
    {Type::kWaitLock, Type::kWaitLock, "WDFWAITLOCK", kOptional, false, false, false, true},
    {Type::kSpinLock, Type::kSpinLock, "WDFSPINLOCK", kOptional, false, false, false, true},
    {Type::kWorkItem, Type::kWorkItem, "WDFWORKITEM", kRequired, false, false, true, true},
    {Type::kInterrupt, Type::kInterrupt, "WDFINTERRUPT", kOptional, false, false, true, false},
    {Type::kTimer, Type::kTimer, "WDFTIMER", kRequired, true, false, true, true},
    {Type::kChildList, Type::kChildList, "WDFCHILDLIST", kFixed, false, false, true, false},
    {Type::kRequestMemory, Type::kMemory, "WDFMEMORY", kFixed, false, false, false, true},
    {Type::kWmiInstance, Type::kWmiInstance, "WDFWMIINSTANCE", kFixed, false, false, false, true},
    {Type::kIoResList, Type::kIoResList, "WDFIORESLIST", kFixed, false, false, false, false},
    {Type::kCmResList, Type::kCmResList, "WDFCMRESLIST", kFixed, false, false, false, false},
    {Type::kIoResReqList, Type::kIoResReqList, "WDFIORESREQLIST", kFixed, false, false, false, false},
    {Type::kIoTarget, Type::kIoTarget, "WDFIOTARGET", kOptional, false, false, true, true},
    {Type::kIoTargetRemote, Type::kIoTarget, "WDFIOTARGET", kOptional, false, false, true, true},
    {Type::kUsbDevice, Type::kUsbDevice, "WDFUSBDEVICE", kFixed, false, false, true, true},
    {Type::kUsbPipe, Type::kUsbPipe, "WDFUSBPIPE", kFixed, false, false, true, false},
    {Type::kUsbInterface, Type::kUsbInterface, "WDFUSBINTERFACE", kFixed, false, false, true, false},
    {Type::kIoTargetSelf, Type::kIoTarget, "WDFIOTARGET", kFixed, false, false, true, false},
    {Type::kDmaEnabler, Type::kDmaEnabler, "WDFDMAENABLER", kOptional, false, false, true, true},
    {Type::kDmaTransaction, Type::kDmaTransaction, "WDFDMATRANSACTION", kFixed, false, false, false, true},
    {Type::kCommonBuffer, Type::kCommonBuffer, "WDFCOMMONBUFFER", kFixed, false, false, true, true},
};

inline constexpr unsigned kFirstType = 0x1000, kLastType = 0x1402;
inline constexpr uint8_t kNoRow = 0xFF;

// Every handle check and every creation asks for a row, so it is found without a search; for a kind that is known when
// the call is compiled it is found then.
inline constexpr auto kRowOfType = [] {
  std::array<uint8_t, kLastType - kFirstType + 1> rows{};
  rows.fill(kNoRow);
  for (uint8_t i = 0; i < std::size(kTypes); i++) rows[static_cast<unsigned>(kTypes[i].type) - kFirstType] = i;
  return rows;
}();

}  // namespace types

constexpr const TypeRow& row_of(Type type) {
  const unsigned position = static_cast<unsigned>(type) - types::kFirstType;
  OWDF_ASSERT(position < types::kRowOfType.size() && types::kRowOfType[position] != types::kNoRow);
  return types::kTypes[types::kRowOfType[position]];
}

// Whether an object of `type` may stand where a handle of `wanted` is expected (OBJ-047).
inline bool accepts(Type wanted, Type type) {
  return wanted == type || wanted == Type::kBase || row_of(type).handle == wanted;
}

}  // namespace owdf::wdf
