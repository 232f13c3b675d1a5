// The edge of WDFQUEUE.
#include "wdf/ddi_prototypes.h"
#include "wdf/device/device.h"
#include "wdf/handle.h"
#include "wdf/object/attributes.h"
#include "wdf/violation.h"

namespace owdf::wdf {

namespace {

// WDF_IO_QUEUE_CONFIG as older drivers know it: without Driver, and without Settings.
constexpr ULONG kSizeWithoutDriver = offsetof(WDF_IO_QUEUE_CONFIG, Driver);
constexpr ULONG kSizeWithoutSettings = offsetof(WDF_IO_QUEUE_CONFIG, Settings);

bool has_handler(const WDF_IO_QUEUE_CONFIG& config) {
  return config.EvtIoDefault || config.EvtIoRead || config.EvtIoWrite || config.EvtIoDeviceControl ||
         config.EvtIoInternalDeviceControl;
}

}  // namespace

Result<Queue::Settings> Queue::read_config(Device& device, const WDF_IO_QUEUE_CONFIG& given) {
  if (given.Size != sizeof(given) && given.Size != kSizeWithoutDriver && given.Size != kSizeWithoutSettings)
    return Status(STATUS_INFO_LENGTH_MISMATCH);
  Settings settings;
  std::memcpy(&settings.config, &given, given.Size);
  const WDF_IO_QUEUE_CONFIG& config = settings.config;
  ULONG& presented = settings.config.Settings.Parallel.NumberOfPresentedRequests;
  switch (config.DispatchType) {
    case WdfIoQueueDispatchSequential:
      settings.type = DispatchType::kSequential;
      break;
    case WdfIoQueueDispatchParallel:
      settings.type = DispatchType::kParallel;
      if (given.Size == kSizeWithoutSettings) presented = ~0u;
      break;
    case WdfIoQueueDispatchManual:
      settings.type = DispatchType::kManual;
      break;
    default:
      return Status(STATUS_INVALID_PARAMETER);
  }
  if ((settings.type == DispatchType::kParallel) != (presented != 0))
    return Status(STATUS_INVALID_PARAMETER);  // BHV-006
  if (settings.type == DispatchType::kManual && has_handler(config)) return Status(STATUS_INVALID_PARAMETER);
  if (settings.type != DispatchType::kManual && !has_handler(config)) return Status(STATUS_WDF_NO_CALLBACK);
  if (device.control() && config.PowerManaged == WdfTrue) return Status(STATUS_INVALID_PARAMETER);  // NPN-018
  settings.power_managed = config.PowerManaged == WdfTrue ||
                           (config.PowerManaged == WdfUseDefault && !device.control() && !device.filter());  // BHV-005
  settings.default_queue = config.DefaultQueue;
  if (settings.default_queue && device.default_queue()) return Status(STATUS_UNSUCCESSFUL);
  return settings;
}

Result<Queue*> Queue::create(Device& device, const Settings& settings, const Blueprint& blueprint) {
  Queue* queue = TRY(Object::create<Queue>(device.client(), blueprint, device, settings));
  {
    sched::LockGuard guard(queue->lock_);
    if (!device.initialized()) queue->held_ |= static_cast<uint8_t>(Hold::kAddDevice);
    if (settings.power_managed && !device.power_up()) queue->held_ |= static_cast<uint8_t>(Hold::kPower);
  }
  device.add_queue(*queue);
  if (settings.default_queue) {
    queue->pin();
    device.set_default_queue(queue);
  }
  return queue;
}

}  // namespace owdf::wdf

