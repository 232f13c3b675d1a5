#include "cli/build/build.h"

#include <unistd.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <set>

#include "cli/build/compile_commands.h"
#include "cli/build/entry_point.h"
#include "cli/build/hints.h"
#include "cli/build/inf_stamp.h"
#include "cli/build/inputs/generate.h"
#include "cli/build/link_errors.h"
#include "cli/build/msbuild.h"
#include "cli/build/object_store.h"
#include "cli/build/overlay.h"
#include "cli/build/project.h"
#include "cli/build/run_commands.h"
#include "cli/build/seh_compile.h"
#include "cli/build/toolchain.h"
#include "cli/build/unbuilt_functions.h"
#include "cli/build/wpp.h"

namespace owdf::cli {
namespace fs = std::filesystem;
namespace {

std::string hex_hash(const std::string& text) {
  uint64_t hash = 1469598103934665603ull;
  for (const char c : text) hash = (hash ^ static_cast<uint8_t>(c)) * 1099511628211ull;
  char digits[17];
  std::snprintf(digits, sizeof(digits), "%016llx", static_cast<unsigned long long>(hash));
  return std::string(digits).substr(0, 10);
}

std::string cache_folder() {
  if (const char* cache = getenv("XDG_CACHE_HOME"); cache && *cache) return std::string(cache) + "/openwdf";
  const char* home = getenv("HOME");
  return std::string(home && *home ? home : "/tmp") + "/.cache/openwdf";
}

std::string first_line(const std::string& text) {
  return text.substr(0, text.find('\n'));
}

// Everything that belongs to building one project; its steps in the order they are called.
class ProjectBuild {
 public:
  ProjectBuild(const Toolchain& toolchain, Project& project, const BuildOptions& options, const std::string& output)
      : toolchain_(toolchain), project_(project), options_(options), output_(output) {}

  bool run(BuildResult& result, const std::vector<std::string>& library_objects);
  const std::vector<std::string>& objects() const { return objects_; }
  const std::vector<EditorCommand>& commands() const { return commands_; }

 private:
  bool prepare(BuildResult& result);
  void find_entry_point();
  bool add_trace_headers(const SourceFile& source, std::vector<std::string>& flags, BuildResult& result) const;
  std::vector<std::string> command(const std::string& source, const std::vector<std::string>& extra) const;
  std::string generated_folder() const { return object_folder_ + "/generated"; }
  CompileJob script_job(const InputFile& input) const;
  bool preprocess_scripts(BuildResult& result);
  bool add_resources(BuildResult& result);
  CompileJob job(const std::string& source, const std::vector<std::string>& extra) const;
  bool compile(std::vector<CompileJob>& jobs, BuildResult& result);
  std::vector<CompileJob> runtime_jobs() const;
  bool link(BuildResult& result, const std::vector<std::string>& library_objects);
  bool tell_unbuilt_functions(BuildResult& result) const;
  bool defines_symbol(const std::string& name) const;
  bool uses_framework() const;
  std::string framework() const;
  void stamp(Artifact& artifact) const;

