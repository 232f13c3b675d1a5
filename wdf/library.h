// Library: the framework of one machine (Wdf01000.sys). Attached to the machine, it owns the clients and is what the
// stubs' WdfVersionBind and WdfVersionUnbind reach. Serves VER-*, facts/bind.md.
#pragma once

#include <memory>
#include <vector>

#include "nt/upward.h"
#include "wdf/client.h"

namespace owdf::wdf {

struct BindInfo;

// What this machine claims to carry (VER-019).
struct LibraryOptions {
  Version kmdf{1, 33, 0};
  Version umdf{2, 33, 0};
};

class Library final : public nt::BindProvider {
 public:
  // Makes the machine's framework and becomes its bind provider. Once per machine, before a driver is loaded.
  static Library& attach(nt::Machine& machine, const LibraryOptions& options = {});
  // Null when the machine has none.
  static Library* of(nt::Machine& machine);

  explicit Library(nt::Machine& machine, const LibraryOptions& options);
  ~Library() override;

  nt::Machine& machine() { return machine_; }
  const LibraryOptions& options() const { return options_; }

  int32_t version_bind(_DRIVER_OBJECT* driver, _UNICODE_STRING* registry_path, void* bind_info,
                       void** globals) override;
  int32_t version_unbind(_UNICODE_STRING* registry_path, void* bind_info, void* globals) override;

  // The client that owns this driver object; null if it is no framework driver.
  Client* client_of(const _DRIVER_OBJECT* driver);
  template <typename Visit>
  void visit_clients(Visit visit) {
    for (auto& client : clients_) visit(*client);
  }

 private:
  Result<Client*> bind(PDRIVER_OBJECT driver, const std::u16string& path, const BindInfo* info);
  Status refuse(const std::string& service, Status status, std::string reason);
  void remove(Client& client);

  nt::Machine& machine_;
  LibraryOptions options_;
  sched::Lock lock_{sched::LockRank::kFramework, "wdf::Library"};
  std::vector<std::unique_ptr<Client>> clients_;  // in order of binding
};

}  // namespace owdf::wdf
