// Managed object format (.mof): the classes that a driver offers to WMI, and the header with their GUIDs and structures
// that drivers include as NAMEmof.h.
#pragma once

#include <string>
#include <vector>

namespace owdf::cli {

struct MofQualifier {
  std::string name;                 // lower-case
  std::vector<std::string> values;  // of the parentheses or braces; strings without their quotes
};

using MofQualifiers = std::vector<MofQualifier>;

struct MofField {
  std::string name, type;  // lower-case type
  bool array = false;
  int size = 0;  // of an array whose size is fixed
  MofQualifiers qualifiers;
};

struct MofMethod {
  std::string name, type;
  std::vector<MofField> parameters;
  MofQualifiers qualifiers;
};

struct MofClass {
  std::string name, base;
  MofQualifiers qualifiers;
  std::vector<MofField> fields;
  std::vector<MofMethod> methods;
  int line = 0;
};

// Throws std::string, a sentence that begins with "file:line: ".
std::vector<MofClass> parse_mof(const std::string& path, const std::string& text);

// `methods`: structures for the parameters of methods as well.
std::string mof_header(const std::string& path, const std::vector<MofClass>& classes, bool methods);

}  // namespace owdf::cli