  const Toolchain& toolchain_;
  Project& project_;
  const BuildOptions& options_;
  std::string output_;
  std::string object_folder_;
  std::string overlay_;
  std::vector<std::string> flags_;
  std::vector<std::string> objects_;
  std::vector<CompileJob> script_jobs_;
  std::vector<EditorCommand> commands_;
  EntryPoint entry_;
  std::string symbols_;  // llvm-nm of the project's own objects
};

bool ProjectBuild::prepare(BuildResult& result) {
  flags_ = compile_flags(toolchain_, project_, options_);
  std::string all;
  for (const std::string& flag : flags_) all += flag + "\n";
  object_folder_ = output_ + "/obj/" + project_.name + "-" + hex_hash(all);
  fs::create_directories(object_folder_);
  std::set<std::string> folders = {project_.folder};
  folders.insert(project_.include_folders.begin(), project_.include_folders.end());
  for (const SourceFile& source : project_.sources) folders.insert(fs::path(source.path).parent_path().string());
  for (const std::string& folder : toolchain_.system_include_folders(project_)) folders.insert(folder);
  folders.insert(generated_folder());
  fs::create_directories(generated_folder());
  if (!generate_inputs(project_, generated_folder(), result.messages)) return false;
  flags_.push_back("-I" + generated_folder());
  overlay_ = object_folder_ + "/overlay.yaml";
  write_overlay(overlay_, {folders.begin(), folders.end()}, object_folder_ + "/converted");
  return true;
}

// A script goes through the preprocessor like a source, so that it is read again only when something changed.
CompileJob ProjectBuild::script_job(const InputFile& input) const {
  CompileJob job;
  job.source = fs::path(input.path).is_absolute() ? input.path : generated_folder() + "/" + input.path;
  job.object = object_folder_ + "/" + fs::path(input.path).filename().string() + "-" + hex_hash(input.path) + ".i";
  bool converted = false;
  std::string read = job.source;
  const std::string text = read_as_utf8(job.source, converted);
  if (converted) {  // the preprocessor reads UTF-8 only
    read = object_folder_ + "/converted/" + hex_hash(job.source) + ".rc";
    write_if_changed(read, "#line 1 \"" + job.source + "\"\n" + text);
  }
  job.command = resource_command(toolchain_, project_, input);
  job.command.push_back("-I" + fs::path(job.source).parent_path().string());
  job.command.insert(job.command.end(), {"-I" + generated_folder(), "-ivfsoverlay", overlay_, "-MD", "-MF",
                                         job.object + ".d", read, "-o", job.object});
  job.up_to_date = is_up_to_date(job);
  return job;
}

// A header that only Windows has is no reason to refuse the driver; what its script would have held is told.
bool ProjectBuild::preprocess_scripts(BuildResult& result) {
  for (const InputFile& input : project_.inputs) {
    if (input.kind != InputKind::kResources) continue;
    std::vector<CompileJob> one = {script_job(input)};
    BuildResult own;
    const bool ok = compile(one, own);
    const bool missing = own.messages.find("file not found") != std::string::npos;
    if (ok) script_jobs_.push_back(std::move(one.front()));
    if (!ok && missing)
      result.messages += input.path + ": note: these resources are not kept: " + first_line(own.messages) + "\n";
    if (!ok && !missing) result.messages += own.messages;
    if (!ok && !missing) return false;
  }
  return true;
}

// The resources as an object: the section's bytes, included by an assembler source.
bool ProjectBuild::add_resources(BuildResult& result) {
  std::vector<PreprocessedScript> scripts;
  for (const CompileJob& job : script_jobs_) {
    bool converted = false;
    scripts.push_back({job.source, read_as_utf8(job.object, converted)});
  }
  if (scripts.empty()) return true;
  std::string section;
  if (!make_resource_section(project_, scripts, generated_folder(), section, result.messages)) return false;
  const std::string data = object_folder_ + "/resources.bin", source = object_folder_ + "/resources.S";
  write_if_changed(data, section);
  write_if_changed(source, "/* " + hex_hash(section) + " */\n.section .owdf_resources, \"aR\"\n.balign 16\n.incbin \"" +
                               data + "\"\n");
  std::vector<CompileJob> jobs = {job(source, {})};
  objects_.push_back(jobs.back().object);
  return compile(jobs, result);
}

// Only C leaves a choice.
void ProjectBuild::find_entry_point() {
  if (project_.kind != OutputKind::kProgram) return;
  for (const SourceFile& source : project_.sources) {
    bool converted = false;
    if (is_cpp(source.path)) continue;
    const EntryPoint found = entry_point_of(read_as_utf8(source.path, converted));
    if (found.unusual) entry_ = found;
  }
}

bool ProjectBuild::add_trace_headers(const SourceFile& source, std::vector<std::string>& flags,
                                     BuildResult& result) const {
  if (!needs_trace_headers(source)) return true;
  const std::string name = fs::path(source.path).filename().string() + "-" + hex_hash(source.path);
  const std::string folder = object_folder_ + "/tmh/" + name;
  flags.push_back("-I" + folder);
  return write_trace_headers(project_, source, folder, result.messages);
}

std::vector<std::string> ProjectBuild::command(const std::string& source, const std::vector<std::string>& extra) const {
  std::vector<std::string> command = flags_;
  if (is_cpp(source))
    command.insert(command.end(),
                   {"-std=" + project_.cpp_standard, "-fno-exceptions", "-fno-rtti", "-fno-threadsafe-statics"});
  else if (lower(fs::path(source).extension().string()) == ".c")
    // To the Microsoft compiler an inline function of C is one that each source has for itself, if it is not inlined.
    command.insert(command.end(), {"-std=gnu17", "-D__inline=static __inline__", "-D_inline=static __inline__",
                                   "-Dinline=static __inline__", "-Wno-duplicate-decl-specifier"});
  else
    command.push_back("-g0");  // assembly of ours: symbols say enough, lines would only weigh
  command.insert(command.end(), extra.begin(), extra.end());
  command.insert(command.end(), {"-ivfsoverlay", overlay_});
  return command;
}

CompileJob ProjectBuild::job(const std::string& source, const std::vector<std::string>& extra) const {
  CompileJob job;
  job.source = source;
  job.object = object_folder_ + "/" + fs::path(source).filename().string() + "-" + hex_hash(source) + ".o";
  job.command = command(source, extra);
  job.command.insert(job.command.end(), {"-MD", "-MF", job.object + ".d", "-c", source, "-o", job.object});
  job.up_to_date = is_up_to_date(job);
  return job;
}

bool ProjectBuild::compile(std::vector<CompileJob>& jobs, BuildResult& result) {
  std::vector<const CompileJob*> started;
  for (const CompileJob& job : jobs) {
    if (job.up_to_date) continue;
    started.push_back(&job);
    if (!options_.verbose) continue;
    for (const std::string& part : job.command) result.messages += part + " ";
    result.messages += "\n";
  }
  const unsigned processors = static_cast<unsigned>(std::max(1L, sysconf(_SC_NPROCESSORS_ONLN)));
  const std::vector<CommandOutput> outputs = run_compilers(started, options_.jobs ? options_.jobs : processors);
  bool ok = true;
  for (size_t i = 0; i < outputs.size(); i++) {
    result.messages += with_hints(outputs[i].text, project_, toolchain_.source_root);
    result.compiled++;
    if (outputs[i].status == 0)
      remember_command(*started[i]);
    else
      ok = false;
  }
  return ok;
}

bool ProjectBuild::defines_symbol(const std::string& name) const {
  return symbols_.find(" T " + name + "\n") != std::string::npos;
}

bool ProjectBuild::uses_framework() const {
  return symbols_.find(" WdfFunctions_") != std::string::npos;
}

std::string ProjectBuild::framework() const {
  if (project_.is_user_mode()) return "UMDF 2." + std::to_string(project_.framework_minor);
  return uses_framework() ? "KMDF 1." + std::to_string(project_.framework_minor) : "WDM";
}

// The sources that every image of this kind carries; compiled like the project's own, without its sanitizers.
std::vector<CompileJob> ProjectBuild::runtime_jobs() const {
  const std::string runtime = toolchain_.source_root + "/loader/image_runtime/";
  const std::string imports = toolchain_.generated_root + "/image/";
  std::vector<std::string> plain = {"-I" + toolchain_.source_root, "-I" + toolchain_.generated_root,
                                    "-fno-sanitize=all", "-fno-profile-instr-generate", "-fno-coverage-mapping"};
  if (std::find(options_.sanitize.begin(), options_.sanitize.end(), "thread") != options_.sanitize.end())
    plain.insert(plain.end(), {"-Xclang", "-fno-sanitize=thread"});
  std::vector<CompileJob> jobs = {job(runtime + "sanitizer.S", {}), job(runtime + "stack_probe.S", {})};
  if (project_.kind == OutputKind::kProgram) {
    const bool wide = defines_symbol("wmain") || defines_symbol("OwdfWideMain");
    if (wide) plain.push_back("-DOWDF_WIDE_MAIN");
    if (entry_.unusual) plain.push_back(wide ? "-DOWDF_ENTRY=OwdfWideMain" : "-DOWDF_ENTRY=OwdfMain");
    if (entry_.returns_nothing) plain.push_back("-DOWDF_VOID_ENTRY");
    jobs.push_back(job(runtime + "program.c", plain));
    jobs.push_back(job(runtime + "program_new.cc", plain));
    jobs.push_back(job(imports + "imports_program.S", {}));
    jobs.push_back(job(runtime + "try_block.S", {"-DOWDF_PROGRAM"}));
  } else if (project_.is_user_mode()) {
    jobs.push_back(job(runtime + "driver_user.c", plain));
    jobs.push_back(job(imports + "imports_program.S", {}));
    jobs.push_back(job(runtime + "try_block.S", {"-DOWDF_PROGRAM"}));
  } else {
    jobs.push_back(job(runtime + (uses_framework() ? "driver_framework.c" : "driver_plain.c"), plain));
    jobs.push_back(job(runtime + "driver_cplusplus.c", plain));
    jobs.push_back(job(imports + "imports_driver.S", {}));
    jobs.push_back(job(runtime + "try_block.S", {}));
    const bool cpp = std::ranges::any_of(project_.sources, [](const SourceFile& s) { return is_cpp(s.path); });
    if (cpp) jobs.push_back(job(runtime + "driver_cxx.cc", plain));
  }
  return jobs;
}

bool ProjectBuild::link(BuildResult& result, const std::vector<std::string>& library_objects) {
  std::vector<CompileJob> runtime = runtime_jobs();
  if (!compile(runtime, result)) return false;
  Artifact artifact;
  artifact.kind = project_.kind;
  artifact.name = project_.name;
  artifact.image = output_ + "/" + project_.name + ".so";
  if (project_.kind == OutputKind::kDriver) artifact.framework = framework();
  std::vector<std::string> command = {
      toolchain_.linker, "-shared",    "-Bsymbolic",  "--gc-sections",      "-z",
      "start-stop-gc",   "-z",         "noexecstack", "--no-undefined",     "--no-dependent-libraries",
      "--error-limit=0", "--build-id", "-soname",     project_.name + ".so"};
  command.insert(command.end(), objects_.begin(), objects_.end());
  command.insert(command.end(), library_objects.begin(), library_objects.end());
  for (const CompileJob& job : runtime) command.push_back(job.object);
  const std::string fresh = artifact.image + ".new";
  command.insert(command.end(), {"-o", fresh});
  const CommandOutput output = run_commands({command}, 1).front();
  if (output.status != 0) {
    result.messages += explain_link_errors(output.text) + describe_libraries(project_.libraries);
    return false;
  }
  result.messages += output.text;
  fs::rename(fresh, artifact.image);  // never in place: a loaded image of the same name keeps its own file
  stamp(artifact);
  result.artifacts.push_back(std::move(artifact));
  return true;
}

void ProjectBuild::stamp(Artifact& artifact) const {
  if (project_.inf.empty()) return;
  bool converted = false;
  artifact.inf_source = project_.inf;
  artifact.inf = output_ + "/" + fs::path(project_.inf).stem().string() + ".inf";
  std::ofstream(artifact.inf, std::ios::binary) << stamp_inf(read_as_utf8(project_.inf, converted), project_);
}

bool ProjectBuild::tell_unbuilt_functions(BuildResult& result) const {
  const std::string sentence = describe(unbuilt_functions(project_, symbols_));
  if (sentence.empty()) return true;
  result.messages += project_.file + ": " + (options_.strict ? "error: " : "warning: ") + sentence + "\n";
  return !options_.strict;
}

bool ProjectBuild::run(BuildResult& result, const std::vector<std::string>& library_objects) {
  if (project_.sources.empty()) {
    result.messages += project_.file + ": error: no source files\n";
    return false;
  }
  if (!prepare(result)) return false;
  find_entry_point();
  std::vector<CompileJob> jobs;
  for (const SourceFile& source : project_.sources) {
    std::vector<std::string> extra;
    for (const std::string& define : source.defines) extra.push_back("-D" + define);
    for (const std::string& name : source.undefines) extra.push_back("-U" + name);
    for (const std::string& folder : source.include_folders) extra.push_back("-I" + folder);
    if (!add_trace_headers(source, extra, result)) continue;
    if (entry_.unusual) std::ranges::copy(renaming_flags(), std::back_inserter(extra));
    jobs.push_back(job(source.path, extra));
    commands_.push_back({project_.folder, jobs.back().source, jobs.back().object, jobs.back().command});
    objects_.push_back(jobs.back().object);
  }
  if (jobs.size() != project_.sources.size() || !compile(jobs, result)) return false;
  if (!preprocess_scripts(result) || !add_resources(result)) return false;
  if (project_.kind == OutputKind::kLibrary) return true;
  std::vector<std::string> list = {"llvm-nm-19", "--format=bsd"};
  list.insert(list.end(), objects_.begin(), objects_.end());
  symbols_ = run_commands({list}, 1).front().text;
  return tell_unbuilt_functions(result) && link(result, library_objects);
}

class Builder {
 public:
  Builder(const BuildOptions& options, BuildResult& result) : options_(options), result_(result) {}

