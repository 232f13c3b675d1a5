// ProgramTest: functions of the host run as programs of a machine, and a small device to talk to. Once per scheduler
// form.
#pragma once

#include <functional>
#include <map>
#include <string>

#include "client/program.h"
#include "nt/testing.h"

namespace owdf::client {

// A "program" that is a function of the host: it calls the same Win32 functions that an image would import.
class HostProgram final : public nt::ProgramImage {
 public:
  using Main = std::function<int(const nt::ProgramArguments&)>;
  explicit HostProgram(Main main) : main_(std::move(main)) {}
  void run_constructors() override {}
  int32_t call_entry(const nt::ProgramArguments& arguments) override { return main_(arguments); }
  void* base() const override { return nullptr; }

 private:
  Main main_;
};

class HostPrograms final : public nt::ProgramLoader {
 public:
  void provide(const std::string& name, HostProgram::Main main) { programs_[name] = std::move(main); }
  Result<std::unique_ptr<nt::ProgramImage>> load_program(nt::Machine&, const std::string&, const std::string& name,
                                                         std::string* problem) override {
    if (programs_.contains(name))
      return std::unique_ptr<nt::ProgramImage>(std::make_unique<HostProgram>(programs_[name]));
    *problem = name + ": no such program";
    return Status(0xC0000034u);
  }

 private:
  std::map<std::string, HostProgram::Main> programs_;
};

class ProgramTest : public nt::MachineTest {
 protected:
  std::unique_ptr<Program> make_program(HostProgram::Main main, ProgramOptions options = {}) {
    if (options.name.empty()) options.name = "test";
    options.output = [this](std::string_view text) { output_ += text; };
    options.error_output = [this](std::string_view text) { error_output_ += text; };
    programs_.provide(options.name, std::move(main));
    std::string problem;
    auto program = Program::load(machine(), programs_, options, &problem);
    EXPECT_TRUE(program.ok()) << problem;
    return std::move(program.value());
  }

  // The exit code of a program whose main function is `main`; empty if the machine died.
  std::optional<uint32_t> run_program(std::function<int()> main, ProgramOptions options = {}) {
    return make_program([main = std::move(main)](const nt::ProgramArguments&) { return main(); }, std::move(options))
        ->run();
  }

  HostPrograms programs_;
  std::string output_, error_output_;
};

}  // namespace owdf::client
