#include "cli/build/seh_compile.h"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <sstream>

#include "cli/build/cast_lvalues.h"
#include "cli/build/macro_arguments.h"
#include "cli/build/msbuild.h"
#include "cli/build/overlay.h"
#include "cli/build/seh_rewriter.h"

namespace owdf::cli {
namespace {

constexpr std::string_view kTrapSentence = "structured exception handling (__try) in a source compiled as it is";

std::string slurp(const std::string& path) {
  std::ifstream stream(path, std::ios::binary);
  std::ostringstream text;
  text << stream.rdbuf();
  return text.str();
}

bool is_c_or_cpp(const std::string& path) {
  return is_cpp(path) || lower(std::filesystem::path(path).extension().string()) == ".c";
}

bool is_trap(const std::string& argument) {
  const std::vector<std::string> flags = seh::trap_flags();
  return std::ranges::find(flags, argument) != flags.end();
}

std::string preprocessed_file(const CompileJob& job) {
  return job.object + (is_cpp(job.source) ? ".ii" : ".i");
}

std::vector<std::string> preprocess_command(const CompileJob& job) {
  std::vector<std::string> command;
  for (const std::string& argument : job.command) {
    if (argument == "-c")
      command.push_back("-E");
    else if (argument == job.object && command.back() == "-o")
      command.push_back(preprocessed_file(job));
    else if (!is_trap(argument))
      command.push_back(argument);
  }
  return command;
}

// Whether a body that always returns is followed by the end of the function is more than the compiler can see.
std::vector<std::string> compile_command(const CompileJob& job) {
  std::vector<std::string> command;
  for (size_t i = 0; i < job.command.size(); i++) {
    const std::string& argument = job.command[i];
    if (argument == "-MF" || argument == "-include")
      i++;
    else if (argument == job.source)
      command.insert(command.end(), {"-x", is_cpp(job.source) ? "c++-cpp-output" : "cpp-output", preprocessed_file(job),
                                     "-Wno-return-type", "-Wno-gcc-compat", "-Wno-unused-command-line-argument"});
    else if (argument != "-MD" && !is_trap(argument))
      command.push_back(argument);
  }
  return command;
}

class Compilers {
 public:
  Compilers(const std::vector<const CompileJob*>& jobs, unsigned parallel)
      : jobs_(jobs), parallel_(parallel), outputs_(jobs.size()) {}

  std::vector<CommandOutput> run() {
    std::vector<size_t> plain, preprocessed, hidden;
    for (size_t i = 0; i < jobs_.size(); i++) (mentions(*jobs_[i]) ? preprocessed : plain).push_back(i);
    run_step(plain, [](const CompileJob& job) { return job.command; });
    for (const size_t i : plain)
      if (outputs_[i].status != 0 && asks_for_rewriting(i)) hidden.push_back(i);
    for (const size_t i : hidden) outputs_[i] = {};
    preprocessed.insert(preprocessed.end(), hidden.begin(), hidden.end());
    run_step(preprocessed, preprocess_command);
    std::erase_if(preprocessed, [&](size_t i) { return outputs_[i].status != 0 || !rewrite(i); });
    run_step(preprocessed, compile_command);
    return std::move(outputs_);
  }

 private:
  static bool mentions(const CompileJob& job) {
    bool converted = false;
    return is_c_or_cpp(job.source) && seh::mentions_statements(read_as_utf8(job.source, converted), is_cpp(job.source));
  }

  bool asks_for_rewriting(size_t i) const {
    const std::string& said = outputs_[i].text;
    return said.find(kTrapSentence) != std::string::npos ||
           (!is_cpp(jobs_[i]->source) && said.find(kCastLvalueError) != std::string::npos);
  }

  template <class Command>
  void run_step(const std::vector<size_t>& which, const Command& command_of) {
    std::vector<std::vector<std::string>> commands;
    for (const size_t i : which) commands.push_back(command_of(*jobs_[i]));
    const std::vector<CommandOutput> outputs = run_commands(commands, parallel_);
    for (size_t i = 0; i < which.size(); i++) {
      outputs_[which[i]].text += outputs[i].text;
      outputs_[which[i]].status = outputs[i].status;
      feed_macros(which[i], commands[i]);
    }
  }

  // Once: clang tells all of them in one run.
  void feed_macros(size_t index, std::vector<std::string> command) {
    CommandOutput& output = outputs_[index];
    const std::set<MacroDefinition> macros =
        output.status == 0 ? std::set<MacroDefinition>{} : overfed_macros(output.text);
    const std::string overlay = jobs_[index]->object + ".macros.yaml";
    if (macros.empty() || !write_macro_overlay(overlay, macros)) return;
    command.insert(command.end(), {"-ivfsoverlay", overlay});
    output = run_commands({command}, 1).front();
    output.text = describe(macros) + output.text;
  }

  bool rewrite(size_t index) {
    const std::string file = preprocessed_file(*jobs_[index]);
    const seh::Rewritten rewritten = seh::rewrite(slurp(file), is_cpp(jobs_[index]->source));
    if (!rewritten.errors.empty()) {
      outputs_[index].text += rewritten.errors;
      outputs_[index].status = 1;
      return false;
    }
    std::ofstream(file, std::ios::binary)
        << (is_cpp(jobs_[index]->source) ? rewritten.text : rewrite_cast_lvalues(rewritten.text));
    return true;
  }

  const std::vector<const CompileJob*>& jobs_;
  unsigned parallel_;
  std::vector<CommandOutput> outputs_;
};

}  // namespace

bool is_cpp(const std::string& path) {
  const std::string extension = lower(std::filesystem::path(path).extension().string());
  return extension == ".cpp" || extension == ".cxx" || extension == ".cc";
}

std::vector<CommandOutput> run_compilers(const std::vector<const CompileJob*>& jobs, unsigned parallel) {
  return Compilers(jobs, parallel).run();
}

std::vector<std::string> seh::trap_flags() {
  return {"-D__try=_Pragma(\"GCC error \\\"" + std::string(kTrapSentence) + "\\\"\") if (1)",
          "-D__except(filter)=else if (filter)", "-D__finally=", "-D__leave=(void)0"};
}

}  // namespace owdf::cli
