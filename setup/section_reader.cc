#include "setup/section_reader.h"

#include <fmt/format.h>

#include <algorithm>

#include "nt/rtl/text.h"

namespace owdf::setup {
namespace {

std::optional<RegistryRoot> registry_root(std::string_view text) {
  constexpr std::pair<std::string_view, RegistryRoot> kRoots[] = {{"HKR", RegistryRoot::kRelative},
                                                                  {"HKLM", RegistryRoot::kLocalMachine},
                                                                  {"HKCR", RegistryRoot::kClassesRoot},
                                                                  {"HKCU", RegistryRoot::kCurrentUser},
                                                                  {"HKU", RegistryRoot::kUsers}};
  for (const auto& [name, root] : kRoots) {
    if (rtl::equal_ignoring_case(name, text)) return root;
  }
  return std::nullopt;
}

}  // namespace

bool is_key(const Line& line, std::string_view key) {
  return line.has_key && rtl::equal_ignoring_case(line.key.text, key) && !is_ignored(key);
}

void SectionReader::collect(const Section& section, std::vector<const Line*>& lines,
                            std::vector<const Section*>& open) {
  if (std::find(open.begin(), open.end(), &section) != open.end()) return;  // sections that need each other
  open.push_back(&section);
  for (const Line& line : section.lines) {
    if (is_key(line, "Include")) continue;
    if (!is_key(line, "Needs")) {
      lines.push_back(&line);
      continue;
    }
    for (const Field& needed : line.values) {
      if (const Section* found = inf_.find(needed.text)) {
        collect(*found, lines, open);
      } else {
        diagnostics_.warning(needed.at,
                             fmt::format("[{}] comes from an INF of the system and is skipped", needed.text));
      }
    }
  }
}

std::vector<const Line*> SectionReader::lines(const Section& section) {
  std::vector<const Line*> lines;
  std::vector<const Section*> open;
  collect(section, lines, open);
  return lines;
}

const Section* SectionReader::require(const std::string& name, Location at, std::string_view directive) {
  const Section* section = inf_.find(name);
  if (!section) diagnostics_.error(at, fmt::format("expected a section [{}], which {} names here", name, directive));
  return section;
}

uint32_t SectionReader::number(const Line& line, size_t index, uint32_t fallback, std::string_view what) {
  const std::string& text = line.value(index);
  if (text.empty()) return fallback;
  const std::optional<uint32_t> value = parse_number(text);
  // A string that [Strings] lacks was already warned about; setup takes such a number as absent.
  const bool undefined = text.front() == '%' && text.back() == '%';
  if (!value && !undefined)
    diagnostics_.error(line.value_at(index), fmt::format("expected a number for {}, found '{}'", what, text));
  return value.value_or(fallback);
}

std::vector<RegistryChange> SectionReader::registry(const std::vector<const Line*>& lines) {
  std::vector<RegistryChange> changes;
  for (const Line* line : lines) {
    const bool add = is_key(*line, "AddReg");
    const bool remove = is_key(*line, "DelReg");
    if (!add && !remove) continue;
    for (const Field& name : line->values) registry_section(name.text, name.at, remove, changes);
  }
  return changes;
}

void SectionReader::registry_section(const std::string& name, Location at, bool remove,
                                     std::vector<RegistryChange>& changes) {
  const Section* section = require(name, at, remove ? "DelReg" : "AddReg");
  if (!section) return;
  for (const Line& line : section->lines) {
    const std::optional<RegistryRoot> root = registry_root(line.value(0));
    if (line.has_key || !root) {
      diagnostics_.error(line.at,
                         fmt::format("expected HKR, HKLM, HKCR, HKCU or HKU at the beginning of the line, found '{}'",
                                     line.has_key ? line.key.text : line.value(0)));
      continue;
    }
    RegistryChange change{
        .remove = remove, .root = *root, .subkey = line.value(1), .value_name = line.value(2), .at = line.at};
    change.names_value = line.values.size() > 2;
    change.flags = number(line, 3, 0, "the flags");
    for (size_t i = 4; i < line.values.size(); i++) change.data.push_back(line.value(i));
    changes.push_back(std::move(change));
  }
}

}  // namespace owdf::setup
