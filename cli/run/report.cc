#include "cli/run/report.h"

#include <fmt/format.h>

#include <nlohmann/json.hpp>

#include "cli/command.h"
#include "nt/rtl/status_name.h"

namespace owdf::cli {
namespace {

std::string bug_check_title(const nt::BugCheck& check) {
  const char* name = rtl::bug_check_name(check.code);
  return fmt::format("{} (0x{:X})", name ? name : "BUG CHECK", check.code);
}

std::string callbacks_text(const std::vector<Phase>& phases) {
  std::string text;
  for (const Phase& phase : phases) {
    if (phase.callbacks.empty()) continue;
    std::string line = fmt::format("  {:<18}", phase.name);
    for (const CallbackCount& callback : phase.callbacks) {
      std::string item = callback.count == 1 ? callback.name : fmt::format("{} x{}", callback.name, callback.count);
      if (line.size() + item.size() + 2 > 120) {
        text += line + "\n";
        line = std::string(20, ' ');
      }
      line += item + "  ";
    }
    text += line.substr(0, line.find_last_not_of(' ') + 1) + "\n";
  }
  return text;
}

// An exit code that is a failure status reads better as one.
std::string exit_text(uint32_t code) {
  const Status status(static_cast<int32_t>(code));
  return code >= 0xC0000000 ? rtl::status_text(status) : std::to_string(code);
}

std::string bug_check_text(const RunReport& report) {
  const nt::BugCheck& check = *report.bug_check;
  std::string text = fmt::format("\n{}: {}\n", bug_check_title(check), check.message);
  text += fmt::format("  parameters 0x{:X}, 0x{:X}, 0x{:X}, 0x{:X}\n", check.parameters[0], check.parameters[1],
                      check.parameters[2], check.parameters[3]);
  text += fmt::format("  driver     {}   thread {}, IRQL {}\n", check.driver.empty() ? "none" : check.driver,
                      check.thread, check.irql);
  for (const std::string& frame : report.stack) text += fmt::format("    {}\n", frame);
  if (!report.replay.empty()) text += fmt::format("  replay     {}\n", report.replay);
  return text;
}

}  // namespace

int RunReport::exit_code() const {
  if (bug_check) return kBugCheck;
  if (!failure.empty() || !leaks.empty()) return kFailed;
  for (const ProgramResult& program : programs) {
    if (!program.exit_code || *program.exit_code != 0) return kFailed;
  }
  for (const nt::Finding& finding : findings) {
    if (finding.rule == "NotImplemented") return kFailed;
  }
  return kSuccess;
}

std::string RunReport::text(bool colour) const {
  const char* bold = colour ? "\033[1m" : "";
  const char* plain = colour ? "\033[0m" : "";
  std::string text;
  text += fmt::format("\n{}callbacks, in order{}\n{}", bold, plain, callbacks_text(phases));
  if (!drivers.empty()) text += fmt::format("\n{}stack{}        {}\n", bold, plain, fmt::join(drivers, ", "));
  text += fmt::format("\n{}requests{}     {} calls to drivers, {} completed, {} cancelled\n", bold, plain,
                      requests_dispatched, requests_completed, requests_cancelled);
  for (const ProgramResult& program : programs) {
    text += program.exit_code ? fmt::format("{}program{}      {} ended with {}\n", bold, plain, program.name,
                                            exit_text(*program.exit_code))
                              : fmt::format("{}program{}      {} never ended\n", bold, plain, program.name);
  }
  text += fmt::format("{}leaks{}        {}\n", bold, plain, leaks.empty() ? "none" : std::to_string(leaks.size()));
  for (const std::string& leak : leaks) text += fmt::format("  {}\n", leak);
  text +=
      fmt::format("{}findings{}     {}\n", bold, plain, findings.empty() ? "none" : std::to_string(findings.size()));
  for (const nt::Finding& finding : findings) {
    text += fmt::format("  {}{}{}: {}\n", finding.driver, finding.driver.empty() ? "" : ": ", finding.rule,
                        finding.message);
  }
  if (bug_check) text += bug_check_text(*this);
  if (!failure.empty()) text += fmt::format("\n{}failed to {}{}: {}\n", bold, failed_act, plain, failure);
  text +=
      fmt::format("{}run{}          {}, {}", bold, plain, framework.empty() ? "no framework driver" : framework, form);
  if (digest) text += fmt::format(", seed {}, digest {:016x}", seed, *digest);
  return text + "\n";
}

// Compilers and the INF parser say themselves which file and line they are about, in the form that editors read.
std::string RunReport::why_nothing() const {
  std::string text = failed_act == "start" || failed_act == "run" ? "wdf run: " + failure : failure;
  if (!text.ends_with('\n')) text += '\n';
  return text;
}

std::string RunReport::json() const {
  nlohmann::ordered_json root;
  root["driver"] = driver;
  if (!drivers.empty()) root["stack"] = drivers;
  root["framework"] = framework;
  root["form"] = form;
  root["exit"] = exit_code();
  if (digest) {
    root["seed"] = seed;
    root["digest"] = fmt::format("{:016x}", *digest);
  }
  if (!failure.empty()) root["failed"] = {{"act", failed_act}, {"why", failure}};
  for (const Phase& phase : phases) {
    nlohmann::ordered_json callbacks = nlohmann::json::array();
    for (const CallbackCount& callback : phase.callbacks) {
      callbacks.push_back({{"name", callback.name}, {"count", callback.count}});
    }
    root["phases"].push_back({{"name", phase.name}, {"callbacks", callbacks}});
  }
  root["requests"] = {
      {"dispatched", requests_dispatched}, {"completed", requests_completed}, {"cancelled", requests_cancelled}};
  root["programs"] = nlohmann::json::array();
  for (const ProgramResult& program : programs) {
    nlohmann::ordered_json item = {{"name", program.name}};
    item["exit"] = program.exit_code ? nlohmann::json(*program.exit_code) : nlohmann::json();
    root["programs"].push_back(item);
  }
  root["leaks"] = leaks;
  root["findings"] = nlohmann::json::array();
  for (const nt::Finding& finding : findings) {
    root["findings"].push_back({{"rule", finding.rule}, {"driver", finding.driver}, {"message", finding.message}});
  }
  if (bug_check) {
    root["bug_check"] = {{"code", bug_check->code},
                         {"name", bug_check_title(*bug_check)},
                         {"parameters", bug_check->parameters},
                         {"driver", bug_check->driver},
                         {"message", bug_check->message},
                         {"stack", stack},
                         {"replay", replay}};
  }
  return root.dump(2) + "\n";
}

}  // namespace owdf::cli
