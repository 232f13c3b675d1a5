// The transfer methods of a program's buffers, from a process to the framework driver and back.
#include <gmock/gmock.h>

#include <cstring>

#include "nt/ps/process_manager.h"
#include "nt/services.h"
#include "wdf/testing_device.h"

namespace owdf::wdf {
namespace {

constexpr ULONG control_code(ULONG method) {
  return CTL_CODE(FILE_DEVICE_UNKNOWN, 1, method, FILE_ANY_ACCESS);
}

class TransferTest : public DeviceTest {
 protected:
  // A named device with a parallel queue over on.control, used by `program` on a thread of a process of its own.
  void serve(const std::function<void(Hooks&)>& set, std::function<void(HANDLE)> program) {
    with_device(
        [&](Hooks& on) {
          on.init = [this](PWDFDEVICE_INIT init) {
            UNICODE_STRING name;
            RtlInitUnicodeString(&name, reinterpret_cast<PCWSTR>(kName));
            EXPECT_EQ(ddi::WdfDeviceInitAssignName(globals(), init, &name), STATUS_SUCCESS);
          };
          on.created = [this](WDFDEVICE made) {
            WDF_IO_QUEUE_CONFIG config = queue_config(WdfIoQueueDispatchParallel);
            return ddi::WdfIoQueueCreate(globals(), made, &config, nullptr, nullptr);
          };
          set(on);
        },
        [&](Rig&) {
          ps::ProcessManager& processes = machine().ps();
          auto process = processes.create_process("program.exe").value();
          EXPECT_TRUE(processes.create_thread(*process, "main", [&] { program(open()); }).ok());
          processes.wait_for_exit(*process);
        });
  }
  static NTSTATUS control(HANDLE device, ULONG code, void* in, ULONG in_bytes, void* out, ULONG out_bytes,
                          IO_STATUS_BLOCK* block) {
    return NtDeviceIoControlFile(device, nullptr, nullptr, nullptr, block, code, in, in_bytes, out, out_bytes);
  }

