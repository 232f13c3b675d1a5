#include "cli/build/inputs/message_file.h"

#include <fmt/format.h>

#include <algorithm>
#include <cctype>
#include <sstream>

#include "cli/build/inputs/binary_writer.h"
#include "cli/build/msbuild.h"

namespace owdf::cli {
namespace {

struct NamedValue {
  uint32_t value = 0;
  std::string symbol;  // of the header, or the file of a language
};

using Names = std::map<std::string, NamedValue>;  // lower-case

// Keyword=value, keyword=(list): what stands before and between messages.
class MessageReader {
 public:
  MessageReader(const std::string& path, const std::string& text) : path_(path) {
    std::istringstream stream(text);
    for (std::string line; std::getline(stream, line);) {
      if (line.ends_with('\r')) line.pop_back();
      lines_.push_back(line);
    }
  }

  CompiledMessages read() {
    while (at_ < lines_.size()) {
      const std::string line = without_blanks(lines_[at_]);
      if (line.starts_with(';')) {
        out_.header += lines_[at_].substr(lines_[at_].find(';') + 1) + "\n";
        at_++;
      } else if (line.empty()) {
        at_++;
      } else {
        statement();
      }
    }
    for (auto& [name, table] : tables_) out_.tables.push_back(std::move(table));
    return std::move(out_);
  }

 private:
  struct Message {
    uint32_t number = 0;
    std::string severity, facility, symbol, type;
    uint32_t id = 0;
  };

  [[noreturn]] void fail(const std::string& sentence, size_t line) const {
    throw fmt::format("{}:{}: {}", path_, line + 1, sentence);
  }

  void statement() {
    const size_t first = at_;
    const std::vector<std::pair<std::string, std::string>> settings = keywords();
    const std::string& keyword = settings.front().first;
    if (keyword == "messageid") return message(settings, first);
    for (const auto& [name, value] : settings) {
      if (name == "messageidtypedef")
        message_.type = value;
      else if (name == "severitynames")
        names(value, severities_, "STATUS_SEVERITY", first);
      else if (name == "facilitynames")
        names(value, facilities_, "FACILITY", first);
      else if (name == "languagenames")
        names(value, languages_, {}, first);
      else if (name == "outputbase")
        decimal_ = value == "10";
      else if (name != "messageidtypedefmacro")
        fail(fmt::format("\"{}\" is no keyword of a message file; lines for the header begin with ';', messages with "
                         "MessageId=",
                         name),
             first);
    }
  }

  // All settings from here to the end of the line, and further while a list is open.
  std::vector<std::pair<std::string, std::string>> keywords() {
    const size_t first = at_;
    std::string text = lines_[at_++];
    while (std::count(text.begin(), text.end(), '(') > std::count(text.begin(), text.end(), ')')) {
      if (at_ >= lines_.size()) fail("this list has no ')'", first);
      text += " " + lines_[at_++];
    }
    std::vector<std::pair<std::string, std::string>> result;
    for (size_t at = 0; (at = text.find_first_not_of(" \t", at)) != std::string::npos;) {
      if (text[at] == ';') break;  // a comment behind the settings
      const size_t equals = text.find('=', at);
      if (equals == std::string::npos)
        fail(fmt::format("expected KEYWORD=value, found \"{}\"", without_blanks(text.substr(at))), first);
      const size_t start = std::min(text.find_first_not_of(" \t", equals + 1), text.size());
      const bool list = start < text.size() && text[start] == '(';
      const bool absent = !list && text.find_first_of("= \t", start) != std::string::npos &&
                          text[text.find_first_of("= \t", start)] == '=';  // "MessageId= Severity=Error"
      const size_t end = absent ? start : std::min(text.find_first_of(list ? ")" : " \t", start), text.size());
      result.emplace_back(lower(without_blanks(text.substr(at, equals - at))),
                          list ? text.substr(start + 1, end - start - 1) : text.substr(start, end - start));
      at = end + (list ? 1 : 0);
    }
    return result;
  }

  // Name=0x1:SYMBOL and so on.
  void names(const std::string& list, Names& into, const std::string& what, size_t line) {
    std::istringstream stream(list);
    for (std::string word; stream >> word;) {
      const size_t equals = word.find('='), colon = word.find(':');
      if (equals == std::string::npos) fail(fmt::format("expected NAME=number in this list, found \"{}\"", word), line);
      NamedValue value;
      value.value = number(word.substr(equals + 1, colon == std::string::npos ? colon : colon - equals - 1), line);
      if (colon != std::string::npos) value.symbol = word.substr(colon + 1);
      if (!what.empty() && !value.symbol.empty()) symbols_[value.symbol] = {value.value, what};
      into[lower(word.substr(0, equals))] = value;
    }
  }

  uint32_t number(const std::string& text, size_t line) const {
    char* end = nullptr;
    const unsigned long value = std::strtoul(text.c_str(), &end, 0);
    if (text.empty() || *end) fail(fmt::format("\"{}\" is no number", text), line);
    return static_cast<uint32_t>(value);
  }

  const NamedValue& named(const Names& names, const std::string& name, const char* list, size_t line) const {
    const auto found = names.find(lower(name));
    if (found == names.end()) fail(fmt::format("\"{}\" is not in {}", name, list), line);
    return found->second;
  }

