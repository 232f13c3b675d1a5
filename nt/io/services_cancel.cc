// NtCancelIoFile and its kin.
#include "nt/services.h"

#include "nt/io/file.h"
#include "nt/io/irp.h"
#include "nt/io/requests.h"
#include "nt/machine.h"
#include "nt/ob/object_manager.h"
#include "nt/ps/process_manager.h"

namespace owdf::io {

namespace {

ob::ObjectManager::Mode caller_mode() {
  return ps::previous_mode() == KernelMode ? ob::ObjectManager::Mode::kKernel : ob::ObjectManager::Mode::kUser;
}

Result<ob::Ref<FILE_OBJECT>> file_of(HANDLE handle) {
  auto file = TRY(nt::current_machine()->ob().by_handle(handle, &kFileType, 0, caller_mode()));
  return std::move(file).as<FILE_OBJECT>();
}

NTSTATUS answer(PIO_STATUS_BLOCK block, NTSTATUS status) {
  block->Information = 0;
  block->Status = status;
  return status;
}

}  // namespace
}  // namespace owdf::io

using namespace owdf;

extern "C" {

NTSTATUS NTAPI NtCancelIoFile(HANDLE FileHandle, PIO_STATUS_BLOCK IoStatusBlock) {
  auto file = io::file_of(FileHandle);
  if (!file) return file.status().value;
  PFILE_OBJECT wanted = file->get();
  io::cancel_requests(*ps::current_thread(), [&](PIRP irp) { return io::record_of(irp).file == wanted; });
  return io::answer(IoStatusBlock, STATUS_SUCCESS);
}

NTSTATUS NTAPI NtCancelIoFileEx(HANDLE FileHandle, PIO_STATUS_BLOCK IoRequestToCancel, PIO_STATUS_BLOCK IoStatusBlock) {
  auto file = io::file_of(FileHandle);
  if (!file) return file.status().value;
  PFILE_OBJECT wanted = file->get();
  size_t found = 0;
  for (auto& thread : nt::current_machine()->ps().threads_of(*ps::current_process())) {
    found += io::cancel_requests(*thread, [&](PIRP irp) {
      return io::record_of(irp).file == wanted && (!IoRequestToCancel || irp->UserIosb == IoRequestToCancel);
    });
  }
  return io::answer(IoStatusBlock, found ? STATUS_SUCCESS : STATUS_NOT_FOUND);
}

NTSTATUS NTAPI NtCancelSynchronousIoFile(HANDLE ThreadHandle, PIO_STATUS_BLOCK IoRequestToCancel,
                                         PIO_STATUS_BLOCK IoStatusBlock) {
  auto thread =
      nt::current_machine()->ob().by_handle(ThreadHandle, &ps::kThreadType, THREAD_TERMINATE, io::caller_mode());
  if (!thread) return thread.status().value;
  const size_t found = io::cancel_requests(*static_cast<ps::Thread*>(thread->get()), [&](PIRP irp) {
    return (irp->Flags & IRP_SYNCHRONOUS_API) && (!IoRequestToCancel || irp->UserIosb == IoRequestToCancel);
  });
  return io::answer(IoStatusBlock, found ? STATUS_SUCCESS : STATUS_NOT_FOUND);
}

NTSTATUS NTAPI ZwCancelIoFile(HANDLE FileHandle, PIO_STATUS_BLOCK IoStatusBlock) {
  return NtCancelIoFile(FileHandle, IoStatusBlock);
}

NTSTATUS NTAPI ZwCancelIoFileEx(HANDLE FileHandle, PIO_STATUS_BLOCK IoRequestToCancel, PIO_STATUS_BLOCK IoStatusBlock) {
  return NtCancelIoFileEx(FileHandle, IoRequestToCancel, IoStatusBlock);
}

}  // extern "C"
