// nt::DriverLoader over ELF images: finds the file of a service, brings a private copy of it into the machine and out
// again. One per machine, owned by whoever composed it; must outlive the machine's last driver. load and unload at
// PASSIVE_LEVEL on an executive thread; image_at at any IRQL and from the fault handler.
#pragma once

#include <map>
#include <memory>
#include <string>
#include <vector>

#include "loader/image.h"
#include "loader/load_map.h"
#include "nt/upward.h"

namespace owdf::loader {

class ElfDriverLoader final : public nt::DriverLoader {
 public:
  // The counters of coverage builds go to $OPENWDF_PROFILE_DIR, read once here.
  explicit ElfDriverLoader(nt::Machine& machine);
  ~ElfDriverLoader() override;

  // Says where the image of a service lies on the host (an absolute path). Others are looked for beneath the machine's
  // file root, by their ImagePath. Names are compared without case, as services are.
  void provide(const std::string& service, const std::string& host_file);
  // A table other than the generated one: for tests, and for gates.
  void set_lookup(ImportLookup lookup) { lookup_ = std::move(lookup); }

  Result<LoadedImage> load(const std::string& service, const std::u16string& image_path) override;
  void unload(void* cookie) override;
  std::string image_at(const void* address) override;

  const LoadMap& load_map() const { return load_map_; }
  // For Machine::reset: every loaded driver's writable sections, as they were when its constructors had run.
  void restore_images();

 private:
  struct Loaded {
    std::unique_ptr<Image> image;
    size_t map_index;
  };

  // Takes the image out of the list; null when nothing is left (cookie null: the newest).
  std::unique_ptr<Loaded> take(void* cookie);
  std::string host_file_of(const std::string& service, const std::u16string& image_path) const;

  nt::Machine& machine_;
  ImportLookup lookup_ = find_host_import;
  std::string profile_directory_;
  std::map<std::string, std::string> provided_;  // lower-case service name to host file
  LoadMap load_map_;
  sched::Lock lock_{sched::LockRank::kLeaf, "driver loader"};
  std::vector<std::unique_ptr<Loaded>> loaded_ GUARDED_BY(lock_);  // in order of loading
};

// The host file that an NT path names beneath `root`, which is the directory that \??\C: is. Empty: not a path we know.
std::string host_file_beneath(const std::string& root, const std::u16string& image_path);

}  // namespace owdf::loader
