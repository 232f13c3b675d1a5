#include "base/storyboard.h"

namespace owdf {
namespace {

using Rows = std::set<std::string>;

constexpr const char* kStory = R"(
  begin            [AB-001]
  middle [1, 2]
  end              [AB-002 C9-b03]
)";

StoryDifference tell(const std::vector<std::string>& happened) {
  return compare_story(parse_story(kStory), happened);
}

TEST(Storyboard, LinesAreReadWithTheirRows) {
  const std::vector<StoryLine> lines = parse_story(kStory);
  ASSERT_EQ(lines.size(), 3u);
  EXPECT_EQ(lines[0].text, "begin");
  EXPECT_EQ(lines[0].rows, std::vector<std::string>{"AB-001"});
  EXPECT_EQ(lines[1].text, "middle [1, 2]");
  EXPECT_TRUE(lines[1].rows.empty());
  EXPECT_EQ(lines[2].rows, (std::vector<std::string>{"AB-002", "C9-b03"}));
}

TEST(Storyboard, WhatHappenedAsToldDiffersNowhere) {
  EXPECT_EQ(tell({"begin", "middle [1, 2]", "end"}).text, "");
}

TEST(Storyboard, AMissingLineIsNamedWithItsRows) {
  const StoryDifference difference = tell({"begin", "middle [1, 2]"});
  EXPECT_EQ(difference.text, "    begin\n    middle [1, 2]\n  - end\n");
  EXPECT_EQ(difference.rows, (Rows{"AB-002", "C9-b03"}));
}

TEST(Storyboard, AnotherLineInsteadChangesTheOneThatIsMissing) {
  const StoryDifference difference = tell({"begun", "middle [1, 2]", "end"});
  EXPECT_EQ(difference.text, "  - begin\n  + begun\n    middle [1, 2]\n    end\n");
  EXPECT_EQ(difference.rows, Rows{"AB-001"});
}

TEST(Storyboard, ALineTooManyChangesTheOneBeforeIt) {
  EXPECT_EQ(tell({"begin", "begin", "middle [1, 2]", "end"}).rows, Rows{"AB-001"});
  EXPECT_EQ(tell({"begin", "middle [1, 2]", "end", "more"}).rows, (Rows{"AB-002", "C9-b03"}));
}

TEST(Storyboard, OfTwoLinesInTheWrongOrderOneChanges) {
  const StoryDifference difference = tell({"middle [1, 2]", "begin", "end"});
  EXPECT_EQ(difference.rows, Rows{"AB-001"});
}

TEST(Storyboard, OfAStoryThatBreaksOffTheFirstMissingLineChanged) {
  const StoryDifference difference = tell({});
  EXPECT_EQ(difference.text, "  - begin\n  - middle [1, 2]\n  - end\n");
  EXPECT_EQ(difference.rows, Rows{"AB-001"});
}

TEST(Storyboard, SeveralStoriesOfATestAddUp) {
  EXPECT_STORY(std::vector<std::string>{"a"}, "a [AB-001]");
  EXPECT_STORY(std::vector<std::string>{"b"}, "b [AB-002]");
  const testing::TestResult* result = testing::UnitTest::GetInstance()->current_test_info()->result();
  ASSERT_EQ(result->test_property_count(), 2);
  EXPECT_STREQ(result->GetTestProperty(0).value(), "AB-001 AB-002");
  EXPECT_STREQ(result->GetTestProperty(1).value(), "");
  RecordProperty("story", "");  // these rows are examples
}

}  // namespace
}  // namespace owdf
