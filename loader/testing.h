// For tests: builds tiny images with the pinned compiler at test time, in a directory that goes with the object.
#pragma once

#include <map>
#include <string>

#include "loader/import_table.h"

namespace owdf::loader::testing {

class ImageWorkshop {
 public:
  ImageWorkshop();
  ~ImageWorkshop();

  // Empty where the tools are installed; otherwise what to tell the one who wonders why the test was skipped.
  static std::string missing_tools();

  // Compiles and links one C source (with `loader/image_format.h` at hand) to DIRECTORY/NAME.sys and returns its path.
  // A failure of the tools comes as an empty path, their words on stderr.
  std::string build(const std::string& name, const std::string& source, const std::string& flags = {});
  const std::string& directory() const { return directory_; }
  static int run(const std::string& command);

 private:
  std::string directory_;
};

// A table of imports made on the spot.
class FakeImports {
 public:
  void function(const char* name, const void* address) {
    rows_[name] = {name, "test", "test.h", HostImportKind::kFunction, true, address, nullptr};
  }
  void data(const char* name, void* (*resolve)(nt::Machine&)) {
    rows_[name] = {name, "test", "test.h", HostImportKind::kData, true, nullptr, resolve};
  }
  const HostImport* find(std::string_view name) const {
    const auto row = rows_.find(std::string(name));
    return row == rows_.end() ? nullptr : &row->second;
  }

 private:
  std::map<std::string, HostImport> rows_;
};

}  // namespace owdf::loader::testing
