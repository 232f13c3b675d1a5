// Sources as text, whatever they are encoded in.
#pragma once

#include <string>
#include <string_view>

namespace owdf::cli {

// UTF-8 text of a file in UTF-8, UTF-16 (with mark), GBK or code page 1252; `converted` says whether that differs from
// its bytes. The last two have no mark: text that is not UTF-8 is Chinese where its bytes above 127 come in pairs.
std::string read_as_utf8(const std::string& path, bool& converted);

std::string utf8_of(const std::string& bytes, bool& converted);

}  // namespace owdf::cli