  bool run() {
    std::string problem;
    if (!Toolchain::find(toolchain_, problem)) return fail(problem);
    query_ = {options_.configuration, options_.platform, {}, options_.properties};
    ProjectList list = read_projects(options_.path, query_);
    result_.messages += list.notes;
    if (!list.error.empty()) return fail(list.error);
    if (!check_sanitizers()) return false;
    output_ = output_folder();
    fs::create_directories(output_);
    link_libraries_by_name(list.projects);
    // Libraries first: others link their objects.
    std::stable_partition(list.projects.begin(), list.projects.end(),
                          [](const Project& p) { return p.kind == OutputKind::kLibrary; });
    only_one_ = list.projects.size() == 1;
    bool ok = true;
    for (Project& project : list.projects) ok = build_project(project) && ok;
    write_compile_commands(output_ + "/compile_commands.json", commands_);
    if (!options_.compile_commands.empty()) write_compile_commands(options_.compile_commands, commands_);
    return ok;
  }

 private:
  bool fail(const std::string& sentence) {
    result_.messages += "error: " + sentence + "\n";
    return false;
  }

  // A library of the same solution, named among the linker's inputs, is meant like a referenced project.
  static void link_libraries_by_name(std::vector<Project>& projects) {
    for (Project& user : projects)
      for (const Project& library : projects) {
        if (library.kind != OutputKind::kLibrary || &user == &library) continue;
        const bool named = std::ranges::any_of(user.libraries, [&](const std::string& name) {
          return lower(fs::path(name).stem().string()) == lower(library.name);
        });
        const bool known = std::ranges::find(user.references, library.file) != user.references.end();
        if (named && !known) user.references.push_back(library.file);
      }
  }

