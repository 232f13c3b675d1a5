// Registry: keys and values of one machine, in memory. Names are case-insensitive and keep the case they were made
// with; subkeys are enumerated in order of name, values in order of creation.
//
// A Key is a reference to a node that stays valid after the key was deleted: every operation on it then answers
// STATUS_KEY_DELETED, as an open handle does on Windows. Owner: Machine. PASSIVE_LEVEL; one lock. Requirements: REG.
#pragma once

#include <map>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "sched/lock.h"

namespace owdf::nt {
class Machine;
}

namespace owdf::cm {

// The published REG_* numbers.
enum class ValueType : uint32_t {
  kNone = 0,
  kString = 1,
  kExpandString = 2,
  kBinary = 3,
  kDword = 4,
  kDwordBigEndian = 5,
  kLink = 6,
  kMultiString = 7,
  kResourceList = 8,
  kFullResourceDescriptor = 9,
  kResourceRequirementsList = 10,
  kQword = 11,
};

struct Value {
  std::u16string name;
  ValueType type = ValueType::kNone;
  std::vector<uint8_t> data;

  std::optional<uint32_t> dword() const;
  std::u16string string() const;                     // up to the first NUL; empty if the type is no string
  std::vector<std::u16string> multi_string() const;  // also of a plain string: one element
};

class Node;
using Key = std::shared_ptr<Node>;

struct KeyInformation {
  std::u16string name;
  std::u16string path;  // \REGISTRY\MACHINE\...
  std::u16string class_name;
  int64_t last_write_time = 0;
  size_t subkeys = 0, values = 0;
  size_t longest_subkey = 0, longest_class = 0;           // bytes
  size_t longest_value_name = 0, longest_value_data = 0;  // bytes
};

struct CreateOptions {
  bool is_volatile = false;
  std::u16string class_name;
  bool intermediate = false;  // also make missing keys on the way; ZwCreateKey does not
};

class Registry {
 public:
  static constexpr size_t kLongestName = 255;  // characters of one key name
  static constexpr size_t kLongestValueName = 16383;

  explicit Registry(nt::Machine& machine);
  ~Registry();
  Registry(const Registry&) = delete;
  Registry& operator=(const Registry&) = delete;

  nt::Machine& machine() { return machine_; }

  // `path` is absolute (\Registry\...) without `root`, and relative to it otherwise; empty then names the root itself.
  // STATUS_OBJECT_NAME_NOT_FOUND, STATUS_OBJECT_PATH_SYNTAX_BAD, STATUS_OBJECT_NAME_INVALID, STATUS_KEY_DELETED.
  Result<Key> open(const Key& root, std::u16string_view path);
  Result<Key> create(const Key& root, std::u16string_view path, const CreateOptions& options = {},
                     bool* created = nullptr);

  // STATUS_CANNOT_DELETE while there are subkeys.
  Status delete_key(const Key& key);
  Status delete_tree(const Key& key);

  Status set_value(const Key& key, std::u16string_view name, ValueType type, std::span<const uint8_t> data);
  Result<Value> query_value(const Key& key, std::u16string_view name);
  Status delete_value(const Key& key, std::u16string_view name);
  Result<Value> enumerate_value(const Key& key, size_t index);  // STATUS_NO_MORE_ENTRIES at the end
  Result<Key> enumerate_key(const Key& key, size_t index);      // likewise
  Result<KeyInformation> query_key(const Key& key);

  // The same with UTF-8, for setup, tests and tools. Paths are absolute; keys are created on the way.
  Result<Key> open(std::string_view path);
  Result<Key> make(std::string_view path);
  Status set_dword(const Key& key, std::string_view name, uint32_t value);
  Status set_string(const Key& key, std::string_view name, std::string_view text, ValueType type = ValueType::kString);
  Status set_multi_string(const Key& key, std::string_view name, const std::vector<std::string>& strings);
  std::optional<uint32_t> dword(const Key& key, std::string_view name);
  std::optional<std::string> string(const Key& key, std::string_view name);
  std::optional<std::vector<std::string>> multi_string(const Key& key, std::string_view name);

  // A REG-file-like listing of a subtree, for tests and `wdf run --dump-registry`.
  std::string dump(const Key& key);

  // Back to the keys a fresh machine has. Open keys are deleted keys from then on.
  void reset();

 private:
  Result<Key> walk_locked(const Key& root, std::u16string_view path, const CreateOptions* create, bool* created)
      REQUIRES(lock_);
  Result<Key> step_locked(const Key& from, std::u16string_view name, bool last, const CreateOptions* create,
                          bool* created) REQUIRES(lock_);
  void delete_subtree_locked(Node& node) REQUIRES(lock_);
  void build_skeleton();

  nt::Machine& machine_;
  sched::Lock lock_{sched::LockRank::kObject, "cm.registry"};
  Key root_ GUARDED_BY(lock_);  // \REGISTRY
};

// Data of the string types as stored: UTF-16 with its terminators.
std::vector<uint8_t> string_data(std::u16string_view text);
std::vector<uint8_t> multi_string_data(const std::vector<std::u16string>& strings);

}  // namespace owdf::cm
