#include "cli/build/seh_rewriter.h"

#include <algorithm>
#include <cctype>
#include <map>
#include <set>

#include "cli/build/seh_functions.h"
#include "cli/build/seh_tokens.h"

namespace owdf::cli::seh {
namespace {

constexpr std::string_view kNeverRuns = "__attribute__((optnone, noinline)) ";

// As nt/ke/try_frame.h lays the record out.
constexpr std::string_view kDeclarations =
    "struct __owdf_try { unsigned long long saved[32]; void *pointers; unsigned int code; int abnormal;"
    " unsigned long long more[4]; };"
    " int __owdf_try_enter(struct __owdf_try *, int) __attribute__((returns_twice));"
    " void __owdf_try_leave(struct __owdf_try **); void __owdf_try_exit(struct __owdf_try **);"
    " void __owdf_try_complete(struct __owdf_try *);"
    " void __owdf_filter_done(struct __owdf_try *, int) __attribute__((noreturn));"
    " void __owdf_finally_done(struct __owdf_try *) __attribute__((noreturn));";

enum class Word { kNone, kTry, kExcept, kFinally, kLeave, kCode, kInformation, kAbnormal };

Word word_of(const Token& token) {
  static const std::map<std::string_view, Word> words = {
      {"__try", Word::kTry},
      {"_try", Word::kTry},
      {"__except", Word::kExcept},
      {"_except", Word::kExcept},
      {"__finally", Word::kFinally},
      {"_finally", Word::kFinally},
      {"__leave", Word::kLeave},
      {"_leave", Word::kLeave},
      {"_exception_code", Word::kCode},
      {"__exception_code", Word::kCode},
      {"GetExceptionCode", Word::kCode},
      {"_exception_info", Word::kInformation},
      {"__exception_info", Word::kInformation},
      {"_abnormal_termination", Word::kAbnormal},
      {"__abnormal_termination", Word::kAbnormal},
      {"AbnormalTermination", Word::kAbnormal},
  };
  if (token.kind != TokenKind::kWord) return Word::kNone;
  const auto found = words.find(token.text);
  return found == words.end() ? Word::kNone : found->second;
}

enum class Part { kBody, kFilter, kHandler, kFinally };

// One part of one statement, by the brackets around it.
struct Region {
  size_t open, close;
  Part part;
  unsigned number;
};

class Rewriter {
 public:
  Rewriter(std::string_view text, bool cpp) : text_(text), cpp_(cpp), list_(read_tokens(text)) {}

  Rewritten run() {
    Rewritten result;
    for (size_t i = 0; i < tokens().size(); i++) result.changed |= word_of(tokens()[i]) == Word::kTry || is_stray(i);
    if (!result.changed) return {std::string(text_), {}, false};
    if (list_.unbalanced != Token::kNone) {
      error(list_.unbalanced, "this bracket has no partner");
    } else {
      for (const Function& function : find_functions(list_)) rewrite_function(function);
      refuse_the_rest();
    }
    result.errors = errors_;
    if (errors_.empty()) result.text = apply();
    return result;
  }

 private:
  const std::vector<Token>& tokens() const { return list_.tokens; }
  bool is(size_t index, std::string_view what) const { return index < tokens().size() && tokens()[index].is(what); }
  bool is_stray(size_t index) const {
    const Word word = word_of(tokens()[index]);
    return word == Word::kExcept || word == Word::kFinally || word == Word::kLeave;
  }

  void error(size_t index, const std::string& sentence) {
    errors_ += list_.place(index) + ": error: " + sentence + "\n";
  }

  void rewrite_function(const Function& function) {
    regions_.clear();
    std::set<size_t> attributed;
    for (size_t i = function.open; i < function.close; i++) {
      if (word_of(tokens()[i]) == Word::kTry && read_statement(i)) keep_variables(function, i, attributed);
    }
    for (size_t i = function.open; i < function.close; i++) use_word(i);
    for (const Region& region : regions_) end_body(region);
  }

  // The handlers see the function's variables in memory, so the optimizer may not keep them elsewhere.
  void keep_variables(const Function& function, size_t index, std::set<size_t>& attributed) {
    const LambdaPlace lambda = find_lambda(list_, function, index);
    if (lambda.index != Token::kNone) {
      if (!attributed.insert(lambda.index).second) return;
      insert_behind(lambda.index, (lambda.needs_parameters ? "() " : " ") + std::string(kNeverRuns));
      return;
    }
    if (!attributed.insert(function.begin).second) return;
    insert_before(function.begin, std::string(kNeverRuns));
    bool is_static = cpp_;
    for (size_t i = function.begin; i < function.open; i++) is_static |= is(i, "static");
    for (size_t i = function.begin; i < function.open; i++) {
      if (is(i, "__forceinline")) replace(i, is_static ? "__inline__" : "static __inline__");
      if (is(i, "always_inline") || is(i, "__always_inline__")) replace(i, "unused");
    }
  }

