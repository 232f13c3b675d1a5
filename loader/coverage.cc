#include "loader/coverage.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

#include "loader/image.h"
#include "loader/statuses.h"

namespace owdf::loader {

namespace {

// The header of a raw profile, in the order of its 64-bit words.
struct RawHeader {
  uint64_t magic = 0xff6c70726f667281;  // 0xff "lprofr" 0x81: 64-bit, little endian as written
  uint64_t version = 10;
  uint64_t binary_ids_size = 0;
  uint64_t data_count = 0;
  uint64_t padding_before_counters = 0;
  uint64_t counter_count = 0;
  uint64_t padding_after_counters = 0;
  uint64_t bitmap_bytes = 0;
  uint64_t padding_after_bitmap = 0;
  uint64_t names_size = 0;
  uint64_t counters_delta = 0;  // counters minus data, as addresses: records hold relative counter pointers
  uint64_t bitmap_delta = 0;
  uint64_t names_delta = 0;
  uint64_t vtable_count = 0;
  uint64_t vtable_names_size = 0;
  uint64_t last_value_kind = 2;
};
static_assert(sizeof(RawHeader) == 16 * 8);

constexpr uint64_t kDataRecordSize = 64;

// One section of the image, as memory; empty when the image has none.
struct Bytes {
  uint64_t address = 0;
  std::vector<uint8_t> bytes;
  uint64_t padding() const { return (8 - bytes.size() % 8) % 8; }
};

Bytes section_bytes(const Image& image, const char* name) {
  const Section* section = image.file().section(name);
  if (!section || section->size == 0) return {};
  Bytes result{section->address, std::vector<uint8_t>(section->size)};
  copy_unchecked(result.bytes.data(), static_cast<const char*>(image.base()) + section->address, section->size);
  return result;
}

void append(std::vector<uint8_t>& out, const Bytes& part) {
  out.insert(out.end(), part.bytes.begin(), part.bytes.end());
  out.insert(out.end(), part.padding(), 0);
}

// Several machines and several processes may write at the same time: the name is claimed by creating it.
int create_profile_file(const Image& image, const std::string& directory) {
  for (unsigned n = 0;; n++) {
    const std::string path =
        fmt::format("{}/{}-{}-{}-{}.profraw", directory, image.name(), image.file().build_id(), getpid(), n);
    const int file = ::open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0644);
    if (file >= 0 || errno != EEXIST) return file;
  }
}

}  // namespace

Status write_profile(const Image& image, const std::string& directory) {
  const Bytes data = section_bytes(image, "__llvm_prf_data");
  const Bytes counters = section_bytes(image, "__llvm_prf_cnts");
  const Bytes names = section_bytes(image, "__llvm_prf_names");
  const Bytes bitmap = section_bytes(image, "__llvm_prf_bits");
  if (data.bytes.empty()) return {};

  RawHeader header;
  header.data_count = data.bytes.size() / kDataRecordSize;
  header.counter_count = counters.bytes.size() / sizeof(uint64_t);
  header.padding_after_counters = counters.padding();
  header.bitmap_bytes = bitmap.bytes.size();
  header.padding_after_bitmap = bitmap.padding();
  header.names_size = names.bytes.size();
  header.counters_delta = counters.address - data.address;
  header.bitmap_delta = bitmap.bytes.empty() ? 0 : bitmap.address - data.address;
  header.names_delta = names.address;

  std::vector<uint8_t> out(reinterpret_cast<uint8_t*>(&header), reinterpret_cast<uint8_t*>(&header + 1));
  for (const Bytes* part : {&data, &counters, &bitmap, &names}) append(out, *part);

  const int file = create_profile_file(image, directory);
  if (file < 0) return kOutOfResources;
  const bool written = ::write(file, out.data(), out.size()) == static_cast<ssize_t>(out.size());
  ::close(file);
  return written ? Status{} : kOutOfResources;
}

}  // namespace owdf::loader
