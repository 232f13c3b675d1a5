// One copy of an ELF image in memory: a driver of one machine, or a program of one process. The copy comes from a memfd
// of its own that stays open as long as the image is mapped, so that statics are never shared between copies and gdb,
// the sanitizers' symbolizer and llvm-cov find the file behind the addresses.
//
// Life: load() maps and fills the import slots; run_constructors() once; then the entry; run_destructors(); destruction
// unmaps it completely. Owned by whoever loaded it. PASSIVE_LEVEL; not for two threads at once.
#pragma once

#include <functional>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "loader/elf_file.h"
#include "loader/image_format.h"
#include "loader/import_table.h"

namespace owdf::loader {

using ImportLookup = std::function<const HostImport*(std::string_view name)>;

struct ImageOptions {
  std::string name;  // what reports call it: the service name, or the program's file name
  owdf_image_kind kind = OWDF_IMAGE_DRIVER;
  nt::Machine* machine = nullptr;  // for imported variables; null where the image imports none
  ImportLookup lookup = find_host_import;
  std::string profile_directory;  // where the counters of a coverage build go at unload; empty: nowhere
};

class Image {
 public:
  // `problem` gets the sentence for people when the result is a failure.
  static Result<std::unique_ptr<Image>> load(const std::string& path, const ImageOptions& options,
                                             std::string* problem);
  static Result<std::unique_ptr<Image>> load_bytes(std::vector<uint8_t> bytes, const ImageOptions& options,
                                                   std::string* problem);
  ~Image();
  Image(const Image&) = delete;
  Image& operator=(const Image&) = delete;

  // The image's own start-up functions: C++ statics and the sanitizers' registration of its globals.
  void run_constructors();
  void run_destructors();

  const std::string& name() const { return options_.name; }
  const ElfFile& file() const { return file_; }
  void* base() const { return base_; }
  size_t size() const { return file_.memory_size(); }
  bool contains(const void* address) const;
  void* entry() const { return header_->entry; }
  void* find_export(std::string_view name) const;

  // The pristine state is what the writable sections hold when snapshot() is called; call it after run_constructors().
  void snapshot();
  void restore();

 private:
  Image(ElfFile file, const ImageOptions& options) : file_(std::move(file)), options_(options) {}
  Status check(std::string* problem) const;
  Status map(std::string* problem);
  Status find_header(std::string* problem);
  Status fill_imports(std::string* problem);
  void run_table(std::string_view section, bool backwards);
  void* at(uint64_t offset) const { return static_cast<char*>(base_) + offset; }

  struct Pristine {
    void* address;
    std::vector<uint8_t> bytes;
  };

  ElfFile file_;
  ImageOptions options_;
  int descriptor_ = -1;
  std::string mapped_name_;
  void* handle_ = nullptr;
  void* base_ = nullptr;
  const owdf_image* header_ = nullptr;
  std::vector<Pristine> pristine_;
  bool constructed_ = false;
};

// Copies bytes of an image past the eyes of the sanitizers: between globals lie red zones that belong to the image.
void copy_unchecked(void* to, const void* from, size_t size);

}  // namespace owdf::loader
