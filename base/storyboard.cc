#include "base/storyboard.h"

#include <algorithm>
#include <cctype>

namespace owdf {
namespace {

std::string_view trimmed(std::string_view text) {
  const size_t first = text.find_first_not_of(" \t");
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(" \t") - first + 1);
}

bool is_row(std::string_view word) {
  const size_t dash = word.find('-');
  if (dash == 0 || dash == std::string_view::npos || dash + 1 == word.size()) return false;
  return std::all_of(word.begin(), word.begin() + dash,
                     [](unsigned char c) { return std::isupper(c) || std::isdigit(c); });
}

// The rows of "[PNP-018 PWR-014]"; none if it says anything else.
std::vector<std::string> rows_of(std::string_view brackets) {
  const std::set<std::string> words = words_of(brackets.substr(1, brackets.size() - 2));
  if (!std::all_of(words.begin(), words.end(), is_row)) return {};
  return {words.begin(), words.end()};
}

StoryLine parse_line(std::string_view line) {
  const size_t bracket = line.ends_with(']') ? line.rfind('[') : std::string_view::npos;
  if (bracket == std::string_view::npos) return {std::string(line), {}};
  std::vector<std::string> rows = rows_of(line.substr(bracket));
  if (rows.empty()) return {std::string(line), {}};
  return {std::string(trimmed(line.substr(0, bracket))), std::move(rows)};
}

// common[i][j]: how many lines the rest of `expected` from i and of `happened` from j have in common, in order.
std::vector<std::vector<size_t>> common_lines(std::span<const StoryLine> expected,
                                              std::span<const std::string> happened) {
  std::vector common(expected.size() + 1, std::vector<size_t>(happened.size() + 1));
  for (size_t i = expected.size(); i-- > 0;)
    for (size_t j = happened.size(); j-- > 0;)
      common[i][j] =
          expected[i].text == happened[j] ? common[i + 1][j + 1] + 1 : std::max(common[i + 1][j], common[i][j + 1]);
  return common;
}

void differ(StoryDifference& difference, const StoryLine* line) {
  if (line) difference.rows.insert(line->rows.begin(), line->rows.end());
}

}  // namespace

std::set<std::string> words_of(std::string_view value) {
  std::set<std::string> words;
  for (value = trimmed(value); !value.empty();) {
    const size_t end = std::min(value.find(' '), value.size());
    words.emplace(value.substr(0, end));
    value = trimmed(value.substr(end));
  }
  return words;
}

std::vector<StoryLine> parse_story(std::string_view text) {
  std::vector<StoryLine> lines;
  while (!text.empty()) {
    const size_t end = std::min(text.find('\n'), text.size());
    const std::string_view line = trimmed(text.substr(0, end));
    if (!line.empty()) lines.push_back(parse_line(line));
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return lines;
}

StoryDifference compare_story(std::span<const StoryLine> expected, std::span<const std::string> happened) {
  const auto common = common_lines(expected, happened);
  StoryDifference difference;
  std::string text;
  bool differs = false;
  size_t i = 0, j = 0, missing_since = expected.size();
  while (i < expected.size() || j < happened.size()) {
    if (i < expected.size() && j < happened.size() && expected[i].text == happened[j]) {
      text += "    " + happened[j++] + "\n";
      ++i;
      continue;
    }
    differs = true;
    // On a tie the expected line is missing first, so that what happened instead stands behind it.
    if (j == happened.size() || (i < expected.size() && common[i + 1][j] >= common[i][j + 1])) {
      const bool broken_off = j == happened.size() && i > 0 && missing_since == i - 1;
      if (!broken_off) differ(difference, &expected[i]);
      if (j == happened.size()) missing_since = i;
      text += "  - " + expected[i++].text + "\n";
    } else {
      differ(difference, i > 0 ? &expected[i - 1] : nullptr);
      text += "  + " + happened[j++] + "\n";
    }
  }
  if (differs) difference.text = std::move(text);
  return difference;
}

}  // namespace owdf
