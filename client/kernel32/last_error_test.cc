#include <gmock/gmock.h>
#include <windows.h>

#include "client/kernel32/error_texts.h"
#include "client/kernel32/status_errors.h"
#include "client/testing.h"

extern "C" ULONG NTAPI RtlNtStatusToDosError(NTSTATUS status);

namespace owdf::client {
namespace {

TEST(StatusErrors, AreSortedAndEachStatusStandsOnce) {
  for (size_t i = 1; i < std::size(kStatusErrors); i++) EXPECT_LT(kStatusErrors[i - 1].status, kStatusErrors[i].status);
  for (size_t i = 1; i < std::size(kErrorTexts); i++) EXPECT_LT(kErrorTexts[i - 1].error, kErrorTexts[i].error);
}

TEST(StatusErrors, FollowThePublishedCorrespondence) {
  EXPECT_EQ(RtlNtStatusToDosError(0), 0u);
  EXPECT_EQ(RtlNtStatusToDosError(STATUS_PENDING), 997u);
  EXPECT_EQ(RtlNtStatusToDosError(STATUS_ACCESS_DENIED), 5u);
  EXPECT_EQ(RtlNtStatusToDosError(STATUS_DELETE_PENDING), 5u);
  EXPECT_EQ(RtlNtStatusToDosError(static_cast<NTSTATUS>(0xC0070057)), 87u);
  EXPECT_EQ(RtlNtStatusToDosError(static_cast<NTSTATUS>(0xE0001234)), 317u);
}

class LastErrorTest : public ProgramTest {};
OWDF_IN_BOTH_FORMS(LastErrorTest);

TEST_P(LastErrorTest, FormatMessageTellsTheErrorInASentence) {
  EXPECT_EQ(run_program([] {
              char text[128];
              const DWORD flags = FORMAT_MESSAGE_FROM_SYSTEM | FORMAT_MESSAGE_IGNORE_INSERTS;
              EXPECT_EQ(FormatMessageA(flags, nullptr, ERROR_ACCESS_DENIED, 0, text, sizeof(text), nullptr), 19u);
              EXPECT_STREQ(text, "Access is denied.\r\n");
              char16_t* allocated = nullptr;
              EXPECT_GT(FormatMessageW(flags | FORMAT_MESSAGE_ALLOCATE_BUFFER, nullptr, ERROR_FILE_NOT_FOUND, 0,
                                       reinterpret_cast<LPWSTR>(&allocated), 0, nullptr),
                        0u);
              EXPECT_EQ(std::u16string(allocated), u"The system cannot find the file specified.\r\n");
              EXPECT_EQ(LocalFree(allocated), nullptr);
              EXPECT_EQ(FormatMessageA(flags, nullptr, 99999, 0, text, sizeof(text), nullptr), 0u);
              EXPECT_EQ(GetLastError(), 317u);
              return 0;
            }),
            0u);
}

TEST_P(LastErrorTest, FormatMessageInsertsFromAnArray) {
  EXPECT_EQ(run_program([] {
              char text[128];
              const char* name = "echo";
              ULONG_PTR arguments[] = {reinterpret_cast<ULONG_PTR>(name), 7};
              FormatMessageA(FORMAT_MESSAGE_FROM_STRING | FORMAT_MESSAGE_ARGUMENT_ARRAY, "%2!04d! times %1%%", 0, 0,
                             text, sizeof(text), reinterpret_cast<OWDF_VA_LIST*>(arguments));
              EXPECT_STREQ(text, "0007 times echo%");
              return 0;
            }),
            0u);
}

}  // namespace
}  // namespace owdf::client