  bool check_sanitizers() {
    const std::set<std::string> known = {"address", "undefined", "thread"};
    const std::set<std::string> wanted(options_.sanitize.begin(), options_.sanitize.end());
    for (const std::string& name : wanted)
      if (!known.contains(name)) return fail("unknown sanitizer " + name + " (address, undefined, thread)");
    if (wanted.contains("address") && wanted.contains("thread")) return fail("address and thread cannot be combined");
    return true;
  }

  std::string output_folder() const {
    if (!options_.output.empty()) return fs::absolute(options_.output).lexically_normal().string();
    std::string source = fs::absolute(options_.path).lexically_normal().string();
    while (source.size() > 1 && source.back() == '/') source.pop_back();
    return cache_folder() + "/build/" + fs::path(source).stem().string() + "-" + hex_hash(source);
  }

  bool build_project(Project& project) {
    if (std::find(building_.begin(), building_.end(), project.file) != building_.end())
      return fail(project.file + ": this project refers to itself, by " + building_.back() +
                  "; take out one of the ProjectReference items");
    std::vector<std::string> library_objects;
    building_.push_back(project.file);
    for (const std::string& reference : project.references) {
      if (!built_.contains(reference) && !build_reference(reference)) return false;
      const std::vector<std::string>& objects = built_[reference];
      library_objects.insert(library_objects.end(), objects.begin(), objects.end());
    }
    building_.pop_back();
    if (built_.contains(project.file)) return true;
    if (project.kind == OutputKind::kNothing) return leave_out(project);
    ProjectBuild one(toolchain_, project, options_, output_);
    const bool ok = one.run(result_, library_objects);
    std::ranges::copy(one.commands(), std::back_inserter(commands_));
    if (ok) built_[project.file] = project.kind == OutputKind::kLibrary ? one.objects() : std::vector<std::string>();
    return ok;
  }

