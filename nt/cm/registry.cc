#include "nt/cm/registry.h"

#include "nt/cm/node.h"
#include "nt/machine.h"

namespace owdf::cm {
namespace {

constexpr Status kNoMoreEntries{uint32_t{0x8000001A}};
constexpr Status kInvalidParameter{uint32_t{0xC000000D}};
constexpr Status kNameInvalid{uint32_t{0xC0000033}};
constexpr Status kNameNotFound{uint32_t{0xC0000034}};
constexpr Status kPathSyntaxBad{uint32_t{0xC000003B}};
constexpr Status kCannotDelete{uint32_t{0xC0000121}};
constexpr Status kKeyDeleted{uint32_t{0xC000017C}};
constexpr Status kChildMustBeVolatile{uint32_t{0xC0000181}};

constexpr std::u16string_view kRootName = u"REGISTRY";

Status require_live(const Key& key) {
  return key->deleted ? kKeyDeleted : Status{};
}

}  // namespace

Registry::Registry(nt::Machine& machine) : machine_(machine) {
  build_skeleton();
}
Registry::~Registry() = default;

// What a driver may rely on without having installed it: the hives' roots and the branches that setup and PnP hang
// things on.
void Registry::build_skeleton() {
  const auto root = std::make_shared<Node>();
  root->name = kRootName;
  {
    sched::LockGuard guard(lock_);
    root_ = root;
  }
  constexpr std::u16string_view kBranches[] = {
      u"\\Registry\\MACHINE\\SYSTEM\\ControlSet001\\Control\\Class",
      u"\\Registry\\MACHINE\\SYSTEM\\ControlSet001\\Control\\DeviceClasses",
      u"\\Registry\\MACHINE\\SYSTEM\\ControlSet001\\Control\\Wdf",
      u"\\Registry\\MACHINE\\SYSTEM\\ControlSet001\\Enum",
      u"\\Registry\\MACHINE\\SYSTEM\\ControlSet001\\Hardware Profiles",
      u"\\Registry\\MACHINE\\SYSTEM\\ControlSet001\\Services",
      u"\\Registry\\MACHINE\\SOFTWARE\\Microsoft\\Windows NT\\CurrentVersion\\WUDF\\Services",
      u"\\Registry\\MACHINE\\HARDWARE\\DEVICEMAP",
      u"\\Registry\\USER\\.DEFAULT",
  };
  for (std::u16string_view branch : kBranches) {
    const Result<Key> made = create(nullptr, branch, {.intermediate = true});
    OWDF_ASSERT(made.ok());
  }
  const Result<Key> set = open(nullptr, u"\\Registry\\MACHINE\\SYSTEM\\ControlSet001");
  const Result<Key> link = create(nullptr, u"\\Registry\\MACHINE\\SYSTEM\\CurrentControlSet");
  OWDF_ASSERT(set.ok() && link.ok());
  link.value()->link = set.value();
}

Result<Key> Registry::step_locked(const Key& from, std::u16string_view name, bool last, const CreateOptions* create,
                                  bool* created) {
  if (name.size() > kLongestName) return kNameInvalid;
  const auto found = from->children.find(name);
  if (found != from->children.end()) {
    const Key target = found->second->link.lock();
    return target ? target : found->second;
  }
  if (!create || !(last || create->intermediate)) return kNameNotFound;
  if (from->is_volatile && !create->is_volatile) return kChildMustBeVolatile;
  auto node = std::make_shared<Node>();
  node->name = name;
  node->parent = from.get();
  node->is_volatile = create->is_volatile;
  node->last_write_time = from->last_write_time = machine_.world().system_time();
  if (last) node->class_name = create->class_name;
  from->children.emplace(node->name, node);
  if (last && created) *created = true;
  return node;
}

Result<Key> Registry::walk_locked(const Key& root, std::u16string_view path, const CreateOptions* create,
                                  bool* created) {
  Key at = root ? root : root_;
  if (at->deleted) return kKeyDeleted;
  if (!root) {
    if (path.empty() || path.front() != u'\\') return kPathSyntaxBad;
    path.remove_prefix(1);
    if (!rtl::equal_ignoring_case(path.substr(0, path.find(u'\\')), kRootName)) return kNameNotFound;
    path.remove_prefix(std::min(path.size(), kRootName.size() + 1));
  }
  if (!path.empty() && path.front() == u'\\') return kPathSyntaxBad;
  if (!path.empty() && path.back() == u'\\') path.remove_suffix(1);  // a trailing separator is forgiven, as on Windows
  while (!path.empty()) {
    const size_t end = path.find(u'\\');
    const std::u16string_view name = path.substr(0, end);
    if (name.empty()) return kNameInvalid;
    const bool last = end == std::u16string_view::npos;
    at = TRY(step_locked(at, name, last, create, created));
    path.remove_prefix(last ? path.size() : end + 1);
  }
  return at;
}

Result<Key> Registry::open(const Key& root, std::u16string_view path) {
  sched::LockGuard guard(lock_);
  return walk_locked(root, path, nullptr, nullptr);
}

Result<Key> Registry::create(const Key& root, std::u16string_view path, const CreateOptions& options, bool* created) {
  if (created) *created = false;
  sched::LockGuard guard(lock_);
  return walk_locked(root, path, &options, created);
}

void Registry::delete_subtree_locked(Node& node) {
  for (auto& [name, child] : node.children) {
    delete_subtree_locked(*child);
    child->parent = nullptr;
  }
  node.children.clear();
  node.values.clear();
  node.deleted = true;
}

Status Registry::delete_key(const Key& key) {
  sched::LockGuard guard(lock_);
  TRY(require_live(key));
  if (!key->parent || !key->children.empty()) return kCannotDelete;
  Node* parent = key->parent;
  const Key keep = key;
  delete_subtree_locked(*keep);
  keep->parent = nullptr;
  parent->children.erase(keep->name);
  parent->last_write_time = machine_.world().system_time();
  return Status{};
}

Status Registry::delete_tree(const Key& key) {
  {
    sched::LockGuard guard(lock_);
    TRY(require_live(key));
    for (auto& [name, child] : key->children) {
      delete_subtree_locked(*child);
      child->parent = nullptr;
    }
    key->children.clear();
  }
  return delete_key(key);
}

Status Registry::set_value(const Key& key, std::u16string_view name, ValueType type, std::span<const uint8_t> data) {
  if (name.size() > kLongestValueName) return kInvalidParameter;
  sched::LockGuard guard(lock_);
  TRY(require_live(key));
  auto at = key->find_value(name);
  if (at == key->values.end()) {
    at = key->values.insert(at, Value{.name = std::u16string(name)});
  }
  at->type = type;
  at->data.assign(data.begin(), data.end());
  key->last_write_time = machine_.world().system_time();
  return Status{};
}

Result<Value> Registry::query_value(const Key& key, std::u16string_view name) {
  sched::LockGuard guard(lock_);
  TRY(require_live(key));
  const auto at = key->find_value(name);
  if (at == key->values.end()) return kNameNotFound;
  return *at;
}

Status Registry::delete_value(const Key& key, std::u16string_view name) {
  sched::LockGuard guard(lock_);
  TRY(require_live(key));
  const auto at = key->find_value(name);
  if (at == key->values.end()) return kNameNotFound;
  key->values.erase(at);
  key->last_write_time = machine_.world().system_time();
  return Status{};
}

Result<Value> Registry::enumerate_value(const Key& key, size_t index) {
  sched::LockGuard guard(lock_);
  TRY(require_live(key));
  if (index >= key->values.size()) return kNoMoreEntries;
  return key->values[index];
}

Result<Key> Registry::enumerate_key(const Key& key, size_t index) {
  sched::LockGuard guard(lock_);
  TRY(require_live(key));
  if (index >= key->children.size()) return kNoMoreEntries;
  return std::next(key->children.begin(), static_cast<ptrdiff_t>(index))->second;
}

Result<KeyInformation> Registry::query_key(const Key& key) {
  sched::LockGuard guard(lock_);
  TRY(require_live(key));
  KeyInformation information;
  information.name = key->name;
  information.path = key->path();
  information.class_name = key->class_name;
  information.last_write_time = key->last_write_time;
  information.subkeys = key->children.size();
  information.values = key->values.size();
  for (const auto& [name, child] : key->children) {
    information.longest_subkey = std::max(information.longest_subkey, name.size() * 2);
    information.longest_class = std::max(information.longest_class, child->class_name.size() * 2);
  }
  for (const Value& value : key->values) {
    information.longest_value_name = std::max(information.longest_value_name, value.name.size() * 2);
    information.longest_value_data = std::max(information.longest_value_data, value.data.size());
  }
  return information;
}

void Registry::reset() {
  {
    sched::LockGuard guard(lock_);
    delete_subtree_locked(*root_);
  }
  build_skeleton();
}

}  // namespace owdf::cm
