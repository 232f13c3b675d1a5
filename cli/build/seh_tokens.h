// Tokens of preprocessed C and C++, as far as rewriting structured exception handling asks: words, punctuation and
// everything else, each with the place that the line markers give it.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace owdf::cli::seh {

enum class TokenKind { kWord, kPunctuator, kString, kOther };

struct Token {
  TokenKind kind;
  std::string_view text;
  size_t offset;           // in the text
  unsigned line;           // of the file below, as the line markers say
  unsigned file;           // index into TokenList::files
  size_t partner = kNone;  // of a bracket: the index of the other one

  static constexpr size_t kNone = static_cast<size_t>(-1);
  bool is(std::string_view what) const { return text == what; }
};

struct TokenList {
  std::vector<Token> tokens;
  std::vector<std::string> files;
  size_t unbalanced = Token::kNone;  // the first bracket without a partner

  std::string place(size_t index) const;  // "file:line"
};

// `text` outlives the list. Directives (line markers, pragmas) are read and give no token.
TokenList read_tokens(std::string_view text);

}  // namespace owdf::cli::seh
