// DeviceTest: a framework driver with one device of the root bus, driven by IRPs. The driver's callbacks are
// std::functions of the test (Hooks); those that a test leaves empty are not registered. Every callback that runs is
// noted in order in log().
//
//   with_device([](Hooks& on) { on.read = ...; }, [&](Rig& rig) {
//     SentIrp irp = rig.read(64);
//     EXPECT_EQ(irp.status(), STATUS_SUCCESS);
//   });
#pragma once

#include <algorithm>
#include <functional>
#include <map>

#include "nt/pnp/pnp_manager.h"
#include "wdf/device/device.h"
#include "wdf/testing.h"

namespace owdf::wdf {

// An IRP that a test sends to the top of a stack and keeps.
class SentIrp {
 public:
  SentIrp(PDEVICE_OBJECT top, size_t buffer_bytes) : top_(top), buffer_(buffer_bytes) {
    KeInitializeEvent(&done_, NotificationEvent, FALSE);
    irp_ = IoAllocateIrp(top->StackSize, FALSE);
    irp_->AssociatedIrp.SystemBuffer = buffer_bytes ? buffer_.data() : nullptr;
    irp_->RequestorMode = KernelMode;
    irp_->Tail.Overlay.Thread = reinterpret_cast<PETHREAD>(KeGetCurrentThread());
    next_ = IoGetNextIrpStackLocation(irp_);
  }
  ~SentIrp() {
    if (!irp_) return;
    EXPECT_TRUE(completed()) << "the request was never completed";
    IoFreeIrp(irp_);
  }
  SentIrp(const SentIrp&) = delete;

  PIRP irp() { return irp_; }
  PIO_STACK_LOCATION location() { return next_; }
  char* buffer() { return buffer_.data(); }
  NTSTATUS send() {
    IoSetCompletionRoutine(irp_, &SentIrp::came_back, this, TRUE, TRUE, TRUE);
    returned_ = IoCallDriver(top_, irp_);
    return returned_;
  }
  bool completed() const { return completed_.load(std::memory_order_acquire); }
  // Waits for the completion.
  NTSTATUS status() {
    KeWaitForSingleObject(&done_, Executive, KernelMode, FALSE, nullptr);
    return irp_->IoStatus.Status;
  }
  ULONG_PTR information() { return irp_->IoStatus.Information; }
  bool cancel() { return IoCancelIrp(irp_); }
  int order() const { return order_; }

 private:
  static NTSTATUS NTAPI came_back(PDEVICE_OBJECT, PIRP, PVOID context) {
    auto* self = static_cast<SentIrp*>(context);
    static std::atomic<int> completions{0};
    self->order_ = ++completions;
    self->completed_.store(true, std::memory_order_release);
    KeSetEvent(&self->done_, IO_NO_INCREMENT, FALSE);
    return STATUS_MORE_PROCESSING_REQUIRED;
  }

  PDEVICE_OBJECT top_;
  std::vector<char> buffer_;
  PIRP irp_ = nullptr;
  PIO_STACK_LOCATION next_ = nullptr;
  KEVENT done_;
  NTSTATUS returned_ = STATUS_SUCCESS;
  int order_ = 0;
  std::atomic<bool> completed_{false};
};

// What the test's driver does. Names as in the structures they go into.
struct Hooks {
  std::function<NTSTATUS(WDFDRIVER, PWDFDEVICE_INIT)> device_add;  // instead of everything below
  std::function<void(PWDFDEVICE_INIT)> init;                       // before WdfDeviceCreate
  std::function<NTSTATUS(WDFDEVICE)> created;                      // after WdfDeviceCreate: queues, interfaces
  WDF_OBJECT_ATTRIBUTES* device_attributes = nullptr;

  std::function<NTSTATUS()> prepare_hardware, release_hardware, d0_entry, d0_entry_post, d0_exit, d0_exit_pre, init_io,
      restart_io, suspend_io, query_stop, query_remove;
  std::function<void()> flush_io, cleanup_io, surprise_removal;
  bool all_pnp_callbacks = false;  // registers those that are empty too

