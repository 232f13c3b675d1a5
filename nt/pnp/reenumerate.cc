#include "nt/pnp/reenumerate.h"

#include <initguid.h>
#include <wdmguid.h>

#include "nt/io/irp.h"
#include "nt/machine.h"
#include "nt/ob/object_manager.h"
#include "nt/pnp/pnp_manager.h"

namespace owdf::pnp {

namespace {

void NTAPI reference(PVOID pdo) {
  ob::reference(pdo);
}

void NTAPI dereference(PVOID pdo) {
  ob::dereference(pdo);
}

void NTAPI remove_and_reenumerate(PVOID pdo) {
  nt::current_machine()->pnp().reenumerate(static_cast<PDEVICE_OBJECT>(pdo));
}

}  // namespace

NTSTATUS query_reenumeration(PDEVICE_OBJECT pdo, const IO_STACK_LOCATION& location, NTSTATUS unknown) {
  const auto& query = location.Parameters.QueryInterface;
  if (!IsEqualGUID(*query.InterfaceType, GUID_REENUMERATE_SELF_INTERFACE_STANDARD)) return unknown;
  if (query.Version < 1 || query.Size < sizeof(REENUMERATE_SELF_INTERFACE_STANDARD)) return STATUS_INVALID_PARAMETER;
  *reinterpret_cast<PREENUMERATE_SELF_INTERFACE_STANDARD>(query.Interface) = {
      sizeof(REENUMERATE_SELF_INTERFACE_STANDARD), 1, pdo, reference, dereference, remove_and_reenumerate};
  reference(pdo);  // the caller's
  return STATUS_SUCCESS;
}

bool ask_for_reenumeration(nt::Machine& machine, PDEVICE_OBJECT device) {
  REENUMERATE_SELF_INTERFACE_STANDARD bus{};
  const IO_STATUS_BLOCK answer = io::send_and_wait(machine, device, STATUS_NOT_SUPPORTED, io::Cancelable::kNo,
                                                   [&](PIRP, PIO_STACK_LOCATION location) {
                                                     location->MajorFunction = IRP_MJ_PNP;
                                                     location->MinorFunction = IRP_MN_QUERY_INTERFACE;
                                                     auto& query = location->Parameters.QueryInterface;
                                                     query.InterfaceType = &GUID_REENUMERATE_SELF_INTERFACE_STANDARD;
                                                     query.Size = sizeof(bus);
                                                     query.Version = 1;
                                                     query.Interface = reinterpret_cast<PINTERFACE>(&bus);
                                                   });
  if (!NT_SUCCESS(answer.Status) || !bus.SurpriseRemoveAndReenumerateSelf) return false;
  bus.SurpriseRemoveAndReenumerateSelf(bus.Context);
  bus.InterfaceDereference(bus.Context);
  return true;
}

}  // namespace owdf::pnp
