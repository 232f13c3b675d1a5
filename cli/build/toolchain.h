// Where compiler, headers and image runtime are, and the command lines made of them.
#pragma once

#include <string>
#include <vector>

#include "cli/build/project.h"

namespace owdf::cli {

struct Toolchain {
  std::string compiler;  // the pinned clang
  std::string linker;
  std::string source_root;     // holds include/ and loader/image_runtime/
  std::string generated_root;  // holds include/km/wdf.h, wdf/layout_checks.h, image/imports_*.S

  // Beside the running program if it is installed, otherwise the build tree it comes from. `problem` says what is
  // missing.
  static bool find(Toolchain& toolchain, std::string& problem);

  std::vector<std::string> system_include_folders(const Project& project) const;
  std::vector<std::string> system_include_folders(OutputKind kind) const;  // of a project that says no more
};

// All but source and output; equal commands make equal objects.
std::vector<std::string> compile_flags(const Toolchain& toolchain, const Project& project, const BuildOptions& options);

// The preprocessor over a resource script, but for its source and output.
std::vector<std::string> resource_command(const Toolchain& toolchain, const Project& project, const InputFile& input);

// -D flags of a framework driver's version; what the image runtime is compiled with as well.
std::vector<std::string> framework_defines(const Project& project);

}  // namespace owdf::cli
