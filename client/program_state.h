// What a running Windows program has besides its NT process: heap, console, streams, arguments, per-thread words.
// Hangs from ps::Process::program; made by Program, ended with the process. PASSIVE_LEVEL.
// Its own state needs a lock only where two threads of the program may meet; those parts bring their own.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "client/address_waits.h"
#include "client/console_control.h"
#include "client/heap.h"
#include "client/memory_map.h"
#include "client/setupapi/device_set.h"
#include "nt/ps/process.h"
#include "nt/upward.h"
#include "sched/lock.h"

namespace owdf::client {

class Streams;

// Where programs are and what they find as their current directory.
inline constexpr std::u16string_view kHomeDirectory = u"C:\\Users\\Public";

inline constexpr uint32_t kLocalStorageSlots = 1088;  // TLS_MINIMUM_AVAILABLE and the expansion slots

// One per thread of a program: the part of Windows' TEB that its functions keep here.
struct ThreadState {
  uint32_t last_error = 0;
  int error_number = 0;       // errno
  uint32_t random_state = 1;  // rand() is a sequence per thread
  char* token = nullptr;      // strtok
  char16_t* wide_token = nullptr;
  std::vector<void*> local_storage;  // TlsAlloc
  int time_parts[9] = {};            // gmtime
  char time_text[26] = {};           // asctime
  HANDLE wait_event = nullptr;       // what AddressWaits sleeps on; made at its first use
};

struct ProgramOptions {
  std::string name;                    // file name of the image, for reports
  std::string file;                    // host path of the image
  std::vector<std::string> arguments;  // UTF-8, without the program's own name
  std::vector<std::pair<std::string, std::string>> environment;
  std::string input;  // what its standard input holds; then end of file
  // Where output goes, as the program wrote it. Called on executive threads, one piece at a time.
  std::function<void(std::string_view)> output;
  std::function<void(std::string_view)> error_output;
};

class ProgramState {
 public:
  ProgramState(nt::Machine& machine, ps::Process& process, const ProgramOptions& options);
  ~ProgramState();

  nt::Machine& machine;
  ps::Process& process;
  const ProgramOptions options;
  Heap heap;
  MemoryMap memory;
  AddressWaits address_waits;
  DeviceSets device_sets;
  ConsoleControl console_control;

  // The program's numbers (DEVINST) for device instances, given in order of first use; 0 is none.
  uint32_t device_number(const std::u16string& instance_path);
  std::optional<std::u16string> device_path(uint32_t number);
  std::unique_ptr<Streams> streams;

  // The arguments and the environment, in both spellings; allocated once, valid while the process lives.
  std::u16string command_line;
  std::string narrow_command_line;
  std::vector<std::string> argument_texts, environment_texts;
  std::vector<std::u16string> wide_argument_texts, wide_environment_texts;
  std::vector<char*> argv, environment;
  std::vector<char16_t*> wide_argv, wide_environment;

  // Absolute; without a backslash at its end, unless it is a root.
  std::u16string current_directory{kHomeDirectory};

  // The copy of the image that this process runs; null in tests, whose "program" is a function of the host.
  std::unique_ptr<nt::ProgramImage> image;
  void* image_base() const { return image ? image->base() : nullptr; }

  // The words of a thread that begins, and their end.
  ThreadState* add_thread();
  void remove_thread(ThreadState* thread);
  // Gates of threads that were created suspended.
  void add_gate(const ps::Thread* thread, HANDLE gate);
  HANDLE take_gate(const ps::Thread* thread);  // null: it has none

  Heap* create_heap();
  bool destroy_heap(Heap* heap);  // false: not one of ours

  // Functions given to atexit, run from last to first by exit().
  void at_exit(void(__attribute__((ms_abi)) * routine)());
  void run_exit_routines();

  uint32_t allocate_local_storage();  // UINT32_MAX: none is left
  bool free_local_storage(uint32_t index);

  // How many handles to a service the program has open, after one more or one less; `service` in upper case.
  int count_service_handles(const std::u16string& service, int change);

  void write_output(bool error, std::string_view text);
  // Takes up to `most` bytes of standard input; to the end of the line if `line`.
  std::string read_input(size_t most, bool line);
  bool input_left();

 private:
  sched::Lock lock_{sched::LockRank::kLeaf, "client.program"};
  std::vector<void(__attribute__((ms_abi)) *)()> exit_routines_ GUARDED_BY(lock_);
  std::vector<bool> local_storage_used_ GUARDED_BY(lock_);
  size_t input_at_ GUARDED_BY(lock_) = 0;
  std::vector<std::unique_ptr<ThreadState>> threads_ GUARDED_BY(lock_);
  std::vector<std::pair<const ps::Thread*, HANDLE>> gates_ GUARDED_BY(lock_);
  std::vector<std::u16string> device_paths_ GUARDED_BY(lock_);  // by number, less one
  std::vector<std::unique_ptr<Heap>> heaps_ GUARDED_BY(lock_);
  std::map<std::u16string, int> service_handles_ GUARDED_BY(lock_);
};

// The program whose thread runs now; null on system threads (a driver that calls into the C runtime).
ProgramState* current_program();
// The words of the calling thread; null where there is no program.
ThreadState* current_thread_state();

}  // namespace owdf::client
