#include "nt/fs/volume.h"

#include <fcntl.h>
#include <ntifs.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>

#include "nt/fs/directory.h"
#include "nt/fs/file_system.h"
#include "nt/fs/information.h"
#include "nt/fs/open.h"
#include "nt/io/io_manager.h"
#include "nt/machine.h"
#include "nt/ob/object_manager.h"

namespace owdf::fs {
namespace {

NTSTATUS finish(PIRP irp, Status status, ULONG_PTR information = 0) {
  irp->IoStatus.Status = status.value;
  irp->IoStatus.Information = information;
  IofCompleteRequest(irp, IO_NO_INCREMENT);
  return status.value;
}

NTSTATUS finish(PIRP irp, const Result<ULONG_PTR>& result) {
  return finish(irp, result.status(), result.ok() ? result.value() : 0);
}

FileSystem& file_system() {
  return nt::current_machine()->fs();
}

OpenFile& file_of(PIRP irp) {
  return *static_cast<OpenFile*>(IoGetCurrentIrpStackLocation(irp)->FileObject->FsContext);
}

NTSTATUS NTAPI dispatch_create(PDEVICE_OBJECT, PIRP irp) {
  return finish(irp, open_file(file_system(), *IoGetCurrentIrpStackLocation(irp)));
}

NTSTATUS NTAPI dispatch_cleanup(PDEVICE_OBJECT, PIRP irp) {
  file_system().handle_closed(file_of(irp));
  return finish(irp, Status{});
}

NTSTATUS NTAPI dispatch_close(PDEVICE_OBJECT, PIRP irp) {
  PFILE_OBJECT object = IoGetCurrentIrpStackLocation(irp)->FileObject;
  auto* file = static_cast<OpenFile*>(object->FsContext);
  object->FsContext = nullptr;
  file_system().forget(file);
  return finish(irp, Status{});
}

// The memory that a transfer goes to or comes from.
Result<char*> transfer_buffer(PIRP irp) {
  void* address = MmGetSystemAddressForMdlSafe(irp->MdlAddress, NormalPagePriority);
  if (!address) return Status(STATUS_INSUFFICIENT_RESOURCES);
  return static_cast<char*>(address);
}

void advance(PFILE_OBJECT object, int64_t position) {
  if (object->Flags & FO_SYNCHRONOUS_IO) object->CurrentByteOffset.QuadPart = position;
}

Result<ULONG_PTR> read(PIRP irp) {
  const IO_STACK_LOCATION& stack = *IoGetCurrentIrpStackLocation(irp);
  const int64_t offset = stack.Parameters.Read.ByteOffset.QuadPart;
  const ULONG length = stack.Parameters.Read.Length;
  OpenFile& file = file_of(irp);
  if (file.node->directory) return Status(STATUS_INVALID_DEVICE_REQUEST);
  if (offset < 0) return Status(STATUS_INVALID_PARAMETER);
  if (length == 0) return ULONG_PTR{0};
  char* buffer = TRY(transfer_buffer(irp));
  ULONG done = 0;
  while (done < length) {
    const ssize_t got = pread(file.descriptor.get(), buffer + done, length - done, offset + done);
    if (got < 0) return status_of_errno(errno);
    if (got == 0) break;
    done += static_cast<ULONG>(got);
  }
  if (done == 0) return Status(STATUS_END_OF_FILE);
  advance(stack.FileObject, offset + done);
  return ULONG_PTR{done};
}

// Appends where the request says so, and where the handle allows nothing else.
Result<int64_t> write_offset(const OpenFile& file, LARGE_INTEGER given) {
  const bool to_end = given.HighPart == -1 && given.LowPart == FILE_WRITE_TO_END_OF_FILE;
  if (!to_end && (file.access & FILE_WRITE_DATA)) {
    if (given.QuadPart < 0) return Status(STATUS_INVALID_PARAMETER);
    return int64_t{given.QuadPart};
  }
  struct stat status{};
  if (fstat(file.descriptor.get(), &status) != 0) return status_of_errno(errno);
  return int64_t{status.st_size};
}

Result<ULONG_PTR> write(PIRP irp) {
  const IO_STACK_LOCATION& stack = *IoGetCurrentIrpStackLocation(irp);
  const ULONG length = stack.Parameters.Write.Length;
  OpenFile& file = file_of(irp);
  if (file.node->directory) return Status(STATUS_INVALID_DEVICE_REQUEST);
  const int64_t offset = TRY(write_offset(file, stack.Parameters.Write.ByteOffset));
  if (length == 0) return ULONG_PTR{0};
  const char* buffer = TRY(transfer_buffer(irp));
  ULONG done = 0;
  while (done < length) {
    const ssize_t put = pwrite(file.descriptor.get(), buffer + done, length - done, offset + done);
    if (put < 0) return status_of_errno(errno);
    done += static_cast<ULONG>(put);
  }
  advance(stack.FileObject, offset + done);
  return ULONG_PTR{done};
}

NTSTATUS NTAPI dispatch_read(PDEVICE_OBJECT, PIRP irp) {
  return finish(irp, read(irp));
}
NTSTATUS NTAPI dispatch_write(PDEVICE_OBJECT, PIRP irp) {
  return finish(irp, write(irp));
}

NTSTATUS NTAPI dispatch_flush(PDEVICE_OBJECT, PIRP irp) {
  const OpenFile& file = file_of(irp);
  if (!file.node->directory && fdatasync(file.descriptor.get()) != 0) return finish(irp, status_of_errno(errno));
  return finish(irp, Status{});
}

NTSTATUS NTAPI dispatch_query_information(PDEVICE_OBJECT, PIRP irp) {
  const auto& wanted = IoGetCurrentIrpStackLocation(irp)->Parameters.QueryFile;
  Answer answer{static_cast<char*>(irp->AssociatedIrp.SystemBuffer), wanted.Length};
  const Status status = query_information(file_system(), file_of(irp), wanted.FileInformationClass, answer);
  return finish(irp, status, answer.written);
}

NTSTATUS NTAPI dispatch_set_information(PDEVICE_OBJECT, PIRP irp) {
  const auto& given = IoGetCurrentIrpStackLocation(irp)->Parameters.SetFile;
  return finish(irp, set_information(file_system(), file_of(irp), given.FileInformationClass,
                                     irp->AssociatedIrp.SystemBuffer, given.Length));
}

NTSTATUS NTAPI dispatch_directory_control(PDEVICE_OBJECT, PIRP irp) {
  const IO_STACK_LOCATION& stack = *IoGetCurrentIrpStackLocation(irp);
  if (stack.MinorFunction != IRP_MN_QUERY_DIRECTORY) return finish(irp, Status(STATUS_INVALID_DEVICE_REQUEST));
  const auto& wanted = stack.Parameters.QueryDirectory;
  const DirectoryQuery query{.what = wanted.FileInformationClass,
                             .pattern = io::text_of(wanted.FileName),
                             .single = (stack.Flags & SL_RETURN_SINGLE_ENTRY) != 0,
                             .restart = (stack.Flags & SL_RESTART_SCAN) != 0};
  Answer answer{static_cast<char*>(irp->UserBuffer), wanted.Length};
  const Status status = query_directory(file_of(irp), query, answer);
  return finish(irp, status, answer.written);
}

}  // namespace

Status make_volume(nt::Machine& machine, std::u16string_view name) {
  auto driver = TRY(machine.io().create_driver("Volume", u""));
  driver->MajorFunction[IRP_MJ_CREATE] = dispatch_create;
  driver->MajorFunction[IRP_MJ_CLEANUP] = dispatch_cleanup;
  driver->MajorFunction[IRP_MJ_CLOSE] = dispatch_close;
  driver->MajorFunction[IRP_MJ_READ] = dispatch_read;
  driver->MajorFunction[IRP_MJ_WRITE] = dispatch_write;
  driver->MajorFunction[IRP_MJ_FLUSH_BUFFERS] = dispatch_flush;
  driver->MajorFunction[IRP_MJ_QUERY_INFORMATION] = dispatch_query_information;
  driver->MajorFunction[IRP_MJ_SET_INFORMATION] = dispatch_set_information;
  driver->MajorFunction[IRP_MJ_DIRECTORY_CONTROL] = dispatch_directory_control;
  PDEVICE_OBJECT device = TRY(io::create_device(machine, driver.get(), name, FILE_DEVICE_DISK_FILE_SYSTEM, 0));
  device->Flags |= DO_DIRECT_IO;
  device->Flags &= ~static_cast<ULONG>(DO_DEVICE_INITIALIZING);
  return Status{};
}

}  // namespace owdf::fs
