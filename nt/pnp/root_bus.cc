#include "nt/pnp/root_bus.h"

#include "nt/io/io_manager.h"
#include "nt/ob/system_memory.h"
#include "nt/pnp/reenumerate.h"

namespace owdf::pnp {

namespace {

DeviceNode& node_of(PDEVICE_OBJECT pdo) {
  return *io::record_of(pdo).node;
}

NTSTATUS finish(PIRP irp, NTSTATUS status) {
  irp->IoStatus.Status = status;
  IofCompleteRequest(irp, IO_NO_INCREMENT);
  return status;
}

// What a bus answers with strings is pool memory that the asker frees.
NTSTATUS answer_text(PIRP irp, std::u16string_view text, bool list) {
  const size_t bytes = (text.size() + (list ? 2 : 1)) * sizeof(WCHAR);
  void* memory = ExAllocatePoolWithTag(PagedPool, bytes, ' PnP');
  if (!memory) return STATUS_INSUFFICIENT_RESOURCES;
  std::memset(memory, 0, bytes);
  std::memcpy(memory, text.data(), text.size() * sizeof(WCHAR));
  irp->IoStatus.Information = reinterpret_cast<ULONG_PTR>(memory);
  return STATUS_SUCCESS;
}

// A MULTI_SZ without its last terminator, which answer_text() adds.
std::u16string joined(const std::vector<std::u16string>& strings) {
  std::u16string all;
  for (const std::u16string& string : strings) all += string + u'\0';
  return all;
}

NTSTATUS query_id(const DeviceNode& node, PIRP irp, BUS_QUERY_ID_TYPE type) {
  const size_t slash = node.instance_path.rfind(u'\\');
  switch (type) {
    case BusQueryDeviceID:
      return answer_text(irp, node.instance_path.substr(0, slash), false);
    case BusQueryInstanceID:
      return answer_text(irp, node.instance_path.substr(slash + 1), false);
    case BusQueryHardwareIDs:
      return answer_text(irp, joined(node.hardware_ids), true);
    case BusQueryCompatibleIDs:
      return node.compatible_ids.empty() ? irp->IoStatus.Status : answer_text(irp, joined(node.compatible_ids), true);
    default:
      return irp->IoStatus.Status;
  }
}

NTSTATUS query_capabilities(PDEVICE_CAPABILITIES capabilities) {
  if (capabilities->Version != 1 || capabilities->Size < sizeof(DEVICE_CAPABILITIES)) return STATUS_INVALID_PARAMETER;
  capabilities->UniqueID = TRUE;
  capabilities->SilentInstall = TRUE;
  capabilities->RawDeviceOK = FALSE;
  capabilities->DeviceState[PowerSystemWorking] = PowerDeviceD0;
  for (int state = PowerSystemSleeping1; state <= PowerSystemShutdown; state++)
    capabilities->DeviceState[state] = PowerDeviceD3;
  return STATUS_SUCCESS;
}

NTSTATUS query_relations(PDEVICE_OBJECT pdo, PIRP irp, DEVICE_RELATION_TYPE type) {
  if (type != TargetDeviceRelation) return irp->IoStatus.Status;
  auto* relations = static_cast<PDEVICE_RELATIONS>(ExAllocatePoolWithTag(PagedPool, sizeof(DEVICE_RELATIONS), ' PnP'));
  if (!relations) return STATUS_INSUFFICIENT_RESOURCES;
  ob::reference(pdo);
  relations->Count = 1;
  relations->Objects[0] = pdo;
  irp->IoStatus.Information = reinterpret_cast<ULONG_PTR>(relations);
  return STATUS_SUCCESS;
}

NTSTATUS NTAPI dispatch_pnp(PDEVICE_OBJECT pdo, PIRP irp) {
  PIO_STACK_LOCATION location = IoGetCurrentIrpStackLocation(irp);
  DeviceNode& node = node_of(pdo);
  switch (location->MinorFunction) {
    case IRP_MN_START_DEVICE:
    case IRP_MN_QUERY_STOP_DEVICE:
    case IRP_MN_CANCEL_STOP_DEVICE:
    case IRP_MN_STOP_DEVICE:
    case IRP_MN_QUERY_REMOVE_DEVICE:
    case IRP_MN_CANCEL_REMOVE_DEVICE:
    case IRP_MN_SURPRISE_REMOVAL:
    case IRP_MN_REMOVE_DEVICE:
    case IRP_MN_QUERY_PNP_DEVICE_STATE:
      return finish(irp, STATUS_SUCCESS);
    case IRP_MN_QUERY_ID:
      return finish(irp, query_id(node, irp, location->Parameters.QueryId.IdType));
    case IRP_MN_QUERY_CAPABILITIES:
      return finish(irp, query_capabilities(location->Parameters.DeviceCapabilities.Capabilities));
    case IRP_MN_QUERY_INTERFACE:
      return finish(irp, query_reenumeration(pdo, *location, irp->IoStatus.Status));
    case IRP_MN_QUERY_DEVICE_RELATIONS:
      return finish(irp, query_relations(pdo, irp, location->Parameters.QueryDeviceRelations.Type));
    case IRP_MN_QUERY_DEVICE_TEXT:
      if (location->Parameters.QueryDeviceText.DeviceTextType == DeviceTextDescription && !node.description.empty()) {
        return finish(irp, answer_text(irp, node.description, false));
      }
      return finish(irp, irp->IoStatus.Status);
    default:
      return finish(irp, irp->IoStatus.Status);  // a bus leaves alone what it does not know
  }
}

NTSTATUS NTAPI dispatch_power(PDEVICE_OBJECT pdo, PIRP irp) {
  PIO_STACK_LOCATION location = IoGetCurrentIrpStackLocation(irp);
  PoStartNextPowerIrp(irp);
  switch (location->MinorFunction) {
    case IRP_MN_SET_POWER:
      if (location->Parameters.Power.Type == DevicePowerState) {
        PoSetPowerState(pdo, DevicePowerState, location->Parameters.Power.State);
      }
      return finish(irp, STATUS_SUCCESS);
    case IRP_MN_QUERY_POWER:
      return finish(irp, STATUS_SUCCESS);
    default:
      return finish(irp, irp->IoStatus.Status);
  }
}

NTSTATUS NTAPI dispatch_system_control(PDEVICE_OBJECT, PIRP irp) {
  return finish(irp, irp->IoStatus.Status);
}

}  // namespace

Result<ob::Ref<DRIVER_OBJECT>> make_root_bus(nt::Machine& machine) {
  auto driver = TRY(machine.io().create_driver("PnpManager", u""));
  driver->MajorFunction[IRP_MJ_PNP] = dispatch_pnp;
  driver->MajorFunction[IRP_MJ_POWER] = dispatch_power;
  driver->MajorFunction[IRP_MJ_SYSTEM_CONTROL] = dispatch_system_control;
  return driver;
}

Status make_root_pdo(nt::Machine& machine, DRIVER_OBJECT& bus, DeviceNode& node) {
  const NTSTATUS status =
      IoCreateDevice(&bus, 0, nullptr, FILE_DEVICE_CONTROLLER, FILE_AUTOGENERATED_DEVICE_NAME, FALSE, &node.pdo);
  if (!NT_SUCCESS(status)) return Status(status);
  ob::reference(node.pdo);
  io::record_of(node.pdo).node = &node;
  node.pdo->Flags |= DO_BUS_ENUMERATED_DEVICE | DO_POWER_PAGABLE;
  node.pdo->Flags &= ~DO_DEVICE_INITIALIZING;
  node.root_enumerated = true;
  return Status{};
}

}  // namespace owdf::pnp
