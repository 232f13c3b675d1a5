// Each kind of lie, told about a specimen: it changes what a caller sees, and nothing else ever does.
#include <gtest/gtest.h>

#include "prove/callback.h"
#include "prove/nt_function.h"

namespace owdf::prove {

struct SPECIMEN_CONFIG {
  ULONG Size;
  ULONG Limit;
  BOOLEAN Fast;
};

namespace {

constexpr ULONG kUsualLimit = 7;

constexpr Member kMembers[] = {{"Limit", 4, 4}, {"Fast", 8, 1}};
const Structure kConfig{"SPECIMEN_CONFIG", sizeof(SPECIMEN_CONFIG), true, kMembers,
                        [](void* at) { static_cast<SPECIMEN_CONFIG*>(at)->Limit = kUsualLimit; }};

}  // namespace

template <>
inline const Structure* const kStructureOf<SPECIMEN_CONFIG> = &kConfig;

namespace {

// What a function would be in wdf/: it makes something from a configuration, or refuses.
struct Specimen {
  int made = 0;
  SPECIMEN_CONFIG seen{};
};

NTSTATUS NTAPI make(Specimen* specimen, SPECIMEN_CONFIG* config, ULONG* handle) {
  if (config->Limit == 0) return STATUS_INVALID_PARAMETER;
  specimen->seen = *config;
  *handle = static_cast<ULONG>(++specimen->made);
  return STATUS_SUCCESS;
}
VOID NTAPI describe(Specimen* specimen, SPECIMEN_CONFIG* config) {
  config->Limit = 3;
  config->Fast = TRUE;
}
BOOLEAN NTAPI is_made(Specimen* specimen) {
  return specimen->made > 0;
}

constexpr Parameter kMakeParameters[] = {{"Config", Role::kIn}, {"Handle", Role::kOut}};
constexpr Function kMake{"Make", true, kMakeParameters};
constexpr Parameter kDescribeParameters[] = {{"Config", Role::kInOut}};
constexpr Function kDescribe{"Describe", false, kDescribeParameters};
constexpr Function kIsMade{"IsMade", false, {}};

class LieTest : public testing::Test {
 protected:
  ~LieTest() override {
    liar().stop();
    liar().call_held_back();
  }
  static Liar& liar() { return Liar::of_process(); }
  void tell(const char* text) { liar().tell(parse_lie(text).value()); }

  NTSTATUS make_one() { return call(kMake, make, &specimen_, &config_, &handle_); }

