// A Machine: one NT system. It owns every part of the executive; nothing is global. Several live in one World.
// Lifetime: create() boots it; destroy after World::run returned. A bug check marks it dead: its threads never run
// again, its memory goes with it, and the report stays as a value.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/result.h"
#include "sched/lock.h"
#include "sched/world.h"

namespace owdf::ke {
class Kernel;
}
namespace owdf::ex {
class Executive;
}
namespace owdf::mm {
class MemoryManager;
}
namespace owdf::ob {
class ObjectManager;
}
namespace owdf::ps {
class ProcessManager;
class Process;
}  // namespace owdf::ps
namespace owdf::io {
class IoManager;
}
namespace owdf::pnp {
class PnpManager;
}
namespace owdf::cm {
class Registry;
}
namespace owdf::fs {
class FileSystem;
}

namespace owdf::nt {

class DriverLoader;  // nt/upward.h: what nt/ needs from the layers above
class BindProvider;
class FindingSink;

// A bug check as a value (product.md, "What a finding looks like").
struct BugCheck {
  uint32_t code = 0;
  uint64_t parameters[4] = {};
  std::string driver;        // service name of the driver on the thread's stack, if any
  std::string message;       // our sentence: what the driver did
  std::vector<void*> stack;  // return addresses, innermost first
  uint32_t thread = 0;
  sched::Irql irql = 0;
};

// A rule broken or a thing worth telling that does not stop the machine.
struct Finding {
  std::string rule;  // e.g. "NotImplemented", "ObjectLeak", "RedundantComplete"
  std::string message;
  std::string driver;
};

struct MachineOptions {
  std::string name = "machine";
  std::string file_root;          // the directory that \??\C: is; empty: a temporary one
  bool echo_debug_print = false;  // DbgPrint to stderr as well as into the trace
  bool trace_messages = true;     // WPP providers are enabled, with all their flags and levels
  bool echo_trace = false;        // their messages to stderr as well as into the log
  bool verifier = false;
};

class Machine final : public sched::Domain {
 public:
  static Result<std::unique_ptr<Machine>> create(sched::World& world, const MachineOptions& options);
  ~Machine() override;

  sched::World& world() { return world_; }
  const MachineOptions& options() const { return options_; }
  ke::Kernel& ke() { return *ke_; }
  ex::Executive& ex() { return *ex_; }
  mm::MemoryManager& mm() { return *mm_; }
  ob::ObjectManager& ob() { return *ob_; }
  ps::ProcessManager& ps() { return *ps_; }
  io::IoManager& io() { return *io_; }
  pnp::PnpManager& pnp() { return *pnp_; }
  cm::Registry& cm() { return *cm_; }
  fs::FileSystem& fs() { return *fs_; }

  // Set once, before the first driver is loaded, by whoever composes the machine (cli/, tests).
  void set_driver_loader(DriverLoader* loader) { driver_loader_ = loader; }
  void set_bind_provider(BindProvider* provider) { bind_provider_ = provider; }
  void set_finding_sink(FindingSink* sink) { finding_sink_ = sink; }
  DriverLoader* driver_loader() { return driver_loader_; }
  BindProvider* bind_provider() { return bind_provider_; }

  // Runs `body` on a thread of the system process, from outside the world. kDomainDied: see bug_check().
  sched::RunResult run(std::string name, std::function<void()> body);

  // Begins anew in place, as create() left it and without the cost of making it: threads gone, executive fresh, arena
  // dropped, findings and bug check forgotten. The driver loader keeps its images mapped and hands them out again,
  // pristine. What was attached is gone; who composed the machine attaches it again. Outside of the world; nobody
  // refers to anything in it.
  void reset();

  // Stops this machine: records the value, kills the domain. Does not return when called on one of its threads.
  void bug_check(uint32_t code, uint64_t p1 = 0, uint64_t p2 = 0, uint64_t p3 = 0, uint64_t p4 = 0,
                 std::string message = {});
  // Written once, before the machine is dead(); to be read after that.
  const std::optional<BugCheck>& bug_check() const NO_THREAD_SAFETY_ANALYSIS { return bug_check_; }

  void on_fault(const sched::Fault& fault) override;

  void report(Finding finding);
  std::vector<Finding> findings() const;  // so far

  // Layers above keep their per-machine state here (wdf/ its library, client/ its tables); destroyed before the
  // executive.
  void attach(const void* key, std::shared_ptr<void> state);
  void* attached(const void* key);

 private:
  Machine(sched::World& world, const MachineOptions& options);
  void boot();
  void take_down();
  bool keep_first(BugCheck value);

  sched::World& world_;
  MachineOptions options_;
  std::unique_ptr<mm::MemoryManager> mm_;
  std::unique_ptr<ke::Kernel> ke_;
  std::unique_ptr<ex::Executive> ex_;
  std::unique_ptr<ob::ObjectManager> ob_;
  std::unique_ptr<cm::Registry> cm_;
  std::unique_ptr<ps::ProcessManager> ps_;
  std::unique_ptr<io::IoManager> io_;
  std::unique_ptr<fs::FileSystem> fs_;
  std::unique_ptr<pnp::PnpManager> pnp_;
  DriverLoader* driver_loader_ = nullptr;
  BindProvider* bind_provider_ = nullptr;
  FindingSink* finding_sink_ = nullptr;
  mutable sched::Lock outcome_{sched::LockRank::kLeaf, "nt.machine.outcome"};
  std::optional<BugCheck> bug_check_ GUARDED_BY(outcome_);
  std::vector<Finding> findings_ GUARDED_BY(outcome_);
  std::vector<std::pair<const void*, std::shared_ptr<void>>> attached_;
};

// The machine of the executive thread that runs now. Null outside. This is how an imported NT function finds its
// machine.
inline Machine* current_machine() {
  sched::Thread* thread = sched::current();
  return thread ? static_cast<Machine*>(thread->domain()) : nullptr;
}

}  // namespace owdf::nt
