// The configuration of WPP software tracing: which macros of a source are trace functions, what is put around their
// messages, and what the format specifications %!NAME! mean. It stands in comment blocks of the sources
//
//   // begin_wpp config
//   // FUNC Trace{FLAGS=GENERAL}(LEVEL, MSG, ...);
//   // USESUFFIX(Trace, " (%!FUNC!)");
//   // end_wpp
//
// in .ini files without the comment, and as a list of functions in a project.
#pragma once

#include <map>
#include <string>
#include <vector>

namespace owdf::cli {

// Text to put before or after a message, with arguments of its own.
struct WppDecoration {
  std::string text;       // without quotes, as C spells it
  std::string arguments;  // C expressions over the function's parameters, separated by commas; may be empty
};

struct WppFunction {
  std::string name;
  std::vector<std::pair<std::string, std::string>> fixed;  // {LEVEL=ERROR}: not arguments of a call
  std::vector<std::string> parameters;                     // LEVEL, FLAGS, MSG and others, in order
  bool variadic = false;                                   // ends with ...
  bool doubled = false;                                    // called with two pairs of parentheses, as KdPrint is
  WppDecoration prefix, suffix;
  int message() const;                          // the index of MSG; -1: there is none
  std::vector<std::string> conditions() const;  // fixed names, then the parameters that stand before the message
};

enum class WppTypeKind { kSimple, kList, kComplex };

struct WppType {
  std::string name;
  WppTypeKind kind = WppTypeKind::kSimple;
  std::string item;      // ItemLong, ItemListLong ...
  std::string format;    // kSimple: a conversion without its percent sign
  std::string values;    // kList
  std::string helper;    // kComplex: the macro that names length and address
  std::string argument;  // kComplex: the C type
};

class WppConfig {
 public:
  WppConfig();  // DoTraceMessage, and the types that need nothing of the source

  // All of these append what is wrong to `problems` as "FILE:LINE: error: ..." lines, and go on.
  void read_blocks(const std::string& file, const std::string& text, std::string& problems);  // begin_wpp ... end_wpp
  void read_ini(const std::string& file, const std::string& text, std::string& problems);     // the whole file
  void read_functions(const std::string& file, const std::string& list, std::string& problems);  // NAME(...);NAME(...)

  const std::map<std::string, WppFunction>& functions() const { return functions_; }
  const WppType* type(const std::string& name) const;  // of the configuration; in any case
  // Whether %!NAME! is known without any configuration.
  static bool is_built_in(const std::string& name);

 private:
  friend class WppConfigReader;
  std::map<std::string, WppFunction> functions_;
  std::map<std::string, WppType> types_;  // by lower-case name
};

}  // namespace owdf::cli
