// The four endings of a request that is still under way: it is cancelled, its handle is closed, its device goes, its
// application ends. Whatever the schedule: each request ends once, with a status the documentation allows, nobody
// hangs, and nothing is left. Deterministic form, random schedules; a failure names its seed (OWDF_SEED runs that one
// alone).
#include <initguid.h>
#include <wdm.h>

#include <fmt/format.h>

#include "drivers/echo/public.h"
#include "nt/io/io_manager.h"
#include "nt/ps/process_manager.h"
#include "tests/application.h"
#include "tests/scenario.h"

namespace owdf::scenarios {
namespace {

#ifdef OWDF_SANITIZE
constexpr uint64_t kSeeds = 60;  // of each ending
#else
constexpr uint64_t kSeeds = 2000;
#endif
constexpr int kTransfers = 3;
constexpr ULONG kMinute = 60'000;

// One application with a few transfers under way, and what they ended with.
class EndingTest : public ScenarioTest {
 protected:
  struct Ending {
    Plugged plugged;
    std::u16string path;
    uint64_t seed = 0;
    ULONG delay = 0;  // of the device, in milliseconds
    HANDLE device = nullptr;
    Transfer transfers[kTransfers];
    NTSTATUS ended[kTransfers] = {};  // STATUS_PENDING: the application never saw the end
    KEVENT opened, issued;            // set when the handle is open, when the transfers are under way
    nt::Machine& machine() { return plugged.machine(); }
  };

  // Runs `scenario` once for each seed; the first seed that fails ends the test.
  void explore(const std::function<void(Ending&)>& scenario) {
    const cli::DriverFiles files = driver("drivers/echo/driver");
    const char* only = std::getenv("OWDF_SEED");
    const uint64_t first = only ? std::strtoull(only, nullptr, 10) : 1;
    for (uint64_t seed = first; seed < first + (only ? 1 : kSeeds); seed++) {
      // On the heap: a stack of this process may lie above what Windows calls user addresses.
      const auto owned = std::make_unique<Ending>();
      Ending& ending = *owned;
      ending.seed = seed;
      // At once, in the time that the rest takes too, and never by itself.
      static constexpr ULONG delays[] = {0, 1, kMinute};
      ending.delay = delays[seed % 3];
      ending.plugged = plug_in(files, world(seed, sched::Strategy::kRandom));
      if (!ending.plugged.session) return;
      ending.path = interface_path(*ending.plugged.session, GUID_DEVINTERFACE_OWDF_ECHO);
      scenario(ending);
      if (ending.plugged->dead()) ADD_FAILURE() << ending.machine().bug_check()->message;
      if (HasFailure()) {
        ADD_FAILURE() << fmt::format("OWDF_SEED={} runs this again (delay {} ms)", seed, ending.delay);
        return;
      }
    }
  }

  // --- what applications do; on their threads ---

  static void open_and_issue(Ending& ending) {
    ASSERT_EQ(open_device(ending.path, Transfers::kOverlapped, &ending.device), STATUS_SUCCESS);
    Transfer set;
    set.control(ending.device, IOCTL_ECHO_SET_DELAY, &ending.delay, sizeof(ending.delay), nullptr, 0);
    ASSERT_EQ(set.finish(), STATUS_SUCCESS);
    KeSetEvent(&ending.opened, 0, FALSE);
    for (int i = 0; i < kTransfers; i++) {
      ending.ended[i] = STATUS_PENDING;
      if (i % 2 == 0) {
        ending.transfers[i].write(ending.device);
      } else {
        ending.transfers[i].read(ending.device);
      }
    }
    KeSetEvent(&ending.issued, 0, FALSE);
  }
  static void finish_all(Ending& ending) {
    for (int i = 0; i < kTransfers; i++) ending.ended[i] = ending.transfers[i].finish();
  }

  static void use_to_the_end(Ending& ending) {
    open_and_issue(ending);
    finish_all(ending);
    NtClose(ending.device);
  }

  // --- what tests do ---

  // A process whose main thread is `main` and another one that does `meanwhile`; waits for the end of both.
  static void run_both(Ending& ending, std::function<void()> main, std::function<void(ps::Process&)> meanwhile) {
    const bool alive = ending.plugged->run("endings", [&] {
      KeInitializeEvent(&ending.opened, NotificationEvent, FALSE);
      KeInitializeEvent(&ending.issued, NotificationEvent, FALSE);
      ps::ProcessManager& processes = ending.machine().ps();
      auto process = processes.create_process("endings.exe").value();
      EXPECT_TRUE(processes.create_thread(*process, "main", std::move(main)).ok());
      meanwhile(*process);
      processes.wait_for_exit(*process);
    });
    EXPECT_TRUE(alive);
  }

