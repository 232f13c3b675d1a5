#include "cli/build/seh_tokens.h"

#include <cctype>
#include <cstdlib>

namespace owdf::cli::seh {
namespace {

bool starts_word(char c) {
  return std::isalpha(static_cast<unsigned char>(c)) || c == '_' || c == '$' || static_cast<unsigned char>(c) >= 0x80;
}
bool in_word(char c) {
  return starts_word(c) || std::isdigit(static_cast<unsigned char>(c));
}

class Reader {
 public:
  explicit Reader(std::string_view text) : text_(text) { list_.files.emplace_back(); }

  TokenList read() {
    while (at_ < text_.size()) step();
    pair_brackets();
    return std::move(list_);
  }

 private:
  void step() {
    const char c = text_[at_];
    if (c == '\n') {
      at_++;
      line_++;
      line_begins_ = true;
    } else if (std::isspace(static_cast<unsigned char>(c))) {
      at_++;
    } else if (c == '#' && line_begins_) {
      directive();
    } else {
      line_begins_ = false;
      token(c);
    }
  }

  // `# 12 "file.c" 3` and `#line 12 "file.c"` say where the next line comes from. Anything else is none of our
  // business.
  void directive() {
    const size_t end = std::min(text_.find('\n', at_), text_.size());
    size_t at = text_.find_first_not_of(" \t", at_ + 1);
    if (text_.substr(at, 5) == "line ") at = text_.find_first_not_of(" \t", at + 4);
    if (at < end && std::isdigit(static_cast<unsigned char>(text_[at]))) {
      line_ = static_cast<unsigned>(std::strtoul(std::string(text_.substr(at, end - at)).c_str(), nullptr, 10)) - 1;
      const size_t quote = text_.find('"', at);
      if (quote < end) enter_file(text_.substr(quote + 1, text_.rfind('"', end) - quote - 1));
    }
    at_ = end;
  }

  void enter_file(std::string_view quoted) {
    std::string name;
    for (size_t i = 0; i < quoted.size(); i++) {
      if (quoted[i] == '\\' && i + 1 < quoted.size()) i++;
      name += quoted[i];
    }
    for (file_ = 0; file_ < list_.files.size(); file_++)
      if (list_.files[file_] == name) return;
    list_.files.push_back(name);
  }

  void token(char c) {
    if (starts_word(c)) {
      word();
    } else if (std::isdigit(static_cast<unsigned char>(c)) ||
               (c == '.' && at_ + 1 < text_.size() && std::isdigit(static_cast<unsigned char>(text_[at_ + 1])))) {
      number();
    } else if (c == '"' || c == '\'') {
      quoted(at_, c);
    } else {
      size_t length = 1;
      for (std::string_view two : {"::", "->"})
        if (text_.substr(at_, 2) == two) length = 2;
      add(TokenKind::kPunctuator, at_, at_ + length);
    }
  }

  void word() {
    const size_t begin = at_;
    size_t end = at_;
    while (end < text_.size() && in_word(text_[end])) end++;
    const char next = end < text_.size() ? text_[end] : '\0';
    const std::string_view prefix = text_.substr(begin, end - begin);
    if (next == '"' && prefix.ends_with('R') && prefix.size() <= 3) return raw_string(begin, end);
    const bool encoding = prefix == "L" || prefix == "u" || prefix == "U" || prefix == "u8";
    if (encoding && (next == '"' || next == '\'')) {
      at_ = end;
      return quoted(begin, next);
    }
    add(TokenKind::kWord, begin, end);
  }

  void number() {
    size_t end = at_ + 1;
    while (end < text_.size() && (in_word(text_[end]) || text_[end] == '.' || text_[end] == '\'' ||
                                  ((text_[end] == '+' || text_[end] == '-') &&
                                   std::string_view("eEpP").find(text_[end - 1]) != std::string_view::npos)))
      end++;
    add(TokenKind::kOther, at_, end);
  }

  void quoted(size_t begin, char quote) {
    size_t end = at_ + 1;
    while (end < text_.size() && text_[end] != quote && text_[end] != '\n') end += text_[end] == '\\' ? 2 : 1;
    add(TokenKind::kString, begin, std::min(end + 1, text_.size()));
  }

  void raw_string(size_t begin, size_t quote) {
    const size_t open = text_.find('(', quote);
    const std::string close = ")" + std::string(text_.substr(quote + 1, open - quote - 1)) + "\"";
    const size_t found = text_.find(close, open);
    const size_t end = found == std::string_view::npos ? text_.size() : found + close.size();
    add(TokenKind::kString, begin, end);
    for (const char c : text_.substr(begin, end - begin)) line_ += c == '\n' ? 1 : 0;
  }

  void add(TokenKind kind, size_t begin, size_t end) {
    list_.tokens.push_back({kind, text_.substr(begin, end - begin), begin, line_, static_cast<unsigned>(file_)});
    at_ = end;
  }

  void pair_brackets() {
    std::vector<size_t> open;
    for (size_t i = 0; i < list_.tokens.size() && list_.unbalanced == Token::kNone; i++) {
      const Token& token = list_.tokens[i];
      if (token.kind != TokenKind::kPunctuator || token.text.size() != 1) continue;
      const size_t opening = std::string_view("([{").find(token.text),
                   closing = std::string_view(")]}").find(token.text);
      if (opening != std::string_view::npos) open.push_back(i);
      if (closing == std::string_view::npos) continue;
      if (open.empty() || list_.tokens[open.back()].text[0] != "([{"[closing]) {
        list_.unbalanced = i;
        break;
      }
      list_.tokens[i].partner = open.back();
      list_.tokens[open.back()].partner = i;
      open.pop_back();
    }
    if (list_.unbalanced == Token::kNone && !open.empty()) list_.unbalanced = open.back();
  }

  std::string_view text_;
  TokenList list_;
  size_t at_ = 0;
  unsigned line_ = 1;
  size_t file_ = 0;
  bool line_begins_ = true;
};

}  // namespace

std::string TokenList::place(size_t index) const {
  if (index >= tokens.size()) index = tokens.empty() ? 0 : tokens.size() - 1;
  if (tokens.empty()) return "?";
  return files[tokens[index].file] + ":" + std::to_string(tokens[index].line);
}

TokenList read_tokens(std::string_view text) {
  return Reader(text).read();
}

}  // namespace owdf::cli::seh