  bool read_statement(size_t at) {
    done_.insert(at);
    if (!is(at + 1, "{")) return error(at, "a { is expected behind " + std::string(tokens()[at].text)), false;
    const size_t body_end = tokens()[at + 1].partner;
    const Word word = body_end + 1 < tokens().size() ? word_of(tokens()[body_end + 1]) : Word::kNone;
    if (word != Word::kExcept && word != Word::kFinally) {
      return error(at, "this __try block has neither an __except nor a __finally behind it"), false;
    }
    const unsigned number = ++number_;
    const bool good = word == Word::kExcept ? read_except(body_end + 1, number) : read_finally(body_end + 1, number);
    if (!good) return false;
    regions_.push_back({at + 1, body_end, Part::kBody, number});
    replace(at, opening(number, word == Word::kFinally));
    is_finally_[number] = word == Word::kFinally;
    return true;
  }

  bool read_except(size_t at, unsigned number) {
    done_.insert(at);
    if (!is(at + 1, "(")) return error(at, "a filter expression in parentheses is expected behind __except"), false;
    const size_t filter_end = tokens()[at + 1].partner;
    if (filter_end == at + 2) return error(at, "the filter expression of __except is empty"), false;
    if (!is(filter_end + 1, "{")) return error(filter_end, "a { is expected behind the filter of __except"), false;
    const size_t end = tokens()[filter_end + 1].partner;
    const std::string id = std::to_string(number);
    replace(at, "else if (__owdf_s" + id + " == 1) __owdf_filter_done(&__owdf_t" + id + ", (int)");
    insert_behind(filter_end, "); else");
    insert_behind(end, " }");
    regions_.push_back({at + 1, filter_end, Part::kFilter, number});
    regions_.push_back({filter_end + 1, end, Part::kHandler, number});
    return true;
  }

  bool read_finally(size_t at, unsigned number) {
    done_.insert(at);
    if (!is(at + 1, "{")) return error(at, "a { is expected behind __finally"), false;
    const size_t end = tokens()[at + 1].partner;
    const std::string id = std::to_string(number);
    replace(at, "");
    insert_behind(end, " if (__owdf_t" + id + ".abnormal) __owdf_finally_done(&__owdf_t" + id + "); }");
    regions_.push_back({at + 1, end, Part::kFinally, number});
    return true;
  }

  // The allocation never happens. It makes the compiler reach the function's variables without the stack pointer, which
  // differs while a filter or a termination handler runs.
  static std::string opening(unsigned number, bool is_finally) {
    const std::string id = std::to_string(number), record = "__owdf_t" + id, phase = "__owdf_s" + id;
    return "{ struct __owdf_try " + record + "; int " + phase + " = __owdf_try_enter(&" + record + ", " +
           (is_finally ? "1" : "0") + "); if (" + phase + " == 99) (void)__builtin_alloca((unsigned long long)" +
           phase + "); if (" + phase + " == 0) { struct __owdf_try *__owdf_g" + id + " __attribute__((cleanup(" +
           (is_finally ? "__owdf_try_exit" : "__owdf_try_leave") + "))) = &" + record + ";";
  }

  void end_body(const Region& region) {
    if (region.part != Part::kBody) return;
    const std::string id = std::to_string(region.number);
    std::string text = left_.contains(region.number) ? " __owdf_leave_" + id + ":;" : "";
    if (is_finally_[region.number]) text += " __owdf_try_complete(&__owdf_t" + id + ");";
    insert_behind(region.close, text + " }");
  }

  const Region* innermost(size_t index, std::initializer_list<Part> parts) const {
    const Region* best = nullptr;
    for (const Region& region : regions_) {
      if (index <= region.open || index >= region.close || std::ranges::find(parts, region.part) == parts.end())
        continue;
      if (!best || region.open > best->open) best = &region;
    }
    return best;
  }

