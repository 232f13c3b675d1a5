// The service control manager over drivers that are host code.
#include <windows.h>

#include <winsvc.h>

#include <gtest/gtest.h>

#include "client/testing.h"
#include "nt/io/testing.h"

namespace owdf::client {
namespace {

constexpr DWORD kKernelDriver = 1, kOwnProcess = 0x10, kDemand = 3, kNormal = 1;

VOID NTAPI unload(PDRIVER_OBJECT) {}

NTSTATUS NTAPI stoppable_entry(PDRIVER_OBJECT driver, PUNICODE_STRING) {
  driver->DriverUnload = unload;
  return STATUS_SUCCESS;
}
NTSTATUS NTAPI lasting_entry(PDRIVER_OBJECT, PUNICODE_STRING) {
  return STATUS_SUCCESS;
}
NTSTATUS NTAPI failing_entry(PDRIVER_OBJECT, PUNICODE_STRING) {
  return STATUS_NO_SUCH_DEVICE;
}

class ServicesTest : public ProgramTest {
 protected:
  ServicesTest() {
    machine().set_driver_loader(&drivers_);
    drivers_.entries = {{"stoppable", stoppable_entry}, {"lasting", lasting_entry}, {"failing", failing_entry}};
  }

  // Both from a program.
  static SC_HANDLE manager() { return OpenSCManagerA(nullptr, nullptr, SC_MANAGER_ALL_ACCESS); }
  static SC_HANDLE create(const char* name, DWORD type = kKernelDriver, const char* path = "C:\\driver.sys") {
    return CreateServiceA(manager(), name, name, SERVICE_ALL_ACCESS, type, kDemand, kNormal, path, nullptr, nullptr,
                          nullptr, nullptr, nullptr);
  }
  static SC_HANDLE open(const char* name) { return OpenServiceA(manager(), name, SERVICE_ALL_ACCESS); }
  static DWORD error_if(bool failed) { return failed ? GetLastError() : 0; }
  static DWORD state(SC_HANDLE service) {
    SERVICE_STATUS status{};
    return QueryServiceStatus(service, &status) ? status.dwCurrentState : 0;
  }
  static DWORD stop(SC_HANDLE service) {
    SERVICE_STATUS status{};
    if (!ControlService(service, SERVICE_CONTROL_STOP, &status)) return GetLastError();
    return status.dwCurrentState == SERVICE_STOPPED ? 0 : 1;
  }
  static DWORD start(SC_HANDLE service) { return error_if(!StartServiceA(service, 0, nullptr)); }

  io::HostDrivers drivers_;
};
OWDF_IN_BOTH_FORMS(ServicesTest);

TEST_P(ServicesTest, ADriverIsCreatedStartedStoppedAndDeleted) {
  EXPECT_EQ(run_program([&] {
              const SC_HANDLE service = create("stoppable");
              EXPECT_EQ(state(service), SERVICE_STOPPED);
              EXPECT_EQ(start(service), 0u);
              EXPECT_EQ(state(service), SERVICE_RUNNING);
              EXPECT_EQ(start(service), static_cast<DWORD>(ERROR_SERVICE_ALREADY_RUNNING));
              EXPECT_EQ(stop(service), 0u);
              EXPECT_EQ(stop(service), static_cast<DWORD>(ERROR_SERVICE_NOT_ACTIVE));
              EXPECT_TRUE(DeleteService(service));
              EXPECT_TRUE(CloseServiceHandle(service));
              EXPECT_EQ(error_if(!open("stoppable")), static_cast<DWORD>(ERROR_SERVICE_DOES_NOT_EXIST));
              return 0;
            }),
            0u);
  EXPECT_EQ(drivers_.loads, 1);
  EXPECT_EQ(drivers_.unloads, 1);
}

TEST_P(ServicesTest, BadCallsHaveTheirErrors) {
  EXPECT_EQ(run_program([&] {
              EXPECT_EQ(error_if(!open("nobody")), static_cast<DWORD>(ERROR_SERVICE_DOES_NOT_EXIST));
              EXPECT_EQ(error_if(!open("a\\b")), static_cast<DWORD>(ERROR_INVALID_NAME));
              EXPECT_EQ(error_if(!create("")), static_cast<DWORD>(ERROR_INVALID_NAME));
              EXPECT_EQ(error_if(!create("program", kOwnProcess)), static_cast<DWORD>(ERROR_NOT_SUPPORTED));
              const SC_HANDLE service = create("failing");
              EXPECT_EQ(error_if(!create("FAILING")), static_cast<DWORD>(ERROR_SERVICE_EXISTS));
              EXPECT_EQ(start(service), static_cast<DWORD>(ERROR_FILE_NOT_FOUND));  // what its DriverEntry says
              EXPECT_EQ(start(create("missing")), static_cast<DWORD>(ERROR_FILE_NOT_FOUND));
              EXPECT_EQ(start(manager()), static_cast<DWORD>(ERROR_INVALID_HANDLE));
              EXPECT_TRUE(CloseServiceHandle(service));
              EXPECT_EQ(error_if(!CloseServiceHandle(service)), static_cast<DWORD>(ERROR_INVALID_HANDLE));
              EXPECT_EQ(start(service), static_cast<DWORD>(ERROR_INVALID_HANDLE));
              return 0;
            }),
            0u);
}

TEST_P(ServicesTest, ADriverWithoutAnUnloadRoutineCannotBeStopped) {
  EXPECT_EQ(run_program([&] {
              const SC_HANDLE service = create("lasting");
              EXPECT_EQ(start(service), 0u);
              EXPECT_EQ(stop(service), static_cast<DWORD>(ERROR_INVALID_SERVICE_CONTROL));
              EXPECT_EQ(state(service), SERVICE_RUNNING);
              return 0;
            }),
            0u);
}

TEST_P(ServicesTest, ADeletedServiceIsMarkedUntilNobodyUsesIt) {
  constexpr DWORD kMarked = ERROR_SERVICE_MARKED_FOR_DELETE;
  EXPECT_EQ(run_program([&] {
              const SC_HANDLE service = create("stoppable"), other = open("STOPPABLE");
              EXPECT_EQ(start(service), 0u);
              EXPECT_TRUE(DeleteService(service));
              EXPECT_EQ(error_if(!DeleteService(other)), kMarked);
              EXPECT_EQ(error_if(!create("stoppable")), kMarked);
              EXPECT_EQ(stop(service), 0u);
              EXPECT_EQ(start(other), kMarked);
              EXPECT_TRUE(CloseServiceHandle(service));
              EXPECT_EQ(error_if(!create("stoppable")), kMarked);
              EXPECT_TRUE(CloseServiceHandle(other));
              EXPECT_NE(create("stoppable"), nullptr);
              return 0;
            }),
            0u);
}

}  // namespace
}  // namespace owdf::client
