#include "nt/machine.h"

#include "nt/cm/registry.h"
#include "nt/ex/executive.h"
#include "nt/fs/file_system.h"
#include "nt/io/io_manager.h"
#include "nt/ke/kernel.h"
#include "nt/mm/memory_manager.h"
#include "nt/ob/object_manager.h"
#include "nt/pnp/pnp_manager.h"
#include "nt/ps/process_manager.h"
#include "nt/stack_walk.h"
#include "nt/upward.h"

namespace owdf::nt {

namespace {

// The part can be found through its machine until its destructor has returned, as in a destructor of the machine's own.
template <typename Part>
void destroy(std::unique_ptr<Part>& part) {
  delete part.get();
  part.release();
}

}  // namespace

Machine::Machine(sched::World& world, const MachineOptions& options)
    : world_(world), options_(options), mm_(std::make_unique<mm::MemoryManager>(*this)) {
  boot();
}

// The order is the order of dependence: memory first, for everything else allocates; PnP last, for it uses all others.
void Machine::boot() {
  ke_ = std::make_unique<ke::Kernel>(*this);
  ex_ = std::make_unique<ex::Executive>(*this);
  ob_ = std::make_unique<ob::ObjectManager>(*this);
  cm_ = std::make_unique<cm::Registry>(*this);
  ps_ = std::make_unique<ps::ProcessManager>(*this);
  io_ = std::make_unique<io::IoManager>(*this);
  fs_ = std::make_unique<fs::FileSystem>(*this);
  pnp_ = std::make_unique<pnp::PnpManager>(*this);
}

Result<std::unique_ptr<Machine>> Machine::create(sched::World& world, const MachineOptions& options) {
  return std::unique_ptr<Machine>(new Machine(world, options));
}

Machine::~Machine() {
  take_down();
}

// Threads first: nothing may run in a machine that is being taken down. Then the layers above, newest first, since each
// may stand on the one attached before it; then the executive, by the reverse order of boot().
void Machine::take_down() {
  OWDF_ASSERT(current_machine() != this);
  if (!dead()) world_.kill(this);
  while (!attached_.empty()) attached_.pop_back();
  destroy(pnp_);
  destroy(fs_);
  destroy(io_);
  destroy(ps_);
  destroy(cm_);
  destroy(ob_);
  destroy(ex_);
  destroy(ke_);
}

void Machine::reset() {
  take_down();
  if (driver_loader_) driver_loader_->machine_reset();
  mm_->reset();
  bind_provider_ = nullptr;
  {
    sched::LockGuard guard(outcome_);
    bug_check_.reset();
    findings_.clear();
  }
  world_.revive(this);
  boot();
}

sched::RunResult Machine::run(std::string name, std::function<void()> body) {
  ps::ProcessManager::Start start = ps_->prepare(ps_->system(), std::move(name), std::move(body));
  return world_.run(start.options, std::move(start.body));
}

void Machine::bug_check(uint32_t code, uint64_t p1, uint64_t p2, uint64_t p3, uint64_t p4, std::string message) {
  sched::Thread* thread = sched::current();
  BugCheck value{.code = code, .parameters = {p1, p2, p3, p4}};
  value.message = std::move(message);
  value.thread = thread ? thread->serial() : 0;
  value.irql = thread ? thread->irql() : sched::kPassiveLevel;
  value.stack = walk_stack(driver_loader_);
  for (void* frame : value.stack) {
    if (value.driver.empty() && driver_loader_) value.driver = driver_loader_->image_at(frame);
  }
  // The code alone: parameters are addresses where they please, and a digest does not depend on addresses.
  if (keep_first(std::move(value))) world_.record(trace::Kind::kBugCheck, code);
  world_.kill(this);
}

// The first one counts: a second thread that stumbles over the debris says nothing about the cause.
bool Machine::keep_first(BugCheck value) {
  sched::LockGuard guard(outcome_);
  if (bug_check_) return false;
  bug_check_ = std::move(value);
  return true;
}

void Machine::on_fault(const sched::Fault& fault) {
  ke_->fault(fault);
}

void Machine::report(Finding finding) {
  if (finding_sink_) finding_sink_->found(finding);
  size_t before;
  {
    sched::LockGuard guard(outcome_);
    before = findings_.size();
    findings_.push_back(std::move(finding));
  }
  world_.record(trace::Kind::kFinding, before);
}

std::vector<Finding> Machine::findings() const {
  sched::LockGuard guard(outcome_);
  return findings_;
}

void Machine::attach(const void* key, std::shared_ptr<void> state) {
  OWDF_ASSERT(!attached(key));
  attached_.emplace_back(key, std::move(state));
}

void* Machine::attached(const void* key) {
  for (auto& [at, state] : attached_) {
    if (at == key) return state.get();
  }
  return nullptr;
}

}  // namespace owdf::nt
