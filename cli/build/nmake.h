// The part of NMAKE's language that the BUILD utility's files (`sources`, `dirs`) are written in: macros with
// continued lines, conditional blocks, included files. Rules and commands are no part of these files.
#pragma once

#include <map>
#include <string>
#include <vector>

namespace owdf::cli {

struct MakeMacro {
  std::string value;  // as written, but for what it said about itself
  std::string at;     // "file:line" of its last definition
};

class MakeFile {
 public:
  // Macros that the environment of the build defines; names are compared without case, as NMAKE does with them.
  void define(const std::string& name, const std::string& value);
  // Throws std::string, a sentence that begins with "file:line: ".
  void read(const std::string& path);

  const MakeMacro* find(const std::string& name) const;
  // Every macro in `text` replaced, those in their values too. Unknown ones are empty; $(NAME:old=new) substitutes.
  std::string expand(const std::string& text) const;
  std::string value(const std::string& name) const;               // expanded; empty if there is none
  std::vector<std::string> words(const std::string& name) const;  // of the value, at blanks, quotes kept together
  std::string where(const std::string& name) const;               // of the macro, or of the file
  bool is_defined(const std::string& name) const { return find(name) != nullptr; }

 private:
  friend class MakeReader;
  std::string expand_at(const std::string& text, int depth) const;
  std::string replace(const std::string& reference, int depth) const;

  std::map<std::string, MakeMacro> macros_;  // upper-case names
  std::string path_;
};

// `text` at blanks; quotation marks keep words together and stay, unless a backslash hides them.
std::vector<std::string> split_words(const std::string& text);

}  // namespace owdf::cli
