// Names of the namespace: UTF-16, compared without regard to case.
#pragma once

#include <string>
#include <string_view>

namespace owdf::ob {

char16_t fold(char16_t c);
std::u16string fold(std::u16string_view name);
bool equal_names(std::u16string_view a, std::u16string_view b);

std::u16string wide(std::string_view ascii);
std::string narrow(std::u16string_view text);  // other than ASCII becomes '?': for logs and thread names

}  // namespace owdf::ob
