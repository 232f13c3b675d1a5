#include "cli/conformance/conformance.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>

#include <nlohmann/json.hpp>

#include "cli/source_paths.h"

namespace owdf::cli {
namespace {
namespace fs = std::filesystem;

// A specification of four rows in a folder of its own.
class ConformanceTest : public testing::Test {
 protected:
  void SetUp() override {
    fs::create_directories(folder_ / "requirements");
    write("requirements/ABC.tsv",
          "id\tapplies\trequirement\tnames\tpage\n"
          "ABC-001\tKMDF,UMDF2\tA <thing> happens.\tWdfThing\tThings\n"
          "ABC-002\tKMDF\tAnother happens.\tWdfOther\tThings\n"
          "ABC-003\tUMDF2\tOnly in user mode.\tWdfUser\tThings\n"
          "ABC-004\tTOOL\tA page says so.\t-\tThings\n");
    write("merged.tsv", "merged\tkept\nABC-a01\tABC-002\n");
    write("exceptions.tsv",
          "scope\tstate\treason\nfamily:UMDF2\tdeferred(hosts)\tno host\nABC-004\tnot testable\tsays nothing\n");
  }
  void TearDown() override { fs::remove_all(folder_); }

  void write(const std::string& name, const std::string& text) { std::ofstream(folder_ / name) << text; }
  const RowState& row(const std::string& id) {
    result_ = derive(specification_ = read_specification(folder_), citations_, proofs_, "");
    for (const RowState& state : result_.list)
      if (state.row->id == id) return state;
    throw std::runtime_error(id + " is not there");
  }
  std::string problem_of_reading() {
    try {
      read_specification(folder_);
    } catch (const BadInput& problem) {
      return problem.what();
    }
    return "";
  }

