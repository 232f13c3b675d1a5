#include <cstdio>

#include "cli/command.h"
#include "cli/control/channel.h"

namespace owdf::cli {
namespace {

constexpr char kExample[] =
    "Example:\n  wdf run drivers/echo/driver --form live --keep &\n"
    "  wdf devices\n  wdf io '\\\\.\\Name' write text:hello\n  wdf leave\n";

int send(const std::string& verb, const std::string& machine, const std::vector<std::string>& words) {
  std::string problem;
  const auto reply = ask(machine, words, &problem);
  if (!reply) {
    std::fprintf(stderr, "wdf %s: %s\n", verb.c_str(), problem.c_str());
    return kFailed;
  }
  if (reply->done()) {
    std::fputs(reply->text.c_str(), stdout);
    return kSuccess;
  }
  std::fprintf(stderr, "wdf %s: %s%s", verb.c_str(), reply->text.c_str(), reply->text.ends_with('\n') ? "" : "\n");
  return reply->kind == Reply::Kind::kNotUnderstood ? kUsage : kFailed;
}

// A verb whose words go to a machine as they are.
void register_verb(CLI::App& app, int& exit_code, const char* name, const char* does, const char* words) {
  struct Arguments {
    std::string machine = "machine";
    std::vector<std::string> words;
  };
  auto arguments = std::make_shared<Arguments>();
  CLI::App* verb = app.add_subcommand(name, does);
  verb->footer(kExample);
  verb->add_option("--machine", arguments->machine, "which machine (default: machine)");
  if (words) verb->add_option("words", arguments->words, words);
  verb->callback([arguments, &exit_code, name = std::string(name)] {
    std::vector<std::string> all{name};
    all.insert(all.end(), arguments->words.begin(), arguments->words.end());
    exit_code = send(name, arguments->machine, all);
  });
}

}  // namespace

void register_control(CLI::App& app, int& exit_code) {
  register_verb(app, exit_code, "devices", "the device tree of a machine that is up", nullptr);
  register_verb(app, exit_code, "io", "send a request by hand",
                "PATH read SIZE | write BYTES | ioctl CODE [BYTES] [OUTPUT-SIZE]; BYTES are 0a0b or text:...");
  register_verb(app, exit_code, "plug", "add a device to a machine that is up", "hardware id; else the INF's first");
  register_verb(app, exit_code, "remove", "remove a device in order", "instance path, as `wdf devices` shows it");
  register_verb(app, exit_code, "surprise-remove", "pull a device out", "instance path");
  register_verb(app, exit_code, "stop", "stop a device (rebalance)", "instance path");
  register_verb(app, exit_code, "restart", "start a stopped device again", "instance path");
  register_verb(app, exit_code, "wait", "let the machine's time pass", "milliseconds");
  register_verb(app, exit_code, "leave", "take the machine down; `wdf run --keep` then reports", nullptr);
}

}  // namespace owdf::cli
