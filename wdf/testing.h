// FrameworkTest: the fixture of wdf/. A test is a driver: it runs on a thread of a machine that has the framework,
// bound like any driver, and calls the DDIs directly. Every test runs in both scheduler forms.
//
//   class QueueTest : public wdf::FrameworkTest {};
//   OWDF_IN_BOTH_FORMS(QueueTest);
//   TEST_P(QueueTest, PurgeCancelsQueuedRequestsBeforeReturning) {
//     RecordProperty("rows", "QUE-017");
//     as_driver([&](TestDriver& driver) { ddi::WdfObjectCreate(driver.globals, nullptr, &object); });
//   }
//
// as_driver() binds, calls WdfDriverCreate, runs the body, unloads and unbinds, and expects that nothing is left and
// nothing was found. expect_violation() expects that the body ends in a WDF_VIOLATION.
#pragma once

#include <gtest/gtest.h>

#include "nt/cm/registry.h"
#include "nt/io/io_manager.h"
#include "nt/ob/object_manager.h"
#include "sched/testing.h"
#include "wdf/bind/bind_info.h"
#include "wdf/ddi_prototypes.h"
#include "wdf/ddi_tables.h"
#include "wdf/driver/driver.h"
#include "wdf/handle.h"
#include "wdf/library.h"
#include "wdf/object/object.h"
#include "wdf/sync/callback_lock.h"

namespace owdf::wdf {

struct TestDriverOptions {
  std::string service = "TestDriver";
  uint32_t major = 1;
  uint32_t minor = 33;
  bool create = true;  // WdfDriverCreate with the following
  PFN_WDF_DRIVER_DEVICE_ADD device_add = nullptr;
  PFN_WDF_DRIVER_UNLOAD unload = nullptr;
  ULONG init_flags = 0;
  PWDF_OBJECT_ATTRIBUTES attributes = nullptr;
};

// What a driver image would hold in its data.
struct TestDriver {
  PDRIVER_OBJECT object = nullptr;
  UNICODE_STRING registry_path{};
  PWDF_DRIVER_GLOBALS globals = nullptr;
  WDFDRIVER driver = nullptr;
  WDFFUNC* functions = nullptr;  // what *FuncTable got
  BindInfo bind{};
  std::u16string path, component = u"KmdfLibrary";
  ob::Ref<DRIVER_OBJECT> object_reference;

  Client& client() const { return Client::from(globals); }
  // The context of that type, or null.
  template <typename T>
  T* context(void* handle, PCWDF_OBJECT_CONTEXT_TYPE_INFO type) const {
    return static_cast<T*>(ddi::WdfObjectGetTypedContextWorker(globals, static_cast<WDFOBJECT>(handle), type));
  }
};

// Attributes as WDF_OBJECT_ATTRIBUTES_INIT leaves them, with a parent.
inline WDF_OBJECT_ATTRIBUTES attributes_with_parent(void* parent) {
  WDF_OBJECT_ATTRIBUTES attributes;
  WDF_OBJECT_ATTRIBUTES_INIT(&attributes);
  attributes.ParentObject = static_cast<WDFOBJECT>(parent);
  return attributes;
}

// A device as far as the object tree, callback locks and serialisation see one; no stack, no PnP.
class StandInDevice final : public Object {
 public:
  static constexpr Type kType = Type::kDevice;
  static WDFDEVICE make(TestDriver& driver, WDF_SYNCHRONIZATION_SCOPE scope = WdfSynchronizationScopeNone,
                        WDF_EXECUTION_LEVEL level = WdfExecutionLevelInheritFromParent) {
    const Blueprint blueprint{.parent = driver.client().driver(), .level = level, .scope = scope};
    return handle_of<WDFDEVICE>(Object::create<StandInDevice>(driver.client(), blueprint).value());
  }
  explicit StandInDevice(const Birth& birth) : Object(birth), lock_(client(), passive()) {}
  CallbackLock* callback_lock() override { return &lock_; }
  CallbackLock* serialization_lock() override { return scope() == WdfSynchronizationScopeDevice ? &lock_ : nullptr; }

 private:
  CallbackLock lock_;
};

class FrameworkTest : public sched::WorldTest {
 protected:
  FrameworkTest() { make_machine({}); }
  ~FrameworkTest() override { machine_.reset(); }

  // A fresh machine with the framework. Whatever the old one held must not be touched again.
  void make_machine(const LibraryOptions& options) {
    machine_.reset();
    auto created = nt::Machine::create(world(), {});
    ASSERT_TRUE(created.ok());
    machine_ = std::move(created).value();
    Library::attach(*machine_, options);
  }

