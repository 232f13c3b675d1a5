// Key: WDFKEY, an open registry key. PASSIVE_LEVEL. Serves REG-*.
#pragma once

#include <string_view>

#include "wdf/object/object.h"

namespace owdf::wdf {

class Key final : public Object {
 public:
  static constexpr Type kType = Type::kKey;
  // `parent` null: `path` is absolute.
  static Result<Key*> open(Client& client, const Blueprint& blueprint, HANDLE parent, std::u16string_view path,
                           ACCESS_MASK access);
  static Result<Key*> make(Client& client, const Blueprint& blueprint, HANDLE parent, std::u16string_view path,
                           ACCESS_MASK access, ULONG options, ULONG* disposition);
  explicit Key(const Birth& birth) : Object(birth) {}
  ~Key() override;

  HANDLE native() const { return handle_; }

 private:
  static Result<Key*> adopt(Key* key, Result<HANDLE> handle);

  HANDLE handle_ = nullptr;  // a kernel handle, closed with the object
};

// UMDF drivers get no right to change keys themselves (WdfDriverOpenParametersRegistryKey).
bool access_allowed(const Client& client, ACCESS_MASK access);

}  // namespace owdf::wdf
