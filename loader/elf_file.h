// The bytes of an ELF image on disk, as far as the loader must know them before and beside dlopen: sections, build id,
// what it would pull in from the process. Immutable; any IRQL below DISPATCH_LEVEL; no lock.
#pragma once

#include <elf.h>

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace owdf::loader {

struct Section {
  std::string name;
  uint64_t address = 0;  // relative to the load base
  uint64_t size = 0;
  uint64_t flags = 0;   // SHF_*
  uint32_t type = 0;    // SHT_*
  uint64_t offset = 0;  // in the file; meaningless where nothing of it is there (SHT_NOBITS)
  bool relro = false;   // read-only once the dynamic loader has relocated it
};

class ElfFile {
 public:
  // Takes the file apart. The sentence of a refusal goes to `problem`.
  static Result<ElfFile> parse(std::vector<uint8_t> bytes, std::string* problem);

  const std::vector<uint8_t>& bytes() const { return bytes_; }
  const std::vector<Section>& sections() const { return sections_; }
  const Section* section(std::string_view name) const;
  // Empty where the section has no bytes in the file, or lies outside of it.
  std::span<const uint8_t> contents(const Section& section) const;
  uint64_t memory_size() const { return memory_size_; }      // of all loadable segments, from the load base
  const std::string& build_id() const { return build_id_; }  // lower-case hex; empty if the linker wrote none

  // Names that the dynamic loader would look for in the process. An image has none (image_format.h).
  const std::vector<std::string>& undefined_names() const { return undefined_names_; }
  bool needs_libraries() const { return needs_libraries_; }

 private:
  Status read_header(std::string* problem);
  Status read_segments(std::string* problem);
  Status read_sections(std::string* problem);
  void read_build_id();
  Status read_undefined_names(std::string* problem);
  template <typename T>
  std::span<const T> table(uint64_t offset, uint64_t count) const;
  std::string_view string_at(const Elf64_Shdr& strings, uint64_t offset) const;

  std::vector<uint8_t> bytes_;
  Elf64_Ehdr header_{};
  std::vector<Elf64_Shdr> headers_;
  std::vector<Section> sections_;
  uint64_t memory_size_ = 0;
  uint64_t relro_begin_ = 0;
  uint64_t relro_end_ = 0;
  std::string build_id_;
  std::vector<std::string> undefined_names_;
  bool needs_libraries_ = false;
};

}  // namespace owdf::loader
