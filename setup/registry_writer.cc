#include "setup/registry_writer.h"

#include <fmt/format.h>

#include <algorithm>
#include <cstring>

#include "nt/rtl/text.h"

namespace owdf::setup {
namespace {

// Flags of an AddReg line, as published. The type is bit 0 with the upper half.
constexpr uint32_t kTypeMask = 0xFFFF0001;
constexpr uint32_t kNoClobber = 0x2;
constexpr uint32_t kDeleteValue = 0x4;
constexpr uint32_t kAppend = 0x8;
constexpr uint32_t kKeyOnly = 0x10;
constexpr uint32_t kOverwriteOnly = 0x20;
constexpr uint32_t kKeyOnlyCommon = 0x2000;
// Of a DelReg line: one string out of a REG_MULTI_SZ.
constexpr uint32_t kRemoveString = 0x00018002;

cm::ValueType type_of(uint32_t flags) {
  switch (flags & kTypeMask) {
    case 0x00000000:
      return cm::ValueType::kString;
    case 0x00000001:
      return cm::ValueType::kBinary;
    case 0x00010000:
      return cm::ValueType::kMultiString;
    case 0x00020000:
      return cm::ValueType::kExpandString;
    case 0x00010001:
      return cm::ValueType::kDword;
    case 0x00020001:
      return cm::ValueType::kNone;
    default:
      return static_cast<cm::ValueType>(flags >> 16);  // bit 0 with a type number above it
  }
}

std::string_view root_path(RegistryRoot root) {
  switch (root) {
    case RegistryRoot::kLocalMachine:
      return "\\Registry\\Machine";
    case RegistryRoot::kClassesRoot:
      return "\\Registry\\Machine\\SOFTWARE\\Classes";
    case RegistryRoot::kCurrentUser:
      return "\\Registry\\User\\.DEFAULT";
    case RegistryRoot::kUsers:
      return "\\Registry\\User";
    case RegistryRoot::kRelative:
      break;
  }
  return {};
}

}  // namespace

void RegistryWriter::check(Status status, Location at, std::string_view what) {
  if (!status.ok())
    diagnostics_.error(
        at, fmt::format("{} could not be written: status {:08X}", what, static_cast<uint32_t>(status.value)));
}

cm::Key RegistryWriter::key_of(const RegistryChange& change, const cm::Key& relative) {
  const cm::Key root =
      change.root == RegistryRoot::kRelative ? relative : registry_.make(root_path(change.root)).value();
  Result<cm::Key> key = registry_.create(root, rtl::utf16(change.subkey), {.intermediate = true});
  check(key.status(), change.at, "the key");
  return key ? key.value() : nullptr;
}

void RegistryWriter::apply(const std::vector<RegistryChange>& changes, const cm::Key& relative) {
  for (const RegistryChange& change : changes) apply(change, relative);
}

void RegistryWriter::apply(const RegistryChange& change, const cm::Key& relative) {
  const cm::Key key = key_of(change, relative);
  if (!key) return;
  if (change.remove || (change.flags & kDeleteValue)) {
    remove(change, key);
  } else {
    write(change, key);
  }
}

// What is already gone is no error.
void RegistryWriter::remove(const RegistryChange& change, const cm::Key& key) {
  if (!change.names_value) {
    const Status ignored = registry_.delete_tree(key);
    (void)ignored;
    return;
  }
  if (change.remove && change.flags == kRemoveString && !change.data.empty()) {
    auto strings = registry_.multi_string(key, change.value_name).value_or(std::vector<std::string>{});
    std::erase_if(strings, [&](const std::string& text) { return rtl::equal_ignoring_case(text, change.data[0]); });
    check(registry_.set_multi_string(key, change.value_name, strings), change.at, "the value");
    return;
  }
  const Status ignored = registry_.delete_value(key, rtl::utf16(change.value_name));
  (void)ignored;
}

void RegistryWriter::write(const RegistryChange& change, const cm::Key& key) {
  if (change.flags & (kKeyOnly | kKeyOnlyCommon)) return;
  if (!change.names_value && change.data.empty()) return;  // a line that only names a key
  const std::u16string name = rtl::utf16(change.value_name);
  const bool exists = registry_.query_value(key, name).ok();
  if ((change.flags & kNoClobber) && exists) return;
  if ((change.flags & kOverwriteOnly) && !exists) return;
  const cm::ValueType type = type_of(change.flags);
  if (type == cm::ValueType::kMultiString && (change.flags & kAppend)) return append(change, key);
  const std::optional<std::vector<uint8_t>> data = data_of(change, type);
  if (data) check(registry_.set_value(key, name, type, *data), change.at, "the value");
}

void RegistryWriter::append(const RegistryChange& change, const cm::Key& key) {
  auto strings = registry_.multi_string(key, change.value_name).value_or(std::vector<std::string>{});
  for (const std::string& text : change.data) {
    const auto same = [&](const std::string& other) { return rtl::equal_ignoring_case(other, text); };
    if (std::none_of(strings.begin(), strings.end(), same)) strings.push_back(text);
  }
  check(registry_.set_multi_string(key, change.value_name, strings), change.at, "the value");
}

std::optional<std::vector<uint8_t>> RegistryWriter::data_of(const RegistryChange& change, cm::ValueType type) {
  switch (type) {
    case cm::ValueType::kString:
    case cm::ValueType::kExpandString:
      return cm::string_data(rtl::utf16(change.data.empty() ? std::string() : change.data[0]));
    case cm::ValueType::kMultiString: {
      std::vector<std::u16string> strings;
      for (const std::string& text : change.data) strings.push_back(rtl::utf16(text));
      return cm::multi_string_data(strings);
    }
    case cm::ValueType::kDword: {
      if (change.data.size() == 4) return bytes_of(change);  // the other notation: its four bytes
      const std::optional<uint32_t> number = parse_number(change.data.empty() ? "0" : change.data[0]);
      if (!number) {
        diagnostics_.error(change.at, fmt::format("expected a 32-bit number, found '{}'", change.data[0]));
        return std::nullopt;
      }
      std::vector<uint8_t> bytes(4);
      std::memcpy(bytes.data(), &*number, 4);
      return bytes;
    }
    default:
      return bytes_of(change);
  }
}

// Bytes are hexadecimal with or without 0x.
std::optional<std::vector<uint8_t>> RegistryWriter::bytes_of(const RegistryChange& change) {
  std::vector<uint8_t> bytes;
  for (const std::string& text : change.data) {
    if (text.empty() && change.data.size() == 1) break;
    const bool prefixed = text.size() > 2 && text[0] == '0' && (text[1] == 'x' || text[1] == 'X');
    const std::optional<uint32_t> number = parse_number(prefixed ? text : "0x" + text);
    if (!number || *number > 0xFF) {
      diagnostics_.error(change.at, fmt::format("expected a byte in hexadecimal, found '{}'", text));
      return std::nullopt;
    }
    bytes.push_back(static_cast<uint8_t>(*number));
  }
  return bytes;
}

}  // namespace owdf::setup
