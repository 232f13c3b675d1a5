// Inf: one INF or INX file as sections of lines, with where each stands, %strkey% substituted and $VARIABLES$ stamped.
// Knows the grammar and nothing of what sections mean. A value that Inf::parse returned never changes.
// Requirements: INF-008, INF-025 to INF-031, INF-b02.
#pragma once

#include <map>
#include <optional>

#include "setup/source.h"

namespace owdf::setup {

struct Field {
  std::string text;
  Location at;
  bool quoted = false;
};

// `key = value, value` or `value, value`: then key.text is empty and has_key false.
struct Line {
  Field key;
  bool has_key = false;
  std::vector<Field> values;
  Location at;

  // The value at `index`; empty text where the line is shorter.
  const std::string& value(size_t index) const;
  Location value_at(size_t index) const;
};

struct Section {
  std::string name;
  Location at;
  std::vector<Line> lines;  // of every section of this name in the file, in order

  // The first line with this key; null if there is none.
  const Line* find(std::string_view key) const;
  std::vector<const Line*> find_all(std::string_view key) const;
};

// What stampinf puts into an INX. Texts as the tool takes them: "1.33", "2.33.0".
struct Stamp {
  std::string architecture = "amd64";
  std::string kmdf_version = "1.33";
  std::string umdf_version = "2.33.0";
  std::string apply(std::string text) const;
};

class Inf {
 public:
  // Nothing if the text breaks the grammar; `diagnostics` then says where, and what was expected there.
  static std::optional<Inf> parse(std::string_view bytes, const Stamp& stamp, Diagnostics& diagnostics);

  const Section* find(std::string_view name) const;
  const std::vector<Section>& sections() const { return sections_; }

 private:
  friend class InfParser;
  friend class Substitution;
  std::vector<Section> sections_;
};

// For ./dev prove: entries and variables of an INF count like members of a structure, and a lie ignores one. Otherwise
// false.
bool is_ignored(std::string_view name);

// A number as INF files write it: decimal, or hexadecimal with 0x. Nothing if it is not one, or too large.
std::optional<uint32_t> parse_number(std::string_view text);

}  // namespace owdf::setup
