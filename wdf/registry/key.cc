#include "wdf/registry/key.h"

#include "wdf/registry/registry_access.h"

namespace owdf::wdf {

Key::~Key() {
  if (handle_) ZwClose(handle_);
}

Result<Key*> Key::adopt(Key* key, Result<HANDLE> handle) {
  if (!handle) {
    key->discard();
    return handle.status();
  }
  key->handle_ = *handle;
  return key;
}

Result<Key*> Key::open(Client& client, const Blueprint& blueprint, HANDLE parent, std::u16string_view path,
                       ACCESS_MASK access) {
  Key* key = TRY(Object::create<Key>(client, blueprint));
  return adopt(key, open_key(parent, path, access));
}

Result<Key*> Key::make(Client& client, const Blueprint& blueprint, HANDLE parent, std::u16string_view path,
                       ACCESS_MASK access, ULONG options, ULONG* disposition) {
  Key* key = TRY(Object::create<Key>(client, blueprint));
  return adopt(key, create_key(parent, path, access, options, disposition));
}

bool access_allowed(const Client& client, ACCESS_MASK access) {
  constexpr ACCESS_MASK kRefused = GENERIC_WRITE | GENERIC_ALL | KEY_CREATE_SUB_KEY | WRITE_DAC;
  return client.kernel_mode() || (access & kRefused) == 0;
}

}  // namespace owdf::wdf
