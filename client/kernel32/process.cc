// The process as its program sees it: command line, environment, console, modules, debug output.
#include "client/crt/text.h"
#include "client/kernel32/win32.h"
#include "nt/rtl/text.h"

using namespace owdf::client;

namespace {

// Gives a text to a caller's buffer: the length without terminator, or the room needed with it.
template <typename C>
DWORD deliver(const C* text, C* buffer, DWORD room) {
  const auto length = static_cast<DWORD>(text::length(text));
  if (length + 1 > room) return length + 1;
  text::copy(buffer, text);
  return length;
}

template <typename C>
const C* find_variable(const std::vector<C*>& environment, const C* name) {
  const size_t size = text::length(name);
  for (const C* entry : environment)
    if (entry && text::compare(entry, name, size, true) == 0 && entry[size] == '=') return entry + size + 1;
  fail(ERROR_ENVVAR_NOT_FOUND);
  return nullptr;
}

}  // namespace

namespace {

// The thread of a console event: a program whose handlers all decline ends.
DWORD NTAPI run_control_handlers(void* parameter) {
  const auto event = static_cast<DWORD>(reinterpret_cast<uintptr_t>(parameter));
  for (const PHANDLER_ROUTINE handler : current_program()->console_control.newest_first())
    if (handler(event)) return 0;
  ExitProcess(static_cast<UINT>(STATUS_CONTROL_C_EXIT));
}

}  // namespace

extern "C" {

LPSTR NTAPI GetCommandLineA() {
  return current_program()->narrow_command_line.data();
}
LPWSTR NTAPI GetCommandLineW() {
  return current_program()->command_line.data();
}

DWORD NTAPI GetEnvironmentVariableA(LPCSTR name, LPSTR buffer, DWORD room) {
  const char* value = find_variable(current_program()->environment, name);
  return value ? deliver(value, buffer, room) : 0;
}
DWORD NTAPI GetEnvironmentVariableW(LPCWSTR name, LPWSTR buffer, DWORD room) {
  const WCHAR* value = find_variable(current_program()->wide_environment, name);
  return value ? deliver(value, buffer, room) : 0;
}

DWORD NTAPI GetCurrentDirectoryW(DWORD room, LPWSTR buffer) {
  return deliver(current_program()->current_directory.c_str(), buffer, room);
}
DWORD NTAPI GetCurrentDirectoryA(DWORD room, LPSTR buffer) {
  return deliver(owdf::rtl::utf8(current_program()->current_directory).c_str(), buffer, room);
}
UINT NTAPI GetSystemDirectoryW(LPWSTR buffer, UINT room) {
  return deliver(u"C:\\Windows\\System32", buffer, room);
}
UINT NTAPI GetSystemDirectoryA(LPSTR buffer, UINT room) {
  return deliver("C:\\Windows\\System32", buffer, room);
}

HMODULE NTAPI GetModuleHandleW(LPCWSTR name) {
  // The program is the only module that is an image here.
  if (name) return fail(ERROR_MOD_NOT_FOUND), nullptr;
  return static_cast<HMODULE>(current_program()->image_base());
}
HMODULE NTAPI GetModuleHandleA(LPCSTR name) {
  const WideText wide(name);
  return GetModuleHandleW(wide.get());
}
DWORD NTAPI GetModuleFileNameW(HMODULE, LPWSTR buffer, DWORD room) {
  return deliver(current_program()->wide_argv[0], buffer, room);
}
DWORD NTAPI GetModuleFileNameA(HMODULE, LPSTR buffer, DWORD room) {
  return deliver(current_program()->argv[0], buffer, room);
}

HANDLE NTAPI GetStdHandle(DWORD which) {
  const DWORD index = STD_INPUT_HANDLE - which;
  return index < 3 ? console_handle(index) : (fail(ERROR_INVALID_HANDLE), INVALID_HANDLE_VALUE);
}

BOOL NTAPI WriteConsoleA(HANDLE console, const VOID* text, DWORD length, LPDWORD written, LPVOID) {
  if (!is_console(console)) return fail(ERROR_INVALID_HANDLE);
  current_program()->write_output(is_console_error(console), {static_cast<const char*>(text), length});
  if (written) *written = length;
  return TRUE;
}
BOOL NTAPI WriteConsoleW(HANDLE console, const VOID* text, DWORD length, LPDWORD written, LPVOID) {
  if (!is_console(console)) return fail(ERROR_INVALID_HANDLE);
  current_program()->write_output(is_console_error(console), owdf::rtl::utf8(static_cast<const WCHAR*>(text), length));
  if (written) *written = length;
  return TRUE;
}

// Nobody presses Ctrl+C in a machine: its events come from GenerateConsoleCtrlEvent.
BOOL NTAPI SetConsoleCtrlHandler(PHANDLER_ROUTINE handler, BOOL add) {
  ConsoleControl& control = current_program()->console_control;
  if (!handler) return control.ignore_interrupts(add), TRUE;
  return add ? (control.add(handler), TRUE) : control.remove(handler) || fail(ERROR_INVALID_PARAMETER);
}

// Every program has a console of its own, so the only group on it is the program itself.
BOOL NTAPI GenerateConsoleCtrlEvent(DWORD event, DWORD group) {
  if (event != CTRL_C_EVENT && event != CTRL_BREAK_EVENT) return fail(ERROR_INVALID_PARAMETER);
  if (group != 0 && group != GetCurrentProcessId()) return fail(ERROR_INVALID_PARAMETER);
  ProgramState& program = *current_program();
  if (!program.console_control.wants(event)) return TRUE;
  const HANDLE thread =
      CreateThread(nullptr, 0, run_control_handlers, reinterpret_cast<void*>(uintptr_t{event}), 0, nullptr);
  return thread && CloseHandle(thread);
}

BOOL NTAPI IsDebuggerPresent() {
  return FALSE;
}
}
