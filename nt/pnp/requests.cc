#include "nt/pnp/requests.h"

#include "nt/io/file.h"
#include "nt/io/irp.h"
#include "nt/machine.h"

namespace owdf::pnp {

namespace {

// Documented: a PnP IRP starts as STATUS_NOT_SUPPORTED, so that one that nobody handles says so.
IO_STATUS_BLOCK send_to_top(nt::Machine& machine, DeviceNode& node, UCHAR minor,
                            const std::function<void(PIRP, PIO_STACK_LOCATION)>& fill) {
  PDEVICE_OBJECT top = IoGetAttachedDeviceReference(node.pdo);
  machine.world().record(trace::Kind::kPnp, minor, io::record_of(node.pdo).serial);
  const IO_STATUS_BLOCK answer = io::send_and_wait(machine, top, STATUS_NOT_SUPPORTED, io::Cancelable::kNo,
                                                   [&](PIRP irp, PIO_STACK_LOCATION location) {
                                                     location->MajorFunction = IRP_MJ_PNP;
                                                     location->MinorFunction = minor;
                                                     if (fill) fill(irp, location);
                                                   });
  ObDereferenceObject(top);
  return answer;
}

}  // namespace

NTSTATUS send(nt::Machine& machine, DeviceNode& node, UCHAR minor) {
  return send_to_top(machine, node, minor, {}).Status;
}

NTSTATUS query_capabilities(nt::Machine& machine, DeviceNode& node, DEVICE_CAPABILITIES* capabilities) {
  *capabilities = nothing_known();
  return send_to_top(machine, node, IRP_MN_QUERY_CAPABILITIES,
                     [&](PIRP, PIO_STACK_LOCATION location) {
                       location->Parameters.DeviceCapabilities.Capabilities = capabilities;
                     })
      .Status;
}

NTSTATUS query_device_state(nt::Machine& machine, DeviceNode& node, PNP_DEVICE_STATE* state) {
  const IO_STATUS_BLOCK answer = send_to_top(machine, node, IRP_MN_QUERY_PNP_DEVICE_STATE, {});
  if (NT_SUCCESS(answer.Status)) *state = static_cast<PNP_DEVICE_STATE>(answer.Information);
  return answer.Status;
}

PDEVICE_RELATIONS query_bus_relations(nt::Machine& machine, DeviceNode& node) {
  const IO_STATUS_BLOCK answer = send_to_top(
      machine, node, IRP_MN_QUERY_DEVICE_RELATIONS,
      [](PIRP, PIO_STACK_LOCATION location) { location->Parameters.QueryDeviceRelations.Type = BusRelations; });
  return NT_SUCCESS(answer.Status) ? reinterpret_cast<PDEVICE_RELATIONS>(answer.Information) : nullptr;
}

NTSTATUS filter_resource_requirements(nt::Machine& machine, DeviceNode& node) {
  const IO_STATUS_BLOCK answer =
      send_to_top(machine, node, IRP_MN_FILTER_RESOURCE_REQUIREMENTS, [](PIRP, PIO_STACK_LOCATION location) {
        location->Parameters.FilterResourceRequirements.IoResourceRequirementList = nullptr;
      });
  if (NT_SUCCESS(answer.Status) && answer.Information) ExFreePool(reinterpret_cast<PVOID>(answer.Information));
  return answer.Status;
}

}  // namespace owdf::pnp
