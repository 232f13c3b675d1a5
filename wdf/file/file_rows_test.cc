// What the documentation says of file objects, row by row.
#include <gmock/gmock.h>

#include "wdf/testing_device.h"

namespace owdf::wdf {
namespace {

using ::testing::ElementsAre;

struct Opener {
  int value;
};
WDF_DECLARE_CONTEXT_TYPE(Opener)

class FileRowsTest : public DeviceTest {
 protected:
  using Adjust = std::function<void(WDF_FILEOBJECT_CONFIG&)>;

  ~FileRowsTest() override { self_ = nullptr; }

  // A device with file callbacks, contexts and deletion callbacks on its file objects.
  void with_files(const std::function<void(Rig&)>& body, const Adjust& adjust = {}) {
    self_ = this;
    with_device(
        [&](Hooks& on) {
          on.init = [this, adjust](PWDFDEVICE_INIT init) {
            WDF_FILEOBJECT_CONFIG config;
            WDF_FILEOBJECT_CONFIG_INIT(&config, on_create, on_close, on_cleanup);
            if (adjust) adjust(config);
            WDF_OBJECT_ATTRIBUTES attributes = attributes_with_parent(nullptr);
            attributes.ContextTypeInfo = WDF_GET_CONTEXT_TYPE_INFO(Opener);
            attributes.EvtCleanupCallback = on_object_cleanup;
            attributes.EvtDestroyCallback = on_object_destroy;
            ddi::WdfDeviceInitSetFileObjectConfig(globals(), init, &config, &attributes);
          };
          on.read = [this](WDFQUEUE, WDFREQUEST request, size_t) {
            const WDFFILEOBJECT file = ddi::WdfRequestGetFileObject(globals(), request);
            note(file ? "read " + std::to_string(opener_of(file).value) : "read without file");
            ddi::WdfRequestComplete(globals(), request, STATUS_SUCCESS);
          };
          on.created = [this](WDFDEVICE device) {
            WDF_IO_QUEUE_CONFIG config = queue_config(WdfIoQueueDispatchParallel);
            return ddi::WdfIoQueueCreate(globals(), device, &config, nullptr, nullptr);
          };
        },
        [&](Rig& rig) {
          log().clear();
          body(rig);
        });
  }
  void close(Rig& rig, FILE_OBJECT& file) {
    EXPECT_EQ(rig.file(IRP_MJ_CLEANUP, &file), STATUS_SUCCESS);
    EXPECT_EQ(rig.file(IRP_MJ_CLOSE, &file), STATUS_SUCCESS);
  }
  WDFFILEOBJECT found(Rig& rig, FILE_OBJECT& file) { return ddi::WdfDeviceGetFileObject(globals(), rig.device, &file); }
  Opener& opener_of(WDFFILEOBJECT file) {
    return *static_cast<Opener*>(ddi::WdfObjectGetTypedContextWorker(
        globals(), static_cast<WDFOBJECT>(static_cast<void*>(file)), WDF_GET_CONTEXT_TYPE_INFO(Opener)));
  }

  static VOID NTAPI on_create(WDFDEVICE, WDFREQUEST request, WDFFILEOBJECT file) {
    self_->note(file ? "create" : "create without file");
    if (self_->in_create_) self_->in_create_(request, file);
    ddi::WdfRequestComplete(self_->globals(), request, self_->answer_);
  }
  static VOID NTAPI on_cleanup(WDFFILEOBJECT) { self_->note("cleanup"); }
  static VOID NTAPI on_close(WDFFILEOBJECT) { self_->note("close"); }
  static VOID NTAPI on_object_cleanup(WDFOBJECT) { self_->note("object cleanup"); }
  static VOID NTAPI on_object_destroy(WDFOBJECT) { self_->note("object destroy"); }

  std::function<void(WDFREQUEST, WDFFILEOBJECT)> in_create_;
  NTSTATUS answer_ = STATUS_SUCCESS;

