#include "cli/build/toolchain.h"

#include <unistd.h>

#include <algorithm>
#include <filesystem>

#include "cli/build/seh_compile.h"
#include "cli/source_paths.h"

namespace owdf::cli {
namespace fs = std::filesystem;
namespace {

constexpr const char* kCompiler = "clang-19";
constexpr const char* kLinker = "ld.lld-19";

std::string program_on_path(const std::string& name) {
  const char* path = getenv("PATH");
  std::string folders = path ? path : "/usr/bin";
  for (size_t start = 0; start <= folders.size();) {
    const size_t end = std::min(folders.find(':', start), folders.size());
    const std::string candidate = folders.substr(start, end - start) + "/" + name;
    if (access(candidate.c_str(), X_OK) == 0) return candidate;
    start = end + 1;
  }
  return {};
}

// TSan is an option of cc1 only, because the driver knows no runtime for this target; ours comes through thunks.
void add_sanitizers(std::vector<std::string>& flags, const BuildOptions& options) {
  const auto wanted = [&](const char* name) {
    return std::find(options.sanitize.begin(), options.sanitize.end(), name) != options.sanitize.end();
  };
  if (wanted("address")) flags.push_back("-fsanitize=address");
  if (wanted("thread")) flags.insert(flags.end(), {"-Xclang", "-fsanitize=thread"});
  if (wanted("undefined")) {
    // Named checks: the group would pull in what this object format cannot carry (vptr, function types), and reports a
    // left shift into the sign bit, which the Windows compiler defines and every private CTL_CODE does.
    flags.push_back(
        "-fsanitize=alignment,bool,bounds,enum,float-cast-overflow,integer-divide-by-zero,nonnull-attribute,"
        "null,pointer-overflow,return,returns-nonnull-attribute,shift-exponent,signed-integer-overflow,"
        "unreachable,vla-bound");
    flags.push_back("-fno-sanitize-recover=undefined");
  }
}

void add_defines(std::vector<std::string>& flags, const Project& project) {
  const bool debug = project.debug;
  for (const char* define : {"_AMD64_", "AMD64", "_M_AMD64=100", "_M_X64=100", "_WIN32_WINNT=0x0A00", "WINVER=0x0A00",
                             "NTDDI_VERSION=0x0A00000C", "STD_CALL"})
    flags.push_back(std::string("-D") + define);
  if (project.kind == OutputKind::kProgram) {
    flags.insert(flags.end(), {"-D_CONSOLE", debug ? "-D_DEBUG" : "-DNDEBUG"});
  } else if (project.driver_type == "UMDF") {
    flags.insert(flags.end(), {"-DWIN32=1", "-D_WIN32=1", "-D_WIN64=1", "-DWIN32_LEAN_AND_MEAN=1", "-D_WINDLL",
                               debug ? "-D_DEBUG" : "-DNDEBUG"});
    if (debug) flags.push_back("-DDBG=1");
    for (const std::string& define : framework_defines(project)) flags.push_back(define);
  } else {
    flags.insert(flags.end(), {"-DWINNT=1", "-D_KERNEL_MODE=1", debug ? "-DDBG=1" : "-DDBG=0"});
    for (const std::string& define : framework_defines(project)) flags.push_back(define);
  }
  for (const std::string& define : project.defines) flags.push_back("-D" + define);
  for (const std::string& name : project.undefines) flags.push_back("-U" + name);
}

}  // namespace

bool Toolchain::find(Toolchain& toolchain, std::string& problem) {
  std::error_code error;
  const fs::path program = fs::read_symlink("/proc/self/exe", error);
  const fs::path installed = program.parent_path().parent_path() / "share" / "openwdf";
  const bool is_installed = !error && fs::exists(installed / "include");
  toolchain.source_root = is_installed ? installed.string() : kSourceRoot;
  toolchain.generated_root = is_installed ? (installed / "gen").string() : kGeneratedRoot;
  toolchain.compiler = program_on_path(kCompiler);
  toolchain.linker = program_on_path(kLinker);
  if (toolchain.compiler.empty() || toolchain.linker.empty()) {
    problem = std::string(kCompiler) + " and " + kLinker +
              " are needed to build drivers; ./dev installs them, or: apt-get install "
              "clang-19 lld-19";
    return false;
  }
  if (!fs::exists(toolchain.source_root + "/include") || !fs::exists(toolchain.generated_root + "/include/km/wdf.h")) {
    problem = "the headers of OpenWDF are not at " + toolchain.source_root + " and " + toolchain.generated_root;
    return false;
  }
  return true;
}

std::vector<std::string> Toolchain::system_include_folders(const Project& project) const {
  std::vector<std::string> folders;
  const auto add = [&](const std::string& root, const char* name) {
    if (fs::is_directory(root + "/include/" + name)) folders.push_back(root + "/include/" + name);
  };
  if (project.is_user_mode()) {
    for (const char* name : {"crt", "um", "shared"}) add(source_root, name);
    if (project.is_user_mode_driver())
      add(generated_root, "km");  // only the framework's headers, which know both modes
    add(generated_root, "shared");
  } else {
    for (const char* name : {"crt", "km", "shared"}) add(source_root, name);
    for (const char* name : {"km", "shared"}) add(generated_root, name);
  }
  return folders;
}

std::vector<std::string> Toolchain::system_include_folders(OutputKind kind) const {
  Project project;
  project.kind = kind;
  return system_include_folders(project);
}

std::vector<std::string> framework_defines(const Project& project) {
  const std::string minor = std::to_string(project.framework_minor);
  if (project.driver_type == "UMDF")
    return {"-DUMDF_VERSION_MAJOR=2", "-DUMDF_VERSION_MINOR=" + minor, "-DUMDF_USING_NTSTATUS"};
  if (project.driver_type == "WDM") return {};
  return {"-DKMDF_VERSION_MAJOR=1", "-DKMDF_VERSION_MINOR=" + minor};
}

std::vector<std::string> compile_flags(const Toolchain& toolchain, const Project& project,
                                       const BuildOptions& options) {
  const int optimize = options.optimize >= 0 ? options.optimize : project.debug ? 0 : 2;
  std::vector<std::string> flags = {
      toolchain.compiler, "--target=x86_64-pc-windows-gnu-elf", "-nostdlibinc", "-fms-extensions", "-fms-compatibility",
      "-mms-bitfields", "-fvisibility=hidden", "-fasynchronous-unwind-tables", "-fno-omit-frame-pointer",
      "-fno-strict-aliasing", "-g", "-O" + std::to_string(optimize), "-fdiagnostics-color=never",
      // What the Microsoft compiler lets pass with a warning, or without one.
      "-Wno-nonportable-include-path", "-Wno-microsoft", "-Wno-unknown-pragmas", "-Wno-pragma-once-outside-header",
      "-Werror=microsoft-exists", "-Wno-pragma-pack", "-Wno-ignored-attributes", "-Wno-ignored-pragma-intrinsic",
      "-Wno-multichar", "-Wno-four-char-constants", "-Wno-parentheses-equality", "-Wno-format",
      "-Wno-error=int-conversion", "-Wno-error=incompatible-pointer-types",
      "-Wno-error=incompatible-function-pointer-types", "-Wno-invalid-token-paste"};
  std::ranges::copy(seh::trap_flags(), std::back_inserter(flags));
  add_defines(flags, project);
  add_sanitizers(flags, options);
  if (options.coverage) flags.insert(flags.end(), {"-fprofile-instr-generate", "-fcoverage-mapping"});
  for (const std::string& folder : project.include_folders) flags.push_back("-I" + folder);
  flags.push_back("-I" + project.folder);
  for (const std::string& folder : toolchain.system_include_folders(project))
    flags.insert(flags.end(), {"-isystem", folder});
  for (const std::string& header : project.forced_includes) flags.insert(flags.end(), {"-include", header});
  return flags;
}

std::vector<std::string> resource_command(const Toolchain& toolchain, const Project& project, const InputFile& input) {
  std::vector<std::string> command = {toolchain.compiler,
                                      "--target=x86_64-pc-windows-gnu-elf",
                                      "-nostdlibinc",
                                      "-fms-extensions",
                                      "-fms-compatibility",
                                      "-E",
                                      "-xc",
                                      "-Wno-everything",
                                      "-fdiagnostics-color=never",
                                      "-DRC_INVOKED",
                                      "-D_WIN32",
                                      "-D_WIN64"};
  for (const std::string& define : input.defines) command.push_back("-D" + define);
  for (const std::string& folder : input.include_folders) command.push_back("-I" + folder);
  for (const std::string& folder : project.include_folders) command.push_back("-I" + folder);
  command.push_back("-I" + project.folder);
  command.insert(command.end(), {"-isystem", toolchain.source_root + "/include/rc"});
  for (const OutputKind kind : {OutputKind::kProgram, OutputKind::kDriver}) {
    for (const std::string& folder : toolchain.system_include_folders(kind))
      command.insert(command.end(), {"-isystem", folder});
  }
  return command;
}

}  // namespace owdf::cli
