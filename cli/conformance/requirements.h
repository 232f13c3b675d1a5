// The requirement rows of spec/, as they are written there. See spec/README.md.
#pragma once

#include <map>
#include <stdexcept>
#include <string>
#include <vector>

namespace owdf::cli {

// A file that cannot be read or is not what it should be; the text names it and the line.
struct BadInput : std::runtime_error {
  using std::runtime_error::runtime_error;
};

struct Requirement {
  std::string id;
  std::vector<std::string> families;  // KMDF, UMDF2, UMDF1, OS, APP, TOOL
  std::string text;
  std::string names;
  std::string page;

  std::string area() const { return id.substr(0, id.find('-')); }
};

// Declared by hand for a row, an area ("area:WMI") or a family ("family:UMDF2").
struct Exception {
  std::string state;  // "deferred(subject)" or "not testable"
  std::string reason;
};

struct Specification {
  std::vector<Requirement> rows;              // by area, in the order of the tables
  std::map<std::string, std::string> merged;  // id that is gone -> id that holds its content
  std::map<std::string, Exception> exceptions;

  // The id under which a row is kept.
  const std::string& kept(const std::string& id) const;
};

// `folder`: spec/ of a source tree. Throws BadInput.
Specification read_specification(const std::string& folder);

}  // namespace owdf::cli
