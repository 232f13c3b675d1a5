#include "wdf/client.h"

#include <algorithm>
#include <cstring>

#include <fmt/format.h>

#include "nt/stack_walk.h"
#include "wdf/device/device_init.h"
#include "wdf/driver/driver.h"
#include "wdf/object/object.h"
#include "wdf/violation.h"

namespace owdf::wdf {

Client::Client(Library& library, nt::Machine& machine, Personality personality, Version version, std::string service,
               std::u16string registry_path)
    : library_(&library),
      machine_(&machine),
      personality_(personality),
      version_(version),
      service_(std::move(service)),
      registry_path_(std::move(registry_path)) {
  block_.client = this;
  block_.globals.DriverTag = default_pool_tag(service_);
  service_.copy(block_.globals.DriverName, sizeof(block_.globals.DriverName) - 1);
}

// What has not been deleted by now belongs to nobody any more: the memory goes with the machine's arena. No thread is
// left that could hold the lock.
Client::~Client() NO_THREAD_SAFETY_ANALYSIS {
  while (HostMemory* memory = host_memory_.pop_front()) memory->release_host_memory();
}

void Client::add_host_memory(HostMemory& memory) {
  sched::LockGuard guard(lock_);
  host_memory_.push_back(&memory);
}

void Client::remove_host_memory(HostMemory& memory) {
  sched::LockGuard guard(lock_);
  host_memory_.remove(&memory);
}

HostMemory::HostMemory(Client& client) : owner_(client) {
  owner_.add_host_memory(*this);
}

HostMemory::~HostMemory() {
  owner_.remove_host_memory(*this);
}

Client& Client::from(PWDF_DRIVER_GLOBALS globals) {
  OWDF_ASSERT(globals);
  return *reinterpret_cast<Block*>(globals)->client;
}

Object& Client::default_parent() {
  if (!driver_) {
    const nt::DriverCaller caller = nt::innermost_driver(machine().driver_loader());
    violate(*this, Violation::kRequiredParameterIsNull, 0, reinterpret_cast<uint64_t>(caller.address),
            "a framework object was created before WdfDriverCreate succeeded");
  }
  return *driver_;
}

bool Client::may_allocate() {
  if (!verifier_.on || verifier_.allocations_until_failure == VerifierSettings::kNever) return true;
  if (verifier_.allocations_until_failure == 0) return false;
  verifier_.allocations_until_failure--;
  return true;
}

void* Client::allocate(size_t bytes) {
  return may_allocate() ? ExAllocatePool2(POOL_FLAG_NON_PAGED, bytes, pool_tag()) : nullptr;
}

void* Client::allocate_object(size_t& bytes) {
  if (!may_allocate()) return nullptr;
  bytes = BlockCache::rounded(bytes);
  if (void* memory = object_memory_.take(bytes)) return std::memset(memory, 0, bytes);
  void* memory = ExAllocatePool2(POOL_FLAG_NON_PAGED, bytes, pool_tag());
  if (!memory) object_memory_.took_none();
  return memory;
}

void Client::free_object(void* memory, size_t bytes) {
  // From the moment the driver object goes nothing is kept: there will be no later objects.
  if (!object_memory_.give(memory, bytes, std::atomic_ref(driver_).load() != nullptr)) free(memory);
}

void* Client::allocate_buffer(POOL_TYPE type, size_t bytes, uint32_t tag) {
  return may_allocate() ? ExAllocatePoolWithTag(type, bytes, tag ? tag : pool_tag()) : nullptr;
}

void Client::free(void* memory) {
  ExFreePool(memory);
}

bool Client::first_report(const void* subject) {
  sched::LockGuard guard(lock_);
  if (std::ranges::find(reported_, subject) != reported_.end()) return false;
  reported_.push_back(subject);
  return true;
}

void Client::dispose_later(Object& object) {
  bool start = false;
  {
    sched::LockGuard guard(lock_);
    OWDF_ASSERT(!object.next_disposed_);
    (first_waiting_ ? last_waiting_->next_disposed_ : first_waiting_) = &object;
    last_waiting_ = &object;
    start = !std::exchange(worker_queued_, true);
  }
  if (!start) return;
  ExInitializeWorkItem(&worker_, &Client::run_disposals, this);
  ExQueueWorkItem(&worker_, DelayedWorkQueue);
}

Object* Client::next_waiting() {
  sched::LockGuard guard(lock_);
  Object* object = first_waiting_;
  if (!object) return nullptr;
  first_waiting_ = std::exchange(object->next_disposed_, nullptr);
  return object;
}

void NTAPI Client::run_disposals(PVOID context) {
  Client& client = *static_cast<Client*>(context);
  for (;;) {
    while (Object* object = client.next_waiting()) object->continue_at_passive_level();
    // Between the last look and here another one may have come: it did not start a worker, so this one stays.
    bool wake = false;
    {
      sched::LockGuard guard(client.lock_);
      if (client.first_waiting_) continue;
      client.worker_queued_ = false;
      wake = std::exchange(client.someone_waits_, false);
    }
    if (wake) KeSetEvent(&client.disposals_done_, IO_NO_INCREMENT, FALSE);
    return;
  }
}

void Client::wait_for_disposals() {
  for (;;) {
    {
      sched::LockGuard guard(lock_);
      if (!worker_queued_ && left_to_workers_.load() == 0) return;
      OWDF_ASSERT(!someone_waits_);
      someone_waits_ = true;
      KeInitializeEvent(&disposals_done_, SynchronizationEvent, FALSE);
    }
    KeWaitForSingleObject(&disposals_done_, Executive, KernelMode, FALSE, nullptr);
  }
}

void Client::leave_to_worker(WORK_QUEUE_ITEM& item) {
  left_to_workers_.fetch_add(1);  // a lock of the caller's may be held
  ExQueueWorkItem(&item, DelayedWorkQueue);
}

void Client::worker_done() {
  bool wake = false;
  {
    sched::LockGuard guard(lock_);
    if (left_to_workers_.fetch_sub(1) == 1) wake = std::exchange(someone_waits_, false);
  }
  if (wake) KeSetEvent(&disposals_done_, IO_NO_INCREMENT, FALSE);
}

void Client::keep_control_init(std::unique_ptr<DeviceInit> init) {
  sched::LockGuard guard(lock_);
  control_inits_.push_back(std::move(init));
}

void Client::end_control_init(DeviceInit& init) {
  sched::LockGuard guard(lock_);
  std::erase_if(control_inits_, [&](const auto& kept) { return kept.get() == &init; });
}

void Client::end_control_inits() {
  size_t left = 0;
  {
    sched::LockGuard guard(lock_);
    left = control_inits_.size();
    control_inits_.clear();
  }
  if (left == 0) return;
  machine_->report({.rule = "DeviceInitLeak",
                    .message = fmt::format("{} WDFDEVICE_INITs of WdfControlDeviceInitAllocate were neither used by "
                                           "WdfDeviceCreate nor freed by WdfDeviceInitFree",
                                           left),
                    .driver = service_});
}

void Client::delete_driver() {
  Driver* driver = std::atomic_ref(driver_).exchange(nullptr);  // workers that still free objects look at it
  if (!driver) return;
  driver->dispose();
  wait_for_disposals();
  end_control_inits();
  object_memory_.drain([this](void* memory) { free(memory); });
  block_.globals.Driver = nullptr;
  if (const uint64_t left = objects()) {
    machine_->report(
        {.rule = "ObjectLeak",
         .message = fmt::format("{} framework objects are still referenced after the driver object was deleted{}", left,
                                tags_.describe()),
         .driver = service_});
  }
}

}  // namespace owdf::wdf
