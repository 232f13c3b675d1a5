#include <gmock/gmock.h>
#include <windows.h>

#include "client/kernel32/mirror_device.h"
#include "client/testing.h"

namespace owdf::client {
namespace {

class FileTest : public ProgramTest {
 protected:
  FileTest() {
    on_machine([this] { mirror_ = std::make_unique<MirrorDevice>(machine()); });
  }
  static HANDLE open(DWORD flags = 0) {
    return CreateFileW(u"\\\\.\\Mirror", GENERIC_READ | GENERIC_WRITE, 0, nullptr, OPEN_EXISTING, flags, nullptr);
  }
  std::unique_ptr<MirrorDevice> mirror_;
};
OWDF_IN_BOTH_FORMS(FileTest);

TEST_P(FileTest, ControlsADeviceAndReadsTheAnswer) {
  EXPECT_EQ(run_program([] {
              const HANDLE device = open();
              EXPECT_NE(device, INVALID_HANDLE_VALUE) << GetLastError();
              int number = 21;
              DWORD returned = 0;
              EXPECT_TRUE(DeviceIoControl(device, kMirrorDouble, &number, sizeof(number), &number, sizeof(number),
                                          &returned, nullptr));
              EXPECT_EQ(returned, sizeof(number));
              EXPECT_TRUE(CloseHandle(device));
              EXPECT_FALSE(CloseHandle(device));
              EXPECT_EQ(GetLastError(), static_cast<DWORD>(ERROR_INVALID_HANDLE));
              return number;
            }),
            42u);
}

TEST_P(FileTest, ADriversStatusBecomesTheWin32Error) {
  EXPECT_EQ(run_program([] {
              const HANDLE device = open();
              const std::pair<NTSTATUS, DWORD> pairs[] = {{STATUS_INVALID_DEVICE_REQUEST, ERROR_INVALID_FUNCTION},
                                                          {STATUS_BUFFER_TOO_SMALL, ERROR_INSUFFICIENT_BUFFER},
                                                          {STATUS_BUFFER_OVERFLOW, ERROR_MORE_DATA},
                                                          {STATUS_CANCELLED, ERROR_OPERATION_ABORTED},
                                                          {STATUS_DEVICE_NOT_READY, ERROR_NOT_READY},
                                                          {STATUS_NO_SUCH_DEVICE, ERROR_FILE_NOT_FOUND}};
              for (const auto& [status, error] : pairs) {
                NTSTATUS given = status;
                DWORD returned = 0;
                EXPECT_FALSE(DeviceIoControl(device, kMirrorFail, &given, sizeof(given), &given, sizeof(given),
                                             &returned, nullptr));
                EXPECT_EQ(GetLastError(), error);
              }
              return 0;
            }),
            0u);
}

TEST_P(FileTest, AControlOfFileSystemsReachesTheDriverAsOne) {
  EXPECT_EQ(run_program([] {
              const HANDLE device = open();
              DWORD returned = 0;
              constexpr DWORD kControl = CTL_CODE(FILE_DEVICE_FILE_SYSTEM, 7, METHOD_BUFFERED, FILE_ANY_ACCESS);
              EXPECT_FALSE(DeviceIoControl(device, kControl, nullptr, 0, nullptr, 0, &returned, nullptr));
              EXPECT_EQ(GetLastError(), static_cast<DWORD>(ERROR_INVALID_FUNCTION)) << "the device is no file system";
              return 0;
            }),
            0u);
}

TEST_P(FileTest, PagesAreLockedAndUnlockedOnce) {
  EXPECT_EQ(run_program([] {
              char* const pages =
                  static_cast<char*>(VirtualAlloc(nullptr, 0x2000, MEM_RESERVE | MEM_COMMIT, PAGE_READWRITE));
              EXPECT_TRUE(VirtualLock(pages, 0x1000));
              EXPECT_FALSE(VirtualUnlock(pages, 0x2000)) << "the second page is not locked";
              EXPECT_EQ(GetLastError(), static_cast<DWORD>(ERROR_NOT_LOCKED));
              EXPECT_TRUE(VirtualUnlock(pages, 0x1000));
              EXPECT_FALSE(VirtualUnlock(pages, 0x1000));
              EXPECT_TRUE(VirtualFree(pages, 0x2000, MEM_DECOMMIT));
              EXPECT_FALSE(VirtualLock(pages, 0x1000));
              EXPECT_EQ(GetLastError(), static_cast<DWORD>(ERROR_NOACCESS));
              return 0;
            }),
            0u);
}

TEST_P(FileTest, SaysWhyAFileCannotBeOpened) {
  EXPECT_EQ(run_program([] {
              EXPECT_EQ(CreateFileA("\\\\.\\NoSuchDevice", GENERIC_READ, 0, nullptr, OPEN_EXISTING, 0, nullptr),
                        INVALID_HANDLE_VALUE);
              EXPECT_EQ(GetLastError(), static_cast<DWORD>(ERROR_FILE_NOT_FOUND));
              EXPECT_EQ(CreateFileA("\\\\.\\Mirror", GENERIC_READ, 0, nullptr, 17, 0, nullptr), INVALID_HANDLE_VALUE);
              EXPECT_EQ(GetLastError(), static_cast<DWORD>(ERROR_INVALID_PARAMETER));
              return 0;
            }),
            0u);
}

TEST_P(FileTest, AnOverlappedReadEndsWithTheWrite) {
  EXPECT_EQ(run_program([] {
              const HANDLE device = open(FILE_FLAG_OVERLAPPED);
              char received[8] = {};
              OVERLAPPED overlapped{};
              overlapped.hEvent = CreateEventW(nullptr, TRUE, FALSE, nullptr);
              EXPECT_FALSE(ReadFile(device, received, sizeof(received), nullptr, &overlapped));
              EXPECT_EQ(GetLastError(), static_cast<DWORD>(ERROR_IO_PENDING));
              DWORD moved = 77;
              EXPECT_FALSE(GetOverlappedResult(device, &overlapped, &moved, FALSE));
              EXPECT_EQ(GetLastError(), static_cast<DWORD>(ERROR_IO_INCOMPLETE));
              EXPECT_EQ(WaitForSingleObject(overlapped.hEvent, 0), static_cast<DWORD>(WAIT_TIMEOUT));
              OVERLAPPED writing{};
              DWORD written = 0;
              EXPECT_TRUE(WriteFile(device, "abc", 3, &written, &writing));
              EXPECT_EQ(written, 3u);
              EXPECT_TRUE(GetOverlappedResult(device, &overlapped, &moved, TRUE));
              EXPECT_EQ(std::string(received, moved), "abc");
              return 0;
            }),
            0u);
}

DWORD NTAPI write_later(void* device) {
  Sleep(20);
  OVERLAPPED writing{};
  DWORD written = 0;
  return WriteFile(device, "late", 4, &written, &writing) ? written : 0;
}

TEST_P(FileTest, GetOverlappedResultWaitsOnTheFileWhenThereIsNoEvent) {
  EXPECT_EQ(run_program([] {
              const HANDLE device = open(FILE_FLAG_OVERLAPPED);
              char received[8] = {};
              OVERLAPPED overlapped{};
              ReadFile(device, received, sizeof(received), nullptr, &overlapped);
              CloseHandle(CreateThread(nullptr, 0, write_later, device, 0, nullptr));
              DWORD moved = 0;
              EXPECT_TRUE(GetOverlappedResult(device, &overlapped, &moved, TRUE));
              return static_cast<int>(moved);
            }),
            4u);
}

TEST_P(FileTest, CancelIoExAbortsTheOneRequest) {
  RecordProperty("ddi", "IoSetCancelRoutine");
  EXPECT_EQ(run_program([] {
              const HANDLE device = open(FILE_FLAG_OVERLAPPED);
              char received[8] = {};
              OVERLAPPED overlapped{};
              overlapped.hEvent = CreateEventW(nullptr, TRUE, FALSE, nullptr);
              EXPECT_FALSE(CancelIoEx(device, &overlapped));
              EXPECT_EQ(GetLastError(), static_cast<DWORD>(ERROR_NOT_FOUND));
              ReadFile(device, received, sizeof(received), nullptr, &overlapped);
              EXPECT_TRUE(CancelIoEx(device, &overlapped));
              DWORD moved = 0;
              EXPECT_FALSE(GetOverlappedResult(device, &overlapped, &moved, TRUE));
              EXPECT_EQ(GetLastError(), static_cast<DWORD>(ERROR_OPERATION_ABORTED));
              return 0;
            }),
            0u);
}

TEST_P(FileTest, ASynchronousReadBlocksOnlyItsThread) {
  EXPECT_EQ(run_program([] {
              const HANDLE reading = open(), writing = open();
              CloseHandle(CreateThread(
                  nullptr, 0,
                  [](void* device) NTAPI -> DWORD {
                    Sleep(5);
                    DWORD written = 0;
                    WriteFile(device, "sync", 4, &written, nullptr);
                    return 0;
                  },
                  writing, 0, nullptr));
              char received[8] = {};
              DWORD moved = 0;
              EXPECT_TRUE(ReadFile(reading, received, sizeof(received), &moved, nullptr));
              EXPECT_EQ(std::string(received, moved), "sync");
              return 0;
            }),
            0u);
}

TEST_P(FileTest, ExitWithAPendingReadCancelsIt) {
  EXPECT_EQ(run_program([] {
              static char received[8];
              static OVERLAPPED overlapped;
              ReadFile(open(FILE_FLAG_OVERLAPPED), received, sizeof(received), nullptr, &overlapped);
              return 5;
            }),
            5u);
  EXPECT_EQ(machine().io().irps_alive(), 0);
}

TEST_P(FileTest, ACompletionPortDeliversRequestsAndPosts) {
  EXPECT_EQ(run_program([] {
              const HANDLE device = open(FILE_FLAG_OVERLAPPED);
              const HANDLE port = CreateIoCompletionPort(device, nullptr, 99, 0);
              EXPECT_NE(port, nullptr) << GetLastError();
              char received[8] = {};
              OVERLAPPED reading{}, writing{};
              ReadFile(device, received, sizeof(received), nullptr, &reading);
              DWORD moved = 0;
              ULONG_PTR key = 0;
              OVERLAPPED* which = nullptr;
              EXPECT_FALSE(GetQueuedCompletionStatus(port, &moved, &key, &which, 0));
              EXPECT_EQ(GetLastError(), static_cast<DWORD>(WAIT_TIMEOUT));
              WriteFile(device, "port", 4, nullptr, &writing);
              for (int i = 0; i < 2; i++) {
                EXPECT_TRUE(GetQueuedCompletionStatus(port, &moved, &key, &which, INFINITE));
                EXPECT_EQ(key, 99u);
                EXPECT_EQ(moved, 4u);
                EXPECT_TRUE(which == &reading || which == &writing);
              }
              EXPECT_TRUE(PostQueuedCompletionStatus(port, 1, 2, nullptr));
              EXPECT_TRUE(GetQueuedCompletionStatus(port, &moved, &key, &which, INFINITE));
              EXPECT_EQ(moved * 10 + key, 12u);
              return 0;
            }),
            0u);
}

}  // namespace
}  // namespace owdf::client
