// Node: one key of the registry's tree. Only registry.cc looks inside, under the registry's lock.
#pragma once

#include <algorithm>

#include "nt/cm/registry.h"
#include "nt/rtl/text.h"

namespace owdf::cm {

struct IgnoringCase {
  using is_transparent = void;
  bool operator()(std::u16string_view a, std::u16string_view b) const { return rtl::compare_ignoring_case(a, b) < 0; }
};

class Node {
 public:
  std::u16string name;
  std::u16string class_name;
  Node* parent = nullptr;  // null: the root, or deleted
  bool is_volatile = false;
  bool deleted = false;
  int64_t last_write_time = 0;
  std::weak_ptr<Node> link;  // a symbolic link key: opening it gives this one
  std::map<std::u16string, Key, IgnoringCase> children;
  std::vector<Value> values;

  std::vector<Value>::iterator find_value(std::u16string_view value_name) {
    return std::find_if(values.begin(), values.end(),
                        [&](const Value& value) { return rtl::equal_ignoring_case(value.name, value_name); });
  }
  std::u16string path() const { return parent ? parent->path() + u"\\" + name : u"\\" + name; }
};

}  // namespace owdf::cm