  std::function<void(WDFQUEUE, WDFREQUEST, size_t)> read, write;
  std::function<void(WDFQUEUE, WDFREQUEST, size_t, size_t, ULONG)> control;
  std::function<void(WDFQUEUE, WDFREQUEST)> other;
  std::function<void(WDFQUEUE, WDFREQUEST, ULONG)> stop;
  std::function<void(WDFQUEUE, WDFREQUEST)> resume, canceled_on_queue;
  std::function<void(WDFREQUEST)> cancel;     // EvtRequestCancel, see DeviceTest::cancel_routine
  std::function<void(WDFQUEUE)> queue_state;  // see DeviceTest::state_routine
  std::function<void(WDFDEVICE, WDFREQUEST, WDFFILEOBJECT)> file_create;
  std::function<void(WDFFILEOBJECT)> file_cleanup, file_close;
  std::function<void(WDFDEVICE, WDFREQUEST)> in_caller_context;
};

class DeviceTest : public FrameworkTest, public nt::DriverLoader {
 protected:
  struct Rig {
    DeviceTest& test;
    pnp::DeviceNode* node;
    PWDF_DRIVER_GLOBALS globals;
    WDFDEVICE device;
    PDEVICE_OBJECT top() const { return ddi::WdfDeviceWdmGetDeviceObject(globals, device); }
    std::unique_ptr<SentIrp> transfer(UCHAR major, size_t bytes, PFILE_OBJECT file = nullptr) const {
      auto irp = std::make_unique<SentIrp>(top(), bytes);
      irp->location()->MajorFunction = major;
      irp->location()->Parameters.Read.Length = static_cast<ULONG>(bytes);
      irp->location()->FileObject = file;
      irp->send();
      return irp;
    }
    std::unique_ptr<SentIrp> read(size_t bytes, PFILE_OBJECT file = nullptr) const {
      return transfer(IRP_MJ_READ, bytes, file);
    }
    std::unique_ptr<SentIrp> write(size_t bytes, PFILE_OBJECT file = nullptr) const {
      return transfer(IRP_MJ_WRITE, bytes, file);
    }
    std::unique_ptr<SentIrp> control(ULONG code, size_t in, size_t out, UCHAR major = IRP_MJ_DEVICE_CONTROL) const {
      auto irp = std::make_unique<SentIrp>(top(), std::max(in, out));
      irp->location()->MajorFunction = major;
      irp->location()->Parameters.DeviceIoControl.IoControlCode = code;
      irp->location()->Parameters.DeviceIoControl.InputBufferLength = static_cast<ULONG>(in);
      irp->location()->Parameters.DeviceIoControl.OutputBufferLength = static_cast<ULONG>(out);
      irp->send();
      return irp;
    }
    // IRP_MJ_CREATE, _CLEANUP, _CLOSE.
    NTSTATUS file(UCHAR major, PFILE_OBJECT file) const { return transfer(major, 0, file)->status(); }
    WDFQUEUE queue(WDF_IO_QUEUE_CONFIG config, WDF_OBJECT_ATTRIBUTES* attributes = nullptr) const {
      WDFQUEUE queue = nullptr;
      EXPECT_EQ(ddi::WdfIoQueueCreate(globals, device, &config, attributes, &queue), STATUS_SUCCESS);
      return queue;
    }
  };

  ~DeviceTest() override { running_ = nullptr; }

  static constexpr const char* kService = "TestDriver";

  // Adds, starts, runs the body, removes (unless the body did), and expects nothing left and nothing found.
  void with_device(const std::function<void(Hooks&)>& set, const std::function<void(Rig&)>& body) {
    on_machine([&] { run_device(set, body); });
    for (const nt::Finding& finding : findings())
      if (finding.rule != expected_finding_ && finding.rule != "NotActedOn")
        ADD_FAILURE() << finding.rule << ": " << finding.message;
  }
  void device_violation(Violation rule, const std::function<void(Hooks&)>& set, const std::function<void(Rig&)>& body) {
    EXPECT_EQ(machine().run("test", [&] { run_device(set, body); }), sched::RunResult::kDomainDied);
    ASSERT_TRUE(machine().bug_check());
    EXPECT_EQ(machine().bug_check()->code, kWdfViolation) << machine().bug_check()->message;
    EXPECT_EQ(machine().bug_check()->parameters[0], static_cast<uint64_t>(rule)) << machine().bug_check()->message;
  }
  // Adds and starts only: for devices that shall fail.
  Status add_and_start(const std::function<void(Hooks&)>& set, pnp::DeviceNode** node) {
    hooks_ = {};
    set(hooks_);
    running_ = this;
    machine().set_driver_loader(this);
    auto key = machine().cm().make(R"(\Registry\Machine\SYSTEM\CurrentControlSet\Services\TestDriver)");
    EXPECT_TRUE(key.ok());
    auto added = machine().pnp().add_root_device({.name = "TEST",
                                                  .hardware_ids = {"Root\\Test"},
                                                  .compatible_ids = {},
                                                  .service = kService,
                                                  .upper_filters = {},
                                                  .lower_filters = {},
                                                  .description = {}});
    if (!added) return added.status();
    *node = *added;
    return machine().pnp().start(**added);
  }

