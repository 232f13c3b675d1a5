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

// Which bytes a path names: two equal versions of a path are the same file, unchanged.
struct FileVersion {
  std::string path;
  uint64_t device = 0, inode = 0;
  int64_t seconds = 0, nanoseconds = 0;  // of the last change
  bool operator==(const FileVersion&) const = default;
};

class ElfDriverLoader final : public nt::DriverLoader {
 public:
  // The counters of coverage builds go to $OPENWDF_PROFILE_DIR, read once here.
  explicit ElfDriverLoader(nt::Machine& machine);
  ~ElfDriverLoader() override;

  // Says where the image of a service lies on the host (an absolute path). Others are looked for on the
  // machine's drive C:, by their ImagePath. Names are compared without case, as services are.
  void provide(const std::string& service, const std::string& host_file);
  // A table other than the generated one: for tests, and for gates.
  void set_lookup(ImportLookup lookup) { lookup_ = std::move(lookup); }

  Result<LoadedImage> load(const std::string& service, const std::u16string& image_path) override;
  void unload(void* cookie) override;
  std::string image_at(const void* address) override;

  const LoadMap& load_map() const { return load_map_; }
  // Every image goes back to how it was when its constructors had run, and waits mapped for the next load of its file.
  void machine_reset() override;

 private:
  struct Loaded {
    std::unique_ptr<Image> image;
    size_t map_index;
    FileVersion version;
  };
  using Images = std::vector<std::unique_ptr<Loaded>>;

  // Takes the image out of the list; null when nothing is left (cookie null: the newest).
  std::unique_ptr<Loaded> take(void* cookie);
  // An image that waits since a reset; null: there is none for the service that was made from this very file.
  std::unique_ptr<Loaded> take_waiting(const std::string& service, const FileVersion& version);
  Result<std::unique_ptr<Loaded>> map(const std::string& service, const std::string& file, std::string* problem);
  Result<std::string> host_file_of(const std::string& service, const std::u16string& image_path) const;

  nt::Machine& machine_;
  ImportLookup lookup_ = find_host_import;
  std::string profile_directory_;
  std::map<std::string, std::string> provided_;  // lower-case service name to host file
  LoadMap load_map_;
  sched::Lock lock_{sched::LockRank::kLeaf, "driver loader"};
  Images loaded_ GUARDED_BY(lock_);   // in order of loading
  Images waiting_ GUARDED_BY(lock_);  // pristine, for load() after a reset
};

// The NT path that an ImagePath means: one that is not absolute lies beneath the system directory.
std::u16string absolute_image_path(const std::u16string& image_path);

}  // namespace owdf::loader
