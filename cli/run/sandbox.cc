#include "cli/run/sandbox.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <linux/landlock.h>
#include <seccomp.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <memory>

namespace owdf::cli {
namespace {

// Everything that changes a file or a folder and that the first version of Landlock knows.
constexpr uint64_t kWrites = LANDLOCK_ACCESS_FS_WRITE_FILE | LANDLOCK_ACCESS_FS_REMOVE_DIR |
                             LANDLOCK_ACCESS_FS_REMOVE_FILE | LANDLOCK_ACCESS_FS_MAKE_CHAR |
                             LANDLOCK_ACCESS_FS_MAKE_DIR | LANDLOCK_ACCESS_FS_MAKE_REG | LANDLOCK_ACCESS_FS_MAKE_SOCK |
                             LANDLOCK_ACCESS_FS_MAKE_FIFO | LANDLOCK_ACCESS_FS_MAKE_BLOCK | LANDLOCK_ACCESS_FS_MAKE_SYM;
// Devices that a run-time library may write to.
constexpr const char* kDevices[] = {"/dev/null", "/dev/tty"};

class Ruleset {
 public:
  Ruleset() {
    const landlock_ruleset_attr attributes{.handled_access_fs = kWrites};
    descriptor_ = static_cast<int>(syscall(SYS_landlock_create_ruleset, &attributes, sizeof attributes, 0));
  }
  ~Ruleset() {
    if (ok()) close(descriptor_);
  }
  Ruleset(const Ruleset&) = delete;
  Ruleset& operator=(const Ruleset&) = delete;

  bool ok() const { return descriptor_ >= 0; }
  void allow(const std::string& path, uint64_t access) {
    const int parent = open(path.c_str(), O_PATH | O_CLOEXEC);
    if (parent < 0) return;
    const landlock_path_beneath_attr rule{.allowed_access = access, .parent_fd = parent};
    (void)syscall(SYS_landlock_add_rule, descriptor_, LANDLOCK_RULE_PATH_BENEATH, &rule, 0);
    close(parent);
  }
  bool enforce() { return syscall(SYS_landlock_restrict_self, descriptor_, 0) == 0; }

 private:
  int descriptor_ = -1;
};

bool confine_files(const SandboxOptions& options) {
  Ruleset rules;
  if (!rules.ok()) return false;
  for (const std::string& folder : options.writable) rules.allow(folder, kWrites);
  for (const char* device : kDevices) rules.allow(device, LANDLOCK_ACCESS_FS_WRITE_FILE);
  return rules.enforce();
}

// What no driver test needs. ptrace stays: LeakSanitizer looks at its own threads by it, and Landlock keeps it from
// others.
constexpr int kForbidden[] = {SCMP_SYS(socket),
                              SCMP_SYS(mount),
                              SCMP_SYS(umount2),
                              SCMP_SYS(pivot_root),
                              SCMP_SYS(chroot),
                              SCMP_SYS(setns),
                              SCMP_SYS(unshare),
                              SCMP_SYS(reboot),
                              SCMP_SYS(kexec_load),
                              SCMP_SYS(init_module),
                              SCMP_SYS(finit_module),
                              SCMP_SYS(delete_module),
                              SCMP_SYS(swapon),
                              SCMP_SYS(swapoff),
                              SCMP_SYS(bpf),
                              SCMP_SYS(perf_event_open),
                              SCMP_SYS(add_key),
                              SCMP_SYS(request_key),
                              SCMP_SYS(keyctl),
                              SCMP_SYS(settimeofday),
                              SCMP_SYS(clock_settime),
                              SCMP_SYS(sethostname),
                              SCMP_SYS(process_vm_writev),
                              SCMP_SYS(iopl),
                              SCMP_SYS(ioperm),
                              SCMP_SYS(pidfd_send_signal)};

bool confine_calls() {
  const std::unique_ptr<void, decltype(&seccomp_release)> filter(seccomp_init(SCMP_ACT_ALLOW), &seccomp_release);
  if (!filter) return false;
  const uint32_t refuse = SCMP_ACT_ERRNO(EPERM);
  bool ok = true;
  for (int call : kForbidden) ok &= seccomp_rule_add(filter.get(), refuse, call, 0) == 0;
  // Signals to itself only; 0 and negative numbers would be whole groups.
  const auto self = static_cast<scmp_datum_t>(getpid());
  ok &= seccomp_rule_add(filter.get(), refuse, SCMP_SYS(kill), 1, SCMP_A0(SCMP_CMP_NE, self)) == 0;
  ok &= seccomp_rule_add(filter.get(), refuse, SCMP_SYS(tkill), 0) == 0;
  ok &= seccomp_rule_add(filter.get(), refuse, SCMP_SYS(tgkill), 1, SCMP_A0(SCMP_CMP_NE, self)) == 0;
  return ok && seccomp_load(filter.get()) == 0;
}

void limit_resources() {
  const rlimit none{0, 0};
  setrlimit(RLIMIT_CORE, &none);
  prctl(PR_SET_DUMPABLE, 1);  // gdb may still attach
}

}  // namespace

std::vector<std::string> enter_sandbox(const SandboxOptions& options) {
  std::vector<std::string> missing;
  limit_resources();
  prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0);
  if (!confine_files(options)) {
    missing.push_back(fmt::format("this kernel has no Landlock ({}): a driver that goes wild may write to your files",
                                  std::strerror(errno)));
  }
  if (!confine_calls()) missing.emplace_back("no seccomp filter can be set: the network stays within reach");
  return missing;
}

}  // namespace owdf::cli
