// The same seed is the same run in another process, wherever the system puts memory; the digest of all events says so.
#include <gmock/gmock.h>

#include <nlohmann/json.hpp>

#include "tests/drivers/misbehave/misdeed.h"
#include "tests/subprocess.h"
#include "tests/scenario.h"

namespace owdf::scenarios {
namespace {

const std::vector<std::string> kWithRandomisation = {"OPENWDF_ASLR=1"};
// Another size of the environment moves every stack of the process.
const std::vector<std::string> kWithOtherEnvironment = {"OPENWDF_ASLR=1", "OPENWDF_PADDING=" + std::string(3000, 'x')};

class DigestTest : public ::testing::Test {
 protected:
  void SetUp() override {
    if (const std::string missing = missing_tools(); !missing.empty()) GTEST_SKIP() << missing;
  }

  static std::string digest(const std::string& folder, const std::string& argument, int seed,
                            const std::vector<std::string>& environment) {
    const std::string path = source_root() + "/" + folder;
    std::vector<std::string> arguments = {path + "/driver",     "--quiet", "--json",
                                          "--strategy",         "random",  "--seed",
                                          std::to_string(seed), "--app",   path + "/app"};
    if (!argument.empty()) arguments.push_back(argument);
    const Outcome outcome = run_wdf("run", arguments, environment);
    // The application's own output comes first.
    const nlohmann::json report = nlohmann::json::parse(
        outcome.out.substr(std::min(outcome.out.find("{\n"), outcome.out.size())), nullptr, false);
    if (!report.is_object() || !report.contains("digest")) {
      ADD_FAILURE() << "no digest in what wdf printed: " << outcome.out << outcome.err;
      return {};
    }
    return report["digest"];
  }
};

TEST_F(DigestTest, TheSameSeedIsTheSameRunInEveryProcess) {
  const auto echo = [](int seed, const std::vector<std::string>& environment) {
    return digest("drivers/echo", "", seed, environment);
  };
  for (int seed : {1, 90417}) {
    const std::string first = echo(seed, {});
    EXPECT_EQ(echo(seed, {}), first);
    EXPECT_EQ(echo(seed, kWithRandomisation), first) << "seed " << seed;
    EXPECT_EQ(echo(seed, kWithOtherEnvironment), first) << "seed " << seed;
  }
  EXPECT_NE(echo(1, {}), echo(2, {}));
}

// Its parameters are addresses; the run is the same all the same.
TEST_F(DigestTest, TheSameSeedIsTheSameBugCheckInEveryProcess) {
  const std::string fault = std::to_string(MisdeedNullReadInDpc);
  const std::string violation = std::to_string(MisdeedStaleHandle);
  for (const std::string& misdeed : {fault, violation}) {
    const std::string first = digest("tests/drivers/misbehave", misdeed, 1, {});
    EXPECT_EQ(digest("tests/drivers/misbehave", misdeed, 1, kWithRandomisation), first);
    EXPECT_EQ(digest("tests/drivers/misbehave", misdeed, 1, kWithOtherEnvironment), first);
  }
}

}  // namespace
}  // namespace owdf::scenarios
