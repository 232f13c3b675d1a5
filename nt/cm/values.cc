// Values as people and setup see them: texts and numbers instead of bytes.
#include <fmt/format.h>

#include <cstring>

#include "nt/cm/registry.h"
#include "nt/rtl/text.h"

namespace owdf::cm {
namespace {

std::u16string characters(const std::vector<uint8_t>& data) {
  std::u16string text(data.size() / 2, u'\0');
  std::memcpy(text.data(), data.data(), text.size() * 2);
  return text;
}

bool is_string(ValueType type) {
  return type == ValueType::kString || type == ValueType::kExpandString || type == ValueType::kMultiString;
}

std::string describe(const Value& value) {
  switch (value.type) {
    case ValueType::kString:
      return fmt::format("\"{}\"", rtl::utf8(value.string()));
    case ValueType::kExpandString:
      return fmt::format("expand:\"{}\"", rtl::utf8(value.string()));
    case ValueType::kDword:
      return value.dword() ? fmt::format("dword:{:08x}", *value.dword()) : "dword:?";
    case ValueType::kMultiString: {
      std::string text = "multi:";
      for (const std::u16string& part : value.multi_string()) text += fmt::format("\"{}\"", rtl::utf8(part));
      return text;
    }
    default:
      break;
  }
  std::string text = fmt::format("hex({:x}):", static_cast<uint32_t>(value.type));
  for (size_t i = 0; i < value.data.size(); i++) text += fmt::format("{}{:02x}", i ? "," : "", value.data[i]);
  return text;
}

}  // namespace

std::vector<uint8_t> string_data(std::u16string_view text) {
  std::vector<uint8_t> data((text.size() + 1) * 2);
  std::memcpy(data.data(), text.data(), text.size() * 2);
  return data;
}

std::vector<uint8_t> multi_string_data(const std::vector<std::u16string>& strings) {
  std::vector<uint8_t> data;
  for (const std::u16string& text : strings) {
    const std::vector<uint8_t> part = string_data(text);
    data.insert(data.end(), part.begin(), part.end());
  }
  data.insert(data.end(), 2, 0);
  return data;
}

std::optional<uint32_t> Value::dword() const {
  if (type != ValueType::kDword || data.size() != 4) return std::nullopt;
  uint32_t number;
  std::memcpy(&number, data.data(), 4);
  return number;
}

std::u16string Value::string() const {
  if (!is_string(type)) return {};
  std::u16string text = characters(data);
  return text.substr(0, text.find(u'\0'));
}

std::vector<std::u16string> Value::multi_string() const {
  std::vector<std::u16string> strings;
  if (!is_string(type)) return strings;
  const std::u16string text = characters(data);
  for (size_t at = 0; at < text.size();) {
    const size_t end = std::min(text.find(u'\0', at), text.size());
    if (end == at) break;  // an empty string ends the list
    strings.push_back(text.substr(at, end - at));
    at = end + 1;
  }
  return strings;
}

Result<Key> Registry::open(std::string_view path) {
  return open(nullptr, rtl::utf16(path));
}

Result<Key> Registry::make(std::string_view path) {
  return create(nullptr, rtl::utf16(path), {.intermediate = true});
}

Status Registry::set_dword(const Key& key, std::string_view name, uint32_t value) {
  uint8_t bytes[4];
  std::memcpy(bytes, &value, 4);
  return set_value(key, rtl::utf16(name), ValueType::kDword, bytes);
}

Status Registry::set_string(const Key& key, std::string_view name, std::string_view text, ValueType type) {
  return set_value(key, rtl::utf16(name), type, string_data(rtl::utf16(text)));
}

Status Registry::set_multi_string(const Key& key, std::string_view name, const std::vector<std::string>& strings) {
  std::vector<std::u16string> wide;
  for (const std::string& text : strings) wide.push_back(rtl::utf16(text));
  return set_value(key, rtl::utf16(name), ValueType::kMultiString, multi_string_data(wide));
}

std::optional<uint32_t> Registry::dword(const Key& key, std::string_view name) {
  Result<Value> value = query_value(key, rtl::utf16(name));
  return value ? value->dword() : std::nullopt;
}

std::optional<std::string> Registry::string(const Key& key, std::string_view name) {
  Result<Value> value = query_value(key, rtl::utf16(name));
  if (!value || !is_string(value->type)) return std::nullopt;
  return rtl::utf8(value->string());
}

std::optional<std::vector<std::string>> Registry::multi_string(const Key& key, std::string_view name) {
  Result<Value> value = query_value(key, rtl::utf16(name));
  if (!value || !is_string(value->type)) return std::nullopt;
  std::vector<std::string> strings;
  for (const std::u16string& text : value->multi_string()) strings.push_back(rtl::utf8(text));
  return strings;
}

std::string Registry::dump(const Key& key) {
  Result<KeyInformation> information = query_key(key);
  if (!information) return {};
  std::string text = fmt::format("[{}]\n", rtl::utf8(information->path));
  for (size_t i = 0; i < information->values; i++) {
    Result<Value> value = enumerate_value(key, i);
    if (!value) break;
    text += fmt::format("{}={}\n", value->name.empty() ? "@" : fmt::format("\"{}\"", rtl::utf8(value->name)),
                        describe(*value));
  }
  for (size_t i = 0; i < information->subkeys; i++) {
    Result<Key> child = enumerate_key(key, i);
    if (child) text += dump(*child);
  }
  return text;
}

}  // namespace owdf::cm
