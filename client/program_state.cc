#include "client/program_state.h"

#include "client/crt/stream.h"
#include "nt/rtl/text.h"

namespace owdf::client {

namespace {

// One argument as CommandLineToArgvW and the C runtime take it apart again: quoted where it must be, backslashes before
// a quote doubled.
std::string quoted(const std::string& argument) {
  if (!argument.empty() && argument.find_first_of(" \t\"") == std::string::npos) return argument;
  std::string out = "\"";
  size_t backslashes = 0;
  for (const char c : argument) {
    if (c == '"') out.append(backslashes + 1, '\\');
    backslashes = c == '\\' ? backslashes + 1 : 0;
    out += c;
  }
  out.append(backslashes, '\\');
  return out + '"';
}

// Pointers to the texts, and a null pointer at the end.
template <typename C>
std::vector<C*> pointers(std::vector<std::basic_string<C>>& texts) {
  std::vector<C*> out;
  for (auto& text : texts) out.push_back(text.data());
  out.push_back(nullptr);
  return out;
}

}  // namespace

ProgramState::ProgramState(nt::Machine& machine_in, ps::Process& process_in, const ProgramOptions& options_in)
    : machine(machine_in), process(process_in), options(options_in), streams(std::make_unique<Streams>()) {
  const char* extension = options.name.find('.') == std::string::npos ? ".exe" : "";
  argument_texts.push_back(rtl::utf8(kHomeDirectory) + "\\" + options.name + extension);
  for (const std::string& argument : options.arguments) argument_texts.push_back(argument);
  for (const auto& [name, value] : options.environment) environment_texts.push_back(name + "=" + value);
  for (const std::string& argument : argument_texts) {
    narrow_command_line += (narrow_command_line.empty() ? "" : " ") + quoted(argument);
    wide_argument_texts.push_back(rtl::utf16(argument));
  }
  for (const std::string& entry : environment_texts) wide_environment_texts.push_back(rtl::utf16(entry));
  command_line = rtl::utf16(narrow_command_line);
  argv = pointers(argument_texts);
  environment = pointers(environment_texts);
  wide_argv = pointers(wide_argument_texts);
  wide_environment = pointers(wide_environment_texts);
}

ProgramState::~ProgramState() = default;

void ProgramState::at_exit(void(__attribute__((ms_abi)) * routine)()) {
  sched::LockGuard guard(lock_);
  exit_routines_.push_back(routine);
}

// A routine may register further ones: they run next. Who comes second finds the list empty.
void ProgramState::run_exit_routines() {
  for (;;) {
    void(__attribute__((ms_abi)) * routine)() = nullptr;
    {
      sched::LockGuard guard(lock_);
      if (exit_routines_.empty()) return;
      routine = exit_routines_.back();
      exit_routines_.pop_back();
    }
    routine();
  }
}

uint32_t ProgramState::allocate_local_storage() {
  sched::LockGuard guard(lock_);
  for (uint32_t i = 0; i < local_storage_used_.size(); i++) {
    if (local_storage_used_[i]) continue;
    local_storage_used_[i] = true;
    for (const auto& thread : threads_)
      if (i < thread->local_storage.size()) thread->local_storage[i] = nullptr;
    return i;
  }
  if (local_storage_used_.size() >= kLocalStorageSlots) return UINT32_MAX;
  local_storage_used_.push_back(true);
  return static_cast<uint32_t>(local_storage_used_.size() - 1);
}

bool ProgramState::free_local_storage(uint32_t index) {
  sched::LockGuard guard(lock_);
  if (index >= local_storage_used_.size() || !local_storage_used_[index]) return false;
  local_storage_used_[index] = false;
  return true;
}

ThreadState* ProgramState::add_thread() {
  auto state = std::make_unique<ThreadState>();
  sched::LockGuard guard(lock_);
  return threads_.emplace_back(std::move(state)).get();
}

void ProgramState::remove_thread(ThreadState* thread) {
  sched::LockGuard guard(lock_);
  std::erase_if(threads_, [&](const auto& candidate) { return candidate.get() == thread; });
}

void ProgramState::add_gate(const ps::Thread* thread, HANDLE gate) {
  sched::LockGuard guard(lock_);
  gates_.emplace_back(thread, gate);
}

HANDLE ProgramState::take_gate(const ps::Thread* thread) {
  sched::LockGuard guard(lock_);
  const auto found = std::find_if(gates_.begin(), gates_.end(), [&](const auto& gate) { return gate.first == thread; });
  if (found == gates_.end()) return nullptr;
  const HANDLE gate = found->second;
  gates_.erase(found);
  return gate;
}

Heap* ProgramState::create_heap() {
  auto heap_made = std::make_unique<Heap>();
  sched::LockGuard guard(lock_);
  return heaps_.emplace_back(std::move(heap_made)).get();
}

bool ProgramState::destroy_heap(Heap* wanted) {
  sched::LockGuard guard(lock_);
  return std::erase_if(heaps_, [&](const auto& candidate) { return candidate.get() == wanted; }) > 0;
}

uint32_t ProgramState::device_number(const std::u16string& instance_path) {
  sched::LockGuard guard(lock_);
  const auto known = std::find_if(device_paths_.begin(), device_paths_.end(), [&](const std::u16string& path) {
    return rtl::equal_ignoring_case(path, instance_path);
  });
  const auto number = static_cast<uint32_t>(known - device_paths_.begin()) + 1;
  if (known == device_paths_.end()) device_paths_.push_back(instance_path);
  return number;
}

std::optional<std::u16string> ProgramState::device_path(uint32_t number) {
  sched::LockGuard guard(lock_);
  if (number == 0 || number > device_paths_.size()) return std::nullopt;
  return device_paths_[number - 1];
}

int ProgramState::count_service_handles(const std::u16string& service, int change) {
  sched::LockGuard guard(lock_);
  return service_handles_[service] += change;
}

void ProgramState::write_output(bool error, std::string_view text) {
  const auto& sink = error && options.error_output ? options.error_output : options.output;
  sched::LockGuard guard(lock_);
  if (sink) sink(text);
}

std::string ProgramState::read_input(size_t most, bool line) {
  sched::LockGuard guard(lock_);
  const size_t end = line ? options.input.find('\n', input_at_) : std::string::npos;
  const size_t available = (end == std::string::npos ? options.input.size() : end + 1) - input_at_;
  const std::string taken = options.input.substr(input_at_, std::min(most, available));
  input_at_ += taken.size();
  return taken;
}

bool ProgramState::input_left() {
  sched::LockGuard guard(lock_);
  return input_at_ < options.input.size();
}

ProgramState* current_program() {
  ps::Process* process = ps::current_process();
  return process ? static_cast<ProgramState*>(process->program.get()) : nullptr;
}

ThreadState* current_thread_state() {
  ps::Thread* thread = ps::current_thread();
  return thread ? static_cast<ThreadState*>(thread->user_block) : nullptr;
}

}  // namespace owdf::client
