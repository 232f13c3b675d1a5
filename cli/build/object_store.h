// Objects of one project and one set of flags, and which of them are still good.
#pragma once

#include <string>
#include <vector>

namespace owdf::cli {

struct CompileJob {
  std::string source;
  std::string object;                // beside it: .d (dependencies) and .cmd (the command it was made by)
  std::vector<std::string> command;  // complete
  bool up_to_date = false;
};

// The object is newer than everything in its dependency file, and was made by the same command.
bool is_up_to_date(const CompileJob& job);
void remember_command(const CompileJob& job);

// File names of a make-style dependency file, the target left out.
std::vector<std::string> parse_dependencies(const std::string& text);

}  // namespace owdf::cli
