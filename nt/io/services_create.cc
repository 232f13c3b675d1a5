// NtCreateFile and NtOpenFile: from object attributes to a handle.
#include "nt/services.h"

#include "nt/io/file.h"
#include "nt/io/io_manager.h"
#include "nt/ob/object_manager.h"
#include "nt/ps/process_manager.h"

namespace owdf::io {

namespace {

constexpr ULONG kSynchronousOptions = FILE_SYNCHRONOUS_IO_ALERT | FILE_SYNCHRONOUS_IO_NONALERT;

ACCESS_MASK map_generic(ACCESS_MASK access) {
  ACCESS_MASK mapped = access & ~(GENERIC_READ | GENERIC_WRITE | GENERIC_EXECUTE | GENERIC_ALL);
  if (access & GENERIC_READ) mapped |= FILE_GENERIC_READ;
  if (access & GENERIC_WRITE) mapped |= FILE_GENERIC_WRITE;
  if (access & GENERIC_EXECUTE) mapped |= FILE_GENERIC_EXECUTE;
  if (access & (GENERIC_ALL | MAXIMUM_ALLOWED)) mapped |= FILE_ALL_ACCESS;
  return mapped;
}

Status check_options(const OpenParameters& parameters) {
  const ULONG synchronous = parameters.options & kSynchronousOptions;
  if (synchronous == kSynchronousOptions) return Status(STATUS_INVALID_PARAMETER);
  if (synchronous && !(parameters.access & SYNCHRONIZE)) return Status(STATUS_INVALID_PARAMETER);
  if ((parameters.options & FILE_DIRECTORY_FILE) && (parameters.options & FILE_NON_DIRECTORY_FILE)) {
    return Status(STATUS_INVALID_PARAMETER);
  }
  if (parameters.disposition > FILE_MAXIMUM_DISPOSITION) return Status(STATUS_INVALID_PARAMETER);
  return Status{};
}

// Relative to an open file: a name below that file's device; relative to a directory of the namespace: a path.
Result<Opened> open_by_name(nt::Machine& machine, const OBJECT_ATTRIBUTES& attributes, OpenParameters parameters) {
  const std::u16string name = text_of(attributes.ObjectName);
  if (!attributes.RootDirectory) return open_path(machine, name, parameters);
  if (!name.empty() && name[0] == u'\\') return Status(STATUS_OBJECT_NAME_INVALID);
  const auto mode = parameters.mode == KernelMode ? ob::ObjectManager::Mode::kKernel : ob::ObjectManager::Mode::kUser;
  ob::AnyRef root = TRY(machine.ob().by_handle(attributes.RootDirectory, nullptr, 0, mode));
  const ob::Type* type = ob::header_of(root.get()).type;
  if (type == &ob::kDirectoryType)
    return open_path(machine, machine.ob().name_of(root.get()) + u"\\" + name, parameters);
  if (type != &kFileType) return Status(STATUS_OBJECT_TYPE_MISMATCH);
  parameters.related = static_cast<PFILE_OBJECT>(root.get());
  return open_device(machine, parameters.related->DeviceObject, name, parameters);
}

NTSTATUS create_file(PHANDLE handle, const OBJECT_ATTRIBUTES* attributes, PIO_STATUS_BLOCK status_block,
                     OpenParameters parameters) {
  nt::Machine& machine = *nt::current_machine();
  *handle = nullptr;
  parameters.access = map_generic(parameters.access);
  Status status = check_options(parameters);
  if (!status.ok()) return status.value;
  if (!attributes || (!attributes->ObjectName && !attributes->RootDirectory)) return STATUS_OBJECT_PATH_SYNTAX_BAD;
  auto opened = open_by_name(machine, *attributes, parameters);
  status_block->Status = opened.status().value;
  status_block->Information = opened ? opened->information : 0;
  if (!opened) return opened.status().value;
  *handle = machine.ob().open_handle(opened->file.get(), parameters.access, attributes->Attributes);
  return STATUS_SUCCESS;
}

OpenParameters parameters_of(KPROCESSOR_MODE mode, ACCESS_MASK access, ULONG share_access, ULONG disposition,
                             ULONG options) {
  OpenParameters parameters;
  parameters.mode = mode;
  parameters.access = access;
  parameters.share_access = share_access;
  parameters.disposition = disposition;
  parameters.options = options;
  return parameters;
}

}  // namespace
}  // namespace owdf::io

using namespace owdf;

extern "C" {

NTSTATUS NTAPI NtCreateFile(PHANDLE FileHandle, ACCESS_MASK DesiredAccess, POBJECT_ATTRIBUTES ObjectAttributes,
                            PIO_STATUS_BLOCK IoStatusBlock, PLARGE_INTEGER AllocationSize, ULONG FileAttributes,
                            ULONG ShareAccess, ULONG CreateDisposition, ULONG CreateOptions, PVOID EaBuffer,
                            ULONG EaLength) {
  ps::ProcessManager& processes = nt::current_machine()->ps();
  processes.check_terminating();
  auto parameters =
      io::parameters_of(ps::previous_mode(), DesiredAccess, ShareAccess, CreateDisposition, CreateOptions);
  parameters.allocation_size = AllocationSize;
  parameters.file_attributes = FileAttributes;
  parameters.ea_buffer = EaBuffer;
  parameters.ea_length = EaLength;
  const NTSTATUS status = io::create_file(FileHandle, ObjectAttributes, IoStatusBlock, parameters);
  processes.check_terminating();
  return status;
}

NTSTATUS NTAPI ZwCreateFile(PHANDLE FileHandle, ACCESS_MASK DesiredAccess, POBJECT_ATTRIBUTES ObjectAttributes,
                            PIO_STATUS_BLOCK IoStatusBlock, PLARGE_INTEGER AllocationSize, ULONG FileAttributes,
                            ULONG ShareAccess, ULONG CreateDisposition, ULONG CreateOptions, PVOID EaBuffer,
                            ULONG EaLength) {
  auto parameters = io::parameters_of(KernelMode, DesiredAccess, ShareAccess, CreateDisposition, CreateOptions);
  parameters.allocation_size = AllocationSize;
  parameters.file_attributes = FileAttributes;
  parameters.ea_buffer = EaBuffer;
  parameters.ea_length = EaLength;
  return io::create_file(FileHandle, ObjectAttributes, IoStatusBlock, parameters);
}

NTSTATUS NTAPI NtOpenFile(PHANDLE FileHandle, ACCESS_MASK DesiredAccess, POBJECT_ATTRIBUTES ObjectAttributes,
                          PIO_STATUS_BLOCK IoStatusBlock, ULONG ShareAccess, ULONG OpenOptions) {
  return NtCreateFile(FileHandle, DesiredAccess, ObjectAttributes, IoStatusBlock, nullptr, 0, ShareAccess, FILE_OPEN,
                      OpenOptions, nullptr, 0);
}

NTSTATUS NTAPI ZwOpenFile(PHANDLE FileHandle, ACCESS_MASK DesiredAccess, POBJECT_ATTRIBUTES ObjectAttributes,
                          PIO_STATUS_BLOCK IoStatusBlock, ULONG ShareAccess, ULONG OpenOptions) {
  return ZwCreateFile(FileHandle, DesiredAccess, ObjectAttributes, IoStatusBlock, nullptr, 0, ShareAccess, FILE_OPEN,
                      OpenOptions, nullptr, 0);
}

}  // extern "C"