  // A solution, or a project that refers to others, may hold what we do not make; what was asked for alone may not be.
  bool leave_out(const Project& project) {
    built_[project.file] = {};
    if (only_one_ && building_.empty()) return fail(project.file + ": " + project.unbuilt);
    result_.messages += project.file + ": note: left out: " + project.unbuilt + "\n";
    return true;
  }

  bool build_reference(const std::string& path) {
    ProjectList list = read_vcxproj(path, query_);
    result_.messages += list.notes;
    if (!list.error.empty()) return fail(list.error);
    return build_project(list.projects.front());
  }

  const BuildOptions& options_;
  BuildResult& result_;
  Toolchain toolchain_;
  ProjectQuery query_;
  std::string output_;
  bool only_one_ = false;
  std::vector<EditorCommand> commands_;
  std::vector<std::string> building_;  // projects whose references are being built, the outermost first
  std::map<std::string, std::vector<std::string>> built_;  // project file -> objects that others link (libraries only)
};

}  // namespace

std::string plain_name(const std::string& name) {
  const fs::path path(name);
  const std::string extension = lower(path.extension().string());
  const bool known = extension == ".so" || extension == ".exe" || extension == ".sys" || extension == ".vcxproj";
  return known ? path.stem().string() : path.filename().string();
}

const Artifact* BuildResult::driver() const {
  for (const Artifact& artifact : artifacts)
    if (artifact.kind == OutputKind::kDriver) return &artifact;
  return nullptr;
}

const Artifact* BuildResult::program(const std::string& name) const {
  for (const Artifact& artifact : artifacts)
    if (artifact.kind == OutputKind::kProgram && (name.empty() || artifact.name == plain_name(name))) return &artifact;
  return nullptr;
}

BuildResult build(const BuildOptions& options) {
  BuildResult result;
  result.ok = Builder(options, result).run();
  return result;
}

}  // namespace owdf::cli