  void use_word(size_t at) {
    const Word word = word_of(tokens()[at]);
    const std::string name(tokens()[at].text);
    if (word == Word::kLeave) {
      done_.insert(at);
      const Region* body = innermost(at, {Part::kBody});
      if (!body) return error(at, name + " stands outside of a __try block");
      left_.insert(body->number);
      replace(at, "goto __owdf_leave_" + std::to_string(body->number));
    } else if (word == Word::kCode) {
      use_call(at, innermost(at, {Part::kFilter, Part::kHandler}), "((unsigned long)__owdf_t", ".code)",
               "GetExceptionCode() has a meaning in the filter and in the handler of an __except only");
    } else if (word == Word::kInformation) {
      use_call(at, innermost(at, {Part::kFilter}), "(__owdf_t", ".pointers)",
               "GetExceptionInformation() has a meaning in the filter of an __except only");
    } else if (word == Word::kAbnormal) {
      use_call(at, innermost(at, {Part::kFinally}), "(__owdf_t", ".abnormal)",
               "AbnormalTermination() has a meaning in a __finally block only");
    }
  }

  void use_call(size_t at, const Region* region, const std::string& before, const std::string& behind,
                const std::string& sentence) {
    if (!is(at + 1, "(") || !is(at + 2, ")")) return;  // a declaration, or the compiler's affair
    if (!region) return error(at, sentence);
    replace(at, before + std::to_string(region->number) + behind);
    replace(at + 1, "");
    replace(at + 2, "");
  }

  void refuse_the_rest() {
    for (size_t i = 0; i < tokens().size(); i++) {
      if (done_.contains(i)) continue;
      const Word word = word_of(tokens()[i]);
      if (word == Word::kTry) error(i, "this __try is in no function that wdf build can make out");
      if (word == Word::kExcept || word == Word::kFinally) {
        error(i, std::string(tokens()[i].text) + " without a __try block in front of it");
      }
      if (word == Word::kLeave) error(i, std::string(tokens()[i].text) + " stands outside of a __try block");
    }
  }

  void replace(size_t index, std::string text) {
    edits_.push_back({tokens()[index].offset, 2, tokens()[index].text.size(), std::move(text)});
  }
  void insert_before(size_t index, std::string text) {
    edits_.push_back({tokens()[index].offset, 1, 0, std::move(text)});
  }
  void insert_behind(size_t index, std::string text) {
    edits_.push_back({tokens()[index].offset + tokens()[index].text.size(), 0, 0, std::move(text)});
  }

  // The declarations stand in a file of their own, so that no warning is about them.
  std::string declarations() const {
    const std::string text = cpp_ ? "extern \"C\" { " + std::string(kDeclarations) + " }" : std::string(kDeclarations);
    const std::string_view first = text_.substr(0, text_.find('\n'));
    const bool named = first.starts_with("# ");
    return (named ? std::string(first) + "\n" : "") + "# 1 \"<structured exceptions>\" 3\n" + text + "\n";
  }

  std::string apply() {
    std::ranges::stable_sort(edits_, {}, [](const Edit& edit) { return std::pair(edit.offset, edit.order); });
    std::string out = declarations();
    size_t at = 0;
    for (const Edit& edit : edits_) {
      out += text_.substr(at, edit.offset - at);
      out += edit.text;
      at = edit.offset + edit.length;
    }
    out += text_.substr(at);
    return out;
  }

  struct Edit {
    size_t offset;
    int order;  // of edits at one place: what belongs to the token before comes first
    size_t length;
    std::string text;
  };

  std::string_view text_;
  bool cpp_;
  TokenList list_;
  unsigned number_ = 0;
  std::vector<Region> regions_;  // of the function at hand
  std::map<unsigned, bool> is_finally_;
  std::set<unsigned> left_;  // statements that a __leave leaves
  std::set<size_t> done_;    // words that were understood, or complained about
  std::vector<Edit> edits_;
  std::string errors_;
};

}  // namespace

Rewritten rewrite(std::string_view preprocessed, bool cpp) {
  return Rewriter(preprocessed, cpp).run();
}

bool mentions_statements(std::string_view source, bool cpp) {
  const auto in_word = [&](size_t at) {
    return at < source.size() && (std::isalnum(static_cast<unsigned char>(source[at])) || source[at] == '_');
  };
  for (size_t at = source.find("try"); at != std::string_view::npos; at = source.find("try", at + 3)) {
    if (in_word(at + 3)) continue;
    size_t begin = at;
    while (begin > 0 && in_word(begin - 1)) begin--;
    const std::string_view word = source.substr(begin, at + 3 - begin);
    if (word == "__try" || word == "_try") return true;
    // In C a macro of excpt.h; a sentence of a comment goes on otherwise.
    const size_t next = source.find_first_not_of(" \t\r\n", at + 3);
    if (!cpp && word == "try" && next != std::string_view::npos && source[next] == '{') return true;
  }
  return false;
}

}  // namespace owdf::cli::seh
