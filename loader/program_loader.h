// nt::ProgramLoader over ELF images. Stateless but for its options; images own themselves. One serves any number of
// machines.
#pragma once

#include "loader/image.h"
#include "nt/upward.h"

namespace owdf::loader {

class ElfProgramLoader final : public nt::ProgramLoader {
 public:
  // The counters of coverage builds go to $OPENWDF_PROFILE_DIR, read once here.
  ElfProgramLoader();
  // A table other than the generated one: for tests, and for gates.
  void set_lookup(ImportLookup lookup) { lookup_ = std::move(lookup); }

  Result<std::unique_ptr<nt::ProgramImage>> load_program(nt::Machine& machine, const std::string& host_file,
                                                         const std::string& name, std::string* problem) override;

 private:
  ImportLookup lookup_ = find_host_import;
  std::string profile_directory_;
};

}  // namespace owdf::loader