  const fs::path folder_ = fs::path(testing::TempDir()) / ("conformance." + std::to_string(getpid()));
  Citations citations_;
  ProveResult proofs_;
  Specification specification_;
  Conformance result_;
};

TEST_F(ConformanceTest, ACitationAloneProvesNothing) {
  citations_.passed["ABC-001"] = {"Suite.Test"};
  EXPECT_EQ(row("ABC-001").state, "open");
  EXPECT_EQ(row("ABC-001").note, "cited, not proved yet");
  EXPECT_NE(result_.text("", false).find("./dev prove was not run"), std::string::npos);
}

TEST_F(ConformanceTest, AProofCountsForTheFamiliesItWasMadeFor) {
  proofs_.run = true;
  proofs_.rows["ABC-001"] = {.state = "proved", .families = {"KMDF"}, .told = 3, .killed = 2, .survivors = {}};
  EXPECT_EQ(row("ABC-001").state, "proved");
  EXPECT_EQ(row("ABC-001").families.at("KMDF"), "proved");
  EXPECT_EQ(row("ABC-001").families.at("UMDF2"), "deferred(hosts)");
  EXPECT_EQ(row("ABC-001").note, "2 of 3 lies noticed");
  EXPECT_EQ(result_.total.with("proved"), 1u);
}

TEST_F(ConformanceTest, AFailedTestOutweighsAProof) {
  proofs_.run = true;
  proofs_.rows["ABC-002"] = {.state = "proved", .families = {"KMDF"}, .told = 1, .killed = 1, .survivors = {}};
  citations_.failed["ABC-a01"] = {"Suite.Test"};
  EXPECT_EQ(row("ABC-002").state, "failing");
}

TEST_F(ConformanceTest, ExceptionsAreDeclaredAndGiveTheirReason) {
  EXPECT_EQ(row("ABC-003").state, "deferred(hosts)");
  EXPECT_EQ(row("ABC-004").state, "not testable");
  EXPECT_EQ(row("ABC-004").note, "says nothing");
  EXPECT_EQ(row("ABC-002").state, "open");
}

TEST_F(ConformanceTest, MergedIdsAreUnderstoodAndUnknownOnesAreSaid) {
  citations_.passed["ABC-a01"] = {"Suite.Old"};
  citations_.passed["ABC-099"] = {"Suite.Wrong"};
  citations_.passed["BHV-001"] = {"Suite.Fact"};
  EXPECT_EQ(row("ABC-002").tests, std::vector<std::string>{"Suite.Old"});
  EXPECT_EQ(result_.unknown, std::vector<std::string>{"ABC-099"});
}

TEST_F(ConformanceTest, JsonHasTheShapeThatOtherProgramsRelyOn) {
  proofs_.run = true;
  proofs_.rows["ABC-001"] = {.state = "proved", .families = {"KMDF"}, .told = 1, .killed = 1, .survivors = {}};
  row("ABC-001");
  const auto document = nlohmann::json::parse(result_.json());
  EXPECT_EQ(document["rows"], 4);
  EXPECT_EQ(document["proved"], 1);
  EXPECT_EQ(document["areas"]["ABC"]["rows"], 4);
  EXPECT_EQ(document["areas"]["ABC"]["proved"], 1);
  for (const char* state : {"failing", "open", "deferred", "not testable"})
    EXPECT_TRUE(document["areas"]["ABC"].contains(state)) << state;
  for (const char* member : {"id", "state", "tests", "note", "believed"})
    EXPECT_TRUE(document["list"][0].contains(member));
}

TEST_F(ConformanceTest, HtmlIsOnePageAndEscapesWhatRowsSay) {
  row("ABC-001");
  const std::string page = result_.html();
  EXPECT_NE(page.find("A &lt;thing&gt; happens."), std::string::npos);
  EXPECT_EQ(page.find("http"), std::string::npos) << "it reaches outside itself";
  EXPECT_NE(page.find("<h2 id=\"ABC\">ABC: 0 of 4 proved</h2>"), std::string::npos);
  EXPECT_TRUE(page.ends_with("</html>\n"));
}

TEST_F(ConformanceTest, AMalformedTableIsNamedWithItsLine) {
  write("requirements/ABC.tsv", "id\tapplies\trequirement\tnames\tpage\nABC-001\tKMDF\tToo short.\n");
  EXPECT_NE(problem_of_reading().find("ABC.tsv:2: 3 columns"), std::string::npos) << problem_of_reading();
  write("requirements/ABC.tsv", "no header\n");
  EXPECT_NE(problem_of_reading().find("ABC.tsv:1:"), std::string::npos);
  fs::remove(folder_ / "requirements" / "ABC.tsv");
  EXPECT_NE(problem_of_reading().find("no requirement tables"), std::string::npos);
}

TEST_F(ConformanceTest, EvidenceThatIsNotEvidenceIsRefused) {
  write("list.json", "[]");
  write("wrong.json", R"({"rows":{"ABC-001":7}})");
  EXPECT_THROW(read_citations(folder_ / "list.json"), BadInput);
  EXPECT_THROW(read_citations(folder_ / "wrong.json"), BadInput);
  EXPECT_THROW(read_prove_result(folder_ / "wrong.json"), BadInput);
  EXPECT_THROW(read_prove_result(folder_ / "nowhere.json"), BadInput);
}

TEST(Specification, OfTheProjectIsWellFormed) {
  const Specification specification = read_specification(std::string(kSourceRoot) + "/spec");
  EXPECT_GT(specification.rows.size(), 3000u);
  std::set<std::string> ids;
  for (const Requirement& row : specification.rows) ids.insert(row.id);
  for (const auto& [gone, kept] : specification.merged) {
    EXPECT_FALSE(ids.contains(gone)) << gone;
    EXPECT_TRUE(ids.contains(kept)) << kept;
  }
  for (const auto& [scope, exception] : specification.exceptions) {
    if (scope.find(':') == std::string::npos) {
      EXPECT_TRUE(ids.contains(scope)) << scope;
    }
    EXPECT_TRUE(exception.state == "not testable" || exception.state.starts_with("deferred(")) << scope;
    EXPECT_FALSE(exception.reason.empty()) << scope;
  }
}

}  // namespace
}  // namespace owdf::cli