 private:
  static constexpr const char16_t* kName = u"\\Device\\TransferTest";
  static HANDLE open() {
    UNICODE_STRING name;
    RtlInitUnicodeString(&name, reinterpret_cast<PCWSTR>(kName));
    OBJECT_ATTRIBUTES attributes;
    InitializeObjectAttributes(&attributes, &name, OBJ_CASE_INSENSITIVE, nullptr, nullptr);
    IO_STATUS_BLOCK block{};
    HANDLE handle = nullptr;
    EXPECT_EQ(NtCreateFile(&handle, GENERIC_READ | GENERIC_WRITE | SYNCHRONIZE, &attributes, &block, nullptr, 0, 0,
                           FILE_OPEN, FILE_SYNCHRONOUS_IO_NONALERT, nullptr, 0),
              STATUS_SUCCESS);
    return handle;
  }
};
OWDF_IN_BOTH_FORMS(TransferTest);

TEST_P(TransferTest, NeitherIoLocksTheProgramsBuffersInItsContextForLaterUse) {
  RecordProperty("rows", "REQ-089 REQ-090 REQ-091");
  RecordProperty("ddi",
                 "WdfRequestRetrieveUnsafeUserInputBuffer WdfRequestRetrieveUnsafeUserOutputBuffer "
                 "WdfRequestProbeAndLockUserBufferForRead WdfRequestProbeAndLockUserBufferForWrite "
                 "WdfDeviceEnqueueRequest");
  char in[8] = "program", out[16] = {};
  WDFMEMORY input = nullptr, output = nullptr;
  serve(
      [&](Hooks& on) {
        on.in_caller_context = [&](WDFDEVICE device, WDFREQUEST request) {
          PVOID address = nullptr;
          size_t length = 0;
          EXPECT_EQ(ddi::WdfRequestRetrieveUnsafeUserInputBuffer(globals(), request, 8, &address, &length),
                    STATUS_SUCCESS);
          EXPECT_EQ(address, in);
          EXPECT_EQ(length, 8u);
          EXPECT_EQ(ddi::WdfRequestProbeAndLockUserBufferForRead(globals(), request, address, length, &input),
                    STATUS_SUCCESS);
          EXPECT_EQ(ddi::WdfRequestRetrieveUnsafeUserOutputBuffer(globals(), request, 17, &address, &length),
                    STATUS_BUFFER_TOO_SMALL);
          EXPECT_EQ(ddi::WdfRequestRetrieveUnsafeUserOutputBuffer(globals(), request, 16, &address, &length),
                    STATUS_SUCCESS);
          EXPECT_EQ(address, out);
          EXPECT_EQ(ddi::WdfRequestProbeAndLockUserBufferForWrite(globals(), request, address, length, &output),
                    STATUS_SUCCESS);
          EXPECT_EQ(ddi::WdfDeviceEnqueueRequest(globals(), device, request), STATUS_SUCCESS);
        };
        on.control = [&](WDFQUEUE, WDFREQUEST request, size_t, size_t, ULONG) {
          size_t length = 0;
          const auto* from = static_cast<const char*>(ddi::WdfMemoryGetBuffer(globals(), input, &length));
          EXPECT_EQ(length, 8u);
          std::memcpy(ddi::WdfMemoryGetBuffer(globals(), output, &length), from, 8);
          EXPECT_EQ(length, 16u);
          ddi::WdfRequestCompleteWithInformation(globals(), request, STATUS_SUCCESS, 8);
        };
      },
      [&](HANDLE device) {
        IO_STATUS_BLOCK block{};
        EXPECT_EQ(control(device, control_code(METHOD_NEITHER), in, sizeof in, out, sizeof out, &block),
                  STATUS_SUCCESS);
        EXPECT_EQ(block.Information, 8u);
      });
  EXPECT_STREQ(out, "program");
}

TEST_P(TransferTest, AnAddressThatIsNotTheProgramsIsRefusedByTheProbe) {
  RecordProperty("rows", "REQ-090");
  RecordProperty("ddi", "WdfRequestProbeAndLockUserBufferForRead WdfRequestProbeAndLockUserBufferForWrite");
  serve(
      [&](Hooks& on) {
        on.in_caller_context = [&](WDFDEVICE, WDFREQUEST request) {
          PVOID system = ExAllocatePool2(POOL_FLAG_NON_PAGED, 16, 'tseT');
          WDFMEMORY memory = nullptr;
          for (const PVOID address : {system, reinterpret_cast<PVOID>(uint64_t{0x1000})}) {
            EXPECT_EQ(ddi::WdfRequestProbeAndLockUserBufferForRead(globals(), request, address, 16, &memory),
                      STATUS_ACCESS_VIOLATION);
            EXPECT_EQ(ddi::WdfRequestProbeAndLockUserBufferForWrite(globals(), request, address, 16, &memory),
                      STATUS_ACCESS_VIOLATION);
          }
          ExFreePool(system);
          ddi::WdfRequestComplete(globals(), request, STATUS_ACCESS_VIOLATION);
        };
        on.control = [](WDFQUEUE, WDFREQUEST, size_t, size_t, ULONG) { ADD_FAILURE() << "it was not enqueued"; };
      },
      [&](HANDLE device) {
        IO_STATUS_BLOCK block{};
        char in[8] = {};
        EXPECT_EQ(control(device, control_code(METHOD_NEITHER), in, sizeof in, nullptr, 0, &block),
                  STATUS_ACCESS_VIOLATION);
      });
}

TEST_P(TransferTest, DirectIoGivesTheDriverTheProgramsPages) {
  RecordProperty("rows", "REQ-084 REQ-085 REQ-086");
  RecordProperty("ddi", "WdfRequestRetrieveOutputWdmMdl WdfRequestRetrieveOutputBuffer WdfRequestRetrieveInputBuffer");
  char in[4] = "dir", out[32] = {};
  serve(
      [&](Hooks& on) {
        on.control = [&](WDFQUEUE, WDFREQUEST request, size_t, size_t, ULONG) {
          PMDL mdl = nullptr;
          PVOID to = nullptr, from = nullptr;
          size_t length = 0;
          ASSERT_EQ(ddi::WdfRequestRetrieveOutputWdmMdl(globals(), request, &mdl), STATUS_SUCCESS);
          EXPECT_EQ(mdl, ddi::WdfRequestWdmGetIrp(globals(), request)->MdlAddress);
          EXPECT_EQ(MmGetMdlByteCount(mdl), 32u);
          EXPECT_EQ(MmGetMdlVirtualAddress(mdl), out);
          ASSERT_EQ(ddi::WdfRequestRetrieveOutputBuffer(globals(), request, 32, &to, &length), STATUS_SUCCESS);
          EXPECT_EQ(length, 32u);
          ASSERT_EQ(ddi::WdfRequestRetrieveInputBuffer(globals(), request, 4, &from, &length), STATUS_SUCCESS);
          std::memcpy(static_cast<char*>(to) + 8, from, 4);
          EXPECT_STREQ(out + 8, "dir") << "before the request is complete";
          ddi::WdfRequestCompleteWithInformation(globals(), request, STATUS_SUCCESS, 12);
        };
      },
      [&](HANDLE device) {
        IO_STATUS_BLOCK block{};
        EXPECT_EQ(control(device, control_code(METHOD_OUT_DIRECT), in, sizeof in, out, sizeof out, &block),
                  STATUS_SUCCESS);
        EXPECT_EQ(block.Information, 12u);
        EXPECT_EQ(control(device, control_code(METHOD_OUT_DIRECT), in, sizeof in, reinterpret_cast<void*>(0x1000),
                          sizeof out, &block),
                  STATUS_ACCESS_VIOLATION);
      });
}

}  // namespace
}  // namespace owdf::wdf
