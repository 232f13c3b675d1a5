#include "cli/ddi/image_use.h"

#include <algorithm>
#include <cstring>
#include <fstream>
#include <iterator>
#include <string_view>
#include <vector>

#include "loader/elf_file.h"
#include "loader/image_format.h"
#include "wdf/ddi_tables.h"

namespace owdf::cli {
namespace {

using loader::ElfFile;
using loader::Section;

// The text at an address of the image, up to its zero byte.
std::string text_at(const ElfFile& file, uint64_t address) {
  for (const Section& section : file.sections()) {
    if (section.address == 0 || address < section.address || address >= section.address + section.size) continue;
    const std::span<const uint8_t> bytes = file.contents(section);
    if (address - section.address >= bytes.size()) return {};
    const std::span<const uint8_t> rest = bytes.subspan(address - section.address);
    return {rest.begin(), std::find(rest.begin(), rest.end(), 0)};
  }
  return {};
}

// The name's address is in a relocation, because the linker leaves pointers to the dynamic loader; the rest of an entry
// is in its place. What a sanitizer imports is no part of the interface.
std::set<std::string> imported_names(const ElfFile& file) {
  std::set<std::string> names;
  const Section* table = file.section("owdf_imports");
  const Section* relocations = file.section(".rela.dyn");
  if (!table || !relocations) return names;
  const std::span<const uint8_t> entries = file.contents(*table);
  const std::span<const uint8_t> bytes = file.contents(*relocations);
  for (size_t at = 0; at + sizeof(Elf64_Rela) <= bytes.size(); at += sizeof(Elf64_Rela)) {
    Elf64_Rela relocation;
    std::memcpy(&relocation, bytes.data() + at, sizeof relocation);
    const uint64_t offset = relocation.r_offset - table->address;
    if (offset >= entries.size() || entries.size() - offset < sizeof(owdf_import)) continue;
    if (offset % sizeof(owdf_import) != offsetof(owdf_import, name)) continue;
    owdf_import entry;
    std::memcpy(&entry, entries.data() + offset, sizeof entry);
    if (entry.kind < OWDF_IMPORT_SANITIZER) names.insert(text_at(file, static_cast<uint64_t>(relocation.r_addend)));
  }
  return names;
}

// A DDI is an inline function of the driver, which the compiler describes in every image that calls it and in no other.
std::set<std::string> called_framework(const ElfFile& file) {
  std::set<std::string> names;
  const Section* strings = file.section(".debug_str");
  if (!strings) return names;
  const std::span<const uint8_t> bytes = file.contents(*strings);
  std::set<std::string_view> known;
  for (const wdf::Ddi& row : wdf::ddis()) known.insert(row.name);
  for (auto begin = bytes.begin(); begin != bytes.end();) {
    const auto end = std::find(begin, bytes.end(), 0);
    const std::string name(begin, end);
    if (known.contains(name)) names.insert(name);
    begin = end == bytes.end() ? end : end + 1;
  }
  return names;
}

}  // namespace

std::optional<ImageUse> read_image_use(const std::string& path, std::string& problem) {
  std::ifstream stream(path, std::ios::binary);
  if (!stream) {
    problem = path + ": cannot be read";
    return std::nullopt;
  }
  std::vector<uint8_t> bytes{std::istreambuf_iterator<char>(stream), {}};
  auto file = ElfFile::parse(std::move(bytes), &problem);
  if (!file) {
    problem = path + ": " + problem;
    return std::nullopt;
  }
  return ImageUse{called_framework(*file), imported_names(*file)};
}

}  // namespace owdf::cli
