// Source: the text of an INF or INX file, decoded, and what is said about a place in it.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace owdf::setup {

struct Location {
  int line = 0;    // from 1; 0: the file as a whole
  int column = 0;  // from 1, in characters
};

enum class Severity : uint8_t { kWarning, kError };

struct Diagnostic {
  Severity severity;
  std::string file;
  Location at;
  std::string message;
  // file:line:column: error: message
  std::string text() const;
};

// Collects what is wrong with one package. An error means that the package cannot be installed.
class Diagnostics {
 public:
  explicit Diagnostics(std::string file) : file_(std::move(file)) {}
  void error(Location at, std::string message) { add(Severity::kError, at, std::move(message)); }
  void warning(Location at, std::string message) { add(Severity::kWarning, at, std::move(message)); }
  bool failed() const { return errors_ != 0; }
  const std::vector<Diagnostic>& all() const { return all_; }
  const std::string& file() const { return file_; }
  std::string text() const;  // one line each, in the order found

 private:
  void add(Severity severity, Location at, std::string message);
  std::string file_;
  std::vector<Diagnostic> all_;
  size_t errors_ = 0;
};

// INF files come as UTF-16 with a byte order mark, UTF-8 with or without one, or in the ANSI code page. Without a mark
// the bytes are UTF-8 if they are well formed as such. A file that is cut in the middle of a UTF-16 character is an
// error.
std::string decode(std::string_view bytes, Diagnostics& diagnostics);

}  // namespace owdf::setup