namespace owdf::ddi {

using namespace owdf::wdf;

namespace {

wdf::Queue& queue_of(PWDF_DRIVER_GLOBALS globals, WDFQUEUE queue) {
  return object_of<wdf::Queue>(Client::from(globals), queue);
}

void demand_passive_level(PWDF_DRIVER_GLOBALS globals, WDFQUEUE queue, const char* ddi) {
  if (KeGetCurrentIrql() == PASSIVE_LEVEL) return;
  violate(Client::from(globals), Violation::kQueueFatalError, reinterpret_cast<uint64_t>(queue), 0,
          std::string(ddi) + " was called above PASSIVE_LEVEL");
}

}  // namespace

NTSTATUS NTAPI WdfIoQueueCreate(PWDF_DRIVER_GLOBALS DriverGlobals, WDFDEVICE Device, PWDF_IO_QUEUE_CONFIG Config,
                                PWDF_OBJECT_ATTRIBUTES QueueAttributes, WDFQUEUE* Queue) {
  Client& client = Client::from(DriverGlobals);
  auto& device = object_of<wdf::Device>(client, Device);
  OWDF_REQUIRED(client, Config);
  if (Queue) *Queue = nullptr;
  auto settings = wdf::Queue::read_config(device, *Config);
  if (!settings) return settings.status().value;
  auto blueprint = read_attributes(client, Type::kQueue, QueueAttributes, &device);
  if (!blueprint) return blueprint.status().value;
  if (blueprint->parent->nearest(Type::kDevice) != &device) return STATUS_INVALID_PARAMETER;
  auto queue = wdf::Queue::create(device, *settings, *blueprint);
  if (!queue) return queue.status().value;
  if (Queue) *Queue = handle_of<WDFQUEUE>(*queue);
  return STATUS_SUCCESS;
}

WDF_IO_QUEUE_STATE NTAPI WdfIoQueueGetState(PWDF_DRIVER_GLOBALS DriverGlobals, WDFQUEUE Queue, PULONG QueueRequests,
                                            PULONG DriverRequests) {
  return queue_of(DriverGlobals, Queue).state(QueueRequests, DriverRequests);
}

WDFDEVICE NTAPI WdfIoQueueGetDevice(PWDF_DRIVER_GLOBALS DriverGlobals, WDFQUEUE Queue) {
  return handle_of<WDFDEVICE>(&queue_of(DriverGlobals, Queue).device());
}

// --- operations ---

VOID NTAPI WdfIoQueueStart(PWDF_DRIVER_GLOBALS DriverGlobals, WDFQUEUE Queue) {
  queue_of(DriverGlobals, Queue).operate(QueueOperation::kStart, nullptr, nullptr);
}

VOID NTAPI WdfIoQueueStop(PWDF_DRIVER_GLOBALS DriverGlobals, WDFQUEUE Queue, PFN_WDF_IO_QUEUE_STATE StopComplete,
                          WDFCONTEXT Context) {
  queue_of(DriverGlobals, Queue).operate(QueueOperation::kStop, StopComplete, Context);
}

VOID NTAPI WdfIoQueueStopSynchronously(PWDF_DRIVER_GLOBALS DriverGlobals, WDFQUEUE Queue) {
  demand_passive_level(DriverGlobals, Queue, __func__);
  queue_of(DriverGlobals, Queue).operate_and_wait(QueueOperation::kStop);
}

VOID NTAPI WdfIoQueueDrain(PWDF_DRIVER_GLOBALS DriverGlobals, WDFQUEUE Queue, PFN_WDF_IO_QUEUE_STATE DrainComplete,
                           WDFCONTEXT Context) {
  queue_of(DriverGlobals, Queue).operate(QueueOperation::kDrain, DrainComplete, Context);
}

VOID NTAPI WdfIoQueueDrainSynchronously(PWDF_DRIVER_GLOBALS DriverGlobals, WDFQUEUE Queue) {
  demand_passive_level(DriverGlobals, Queue, __func__);
  queue_of(DriverGlobals, Queue).operate_and_wait(QueueOperation::kDrain);
}

VOID NTAPI WdfIoQueuePurge(PWDF_DRIVER_GLOBALS DriverGlobals, WDFQUEUE Queue, PFN_WDF_IO_QUEUE_STATE PurgeComplete,
                           WDFCONTEXT Context) {
  queue_of(DriverGlobals, Queue).operate(QueueOperation::kPurge, PurgeComplete, Context);
}

VOID NTAPI WdfIoQueuePurgeSynchronously(PWDF_DRIVER_GLOBALS DriverGlobals, WDFQUEUE Queue) {
  demand_passive_level(DriverGlobals, Queue, __func__);
  queue_of(DriverGlobals, Queue).operate_and_wait(QueueOperation::kPurge);
}

VOID NTAPI WdfIoQueueStopAndPurge(PWDF_DRIVER_GLOBALS DriverGlobals, WDFQUEUE Queue,
                                  PFN_WDF_IO_QUEUE_STATE StopAndPurgeComplete, WDFCONTEXT Context) {
  queue_of(DriverGlobals, Queue).operate(QueueOperation::kStopAndPurge, StopAndPurgeComplete, Context);
}

VOID NTAPI WdfIoQueueStopAndPurgeSynchronously(PWDF_DRIVER_GLOBALS DriverGlobals, WDFQUEUE Queue) {
  demand_passive_level(DriverGlobals, Queue, __func__);
  queue_of(DriverGlobals, Queue).operate_and_wait(QueueOperation::kStopAndPurge);
}

NTSTATUS NTAPI WdfIoQueueReadyNotify(PWDF_DRIVER_GLOBALS DriverGlobals, WDFQUEUE Queue,
                                     PFN_WDF_IO_QUEUE_STATE QueueReady, WDFCONTEXT Context) {
  return queue_of(DriverGlobals, Queue).set_ready_callback(QueueReady, Context);
}

// --- taking requests out ---

NTSTATUS NTAPI WdfIoQueueRetrieveNextRequest(PWDF_DRIVER_GLOBALS DriverGlobals, WDFQUEUE Queue,
                                             WDFREQUEST* OutRequest) {
  auto& queue = queue_of(DriverGlobals, Queue);
  OWDF_REQUIRED(queue.client(), OutRequest);
  wdf::Request* found = nullptr;
  const NTSTATUS status = queue.retrieve(nullptr, &found);
  *OutRequest = handle_of<WDFREQUEST>(found);
  return status;
}

NTSTATUS NTAPI WdfIoQueueRetrieveRequestByFileObject(PWDF_DRIVER_GLOBALS DriverGlobals, WDFQUEUE Queue,
                                                     WDFFILEOBJECT FileObject, WDFREQUEST* OutRequest) {
  auto& queue = queue_of(DriverGlobals, Queue);
  auto& file = object_of<wdf::FileObject>(queue.client(), FileObject);
  OWDF_REQUIRED(queue.client(), OutRequest);
  wdf::Request* found = nullptr;
  const NTSTATUS status = queue.retrieve(&file, &found);
  if (found) *OutRequest = handle_of<WDFREQUEST>(found);
  return status;
}

NTSTATUS NTAPI WdfIoQueueFindRequest(PWDF_DRIVER_GLOBALS DriverGlobals, WDFQUEUE Queue, WDFREQUEST FoundRequest,
                                     WDFFILEOBJECT FileObject, PWDF_REQUEST_PARAMETERS Parameters,
                                     WDFREQUEST* OutRequest) {
  auto& queue = queue_of(DriverGlobals, Queue);
  OWDF_REQUIRED(queue.client(), OutRequest);
  wdf::Request* after = FoundRequest ? &object_of<wdf::Request>(queue.client(), FoundRequest) : nullptr;
  wdf::FileObject* file = FileObject ? &object_of<wdf::FileObject>(queue.client(), FileObject) : nullptr;
  wdf::Request* found = nullptr;
  const NTSTATUS status = queue.find(after, file, Parameters, &found);
  *OutRequest = handle_of<WDFREQUEST>(found);
  return status;
}

NTSTATUS NTAPI WdfIoQueueRetrieveFoundRequest(PWDF_DRIVER_GLOBALS DriverGlobals, WDFQUEUE Queue,
                                              WDFREQUEST FoundRequest, WDFREQUEST* OutRequest) {
  auto& queue = queue_of(DriverGlobals, Queue);
  auto& wanted = object_of<wdf::Request>(queue.client(), FoundRequest);
  OWDF_REQUIRED(queue.client(), OutRequest);
  wdf::Request* found = nullptr;
  const NTSTATUS status = queue.retrieve_found(wanted, &found);
  *OutRequest = handle_of<WDFREQUEST>(found);
  return status;
}

}  // namespace owdf::ddi
