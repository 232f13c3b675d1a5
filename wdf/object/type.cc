#include "wdf/object/type.h"

#include <array>
#include <iterator>

#include "base/assert.h"

namespace owdf::wdf {
namespace {

using enum Parenting;

constexpr TypeRow kTypes[] = {
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

constexpr unsigned kFirstType = 0x1000, kLastType = 0x1402;
constexpr uint8_t kNoRow = 0xFF;

// Every handle check and every creation asks for a row.
constexpr auto kRowOfType = [] {
  std::array<uint8_t, kLastType - kFirstType + 1> rows{};
  rows.fill(kNoRow);
  for (uint8_t i = 0; i < std::size(kTypes); i++) rows[static_cast<unsigned>(kTypes[i].type) - kFirstType] = i;
  return rows;
}();

}  // namespace

const TypeRow& row_of(Type type) {
  const unsigned position = static_cast<unsigned>(type) - kFirstType;
  OWDF_ASSERT(position < kRowOfType.size() && kRowOfType[position] != kNoRow);
  return kTypes[kRowOfType[position]];
}

}  // namespace owdf::wdf
