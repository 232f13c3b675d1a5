// The event callbacks of a driver, by their published names. The trace carries the number, a listing the name.
#pragma once

#include <cstdint>

// clang-format off
#define OWDF_CALLBACKS(X)                                                                                        \
  X(CompletionRoutine) X(EvtChildListAddressDescriptionCleanup) X(EvtChildListAddressDescriptionCopy)            \
  X(EvtChildListAddressDescriptionDuplicate) X(EvtChildListCreateDevice) X(EvtChildListDeviceReenumerated)       \
  X(EvtChildListIdentificationDescriptionCleanup) X(EvtChildListIdentificationDescriptionCompare)                \
  X(EvtChildListIdentificationDescriptionCopy) X(EvtChildListIdentificationDescriptionDuplicate)                 \
  X(EvtChildListScanForChildren) X(EvtCleanupCallback) X(EvtCompanionPostD0Exit)                                 \
  X(EvtCompanionPostReleaseHardware) X(EvtCompanionPreD0Entry) X(EvtCompanionPrePrepareHardware)                 \
  X(EvtDestroyCallback) X(EvtDeviceArmWakeFromS0) X(EvtDeviceArmWakeFromSx) X(EvtDeviceArmWakeFromSxWithReason)  \
  X(EvtDeviceD0Entry) X(EvtDeviceD0EntryPostHardwareEnabled) X(EvtDeviceD0EntryPostInterruptsEnabled)            \
  X(EvtDeviceD0Exit) X(EvtDeviceD0ExitPreHardwareDisabled) X(EvtDeviceD0ExitPreInterruptsDisabled)               \
  X(EvtDeviceDisableWakeAtBus) X(EvtDeviceDisarmWakeFromS0) X(EvtDeviceDisarmWakeFromSx) X(EvtDeviceEject)       \
  X(EvtDeviceEnableWakeAtBus) X(EvtDeviceFileCreate) X(EvtDeviceFilterResourceRequirements)                      \
  X(EvtDevicePnpStateChange) X(EvtDevicePowerPolicyStateChange) X(EvtDevicePowerStateChange)                     \
  X(EvtDevicePrepareHardware) X(EvtDeviceProcessQueryInterfaceRequest) X(EvtDeviceQueryRemove)                   \
  X(EvtDeviceQueryStop) X(EvtDeviceRelationsQuery) X(EvtDeviceReleaseHardware) X(EvtDeviceRemoveAddedResources)  \
  X(EvtDeviceReportedMissing) X(EvtDeviceResourceRequirementsQuery) X(EvtDeviceResourcesQuery)                   \
  X(EvtDeviceSelfManagedIoCleanup) X(EvtDeviceSelfManagedIoFlush) X(EvtDeviceSelfManagedIoInit)                  \
  X(EvtDeviceSelfManagedIoRestart) X(EvtDeviceSelfManagedIoSuspend) X(EvtDeviceSetLock)                          \
  X(EvtDeviceShutdownNotification) X(EvtDeviceSurpriseRemoval) X(EvtDeviceUsageNotification)                     \
  X(EvtDeviceUsageNotificationEx) X(EvtDeviceWakeFromS0Triggered) X(EvtDeviceWakeFromSxTriggered)                \
  X(EvtDeviceWdmIrpDispatch) X(EvtDeviceWdmIrpPreprocess) X(EvtDeviceWdmPostPoFxRegisterDevice)                  \
  X(EvtDeviceWdmPrePoFxUnregisterDevice) X(EvtDmaEnablerDisable) X(EvtDmaEnablerEnable) X(EvtDmaEnablerFill)     \
  X(EvtDmaEnablerFlush) X(EvtDmaEnablerSelfManagedIoStart) X(EvtDmaEnablerSelfManagedIoStop)                     \
  X(EvtDmaTransactionConfigureDmaChannel) X(EvtDmaTransactionDmaTransferComplete) X(EvtDpcFunc)                  \
  X(EvtDriverDeviceAdd) X(EvtDriverUnload) X(EvtFileCleanup) X(EvtFileClose) X(EvtInterruptDisable)              \
  X(EvtInterruptDpc) X(EvtInterruptEnable) X(EvtInterruptIsr) X(EvtInterruptSynchronize)                         \
  X(EvtInterruptWorkItem) X(EvtIoAllocateRequestResources) X(EvtIoAllocateResourcesForReservedRequest)           \
  X(EvtIoCanceledOnQueue) X(EvtIoDefault) X(EvtIoDeviceControl) X(EvtIoInCallerContext)                          \
  X(EvtIoInternalDeviceControl) X(EvtIoQueueState) X(EvtIoRead) X(EvtIoResume) X(EvtIoStop)                      \
  X(EvtIoTargetQueryRemove) X(EvtIoTargetRemoveCanceled) X(EvtIoTargetRemoveComplete)                            \
  X(EvtIoWdmIrpForForwardProgress) X(EvtIoWrite) X(EvtProgramDma) X(EvtRequestCancel) X(EvtRequestImpersonate)   \
  X(EvtReserveDma) X(EvtTaskQueueTaskExecuteSync) X(EvtTimerFunc) X(EvtTraceCallback)                            \
  X(EvtUsbReaderCompletionRoutine) X(EvtUsbReadersFailed) X(EvtWmiInstanceExecuteMethod)                         \
  X(EvtWmiInstanceQueryInstance) X(EvtWmiInstanceSetInstance) X(EvtWmiInstanceSetItem)                           \
  X(EvtWmiProviderFunctionControl) X(EvtWorkItem)
// clang-format on

namespace owdf::wdf {

enum class Callback : uint16_t {
#define OWDF_CALLBACK(name) name,
  OWDF_CALLBACKS(OWDF_CALLBACK)
#undef OWDF_CALLBACK
};

constexpr const char* name_of(Callback callback) {
  constexpr const char* kNames[] = {
#define OWDF_CALLBACK(name) #name,
      OWDF_CALLBACKS(OWDF_CALLBACK)
#undef OWDF_CALLBACK
  };
  return kNames[static_cast<uint16_t>(callback)];
}

}  // namespace owdf::wdf
