#include "nt/io/completion_port.h"

#include <new>

#include "nt/machine.h"
#include "nt/ob/object_manager.h"
#include "nt/ps/process_manager.h"
#include "nt/ps/wait.h"
#include "nt/services.h"

namespace owdf::io {

namespace {

void destroy_port(nt::Machine&, void* body) {
  static_cast<CompletionPort*>(body)->~CompletionPort();
}
void* port_dispatcher(void* body) {
  return static_cast<CompletionPort*>(body)->dispatcher();
}

ob::ObjectManager::Mode caller_mode() {
  return ps::previous_mode() == KernelMode ? ob::ObjectManager::Mode::kKernel : ob::ObjectManager::Mode::kUser;
}

Result<ob::Ref<CompletionPort>> port_of(HANDLE handle) {
  auto port = TRY(nt::current_machine()->ob().by_handle(handle, &kCompletionPortType, 0, caller_mode()));
  return std::move(port).as<CompletionPort>();
}

}  // namespace

constinit const ob::Type kCompletionPortType{.name = u"IoCompletion",
                                             .dispatcher = port_dispatcher,
                                             .destroy = destroy_port,
                                             .discard = ob::discard_body<CompletionPort>};

CompletionPort::CompletionPort() {
  KeInitializeSemaphore(&available_, 0, MAXLONG);
}

// The packet is in the queue before the semaphore says so; each count of the semaphore is one packet.
void CompletionPort::post(const Packet& packet) {
  {
    sched::LockGuard guard(lock_);
    packets_.push_back(packet);
  }
  KeReleaseSemaphore(&available_, 0, 1, FALSE);
}

NTSTATUS CompletionPort::take(Packet* packet, PLARGE_INTEGER timeout) {
  const NTSTATUS status = ps::wait(&available_, timeout, false);
  if (status != STATUS_SUCCESS) return status;
  sched::LockGuard guard(lock_);
  *packet = packets_.front();
  packets_.pop_front();
  return STATUS_SUCCESS;
}

size_t CompletionPort::depth() const {
  sched::LockGuard guard(lock_);
  return packets_.size();
}

}  // namespace owdf::io

using namespace owdf;

extern "C" {

NTSTATUS NTAPI NtCreateIoCompletion(PHANDLE IoCompletionHandle, ACCESS_MASK DesiredAccess,
                                    POBJECT_ATTRIBUTES ObjectAttributes, ULONG Count) {
  nt::Machine& machine = *nt::current_machine();
  void* body = machine.ob().allocate(io::kCompletionPortType, sizeof(io::CompletionPort));
  if (!body) return STATUS_INSUFFICIENT_RESOURCES;
  auto port = ob::AnyRef::adopt(new (body) io::CompletionPort);
  *IoCompletionHandle =
      machine.ob().open_handle(port.get(), DesiredAccess, ObjectAttributes ? ObjectAttributes->Attributes : 0);
  return STATUS_SUCCESS;
}

NTSTATUS NTAPI NtSetIoCompletion(HANDLE IoCompletionHandle, PVOID KeyContext, PVOID ApcContext, NTSTATUS IoStatus,
                                 ULONG_PTR IoStatusInformation) {
  auto port = io::port_of(IoCompletionHandle);
  if (!port) return port.status().value;
  io::CompletionPort::Packet packet{KeyContext, ApcContext, {}};
  packet.status.Status = IoStatus;
  packet.status.Information = IoStatusInformation;
  (*port)->post(packet);
  return STATUS_SUCCESS;
}

NTSTATUS NTAPI NtRemoveIoCompletion(HANDLE IoCompletionHandle, PVOID* KeyContext, PVOID* ApcContext,
                                    PIO_STATUS_BLOCK IoStatusBlock, PLARGE_INTEGER Timeout) {
  io::CompletionPort::Packet packet{};
  NTSTATUS status;
  {
    auto port = io::port_of(IoCompletionHandle);
    if (!port) return port.status().value;
    status = (*port)->take(&packet, Timeout);
  }
  nt::current_machine()->ps().check_terminating();
  if (status != STATUS_SUCCESS) return status;
  *KeyContext = packet.key;
  *ApcContext = packet.context;
  *IoStatusBlock = packet.status;
  return STATUS_SUCCESS;
}

}  // extern "C"
