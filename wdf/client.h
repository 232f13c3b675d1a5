// Client: one driver bound to the framework. Owns the WDF_DRIVER_GLOBALS that the driver's stub got, knows what the
// driver was built for (personality, version) and what it asked for (pool tag, verifier settings). Every DDI starts
// here: its hidden first argument leads back to the client. Owner: wdf::Library, from WdfVersionBind to
// WdfVersionUnbind.
#pragma once

#include <atomic>
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include <ntddk.h>
#include <wdf.h>

#include "base/list.h"
#include "nt/machine.h"
#include "sched/lock.h"
#include "wdf/host_memory.h"
#include "wdf/object/block_cache.h"
#include "wdf/object/reference_tags.h"

namespace owdf::wdf {

class Library;
class Driver;
class DeviceInit;
class Object;

enum class Personality : uint8_t { kKmdf, kUmdf2 };

struct Version {
  uint32_t major = 1;
  uint32_t minor = 33;
  uint32_t build = 0;
};

// Service key Parameters\Wdf (RGV-*), as read at bind time.
struct VerifierSettings {
  bool on = false;
  bool verify_down_level = false;
  bool break_on_error = false;
  static constexpr uint32_t kNever = 0xFFFFFFFF;
  uint32_t allocations_until_failure = kNever;  // VerifierAllocateFailCount
};

class Client {
 public:
  Client(Library& library, nt::Machine& machine, Personality personality, Version version, std::string service,
         std::u16string registry_path);
  ~Client();
  Client(const Client&) = delete;
  Client& operator=(const Client&) = delete;

  // The client whose globals these are. Null globals are our error: the header stubs always pass them.
  static Client& from(PWDF_DRIVER_GLOBALS globals);
  PWDF_DRIVER_GLOBALS globals() { return &block_.globals; }

  Library& library() const { return *library_; }
  nt::Machine& machine() const { return *machine_; }
  Personality personality() const { return personality_; }
  bool kernel_mode() const { return personality_ == Personality::kKmdf; }
  const Version& version() const { return version_; }
  // Built for KMDF 1.`kmdf` or UMDF 2.`umdf`, or later.
  bool at_least(uint32_t kmdf, uint32_t umdf = 0) const { return version_.minor >= (kernel_mode() ? kmdf : umdf); }
  VerifierSettings& verifier() { return verifier_; }
  const std::string& service() const { return service_; }
  const std::u16string& registry_path() const { return registry_path_; }  // NUL-terminated storage

  // Null until WdfDriverCreate succeeded.
  Driver* driver() const { return driver_; }
  void set_driver(Driver* driver) { driver_ = driver; }
  PDRIVER_OBJECT driver_object() const { return driver_object_; }
  void set_driver_object(PDRIVER_OBJECT driver_object) { driver_object_ = driver_object; }
  // The driver object as default parent; a driver that has none yet is in violation (DRV-006).
  Object& default_parent();

  uint32_t pool_tag() const { return block_.globals.DriverTag; }
  void set_pool_tag(uint32_t tag) { block_.globals.DriverTag = tag; }
  // Zeroed non-paged pool with the driver's tag; null when there is none (or VerifierAllocateFailCount says so).
  void* allocate(size_t bytes);
  // The same for an object's memory, which deleted objects leave behind for later ones. `bytes` becomes what was given.
  void* allocate_object(size_t& bytes);
  void free_object(void* memory, size_t bytes);
  // Pool of the driver's choice, contents unspecified. Tag 0: the driver's.
  void* allocate_buffer(POOL_TYPE type, size_t bytes, uint32_t tag);
  void free(void* memory);

  // Deletion that has to wait for PASSIVE_LEVEL: a system worker goes on with it. IRQL <= DISPATCH_LEVEL.
  void dispose_later(Object& object);
  // Returns when everything handed to dispose_later() is gone and nothing is left to a worker. PASSIVE_LEVEL, one
  // thread at a time.
  void wait_for_disposals();
  // Leaves a callback to a system worker; whoever runs there says worker_done() as the last it does, when it holds no
  // reference any more. The driver stays until then. IRQL <= DISPATCH_LEVEL.
  void leave_to_worker(WORK_QUEUE_ITEM& item);
  void worker_done();

  // Deletes the driver object and with it the whole tree, waits for what is deferred, and reports what is left over.
  // PASSIVE_LEVEL. Nothing happens when there is no driver object (any more).
  void delete_driver();

  // WDFDEVICE_INITs that the driver got for control devices and has not used up or freed yet.
  void keep_control_init(std::unique_ptr<DeviceInit> init);
  void end_control_init(DeviceInit& init);

  // What WdfObjectReferenceActual was told with a reference, for reports about the reference (reference_tags.h).
  ReferenceTags& tags() { return tags_; }

  // True once for each subject, a constant of the library: what this driver is told once and not at every call.
  bool first_report(const void* subject);

  // Objects of this client that exist; what is left after the driver object went is a leak.
  uint64_t objects() const { return object_memory_.in_use(); }

  void add_host_memory(HostMemory& memory);
  void remove_host_memory(HostMemory& memory);

 private:
  static void NTAPI run_disposals(PVOID context);
  Object* next_waiting();
  bool may_allocate();
  void end_control_inits();

  // What the driver gets points into this; a block of its own, so that going back to the client is plain arithmetic.
  struct Block {
    WDF_DRIVER_GLOBALS globals;
    Client* client;
  };

  Block block_{};
  Library* library_;
  nt::Machine* machine_;
  Personality personality_;
  Version version_;
  VerifierSettings verifier_;
  std::string service_;
  std::u16string registry_path_;
  Driver* driver_ = nullptr;
  PDRIVER_OBJECT driver_object_ = nullptr;
  BlockCache object_memory_;

  sched::Lock lock_{sched::LockRank::kFramework, "wdf::Client"};
  Object* first_waiting_ = nullptr;  // chained by next_disposed_; guarded by lock_
  Object* last_waiting_ = nullptr;
  List<HostMemory, &HostMemory::host_memory_link_> host_memory_ GUARDED_BY(lock_);
  bool worker_queued_ = false;              // from the first waiting object until the worker has found none
  std::atomic<size_t> left_to_workers_{0};  // falls under lock_ only
  bool someone_waits_ = false;              // for disposals_done_; one thread at most
  std::vector<const void*> reported_ GUARDED_BY(lock_);
  std::vector<std::unique_ptr<DeviceInit>> control_inits_ GUARDED_BY(lock_);
  ReferenceTags tags_;
  WORK_QUEUE_ITEM worker_;
  KEVENT disposals_done_;
};

}  // namespace owdf::wdf