  static std::string described(const Ending& ending) {
    std::string text;
    for (NTSTATUS status : ending.ended) text += fmt::format(" {:08X}", static_cast<uint32_t>(status));
    return text;
  }
  static void expect_each_one_of(const Ending& ending, std::initializer_list<NTSTATUS> allowed) {
    for (NTSTATUS status : ending.ended) {
      EXPECT_NE(std::find(allowed.begin(), allowed.end(), status), allowed.end()) << described(ending);
    }
  }
};
INSTANTIATE_TEST_SUITE_P(Form, EndingTest, ::testing::Values(sched::Form::kDeterministic), sched::form_name);

TEST_P(EndingTest, CancelledRequestsEndOnceWhateverTheSchedule) {
  explore([](Ending& ending) {
    run_both(
        ending,
        [&] {
          open_and_issue(ending);
          // All requests of the handle, or one by its status block.
          IO_STATUS_BLOCK block;
          IO_STATUS_BLOCK* which = ending.seed % 2 ? nullptr : &ending.transfers[ending.seed % kTransfers].block;
          const NTSTATUS cancelled = NtCancelIoFileEx(ending.device, which, &block);
          EXPECT_TRUE(cancelled == STATUS_SUCCESS || cancelled == STATUS_NOT_FOUND);
          // What was not cancelled is answered when its time has come.
          finish_all(ending);
          NtClose(ending.device);
        },
        [](ps::Process&) {});
    expect_each_one_of(ending, {STATUS_SUCCESS, STATUS_CANCELLED});
    if (ending.delay == kMinute && ending.seed % 2) expect_each_one_of(ending, {STATUS_CANCELLED});
    unplug(ending.plugged);
  });
}

TEST_P(EndingTest, ClosingTheHandleCancelsWhatTheDriverHasNotSeen) {
  explore([](Ending& ending) {
    run_both(
        ending,
        [&] {
          open_and_issue(ending);
          EXPECT_EQ(NtClose(ending.device), STATUS_SUCCESS);
          finish_all(ending);
        },
        [](ps::Process&) {});
    // The one that is with the driver is the driver's to complete; those behind it are cancelled by the cleanup
    // (BHV-016).
    expect_each_one_of(ending, {STATUS_SUCCESS, STATUS_CANCELLED});
    if (ending.delay == kMinute) {
      EXPECT_LE(std::count(std::begin(ending.ended), std::end(ending.ended), STATUS_SUCCESS), 1) << described(ending);
    }
    unplug(ending.plugged);
  });
}

TEST_P(EndingTest, AnOpenDeviceIsNotRemovedAndWorksOn) {
  explore([](Ending& ending) {
    run_both(
        ending, [&] { use_to_the_end(ending); },
        [&](ps::Process&) {
          KeWaitForSingleObject(&ending.issued, Executive, KernelMode, FALSE, nullptr);
          pnp::DeviceNode* node = ending.machine().pnp().find(ending.plugged.instance);
          if (ending.delay == kMinute) {
            EXPECT_EQ(ending.machine().pnp().remove(*node), Status(STATUS_PLUGPLAY_QUERY_VETOED));
          }
        });
    expect_each_one_of(ending, {STATUS_SUCCESS});
    unplug(ending.plugged);
  });
}

TEST_P(EndingTest, SurpriseRemovalEndsAllRequests) {
  explore([](Ending& ending) {
    run_both(
        ending, [&] { use_to_the_end(ending); },
        [&](ps::Process&) {
          KeWaitForSingleObject(&ending.opened, Executive, KernelMode, FALSE, nullptr);
          pnp::DeviceNode* node = ending.machine().pnp().find(ending.plugged.instance);
          if (node) ending.machine().pnp().surprise_remove(*node);
        });
    // Those that came before: answered or cancelled; those that came after: refused.
    expect_each_one_of(ending, {STATUS_SUCCESS, STATUS_CANCELLED, STATUS_INVALID_DEVICE_STATE});
    if (ending.delay == kMinute) expect_each_one_of(ending, {STATUS_CANCELLED, STATUS_INVALID_DEVICE_STATE});
    expect_nothing_left(ending.plugged);
  });
}

TEST_P(EndingTest, ADyingApplicationTakesItsRequestsAlong) {
  explore([](Ending& ending) {
    const sched::Ticks began = ending.plugged->world().interrupt_time();
    NTSTATUS exit_status = STATUS_PENDING;
    run_both(
        ending, [&] { use_to_the_end(ending); },
        [&](ps::Process& process) {
          if (ending.seed % 4) KeWaitForSingleObject(&ending.opened, Executive, KernelMode, FALSE, nullptr);
          ending.machine().ps().terminate(process, STATUS_CONTROL_C_EXIT);
          exit_status = ending.machine().ps().wait_for_exit(process);
        });
    // Unless it was faster. It does not wait for the device, which would take a minute.
    if (ending.delay != kMinute && exit_status == STATUS_SUCCESS) return unplug(ending.plugged);
    EXPECT_EQ(exit_status, STATUS_CONTROL_C_EXIT);
    EXPECT_LT(ending.plugged->world().interrupt_time() - began, kMinute / 2 * sched::kTicksPerMillisecond);
    for (const Transfer& transfer : ending.transfers) {
      EXPECT_FALSE(transfer.issued == STATUS_PENDING && transfer.block.Status == STATUS_PENDING);
    }
    unplug(ending.plugged);
  });
}

}  // namespace
}  // namespace owdf::scenarios
