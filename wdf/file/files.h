// Files: the opens of one device. It turns create, cleanup and close IRPs into the file callbacks, keeps a FileObject
// per open where the driver wants one, and finds it again for every later request. Member of Device; PASSIVE_LEVEL but
// for find(). Serves FIL-001..033, BHV-016, BHV-017.
#pragma once

#include <atomic>
#include <optional>

#include "wdf/device/device_init.h"
#include "wdf/file/file_object.h"

namespace owdf::wdf {

class Request;

class Files {
 public:
  Files(Device& device, const std::optional<FileSettings>& settings);

  NTSTATUS create(PIRP irp);
  NTSTATUS cleanup(PIRP irp);
  NTSTATUS close(PIRP irp);
  // The driver's answer to a create (FIL-019); before the IRP is completed.
  void create_answered(Request& request, NTSTATUS status);
  // Null: none was made for it.
  FileObject* find(PFILE_OBJECT file) {
    if (!file || !wants_objects_) return nullptr;
    auto* object = static_cast<FileObject*>(file->FileObjectExtension);
    return object && &object->device() == &device_ ? object : search(file);
  }
  bool wants_objects() const { return wants_objects_; }
  // Creates, cleanups and closes that nobody handles go down (FIL-013, FIL-014).
  bool forwards() const;

 private:
  struct ForwardedCreate;

  PVOID* place_in(PFILE_OBJECT file) const { return place_ ? &(file->*place_) : nullptr; }
  FileObject* search(PFILE_OBJECT file);
  Result<FileObject*> make(PFILE_OBJECT file);
  void drop(FileObject& file);
  bool enter();
  void leave(FileObject* file);
  NTSTATUS forward_create(PIRP irp, FileObject* file);
  static NTSTATUS NTAPI create_came_back(PDEVICE_OBJECT device, PIRP irp, PVOID context);
  NTSTATUS end(PIRP irp);

  Device& device_;
  const bool configured_;
  const WDF_FILEOBJECT_CONFIG config_;
  const Blueprint attributes_;
  const bool wants_objects_;
  PVOID FILE_OBJECT::* const
      place_;  // of our handle in a FILE_OBJECT; null if the driver's configuration leaves us none
  std::atomic<uint32_t> opens_{0};
  sched::Lock lock_{sched::LockRank::kFramework, "wdf::Files"};
  List<FileObject, &FileObject::link_> all_ GUARDED_BY(lock_);
};

}  // namespace owdf::wdf
