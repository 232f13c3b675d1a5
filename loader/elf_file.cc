#include "loader/elf_file.h"

#include <fmt/format.h>

#include "loader/statuses.h"

namespace owdf::loader {

namespace {

Status refuse(std::string* problem, std::string why) {
  *problem = std::move(why);
  return kInvalidImageFormat;
}

}  // namespace

// An empty span for a table that does not lie within the file, so that a damaged file is never read past its end.
template <typename T>
std::span<const T> ElfFile::table(uint64_t offset, uint64_t count) const {
  const bool fits = offset <= bytes_.size() && count <= (bytes_.size() - offset) / sizeof(T);
  if (!fits || offset % alignof(T) != 0) return {};
  return {reinterpret_cast<const T*>(bytes_.data() + offset), count};
}

std::string_view ElfFile::string_at(const Elf64_Shdr& strings, uint64_t offset) const {
  const auto text = table<char>(strings.sh_offset, strings.sh_size);
  if (offset >= text.size()) return {};
  const char* begin = text.data() + offset;
  return {begin, strnlen(begin, text.size() - offset)};
}

Result<ElfFile> ElfFile::parse(std::vector<uint8_t> bytes, std::string* problem) {
  ElfFile file;
  file.bytes_ = std::move(bytes);
  TRY(file.read_header(problem));
  TRY(file.read_segments(problem));
  TRY(file.read_sections(problem));
  TRY(file.read_undefined_names(problem));
  file.read_build_id();
  return file;
}

Status ElfFile::read_header(std::string* problem) {
  if (bytes_.size() >= 2 && bytes_[0] == 'M' && bytes_[1] == 'Z')
    return refuse(problem, "this is a Windows PE image; only ELF images made by `wdf build` can be loaded");
  const auto header = table<Elf64_Ehdr>(0, 1);
  if (header.empty() || memcmp(header[0].e_ident, ELFMAG, SELFMAG) != 0) return refuse(problem, "not an ELF file");
  header_ = header[0];
  if (header_.e_ident[EI_CLASS] != ELFCLASS64 || header_.e_machine != EM_X86_64)
    return refuse(problem, "not an image for x86-64");
  if (header_.e_type != ET_DYN)
    return refuse(problem, "not a linked image (ET_DYN); an object file must be linked by `wdf build` first");
  return {};
}

Status ElfFile::read_segments(std::string* problem) {
  const auto segments = table<Elf64_Phdr>(header_.e_phoff, header_.e_phnum);
  if (segments.empty()) return refuse(problem, "truncated: the program headers lie outside the file");
  for (const Elf64_Phdr& segment : segments) {
    if (segment.p_type == PT_LOAD) {
      if (segment.p_offset > bytes_.size() || segment.p_filesz > bytes_.size() - segment.p_offset)
        return refuse(problem, "truncated: a segment lies outside the file");
      memory_size_ = std::max(memory_size_, segment.p_vaddr + segment.p_memsz);
    }
    if (segment.p_type == PT_GNU_RELRO) {
      relro_begin_ = segment.p_vaddr;
      relro_end_ = segment.p_vaddr + segment.p_memsz;
    }
    if (segment.p_type == PT_DYNAMIC) {
      for (const Elf64_Dyn& entry : table<Elf64_Dyn>(segment.p_offset, segment.p_filesz / sizeof(Elf64_Dyn)))
        needs_libraries_ |= entry.d_tag == DT_NEEDED;
    }
  }
  return {};
}

Status ElfFile::read_sections(std::string* problem) {
  const auto headers = table<Elf64_Shdr>(header_.e_shoff, header_.e_shnum);
  if (headers.empty() || header_.e_shstrndx >= headers.size())
    return refuse(problem, "the section headers are missing; an image must not be stripped of them");
  headers_.assign(headers.begin(), headers.end());
  for (const Elf64_Shdr& header : headers_) {
    const bool relro = header.sh_addr >= relro_begin_ && header.sh_addr + header.sh_size <= relro_end_;
    sections_.push_back({.name = std::string(string_at(headers_[header_.e_shstrndx], header.sh_name)),
                         .address = header.sh_addr,
                         .size = header.sh_size,
                         .flags = header.sh_flags,
                         .type = header.sh_type,
                         .offset = header.sh_offset,
                         .relro = relro});
  }
  return {};
}

Status ElfFile::read_undefined_names(std::string* problem) {
  for (const Elf64_Shdr& header : headers_) {
    if (header.sh_type != SHT_DYNSYM) continue;
    if (header.sh_link >= headers_.size()) return refuse(problem, "the dynamic symbol table has no names");
    // Entry 0 is the null symbol.
    const auto symbols = table<Elf64_Sym>(header.sh_offset, header.sh_size / sizeof(Elf64_Sym));
    for (size_t i = 1; i < symbols.size(); i++) {
      if (symbols[i].st_shndx == SHN_UNDEF)
        undefined_names_.emplace_back(string_at(headers_[header.sh_link], symbols[i].st_name));
    }
  }
  return {};
}

void ElfFile::read_build_id() {
  for (const Elf64_Shdr& header : headers_) {
    if (header.sh_type != SHT_NOTE) continue;
    const auto note = table<Elf64_Nhdr>(header.sh_offset, 1);
    if (note.empty() || note[0].n_type != NT_GNU_BUILD_ID || note[0].n_namesz != 4) continue;
    for (const uint8_t byte : table<uint8_t>(header.sh_offset + sizeof(Elf64_Nhdr) + 4, note[0].n_descsz))
      build_id_ += fmt::format("{:02x}", byte);
    return;
  }
}

const Section* ElfFile::section(std::string_view name) const {
  const auto found = std::find_if(sections_.begin(), sections_.end(), [&](const Section& s) { return s.name == name; });
  return found == sections_.end() ? nullptr : &*found;
}

std::span<const uint8_t> ElfFile::contents(const Section& section) const {
  return section.type == SHT_NOBITS ? std::span<const uint8_t>{} : table<uint8_t>(section.offset, section.size);
}

}  // namespace owdf::loader