  std::vector<std::string>& log() { return log_; }
  void note(std::string what) { log_.push_back(std::move(what)); }
  Hooks& hooks() { return hooks_; }
  PWDF_DRIVER_GLOBALS globals() { return static_cast<PWDF_DRIVER_GLOBALS>(globals_); }
  WDFDEVICE device() { return device_; }
  bool removed_ = false;  // the body has removed the device
  std::string expected_finding_;

  // A queue configuration whose handlers are those hooks that are set.
  WDF_IO_QUEUE_CONFIG queue_config(WDF_IO_QUEUE_DISPATCH_TYPE type, bool default_queue = true) {
    WDF_IO_QUEUE_CONFIG config;
    if (default_queue) {
      WDF_IO_QUEUE_CONFIG_INIT_DEFAULT_QUEUE(&config, type);
    } else {
      WDF_IO_QUEUE_CONFIG_INIT(&config, type);
    }
    if (hooks_.read) config.EvtIoRead = on_read;
    if (hooks_.write) config.EvtIoWrite = on_write;
    if (hooks_.control) config.EvtIoDeviceControl = on_control;
    if (hooks_.other) config.EvtIoDefault = on_other;
    if (hooks_.stop) config.EvtIoStop = on_stop;
    if (hooks_.resume) config.EvtIoResume = on_resume;
    if (hooks_.canceled_on_queue) config.EvtIoCanceledOnQueue = on_canceled_on_queue;
    return config;
  }
  static VOID NTAPI cancel_routine(WDFREQUEST request) { running_->hooks_.cancel(request); }
  static VOID NTAPI state_routine(WDFQUEUE queue, WDFCONTEXT) { running_->hooks_.queue_state(queue); }

 private:
  void run_device(const std::function<void(Hooks&)>& set, const std::function<void(Rig&)>& body) {
    pnp::DeviceNode* node = nullptr;
    const Status started = add_and_start(set, &node);
    ASSERT_TRUE(started.ok()) << std::hex << started.value << " " << (node ? node->problem.text : "");
    Rig rig{*this, node, globals(), device_};
    removed_ = false;
    body(rig);
    if (!removed_) {
      EXPECT_TRUE(machine().pnp().remove(*node).ok());
    }
  }

  // --- the driver image ---

  Result<LoadedImage> load(const std::string&, const std::u16string&) override {
    LoadedImage image;
    image.cookie = this;
    image.entry = &DeviceTest::entry;
    return image;
  }
  void unload(void*) override {}
  std::string image_at(const void*) override { return {}; }

  static NTSTATUS NTAPI entry(PDRIVER_OBJECT driver, PUNICODE_STRING registry_path) {
    DeviceTest& self = *running_;
    self.bind_ = {};
    self.bind_.Size = sizeof(self.bind_);
    self.bind_.Component = self.component_.data();
    self.bind_.Version = {1, 33, 0};
    self.bind_.FuncCount = kmdf_slots_of(33);
    self.bind_.FuncTable = reinterpret_cast<WDFFUNC*>(&self.functions_);
    const NTSTATUS bound = self.library().version_bind(driver, registry_path, &self.bind_, &self.globals_);
    if (!NT_SUCCESS(bound)) return bound;
    WDF_DRIVER_CONFIG config;
    WDF_DRIVER_CONFIG_INIT(&config, &DeviceTest::device_add);
    WDFDRIVER made = nullptr;
    const NTSTATUS status = ddi::WdfDriverCreate(self.globals(), driver, registry_path, nullptr, &config, &made);
    self.framework_unload_ = driver->DriverUnload;
    driver->DriverUnload = &DeviceTest::unload_stub;
    return status;
  }
  static VOID NTAPI unload_stub(PDRIVER_OBJECT driver) {
    DeviceTest& self = *running_;
    self.framework_unload_(driver);
    EXPECT_EQ(Client::from(self.globals()).objects(), 0u);
    self.library().version_unbind(nullptr, &self.bind_, self.globals_);
  }