  void message(const std::vector<std::pair<std::string, std::string>>& settings, size_t first) {
    std::vector<std::pair<std::string, std::string>> all = settings;
    while (at_ < lines_.size()) {
      const std::string line = without_blanks(lines_[at_]);
      if (line.empty() || line.starts_with(';') || lower(line).starts_with("language")) break;
      std::ranges::copy(keywords(), std::back_inserter(all));
    }
    message_.symbol.clear();
    std::string id;
    for (const auto& [name, value] : all) {
      if (name == "messageid") id = value;
      if (name == "severity") message_.severity = value;
      if (name == "facility") message_.facility = value;
      if (name == "symbolicname") message_.symbol = value;
    }
    const uint32_t severity = named(severities_, message_.severity, "SeverityNames", first).value;
    const uint32_t facility = named(facilities_, message_.facility, "FacilityNames", first).value;
    uint32_t& last = last_[facility];
    message_.number = id.empty() ? last + 1 : id[0] == '+' ? last + number(id.substr(1), first) : number(id, first);
    if (message_.number > 0xffff) fail("a message number has 16 bits", first);
    last = message_.number;
    message_.id = (severity & 3) << 30 | (facility & 0xfff) << 16 | message_.number;
    texts(first);
  }

  void texts(size_t first) {
    std::string shown;
    while (at_ < lines_.size()) {
      const std::string line = without_blanks(lines_[at_]);
      if (!lower(line).starts_with("language")) {
        if (!line.empty()) break;
        at_++;
        continue;
      }
      const auto settings = keywords();
      const std::string text = body(settings.front().second);
      if (shown.empty()) shown = text;
    }
    if (shown.empty()) fail("this message has no Language= line and no text", first);
    define(shown);
  }

  // The lines up to one that is a single period.
  std::string body(const std::string& language) {
    const size_t first = at_ - 1;
    std::string text;
    for (; at_ < lines_.size(); at_++) {
      if (without_blanks(lines_[at_]) == ".") {
        at_++;
        const NamedValue& known = named(languages_, language, "LanguageNames", first);
        MessageTable& table = tables_[lower(language)];
        table.language = static_cast<uint16_t>(known.value);
        table.file = known.symbol;
        if (!table.texts.emplace(message_.id, text).second)
          fail(fmt::format("there are two messages with the id {:#010x}", message_.id), first);
        return text;
      }
      text += lines_[at_] + "\r\n";
    }
    fail("this message's text does not end: a line with nothing but a period is missing", first);
  }

  void define(std::string text) {
    define_symbols();
    if (message_.symbol.empty()) return;
    std::erase(text, '\r');
    out_.header += fmt::format("//\n// MessageId: {}\n//\n// MessageText:\n//\n", message_.symbol);
    std::istringstream stream(text);
    for (std::string line; std::getline(stream, line);) out_.header += "// " + line + "\n";
    const std::string value = decimal_ ? fmt::format("{}L", message_.id) : fmt::format("0x{:08X}L", message_.id);
    out_.header += message_.type.empty()
                       ? fmt::format("//\n#define {} {}\n\n", message_.symbol, value)
                       : fmt::format("//\n#define {} (({}){})\n\n", message_.symbol, message_.type, value);
  }

  // Names of facilities and severities, in front of the first message.
  void define_symbols() {
    for (const auto& [name, value] : symbols_)
      out_.header += fmt::format("#ifndef {0}\n#define {0} 0x{1:X}\n#endif\n", name, value.value);
    symbols_.clear();
  }

  std::string path_;
  std::vector<std::string> lines_;
  size_t at_ = 0;
  bool decimal_ = false;
  Names severities_ = {{"success", {0, {}}}, {"informational", {1, {}}}, {"warning", {2, {}}}, {"error", {3, {}}}};
  Names facilities_ = {{"system", {0xff, {}}}, {"application", {0xfff, {}}}};
  Names languages_ = {{"english", {0x409, "MSG00409"}}};
  Names symbols_;
  Message message_ = {.severity = "Success", .facility = "Application"};
  std::map<uint32_t, uint32_t> last_;  // facility -> number
  std::map<std::string, MessageTable> tables_;
  CompiledMessages out_;
};

}  // namespace

CompiledMessages compile_messages(const std::string& path, const std::string& text) {
  return MessageReader(path, text.starts_with("\xEF\xBB\xBF") ? text.substr(3) : text).read();
}

std::string message_table_data(const MessageTable& table) {
  struct Block {
    uint32_t low, high, offset;
  };
  std::vector<Block> blocks;
  BinaryWriter entries;
  for (const auto& [id, text] : table.texts) {
    if (blocks.empty() || blocks.back().high + 1 != id)
      blocks.push_back({id, id, static_cast<uint32_t>(entries.size())});
    blocks.back().high = id;
    BinaryWriter words;
    words.utf16(text);
    words.u16(0);
    words.align(4);
    entries.u16(static_cast<uint16_t>(4 + words.size()));
    entries.u16(1);  // the text is UTF-16
    entries.bytes(words.data());
  }
  BinaryWriter out;
  out.u32(static_cast<uint32_t>(blocks.size()));
  const auto start = static_cast<uint32_t>(4 + blocks.size() * sizeof(Block));
  for (const Block& block : blocks) {
    out.u32(block.low);
    out.u32(block.high);
    out.u32(start + block.offset);
  }
  out.bytes(entries.data());
  return out.data();
}

}  // namespace owdf::cli