 private:
  inline static FileRowsTest* self_ = nullptr;
};
OWDF_IN_BOTH_FORMS(FileRowsTest);

TEST_P(FileRowsTest, EachOpenHasAFileObjectOfItsOwnForItsCallbacks) {
  RecordProperty("rows", "FIL-004 FIL-003 OBJ-016");
  RecordProperty("ddi", "WdfDeviceInitSetFileObjectConfig");
  with_files([&](Rig& rig) {
    FILE_OBJECT first{}, second{};
    EXPECT_EQ(rig.file(IRP_MJ_CREATE, &first), STATUS_SUCCESS);
    EXPECT_EQ(rig.file(IRP_MJ_CREATE, &second), STATUS_SUCCESS);
    EXPECT_NE(found(rig, first), found(rig, second));
    close(rig, first);
    close(rig, second);
    EXPECT_THAT(log(), ElementsAre("create", "create", "cleanup", "close", "object cleanup", "object destroy",
                                   "cleanup", "close", "object cleanup", "object destroy"));
  });
}

TEST_P(FileRowsTest, AFileObjectCarriesTheContextOfTheConfiguration) {
  RecordProperty("rows", "FIL-007 FIL-029 OBJ-040");
  with_files([&](Rig& rig) {
    FILE_OBJECT first{}, second{};
    int next = 1;
    in_create_ = [&](WDFREQUEST, WDFFILEOBJECT file) { opener_of(file).value = next++; };
    rig.file(IRP_MJ_CREATE, &first);
    rig.file(IRP_MJ_CREATE, &second);
    log().clear();
    rig.read(4, &second);
    rig.read(4, &first);
    EXPECT_THAT(log(), ElementsAre("read 2", "read 1"));
    close(rig, first);
    close(rig, second);
  });
}

TEST_P(FileRowsTest, NameFlagsAndContextAreValidInTheCreateCallback) {
  RecordProperty("rows", "FIL-009 FIL-025 FIL-026 FIL-027");
  with_files([&](Rig& rig) {
    char16_t name[] = u"\\part";
    FILE_OBJECT file{};
    file.FileName = {10, 12, name};
    file.Flags = FO_SYNCHRONOUS_IO;
    int created = 0;
    in_create_ = [&](WDFREQUEST, WDFFILEOBJECT object) {
      created++;
      EXPECT_EQ(opener_of(object).value, 0);
      const PUNICODE_STRING held = ddi::WdfFileObjectGetFileName(globals(), object);
      ASSERT_NE(held, nullptr);
      EXPECT_EQ(std::u16string(held->Buffer, held->Length / 2), u"\\part");
      EXPECT_EQ(ddi::WdfFileObjectGetFlags(globals(), object), static_cast<ULONG>(FO_SYNCHRONOUS_IO));
      EXPECT_EQ(ddi::WdfFileObjectWdmGetFileObject(globals(), object), &file);
      EXPECT_EQ(found(rig, file), object);
    };
    EXPECT_EQ(rig.file(IRP_MJ_CREATE, &file), STATUS_SUCCESS);
    EXPECT_EQ(created, 1);
    close(rig, file);
  });
}

TEST_P(FileRowsTest, TheFileObjectIsFoundByTheWdmFileObject) {
  RecordProperty("rows", "FIL-031 FIL-027");
  with_files([&](Rig& rig) {
    FILE_OBJECT file{};
    rig.file(IRP_MJ_CREATE, &file);
    const WDFFILEOBJECT object = found(rig, file);
    ASSERT_NE(object, nullptr);
    EXPECT_EQ(ddi::WdfFileObjectWdmGetFileObject(globals(), object), &file);
    EXPECT_EQ(ddi::WdfFileObjectGetDevice(globals(), object), rig.device);
    close(rig, file);
    EXPECT_EQ(found(rig, file), nullptr);
  });
}

TEST_P(FileRowsTest, ADriverMayDoWithoutFileObjects) {
  RecordProperty("rows", "FIL-006");
  with_files(
      [&](Rig& rig) {
        FILE_OBJECT file{};
        EXPECT_EQ(rig.file(IRP_MJ_CREATE, &file), STATUS_SUCCESS);
        EXPECT_EQ(found(rig, file), nullptr);
        rig.read(4, &file);
        close(rig, file);
        EXPECT_THAT(log(), ElementsAre("create without file", "read without file"));
      },
      [](auto& config) {
        config.FileObjectClass = WdfFileObjectNotRequired;
        config.EvtFileCleanup = nullptr;
        config.EvtFileClose = nullptr;
      });
}

TEST_P(FileRowsTest, AFailedCreateDeletesTheFileObjectWithoutCleanupAndClose) {
  RecordProperty("rows", "FIL-019 FIL-020");
  RecordProperty("ddi", "WdfDeviceGetFileObject");
  with_files([&](Rig& rig) {
    FILE_OBJECT file{};
    answer_ = STATUS_SHARING_VIOLATION;
    EXPECT_EQ(rig.file(IRP_MJ_CREATE, &file), STATUS_SHARING_VIOLATION);
    EXPECT_THAT(log(), ElementsAre("create", "object cleanup", "object destroy"));
    EXPECT_EQ(found(rig, file), nullptr);
    answer_ = STATUS_SUCCESS;
    log().clear();
    rig.file(IRP_MJ_CREATE, &file);
    close(rig, file);
    EXPECT_THAT(log(), ElementsAre("create", "cleanup", "close", "object cleanup", "object destroy"));
  });
}

TEST_P(FileRowsTest, TheParametersOfACreateAreTold) {
  RecordProperty("rows", "FIL-028");
  with_files([&](Rig& rig) {
    FILE_OBJECT file{};
    in_create_ = [&](WDFREQUEST request, WDFFILEOBJECT) {
      WDF_REQUEST_PARAMETERS parameters;
      WDF_REQUEST_PARAMETERS_INIT(&parameters);
      ddi::WdfRequestGetParameters(globals(), request, &parameters);
      EXPECT_EQ(parameters.Type, WdfRequestTypeCreate);
      EXPECT_EQ(parameters.Parameters.Create.Options, (FILE_OPEN << 24) | FILE_NON_DIRECTORY_FILE);
      EXPECT_EQ(parameters.Parameters.Create.ShareAccess, FILE_SHARE_READ);
    };
    SentIrp irp(rig.top(), 0);
    irp.location()->MajorFunction = IRP_MJ_CREATE;
    irp.location()->FileObject = &file;
    irp.location()->Parameters.Create.Options = (FILE_OPEN << 24) | FILE_NON_DIRECTORY_FILE;
    irp.location()->Parameters.Create.ShareAccess = FILE_SHARE_READ;
    irp.send();
    EXPECT_EQ(irp.status(), STATUS_SUCCESS);
    close(rig, file);
  });
}

}  // namespace
}  // namespace owdf::wdf