  nt::Machine& machine() { return *machine_; }
  Library& library() { return *Library::of(*machine_); }
  std::vector<nt::Finding> findings() const { return machine_->findings(); }

  // On a thread of the system process.
  void on_machine(std::function<void()> body) {
    const sched::RunResult result = machine_->run("test", std::move(body));
    EXPECT_EQ(result, sched::RunResult::kFinished)
        << (machine_->bug_check() ? machine_->bug_check()->message : std::string("no bug check"));
  }

  void as_driver(std::function<void(TestDriver&)> body) { as_driver({}, std::move(body)); }
  void as_driver(const TestDriverOptions& options, std::function<void(TestDriver&)> body) {
    on_machine([&] {
      TestDriver driver;
      ASSERT_EQ(load(driver, options), STATUS_SUCCESS);
      body(driver);
      unload(driver);
    });
    for (const nt::Finding& finding : findings()) {
      if (finding.rule != "NotActedOn") ADD_FAILURE() << finding.rule << ": " << finding.message;
    }
  }

  // WDF_VIOLATION with this first parameter; returns the bug check for a closer look.
  nt::BugCheck expect_violation(Violation rule, std::function<void(TestDriver&)> body) {
    return expect_violation(rule, {}, std::move(body));
  }
  nt::BugCheck expect_violation(Violation rule, const TestDriverOptions& options,
                                std::function<void(TestDriver&)> body) {
    const sched::RunResult result = machine_->run("test", [&] {
      TestDriver driver;
      ASSERT_EQ(load(driver, options), STATUS_SUCCESS);
      body(driver);
      ADD_FAILURE() << "the machine lives on";
      unload(driver);
    });
    EXPECT_EQ(result, sched::RunResult::kDomainDied);
    if (!machine_->bug_check()) {
      ADD_FAILURE() << "no bug check";
      return {};
    }
    EXPECT_EQ(machine_->bug_check()->code, kWdfViolation) << machine_->bug_check()->message;
    EXPECT_EQ(machine_->bug_check()->parameters[0], static_cast<uint64_t>(rule)) << machine_->bug_check()->message;
    return *machine_->bug_check();
  }

  // What the stub in an image does: bind, then (as DriverEntry) WdfDriverCreate. On a thread of the machine.
  NTSTATUS load(TestDriver& driver, const TestDriverOptions& options) {
    driver.path = u"\\Registry\\Machine\\System\\CurrentControlSet\\Services\\" +
                  std::u16string(options.service.begin(), options.service.end());
    driver.registry_path.Buffer = driver.path.data();
    driver.registry_path.Length = driver.registry_path.MaximumLength = static_cast<USHORT>(driver.path.size() * 2);
    auto key = machine().cm().make("\\Registry\\Machine\\System\\CurrentControlSet\\Services\\" + options.service);
    if (!key) return key.status().value;
    auto object = machine().io().create_driver(options.service, driver.path);
    if (!object) return object.status().value;
    driver.object_reference = std::move(*object);
    driver.object = driver.object_reference.get();
    driver.bind.Size = sizeof(driver.bind);
    driver.bind.Component = driver.component.data();
    driver.bind.Version = {options.major, options.minor, 0};
    driver.bind.FuncCount = options.major == 1 ? kmdf_slots_of(options.minor) : umdf2_slots_of(options.minor);
    driver.bind.FuncTable = reinterpret_cast<WDFFUNC*>(&driver.functions);
    void* globals = nullptr;
    const NTSTATUS bound = library().version_bind(driver.object, &driver.registry_path, &driver.bind, &globals);
    driver.globals = static_cast<PWDF_DRIVER_GLOBALS>(globals);
    if (!NT_SUCCESS(bound) || !options.create) return bound;
    WDF_DRIVER_CONFIG config;
    WDF_DRIVER_CONFIG_INIT(&config, options.device_add);
    config.EvtDriverUnload = options.unload;
    config.DriverInitFlags = options.init_flags;
    return ddi::WdfDriverCreate(driver.globals, driver.object, &driver.registry_path, options.attributes, &config,
                                &driver.driver);
  }

  // What the I/O manager and the stub do when the driver goes.
  void unload(TestDriver& driver) {
    if (driver.client().driver()) unload_driver(driver.object);
    EXPECT_EQ(driver.client().objects(), 0u);
    EXPECT_EQ(library().version_unbind(&driver.registry_path, &driver.bind, driver.globals), STATUS_SUCCESS);
  }

 private:
  std::unique_ptr<nt::Machine> machine_;
};

}  // namespace owdf::wdf
