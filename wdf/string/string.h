// String: WDFSTRING, a copy of a Unicode string in paged pool. PASSIVE_LEVEL. Serves STR-*.
#pragma once

#include <string_view>

#include "wdf/object/object.h"

namespace owdf::wdf {

class String final : public Object {
 public:
  static constexpr Type kType = Type::kString;
  static Result<String*> make(Client& client, const Blueprint& blueprint, std::u16string_view text);
  explicit String(const Birth& birth) : Object(birth) {}
  ~String() override;

  // Copies `text`; what was assigned before is freed. STATUS_INSUFFICIENT_RESOURCES leaves it as it was.
  Status assign(std::u16string_view text);
  // Points into the object; no buffer at all while nothing has been assigned. A NUL follows the text.
  const UNICODE_STRING& unicode() const { return unicode_; }
  std::u16string_view text() const { return {unicode_.Buffer, unicode_.Length / sizeof(char16_t)}; }

 private:
  UNICODE_STRING unicode_{};
};

// The text of a counted string of a driver. STATUS_INVALID_PARAMETER if it contradicts itself.
Result<std::u16string_view> text_of(PCUNICODE_STRING string);

// The longest text a UNICODE_STRING can name with its NUL.
inline constexpr size_t kMaxText = 0xFFFE / sizeof(char16_t) - 1;

}  // namespace owdf::wdf
