// What nt/ needs from the layers above it, as interfaces that a machine is given when it is composed.
#pragma once

#include <string>

#include "base/result.h"
#include "nt/machine.h"

struct _DRIVER_OBJECT;
struct _UNICODE_STRING;

namespace owdf::nt {

// loader/: brings a driver image in and out. One copy of the image per machine and driver.
class DriverLoader {
 public:
  virtual ~DriverLoader() = default;
  struct LoadedImage {
    void* cookie = nullptr;  // the loader's
    // The image's entry point (FxDriverEntry of a framework driver, DriverEntry of a WDM driver).
    int32_t(__attribute__((ms_abi)) * entry)(_DRIVER_OBJECT*, _UNICODE_STRING*) = nullptr;
    void* base = nullptr;
    size_t size = 0;
  };
  // `image_path` is an NT path of the machine's file namespace (ImagePath of the service key).
  virtual Result<LoadedImage> load(const std::string& service, const std::u16string& image_path) = 0;
  virtual void unload(void* cookie) = 0;
  // The machine begins anew: nothing that load() gave is in use any more, and none of its code will run to say goodbye.
  virtual void machine_reset() {}
  // The service name of the image that holds this code address; empty if none. For blame and fault attribution.
  virtual std::string image_at(const void* address) = 0;
};

// What a program's entry is given, in both spellings; valid as long as the process lives. Arrays end with a null
// pointer.
struct ProgramArguments {
  int argc = 0;
  char** argv = nullptr;
  char16_t** wide_argv = nullptr;
  char** environment = nullptr;
  char16_t** wide_environment = nullptr;
};

// The image of a program, mapped and bound: one copy per process. Its code runs on the program's main thread only
// through these calls. Destroyed when no thread of the process is left.
class ProgramImage {
 public:
  virtual ~ProgramImage() = default;
  virtual void run_constructors() = 0;
  virtual int32_t call_entry(const ProgramArguments& arguments) = 0;  // main or wmain; the exit code
  virtual void* base() const = 0;
};

// loader/: brings the images of programs in, for client/.
class ProgramLoader {
 public:
  virtual ~ProgramLoader() = default;
  // `host_file` is a path of the host; `problem` gets the sentence for people when the result is a failure.
  virtual Result<std::unique_ptr<ProgramImage>> load_program(Machine& machine, const std::string& host_file,
                                                             const std::string& name, std::string* problem) = 0;
};

// wdf/: the framework side of WDF_BIND_INFO (imports WdfVersionBind and WdfVersionUnbind of WDFLDR.SYS).
class BindProvider {
 public:
  virtual ~BindProvider() = default;
  virtual int32_t version_bind(_DRIVER_OBJECT* driver, _UNICODE_STRING* registry_path, void* bind_info,
                               void** globals) = 0;
  virtual int32_t version_unbind(_UNICODE_STRING* registry_path, void* bind_info, void* globals) = 0;
};

class FindingSink {
 public:
  virtual ~FindingSink() = default;
  virtual void found(const Finding& finding) = 0;
};

}  // namespace owdf::nt
