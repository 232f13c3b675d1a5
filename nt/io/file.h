// File objects: one open of a device. The last handle sends IRP_MJ_CLEANUP, the last reference IRP_MJ_CLOSE.
// Owner: handles and references of the object manager; every request under way holds one. Requirements: FIL-001,
// FIL-019, FIL-032. PASSIVE_LEVEL.
#pragma once

#include <wdm.h>

#include <string>

#include "base/result.h"
#include "nt/ob/object.h"

namespace owdf::io {

class CompletionPort;
extern const ob::Type kFileType;

// The body of a file object: the published structure, then ours.
struct FileRecord {
  FILE_OBJECT object;
  uint32_t serial = 0;
  bool opened = false;   // IRP_MJ_CREATE succeeded: cleanup and close are owed
  bool cleaned = false;  // IRP_MJ_CLEANUP was sent
  bool skip_port_on_success = false;
  CompletionPort* port = nullptr;  // referenced
  void* port_key = nullptr;
  std::u16string name;  // what object.FileName shows
};

inline FileRecord& record_of(PFILE_OBJECT file) {
  return *reinterpret_cast<FileRecord*>(file);
}
inline bool is_synchronous(const FILE_OBJECT& file) {
  return file.Flags & FO_SYNCHRONOUS_IO;
}

// What IRP_MJ_CREATE is told.
struct OpenParameters {
  ACCESS_MASK access = 0;
  ULONG file_attributes = 0;
  ULONG share_access = 0;
  ULONG disposition = FILE_OPEN;
  ULONG options = 0;
  PLARGE_INTEGER allocation_size = nullptr;
  void* ea_buffer = nullptr;
  ULONG ea_length = 0;
  PFILE_OBJECT related = nullptr;
  KPROCESSOR_MODE mode = KernelMode;
};

struct Opened {
  ob::Ref<FILE_OBJECT> file;
  ULONG_PTR information = 0;  // FILE_OPENED, FILE_CREATED ...
};

// Opens a path of the namespace, or `rest` below `device`: sends IRP_MJ_CREATE to the top of its stack and waits.
Result<Opened> open_path(nt::Machine& machine, std::u16string_view path, const OpenParameters& parameters);
Result<Opened> open_device(nt::Machine& machine, PDEVICE_OBJECT device, std::u16string_view rest,
                           const OpenParameters& parameters);

// Tells the driver that the last handle is closed. Only once.
void send_cleanup(nt::Machine& machine, PFILE_OBJECT file);

// The topmost device of the stack that a device belongs to.
PDEVICE_OBJECT top_of_stack(PDEVICE_OBJECT device);

// One request at a time on a file object for synchronous I/O.
NTSTATUS lock_file(PFILE_OBJECT file);
void unlock_file(PFILE_OBJECT file);

}  // namespace owdf::io
