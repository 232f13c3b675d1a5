// SectionReader: takes apart the directives that several kinds of INF section share. Part of Package.
#pragma once

#include <functional>

#include "setup/package.h"

namespace owdf::setup {

class SectionReader {
 public:
  SectionReader(const Inf& inf, Diagnostics& diagnostics) : inf_(inf), diagnostics_(diagnostics) {}

  // The lines of a section, those it draws in by Needs included. A section that is not in this file but comes from an
  // included one is skipped with a warning.
  std::vector<const Line*> lines(const Section& section);

  // The section that a directive names; null and an error if there is none.
  const Section* require(const std::string& name, Location at, std::string_view directive);

  uint32_t number(const Line& line, size_t index, uint32_t fallback, std::string_view what);

  // Every AddReg and DelReg among the lines.
  std::vector<RegistryChange> registry(const std::vector<const Line*>& lines);

 private:
  void collect(const Section& section, std::vector<const Line*>& lines, std::vector<const Section*>& open);
  void registry_section(const std::string& name, Location at, bool remove, std::vector<RegistryChange>& changes);

  const Inf& inf_;
  Diagnostics& diagnostics_;
};

bool is_key(const Line& line, std::string_view key);

}  // namespace owdf::setup