  Specimen specimen_;
  SPECIMEN_CONFIG config_{sizeof(SPECIMEN_CONFIG), 5, TRUE};
  ULONG handle_ = 0;
};

TEST_F(LieTest, AnHonestWrapperChangesNothing) {
  EXPECT_TRUE(liar().idle());
  EXPECT_EQ(make_one(), STATUS_SUCCESS);
  EXPECT_EQ(specimen_.seen.Limit, 5u);
  EXPECT_EQ(specimen_.seen.Fast, TRUE);
  EXPECT_EQ(handle_, 1u);
  EXPECT_EQ(call(kIsMade, is_made, &specimen_), TRUE);
  config_.Limit = 0;
  EXPECT_EQ(make_one(), STATUS_INVALID_PARAMETER);
}

TEST_F(LieTest, ALieAboutSomethingElseChangesNothing) {
  tell("skip Other");
  EXPECT_EQ(make_one(), STATUS_SUCCESS);
  EXPECT_EQ(specimen_.made, 1);
  EXPECT_EQ(handle_, 1u);
  EXPECT_EQ(liar().told(), 0u);
}

TEST_F(LieTest, ARefusalDoesNothingAndFails) {
  tell("refuse Make");
  EXPECT_EQ(make_one(), STATUS_UNSUCCESSFUL);
  EXPECT_EQ(specimen_.made, 0);
  EXPECT_EQ(liar().told(), 1u);
}

TEST_F(LieTest, ASkippedEffectLooksLikeSuccess) {
  tell("skip Make");
  EXPECT_EQ(make_one(), STATUS_SUCCESS);
  EXPECT_EQ(specimen_.made, 0);
}

TEST_F(LieTest, AnotherAnswerIsGivenAfterTheWork) {
  tell("answer Make");
  EXPECT_EQ(make_one(), STATUS_UNSUCCESSFUL);
  EXPECT_EQ(specimen_.made, 1);
  tell("answer IsMade");
  EXPECT_EQ(call(kIsMade, is_made, &specimen_), FALSE);
}

TEST_F(LieTest, OnlyAFailureCanBePretendedAway) {
  tell("pretend Make");
  EXPECT_EQ(make_one(), STATUS_SUCCESS);
  EXPECT_EQ(liar().told(), 0u);
  config_.Limit = 0;
  EXPECT_EQ(make_one(), STATUS_SUCCESS);
  EXPECT_EQ(liar().told(), 1u);
}

TEST_F(LieTest, AStatusIsAnotherOneWhereverItLeaves) {
  tell("status C000000D");
  EXPECT_EQ(make_one(), STATUS_SUCCESS);
  config_.Limit = 0;
  EXPECT_EQ(make_one(), STATUS_UNSUCCESSFUL);
  IRP irp{};
  irp.IoStatus.Status = STATUS_INVALID_PARAMETER;
  tell_completion(&irp);
  EXPECT_EQ(irp.IoStatus.Status, STATUS_UNSUCCESSFUL);
  EXPECT_EQ(liar().told(), 2u);
}

TEST_F(LieTest, TheInformationOfACompletionIsForgotten) {
  tell("forget IO_STATUS_BLOCK.Information");
  IRP irp{};
  irp.IoStatus.Information = 12;
  tell_completion(&irp);
  EXPECT_EQ(irp.IoStatus.Information, 0u);
}

TEST_F(LieTest, ABugCheckHasAnotherParameter) {
  EXPECT_EQ(tell_code("WDF_VIOLATION", 5), 5u);
  tell("code WDF_VIOLATION");
  EXPECT_EQ(tell_code("WDF_VIOLATION", 5), 6u);
}

TEST_F(LieTest, AnOutParameterStaysUnwritten) {
  tell("unwritten Make.Handle");
  EXPECT_EQ(make_one(), STATUS_SUCCESS);
  EXPECT_EQ(handle_, 0u);
  EXPECT_EQ(specimen_.made, 1);
}

TEST_F(LieTest, AnIgnoredMemberCountsAsItsInitialValueAndTheCallersStructureIsLeftAlone) {
  tell("ignore SPECIMEN_CONFIG.Limit");
  EXPECT_EQ(make_one(), STATUS_SUCCESS);
  EXPECT_EQ(specimen_.seen.Limit, kUsualLimit);
  EXPECT_EQ(specimen_.seen.Fast, TRUE);
  EXPECT_EQ(config_.Limit, 5u);
}

TEST_F(LieTest, AMemberThatHasItsInitialValueAnywayIsNoLie) {
  tell("ignore SPECIMEN_CONFIG.Limit");
  config_.Limit = kUsualLimit;
  make_one();
  EXPECT_EQ(liar().told(), 0u);
}

TEST_F(LieTest, AFilledMemberIsForgotten) {
  tell("forget SPECIMEN_CONFIG.Limit");
  call(kDescribe, describe, &specimen_, &config_);
  EXPECT_EQ(config_.Limit, 0u);
  EXPECT_EQ(config_.Fast, TRUE);
}

TEST_F(LieTest, AStructureOfAnImpossibleSizeIsNotTouched) {
  tell("ignore SPECIMEN_CONFIG.Limit");
  config_.Size = 4096;
  make_one();
  EXPECT_EQ(specimen_.seen.Limit, 5u);
}

NTSTATUS NTAPI count_up(PULONG count, ULONG step) {
  if (step == 0) return STATUS_INVALID_PARAMETER;
  *count += step;
  return STATUS_SUCCESS;
}
constexpr Function kCountUp{"CountUp", true, {}};
using CountUp = NTSTATUS(NTAPI*)(PULONG, ULONG);

class NtFunctionLieTest : public LieTest {
 protected:
  NtFunctionLieTest() {
    const void* truth = reinterpret_cast<const void*>(&count_up);
    lying_ = reinterpret_cast<CountUp>(const_cast<void*>(entry<kCountUp>(truth, count_up)));
  }
  CountUp lying_;
  ULONG count_ = 0;
};

TEST_F(NtFunctionLieTest, AnHonestOneIsTheTruth) {
  EXPECT_EQ(lying_(&count_, 2), STATUS_SUCCESS);
  EXPECT_EQ(lying_(&count_, 0), STATUS_INVALID_PARAMETER);
  EXPECT_EQ(count_, 2u);
}

TEST_F(NtFunctionLieTest, ItRefusesSkipsAnswersAndPretendsLikeAnyOther) {
  tell("refuse CountUp");
  EXPECT_EQ(lying_(&count_, 2), STATUS_UNSUCCESSFUL);
  tell("skip CountUp");
  EXPECT_EQ(lying_(&count_, 2), STATUS_SUCCESS);
  EXPECT_EQ(count_, 0u);
  tell("answer CountUp");
  EXPECT_EQ(lying_(&count_, 2), STATUS_UNSUCCESSFUL);
  EXPECT_EQ(count_, 2u);
  tell("pretend CountUp");
  EXPECT_EQ(lying_(&count_, 0), STATUS_SUCCESS);
}

TEST_F(NtFunctionLieTest, ANumberItPointsToStaysUnwritten) {
  tell("unwritten CountUp.1");
  EXPECT_EQ(lying_(&count_, 2), STATUS_SUCCESS);
  EXPECT_EQ(count_, 0u);
}

TEST_F(NtFunctionLieTest, NobodyStandsInForWhatIsNotBuilt) {
  EXPECT_EQ(entry<kCountUp>(nullptr, count_up), nullptr);
  static const Undeclared nothing;
  const void* symbol = this;
  EXPECT_EQ(entry<kCountUp>(symbol, &nothing), symbol);
}

class CallbackLieTest : public LieTest {
 protected:
  NTSTATUS read() {
    return call_back("EvtRead", [this] {
      log_ += "r";
      return STATUS_SUCCESS;
    });
  }
  void write() {
    call_back("EvtWrite", [this] { log_ += "w"; });
  }
  std::string log_;
};

TEST_F(CallbackLieTest, HonestCallsArriveInOrder) {
  EXPECT_EQ(read(), STATUS_SUCCESS);
  write();
  EXPECT_EQ(log_, "rw");
}

TEST_F(CallbackLieTest, ADroppedCallLooksLikeSuccess) {
  tell("drop EvtRead");
  EXPECT_EQ(read(), STATUS_SUCCESS);
  write();
  EXPECT_EQ(log_, "w");
}

TEST_F(CallbackLieTest, ACallIsMadeTwice) {
  tell("twice EvtWrite");
  read();
  write();
  EXPECT_EQ(log_, "rww");
}

TEST_F(CallbackLieTest, TheResultIsTurnedIntoItsOpposite) {
  tell("wrong EvtRead");
  EXPECT_EQ(read(), STATUS_UNSUCCESSFUL);
  EXPECT_EQ(log_, "r");
}

TEST_F(CallbackLieTest, ALateCallComesAfterTheNextOne) {
  tell("late EvtRead");
  EXPECT_EQ(read(), STATUS_SUCCESS);
  EXPECT_EQ(log_, "");
  write();
  EXPECT_EQ(log_, "wr");
}

TEST_F(CallbackLieTest, TwoLateCallsChangePlaces) {
  tell("late EvtWrite");
  int calls = 0;
  const auto numbered = [&] { call_back("EvtWrite", [this, number = ++calls] { log_ += std::to_string(number); }); };
  numbered();
  numbered();
  EXPECT_EQ(log_, "21");
}

TEST(Lie, IsWrittenAndReadAsText) {
  for (const char* text : {"refuse A", "unwritten A.B", "ignore A_B.C", "late EvtA"})
    EXPECT_EQ(text_of(*parse_lie(text)), text);
  EXPECT_FALSE(parse_lie("skip"));
  EXPECT_FALSE(parse_lie("flatter A"));
}

}  // namespace
}  // namespace owdf::prove
