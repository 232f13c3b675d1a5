#include "cli/build/seh_functions.h"

#include <algorithm>
#include <array>

namespace owdf::cli::seh {
namespace {

enum class Braces { kScope, kFunction, kOther };

constexpr std::array<std::string_view, 7> kAttributeWords = {"__declspec", "__attribute__", "alignas", "_Alignas",
                                                             "decltype",   "__pragma",      "noexcept"};

class Finder {
 public:
  explicit Finder(const TokenList& list) : tokens_(list.tokens) {}

  std::vector<Function> find() {
    scan(0, tokens_.size());
    return std::move(found_);
  }

 private:
  bool is(size_t index, std::string_view what) const { return index < tokens_.size() && tokens_[index].is(what); }

  void scan(size_t at, size_t end) {
    size_t begin = at;
    for (; at < end; at++) {
      const Token& token = tokens_[at];
      if (token.is(";") || (token.is(":") && at > begin && is_access(tokens_[at - 1]))) {
        begin = at + 1;
      } else if (token.is("(") || token.is("[")) {
        at = token.partner;
      } else if (token.is("{")) {
        begin = braces(begin, at);
        at = token.partner;
      }
    }
  }

  // Where the next declaration begins: the same one goes on behind an initializer.
  size_t braces(size_t begin, size_t open) {
    const size_t close = tokens_[open].partner;
    switch (classify(begin, open)) {
      case Braces::kScope:
        scan(open + 1, close);
        return close + 1;
      case Braces::kFunction:
        found_.push_back({skip_prefixes(begin), open, close});
        return close + 1;
      case Braces::kOther:
        break;
    }
    return begin;
  }

  static bool is_access(const Token& token) {
    return token.is("public") || token.is("private") || token.is("protected");
  }

  Braces classify(size_t begin, size_t open) const {
    if (is(open - 1, "\"C\"") || is(open - 1, "\"C++\"")) return Braces::kScope;
    bool parameters = false, is_class = false;
    for (size_t at = skip_prefixes(begin); at < open; at++) {
      const Token& token = tokens_[at];
      if (token.is("namespace")) return Braces::kScope;
      if (token.is("=") && !is(at - 1, "operator")) return Braces::kOther;
      if (token.is("class") || token.is("struct") || token.is("union")) is_class = true;
      if (token.is(":") && is_class && !parameters) return Braces::kScope;  // the bases of a class
      if (token.is("(") && !is_attribute(at)) parameters = true;
      if (token.is("(") || token.is("[")) at = token.partner;
    }
    // `: first{1}, second{2} {` before the body of a constructor.
    const size_t next = tokens_[open].partner + 1;
    if (parameters) return is(next, ",") || is(next, "{") ? Braces::kOther : Braces::kFunction;
    return is_class ? Braces::kScope : Braces::kOther;
  }

  bool is_attribute(size_t open) const {
    return open > 0 && std::ranges::find(kAttributeWords, tokens_[open - 1].text) != kAttributeWords.end();
  }

  size_t skip_prefixes(size_t at) const {
    for (;;) {
      if (is(at, "template") && is(at + 1, "<"))
        at = skip_angles(at + 1);
      else if (is(at, "extern") && (is(at + 1, "\"C\"") || is(at + 1, "\"C++\"")))
        at += 2;
      else if (is(at, "[") && is(at + 1, "["))
        at = tokens_[at].partner + 1;
      else
        return at;
    }
  }

  size_t skip_angles(size_t at) const {
    for (int depth = 0; at < tokens_.size(); at++) {
      if (tokens_[at].is("<")) depth++;
      if (tokens_[at].is(">") && --depth == 0) return at + 1;
      if (tokens_[at].is("(")) at = tokens_[at].partner;
    }
    return at;
  }

  const std::vector<Token>& tokens_;
  std::vector<Function> found_;
};

}  // namespace

std::vector<Function> find_functions(const TokenList& list) {
  return Finder(list).find();
}

LambdaPlace find_lambda(const TokenList& list, const Function& function, size_t index) {
  const std::vector<Token>& tokens = list.tokens;
  LambdaPlace place;
  for (size_t open = function.open + 1; open < index; open++) {
    if (!tokens[open].is("{") || tokens[open].partner < index) continue;
    size_t before = open - 1;
    // Back over `mutable`, `noexcept` and a trailing return type, to the end of the parameters.
    while (before > function.open && (tokens[before].kind == TokenKind::kWord || tokens[before].is("->") ||
                                      tokens[before].is("::") || tokens[before].is("*") || tokens[before].is("&")))
      before--;
    if (tokens[before].is("]") && before == open - 1) place = {before, true};
    if (tokens[before].is(")") && tokens[tokens[before].partner - 1].is("]")) place = {before, false};
  }
  return place;
}

}  // namespace owdf::cli::seh
