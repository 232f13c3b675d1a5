// What the Win32 functions share: from statuses to last errors, texts that go with the process, paths, timeouts.
// All of it runs on threads of a program, at PASSIVE_LEVEL.
#pragma once

#include <windows.h>

#include "client/program_state.h"
#include "nt/services.h"

namespace owdf::client {

// File information by the services of nt/io; STATUS_NOT_IMPLEMENTED, with a finding, while those are not built.
NTSTATUS query_information(HANDLE file, IO_STATUS_BLOCK* block, void* out, ULONG size, FILE_INFORMATION_CLASS what);
NTSTATUS set_information(HANDLE file, IO_STATUS_BLOCK* block, void* in, ULONG size, FILE_INFORMATION_CLASS what);

uint32_t error_of(NTSTATUS status);
// True for success; else the calling thread's last error is set. STATUS_PENDING is success here.
bool succeeded(NTSTATUS status);
// Sets the last error and returns FALSE.
BOOL fail(uint32_t error);

// Memory of the program's heap for the length of a call. A thread that is ended in the middle of a system call unwinds
// nothing: what it held here goes with the process.
class Scratch {
 public:
  explicit Scratch(size_t size) : block_(current_program()->heap.allocate(size)) {}
  ~Scratch() {
    if (block_) current_program()->heap.release(block_);
  }
  Scratch(const Scratch&) = delete;
  explicit operator bool() const { return block_ != nullptr; }
  template <typename T>
  T* as() const {
    return static_cast<T*>(block_);
  }

 private:
  void* block_;
};

// A narrow argument in the spelling that the W functions take; null stays null. ANSI code page.
class WideText {
 public:
  explicit WideText(const char* text);
  const WCHAR* get() const { return given_ ? scratch_.as<WCHAR>() : nullptr; }

 private:
  bool given_;
  Scratch scratch_;
};

// The NT name of a Win32 path: \\.\X and \\?\X are \??\X, C:\X is \??\C:\X, others stand on the current directory.
class NtPath {
 public:
  explicit NtPath(const WCHAR* path);
  UNICODE_STRING* name() { return &name_; }

 private:
  Scratch scratch_;
  UNICODE_STRING name_;
};

// A wait's limit in the form the services take: null for INFINITE.
class Timeout {
 public:
  explicit Timeout(DWORD milliseconds) : infinite_(milliseconds == INFINITE) {
    value_.QuadPart = -static_cast<LONGLONG>(milliseconds) * 10'000;
  }
  LARGE_INTEGER* get() { return infinite_ ? nullptr : &value_; }

 private:
  bool infinite_;
  LARGE_INTEGER value_;
};

// The console's handles: no NT handle ends in these bits.
inline bool is_console(HANDLE handle) {
  const auto value = reinterpret_cast<uintptr_t>(handle);
  return value == 3 || value == 7 || value == 11;
}
inline HANDLE console_handle(uintptr_t index) {
  return reinterpret_cast<HANDLE>(index * 4 + 3);
}
inline bool is_console_input(HANDLE handle) {
  return handle == console_handle(0);
}
inline bool is_console_error(HANDLE handle) {
  return handle == console_handle(2);
}

}  // namespace owdf::client
