#include "wdf/string/string.h"

#include <cstring>

namespace owdf::wdf {

String::~String() {
  if (unicode_.Buffer) client().free(unicode_.Buffer);
}

Result<String*> String::make(Client& client, const Blueprint& blueprint, std::u16string_view text) {
  String* string = TRY(Object::create<String>(client, blueprint));
  const Status assigned = text.empty() ? Status{} : string->assign(text);
  if (assigned.ok()) return string;
  string->discard();
  return assigned;
}

Status String::assign(std::u16string_view text) {
  if (text.size() > kMaxText) return Status(STATUS_INVALID_PARAMETER);
  const size_t bytes = text.size() * sizeof(char16_t);
  auto* copy = static_cast<char16_t*>(client().allocate_buffer(PagedPool, bytes + sizeof(char16_t), 0));
  if (!copy) return Status(STATUS_INSUFFICIENT_RESOURCES);
  std::memcpy(copy, text.data(), bytes);
  copy[text.size()] = 0;
  if (unicode_.Buffer) client().free(unicode_.Buffer);
  unicode_.Buffer = copy;
  unicode_.Length = static_cast<USHORT>(bytes);
  unicode_.MaximumLength = static_cast<USHORT>(bytes + sizeof(char16_t));
  return Status{};
}

Result<std::u16string_view> text_of(PCUNICODE_STRING string) {
  const bool sound = string->Length % sizeof(char16_t) == 0 && string->Length <= string->MaximumLength &&
                     (string->Buffer || string->Length == 0);
  if (!sound) return Status(STATUS_INVALID_PARAMETER);
  return std::u16string_view(string->Buffer, string->Length / sizeof(char16_t));
}

}  // namespace owdf::wdf
