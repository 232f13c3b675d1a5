// Session: a world with one machine, composed with everything a driver needs: image loaders, the framework, the Win32
// side. What `wdf run`, the scenarios of tests/ and the benchmarks stand on. Outside of the world; one OS thread at a
// time.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "client/program.h"
#include "loader/driver_loader.h"
#include "loader/program_loader.h"
#include "nt/pnp/pnp_manager.h"
#include "setup/install.h"
#include "wdf/library.h"

namespace owdf::cli {

struct SessionOptions {
  sched::Options world;
  nt::MachineOptions machine;
};

// A driver as it was built: its image and, for a device driver, its stamped INF.
struct DriverFiles {
  std::string name;  // without extension; the service name of a driver that has no INF
  std::string image;
  std::string inf;
  std::string inf_source;  // what messages call the INF; empty: as `inf`
  const std::string& shown_inf() const { return inf_source.empty() ? inf : inf_source; }
};

class Session {
 public:
  static std::unique_ptr<Session> create(const SessionOptions& options);
  // Another machine in the world of `other`; the world goes with the last of them.
  static std::unique_ptr<Session> create_beside(Session& other, const nt::MachineOptions& options);
  ~Session();

  sched::World& world() { return *world_; }
  nt::Machine& machine() { return *machine_; }
  wdf::Library& library() { return *library_; }
  loader::ElfDriverLoader& loader() { return *loader_; }
  bool dead() const { return machine_->dead(); }

  // The session begins anew, as create() made it (nt::Machine::reset()): nothing is installed, no program may be left.
  void reset();

  // Reads the INF, adds a root device with the hardware id (empty: the first the INF names) and writes the registry as
  // setup would. Empty: `problem` says why, with file and line where it is about the INF.
  std::optional<std::u16string> install(const DriverFiles& driver, const std::string& hardware_id,
                                        std::string* problem);
  // Adds a driver to the stack of an installed device; a driver without an INF gets a plain service and needs a side.
  // The name of its service, or nothing.
  std::optional<std::string> install_filter(const DriverFiles& driver, const std::u16string& instance_path,
                                            const std::string& service, std::optional<setup::FilterSide> side,
                                            std::string* problem);
  // Whether the driver serves no device: it has no INF, or one that installs nothing but services.
  bool without_devices(const DriverFiles& driver);
  // Writes the service key of such a driver, as its INF says if it has one; the service's name.
  std::optional<std::string> install_service(const DriverFiles& driver, std::string* problem);
  // Puts a copy of the image, as NAME.sys, where programs find it beside themselves: the service control manager can
  // load it from there.
  bool place_image(const DriverFiles& driver, std::string* problem);
  // The system goes down: drivers that asked to be told are told. What is loaded stays.
  void shut_down();

  bool start(const std::u16string& instance_path, std::string* problem);
  bool remove(const std::u16string& instance_path, std::string* problem);
  void surprise_remove(const std::u16string& instance_path);
  bool load_driver(const std::string& service, std::string* problem);
  bool unload_driver(const std::string& service, std::string* problem);

  // A program that is ready to be started; null: `problem` says why.
  std::unique_ptr<client::Program> load_program(const client::ProgramOptions& options, std::string* problem);

  // Lets what is still under way end: deletions and unloads that were handed to worker threads.
  void settle();

  // Runs `body` on a thread of the system process. False: the machine is dead.
  bool run(const char* name, std::function<void()> body);

 private:
  explicit Session(std::shared_ptr<sched::World> world) : world_(std::move(world)) {}
  bool compose(const nt::MachineOptions& options);
  std::optional<std::string> install_plain_filter(const DriverFiles& driver, const std::u16string& instance_path,
                                                  const setup::FilterChoice& choice, std::string* problem);
  std::optional<std::string> install_primitive(const DriverFiles& driver, std::string* problem);
  std::optional<setup::Package> read_package(const DriverFiles& driver, std::string* problem);

  std::shared_ptr<sched::World> world_;
  std::unique_ptr<loader::ElfDriverLoader> loader_;  // outlives the machine, whose drivers it holds
  loader::ElfProgramLoader program_loader_;
  std::unique_ptr<nt::Machine> machine_;
  wdf::Library* library_ = nullptr;
};

}  // namespace owdf::cli
