#include "cli/build/cast_lvalues.h"

#include "cli/build/seh_tokens.h"

namespace owdf::cli {
namespace {

using seh::Token;
using seh::TokenKind;

class CastLvalues {
 public:
  explicit CastLvalues(std::string_view text) : text_(text), tokens_(seh::read_tokens(text).tokens) {}

  std::string rewrite() {
    for (size_t i = 0; i + 2 < tokens_.size(); i++) {
      if (is_address_of(i) && names_type(i + 2) && is_variable(tokens_[i + 2].partner + 1, tokens_[i + 1].partner) &&
          ends(tokens_[i + 1].partner + 1))
        replace(i);
    }
    out_ += text_.substr(copied_);
    return std::move(out_);
  }

 private:
  // A unary &, which stands behind neither a value nor its closing bracket, and two opening brackets.
  bool is_address_of(size_t i) const {
    if (!tokens_[i].is("&") || !opens(i + 1) || !opens(i + 2)) return false;
    return i > 0 && tokens_[i - 1].kind == TokenKind::kPunctuator && !tokens_[i - 1].is(")") && !tokens_[i - 1].is("]");
  }

  bool opens(size_t i) const { return tokens_[i].is("(") && tokens_[i].partner != Token::kNone; }

  bool names_type(size_t open) const {
    bool star = false;
    for (size_t i = open + 1; i < tokens_[open].partner; i++) {
      if (tokens_[i].is("*"))
        star = true;
      else if (tokens_[i].kind != TokenKind::kWord || star)
        return false;
    }
    return tokens_[open].partner > open + 1 && tokens_[open + 1].kind == TokenKind::kWord;
  }

  // A name, or members of one.
  bool is_variable(size_t from, size_t to) const {
    for (size_t i = from; i < to; i++) {
      const bool member = tokens_[i].is(".") || tokens_[i].is("->");
      if (((i - from) % 2 == 0) ? tokens_[i].kind != TokenKind::kWord : !member) return false;
    }
    return to > from && (to - from) % 2 == 1;
  }

  // What follows takes the whole, and not a member or an element of it.
  bool ends(size_t i) const {
    if (i >= tokens_.size()) return true;
    const std::string_view next = tokens_[i].text;
    return next != "." && next != "->" && next != "[" && next != "(";
  }

  // From `& ( ( TYPE ) variable )` to `( ( TYPE *) & ( variable ) )`, keeping the text between, for its line breaks.
  void replace(size_t i) {
    const size_t inner_end = tokens_[i + 2].partner;
    copy_to(tokens_[i].offset);
    copied_++;
    copy_to(tokens_[inner_end].offset);
    out_ += " *)&(";
    copied_++;
    copy_to(tokens_[tokens_[i + 1].partner].offset);
    out_ += ")";
  }

  void copy_to(size_t offset) {
    out_ += text_.substr(copied_, offset - copied_);
    copied_ = offset;
  }

  std::string_view text_;
  std::vector<Token> tokens_;
  std::string out_;
  size_t copied_ = 0;
};

}  // namespace

std::string rewrite_cast_lvalues(std::string_view preprocessed) {
  return CastLvalues(preprocessed).rewrite();
}

}  // namespace owdf::cli