  static NTSTATUS NTAPI device_add(WDFDRIVER driver, PWDFDEVICE_INIT init) {
    DeviceTest& self = *running_;
    self.note("DeviceAdd");
    if (self.hooks_.device_add) return self.hooks_.device_add(driver, init);
    self.register_callbacks(init);
    if (self.hooks_.init) self.hooks_.init(init);
    const NTSTATUS status = ddi::WdfDeviceCreate(self.globals(), &init, self.hooks_.device_attributes, &self.device_);
    if (!NT_SUCCESS(status)) return status;
    return self.hooks_.created ? self.hooks_.created(self.device_) : STATUS_SUCCESS;
  }

  void register_callbacks(PWDFDEVICE_INIT init) {
    WDF_PNPPOWER_EVENT_CALLBACKS pnp;
    WDF_PNPPOWER_EVENT_CALLBACKS_INIT(&pnp);
    const bool all = hooks_.all_pnp_callbacks;
    if (all || hooks_.prepare_hardware) pnp.EvtDevicePrepareHardware = on_prepare;
    if (all || hooks_.release_hardware) pnp.EvtDeviceReleaseHardware = on_release;
    if (all || hooks_.d0_entry) pnp.EvtDeviceD0Entry = on_d0_entry;
    if (all || hooks_.d0_entry_post) pnp.EvtDeviceD0EntryPostInterruptsEnabled = on_d0_entry_post;
    if (all || hooks_.d0_exit) pnp.EvtDeviceD0Exit = on_d0_exit;
    if (all || hooks_.d0_exit_pre) pnp.EvtDeviceD0ExitPreInterruptsDisabled = on_d0_exit_pre;
    if (all || hooks_.init_io) pnp.EvtDeviceSelfManagedIoInit = on_init_io;
    if (all || hooks_.restart_io) pnp.EvtDeviceSelfManagedIoRestart = on_restart_io;
    if (all || hooks_.suspend_io) pnp.EvtDeviceSelfManagedIoSuspend = on_suspend_io;
    if (all || hooks_.flush_io) pnp.EvtDeviceSelfManagedIoFlush = on_flush_io;
    if (all || hooks_.cleanup_io) pnp.EvtDeviceSelfManagedIoCleanup = on_cleanup_io;
    if (all || hooks_.query_stop) pnp.EvtDeviceQueryStop = on_query_stop;
    if (all || hooks_.query_remove) pnp.EvtDeviceQueryRemove = on_query_remove;
    if (all || hooks_.surprise_removal) pnp.EvtDeviceSurpriseRemoval = on_surprise_removal;
    ddi::WdfDeviceInitSetPnpPowerEventCallbacks(globals(), init, &pnp);
    if (hooks_.file_create || hooks_.file_cleanup || hooks_.file_close) {
      WDF_FILEOBJECT_CONFIG files;
      WDF_FILEOBJECT_CONFIG_INIT(&files, hooks_.file_create ? on_file_create : nullptr,
                                 hooks_.file_close ? on_file_close : nullptr,
                                 hooks_.file_cleanup ? on_file_cleanup : nullptr);
      ddi::WdfDeviceInitSetFileObjectConfig(globals(), init, &files, nullptr);
    }
    if (hooks_.in_caller_context) ddi::WdfDeviceInitSetIoInCallerContextCallback(globals(), init, on_in_caller_context);
  }

  static NTSTATUS answer(const char* name, const std::function<NTSTATUS()>& hook) {
    running_->note(name);
    return hook ? hook() : STATUS_SUCCESS;
  }
  static void tell(const char* name, const std::function<void()>& hook) {
    running_->note(name);
    if (hook) hook();
  }
  static Hooks& on() { return running_->hooks_; }

