// WdmTest: a machine with drivers that are host code, loaded through the machine's own driver loader seam, and the
// short forms in which a test opens, asks and closes.
#pragma once

#include <wdm.h>

#include <map>

#include "nt/cm/registry.h"
#include "nt/io/device.h"
#include "nt/io/io_manager.h"
#include "nt/ob/name.h"
#include "nt/ob/object_manager.h"
#include "nt/pnp/pnp_manager.h"
#include "nt/ps/process_manager.h"
#include "nt/services.h"
#include "nt/testing.h"
#include "nt/upward.h"

namespace owdf::io {

// Drivers by service name. Each load and unload is counted.
class HostDrivers final : public nt::DriverLoader {
 public:
  std::map<std::string, PDRIVER_INITIALIZE> entries;
  int loads = 0, unloads = 0;
  char code[64];  // where every driver's code is said to be

  Result<LoadedImage> load(const std::string& service, const std::u16string&) override {
    auto found = entries.find(service);
    if (found == entries.end()) return Status(STATUS_OBJECT_NAME_NOT_FOUND);
    loads++;
    return LoadedImage{this, found->second, code, sizeof code};
  }
  void unload(void*) override { unloads++; }
  std::string image_at(const void*) override { return {}; }
};

class WdmTest : public nt::MachineTest {
 protected:
  WdmTest() { machine().set_driver_loader(&drivers_); }

  HostDrivers& drivers() { return drivers_; }

  // A driver whose code is `entry`, with its service key.
  void provide(const std::string& service, PDRIVER_INITIALIZE entry) {
    drivers_.entries[service] = entry;
    auto key = machine().cm().make("\\Registry\\Machine\\SYSTEM\\CurrentControlSet\\Services\\" + service);
    ASSERT_TRUE(key.ok());
    ASSERT_TRUE(machine().cm().set_dword(*key, "Start", 3).ok());
  }

  // Runs `body` as the only thread of a fresh process and waits for the process's end.
  NTSTATUS in_process(std::function<void()> body) {
    ps::ProcessManager& processes = machine().ps();
    auto process = processes.create_process("test.exe").value();
    EXPECT_TRUE(processes.create_thread(*process, "main", std::move(body)).ok());
    return processes.wait_for_exit(*process);
  }

  // Both from a thread of a process.
  static NTSTATUS open(const char16_t* path, HANDLE* handle, bool synchronous = true) {
    UNICODE_STRING name;
    RtlInitUnicodeString(&name, path);
    OBJECT_ATTRIBUTES attributes;
    InitializeObjectAttributes(&attributes, &name, OBJ_CASE_INSENSITIVE, nullptr, nullptr);
    IO_STATUS_BLOCK status;
    return NtCreateFile(handle, GENERIC_READ | GENERIC_WRITE | SYNCHRONIZE, &attributes, &status, nullptr, 0,
                        FILE_SHARE_READ | FILE_SHARE_WRITE, FILE_OPEN, synchronous ? FILE_SYNCHRONOUS_IO_NONALERT : 0,
                        nullptr, 0);
  }
  static NTSTATUS control(HANDLE handle, ULONG code, void* input, ULONG input_length, void* output, ULONG output_length,
                          IO_STATUS_BLOCK* status, HANDLE event = nullptr) {
    return NtDeviceIoControlFile(handle, event, nullptr, nullptr, status, code, input, input_length, output,
                                 output_length);
  }

 private:
  HostDrivers drivers_;
};

// Completes the IRP with these values.
inline NTSTATUS complete(PIRP irp, NTSTATUS status, ULONG_PTR information = 0) {
  irp->IoStatus.Status = status;
  irp->IoStatus.Information = information;
  IofCompleteRequest(irp, IO_NO_INCREMENT);
  return status;
}

}  // namespace owdf::io
