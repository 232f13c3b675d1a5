// A test that tells a whole story: what happened, line by line, against the lines that should have happened. A line may
// end with the requirement rows that it proves:
//
//   EXPECT_STORY(log, R"(
//     DeviceAdd
//     Prepare            [PNP-018]
//     D0Entry            [PNP-020 PWR-014]
//   )");
//
// Such rows count as cited. When a lie of ./dev prove makes the test fail, only the rows whose lines changed have
// noticed.
#pragma once

#include <gtest/gtest.h>

#include <set>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace owdf {

struct StoryLine {
  std::string text;
  std::vector<std::string> rows;
};
// Blank lines and indentation mean nothing.
std::vector<StoryLine> parse_story(std::string_view text);

struct StoryDifference {
  std::string text;  // empty: it happened as told
  // Of lines that did not happen, or after which something else did; of a story that breaks off only the first missing
  // one.
  std::set<std::string> rows;
};
StoryDifference compare_story(std::span<const StoryLine> expected, std::span<const std::string> happened);

// The words of `value`, which spaces separate.
std::set<std::string> words_of(std::string_view value);

// Adds words to a property of the running test, which several stories of one test share.
inline void add_to_property(const char* key, std::set<std::string> words) {
  const testing::TestResult* result = testing::UnitTest::GetInstance()->current_test_info()->result();
  for (int i = 0; i < result->test_property_count(); ++i)
    if (result->GetTestProperty(i).key() == std::string_view(key))
      words.merge(words_of(result->GetTestProperty(i).value()));
  std::string joined;
  for (const std::string& word : words) joined += (joined.empty() ? "" : " ") + word;
  testing::Test::RecordProperty(key, joined);
}

inline void expect_story(const char* file, int line, std::span<const std::string> happened, std::string_view text) {
  const std::vector<StoryLine> expected = parse_story(text);
  std::set<std::string> rows;
  for (const StoryLine& told : expected) rows.insert(told.rows.begin(), told.rows.end());
  const StoryDifference difference = compare_story(expected, happened);
  add_to_property("story", rows);
  add_to_property("changed", difference.rows);
  if (!difference.text.empty()) ADD_FAILURE_AT(file, line) << "It happened otherwise:\n" << difference.text;
}
#define EXPECT_STORY(happened, text) ::owdf::expect_story(__FILE__, __LINE__, happened, text)

}  // namespace owdf