  static NTSTATUS NTAPI on_prepare(WDFDEVICE, WDFCMRESLIST, WDFCMRESLIST) {
    return answer("Prepare", on().prepare_hardware);
  }
  static NTSTATUS NTAPI on_release(WDFDEVICE, WDFCMRESLIST) { return answer("Release", on().release_hardware); }
  static NTSTATUS NTAPI on_d0_entry(WDFDEVICE, WDF_POWER_DEVICE_STATE) { return answer("D0Entry", on().d0_entry); }
  static NTSTATUS NTAPI on_d0_entry_post(WDFDEVICE, WDF_POWER_DEVICE_STATE) {
    return answer("PostInterrupts", on().d0_entry_post);
  }
  static NTSTATUS NTAPI on_d0_exit(WDFDEVICE, WDF_POWER_DEVICE_STATE) { return answer("D0Exit", on().d0_exit); }
  static NTSTATUS NTAPI on_d0_exit_pre(WDFDEVICE, WDF_POWER_DEVICE_STATE) {
    return answer("PreInterrupts", on().d0_exit_pre);
  }
  static NTSTATUS NTAPI on_init_io(WDFDEVICE) { return answer("Init", on().init_io); }
  static NTSTATUS NTAPI on_restart_io(WDFDEVICE) { return answer("Restart", on().restart_io); }
  static NTSTATUS NTAPI on_suspend_io(WDFDEVICE) { return answer("Suspend", on().suspend_io); }
  static VOID NTAPI on_flush_io(WDFDEVICE) { tell("Flush", on().flush_io); }
  static VOID NTAPI on_cleanup_io(WDFDEVICE) { tell("Cleanup", on().cleanup_io); }
  static NTSTATUS NTAPI on_query_stop(WDFDEVICE) { return answer("QueryStop", on().query_stop); }
  static NTSTATUS NTAPI on_query_remove(WDFDEVICE) { return answer("QueryRemove", on().query_remove); }
  static VOID NTAPI on_surprise_removal(WDFDEVICE) { tell("SurpriseRemoval", on().surprise_removal); }

  static VOID NTAPI on_read(WDFQUEUE queue, WDFREQUEST request, size_t length) { on().read(queue, request, length); }
  static VOID NTAPI on_write(WDFQUEUE queue, WDFREQUEST request, size_t length) { on().write(queue, request, length); }
  static VOID NTAPI on_control(WDFQUEUE queue, WDFREQUEST request, size_t out, size_t in, ULONG code) {
    on().control(queue, request, out, in, code);
  }
  static VOID NTAPI on_other(WDFQUEUE queue, WDFREQUEST request) { on().other(queue, request); }
  static VOID NTAPI on_stop(WDFQUEUE queue, WDFREQUEST request, ULONG flags) { on().stop(queue, request, flags); }
  static VOID NTAPI on_resume(WDFQUEUE queue, WDFREQUEST request) { on().resume(queue, request); }
  static VOID NTAPI on_canceled_on_queue(WDFQUEUE queue, WDFREQUEST request) { on().canceled_on_queue(queue, request); }
  static VOID NTAPI on_file_create(WDFDEVICE device, WDFREQUEST request, WDFFILEOBJECT file) {
    on().file_create(device, request, file);
  }
  static VOID NTAPI on_file_cleanup(WDFFILEOBJECT file) { on().file_cleanup(file); }
  static VOID NTAPI on_file_close(WDFFILEOBJECT file) { on().file_close(file); }
  static VOID NTAPI on_in_caller_context(WDFDEVICE device, WDFREQUEST request) {
    on().in_caller_context(device, request);
  }

  inline static DeviceTest* running_ = nullptr;  // callbacks of a driver carry no context of the test
  Hooks hooks_;
  std::vector<std::string> log_;
  BindInfo bind_{};
  std::u16string component_ = u"KmdfLibrary";
  WDFFUNC* functions_ = nullptr;
  void* globals_ = nullptr;
  WDFDEVICE device_ = nullptr;
  PDRIVER_UNLOAD framework_unload_ = nullptr;
};

}  // namespace owdf::wdf
