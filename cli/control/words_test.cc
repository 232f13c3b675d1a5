#include <gmock/gmock.h>

#include <cstdlib>

#include "cli/control/channel.h"
#include "cli/control/hand_io.h"

namespace owdf::cli {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

TEST(OperatorWords, AreSplitAtBlanksOutsideQuotes) {
  std::vector<std::string> words;
  EXPECT_TRUE(split_words("io \"\\\\.\\a b\" read\t4 # and a comment", &words));
  EXPECT_THAT(words, ElementsAre("io", "\\\\.\\a b", "read", "4"));
  EXPECT_TRUE(split_words("   # nothing", &words));
  EXPECT_THAT(words, IsEmpty());
  EXPECT_TRUE(split_words("write \"\"", &words));
  EXPECT_THAT(words, ElementsAre("write", ""));
  EXPECT_FALSE(split_words("io \"open", &words));
}

TEST(OperatorWords, BytesAreHexadecimalPairsOrText) {
  EXPECT_THAT(*parse_bytes("00 ff7F"), ElementsAre(0x00, 0xFF, 0x7F));
  EXPECT_THAT(*parse_bytes("text:ab"), ElementsAre('a', 'b'));
  EXPECT_THAT(*parse_bytes(""), IsEmpty());
  EXPECT_FALSE(parse_bytes("0"));
  EXPECT_FALSE(parse_bytes("0g"));
}

TEST(OperatorWords, ADumpShowsNumbersAndCharacters) {
  EXPECT_EQ(dump({'h', 'i', 0}), "  000000  68 69 00                                         hi.\n");
  EXPECT_EQ(dump({}), "");
}

TEST(ControlSocket, NamesOfMachinesAreNoPaths) {
  EXPECT_EQ(socket_path("../escape"), "");
  EXPECT_EQ(socket_path(""), "");
  EXPECT_TRUE(socket_path("echo-1_a").ends_with("/echo-1_a.sock"));
}

TEST(ControlSocket, AMachineThatIsNotUpIsNamed) {
  std::string problem;
  EXPECT_FALSE(ask("nobody-is-up-by-this-name", {"devices"}, &problem));
  EXPECT_EQ(problem, "no machine named 'nobody-is-up-by-this-name' is up; `wdf run PATH --keep` leaves one up");
}

TEST(ControlSocket, OneNameIsForOneMachine) {
  std::string problem;
  const std::string name = "test-" + std::to_string(getpid());
  auto first = ControlSocket::listen(name, &problem);
  ASSERT_TRUE(first) << problem;
  EXPECT_FALSE(ControlSocket::listen(name, &problem));
  EXPECT_EQ(problem,
            "a machine named '" + name + "' is up already; `wdf leave` takes it down, --machine gives another name");
  first.reset();
  EXPECT_TRUE(ControlSocket::listen(name, &problem)) << problem;
}

}  // namespace
}  // namespace owdf::cli
