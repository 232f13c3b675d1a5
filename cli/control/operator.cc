#include "cli/control/operator.h"

#include <fmt/format.h>

#include <charconv>
#include <cstdlib>

#include "cli/control/hand_io.h"
#include "nt/io/io_manager.h"
#include "nt/rtl/status_name.h"

namespace owdf::cli {
namespace {

constexpr uint32_t kLargestTransfer = 16u << 20;

Reply failed(std::string text) {
  return {Reply::Kind::kFailed, std::move(text), false};
}

Reply not_understood(std::string text) {
  return {Reply::Kind::kNotUnderstood, std::move(text), false};
}

std::string narrow(const std::u16string& text) {
  return {text.begin(), text.end()};
}

// Decimal, or hexadecimal with 0x.
std::optional<uint32_t> number(const std::string& text) {
  const bool hex = text.starts_with("0x") || text.starts_with("0X");
  const char* begin = text.c_str() + (hex ? 2 : 0);
  const char* end = text.c_str() + text.size();
  uint32_t value = 0;
  const auto parsed = std::from_chars(begin, end, value, hex ? 16 : 10);
  if (parsed.ec != std::errc() || parsed.ptr != end) return std::nullopt;
  return value;
}

constexpr char kRequestUsage[] = "io PATH read SIZE | write BYTES | ioctl CODE [BYTES] [OUTPUT-SIZE]";

using Problem = std::optional<std::string>;

Problem parse_size(const std::string& text, HandRequest* request) {
  const auto value = number(text);
  if (!value || *value > kLargestTransfer) return fmt::format("'{}' is not a number of bytes up to 16 MiB", text);
  request->output_size = *value;
  return std::nullopt;
}

Problem parse_input(const std::string& text, HandRequest* request) {
  auto parsed = parse_bytes(text);
  if (!parsed) return fmt::format("'{}' is neither hexadecimal digits in pairs nor text:...", text);
  request->input = std::move(*parsed);
  return std::nullopt;
}

Problem parse_control(const std::vector<std::string>& words, HandRequest* request) {
  request->kind = HandRequest::Kind::kControl;
  const auto code = number(words[3]);
  if (!code) return fmt::format("'{}' is not a control code: a number, hexadecimal with 0x", words[3]);
  request->code = *code;
  auto problem = words.size() > 4 ? parse_input(words[4], request) : std::nullopt;
  return !problem && words.size() > 5 ? parse_size(words[5], request) : problem;
}

// A sentence where the words are no request.
Problem parse_request(const std::vector<std::string>& words, HandRequest* request) {
  request->path = words[1];
  const std::string& verb = words[2];
  if (request->path.empty()) return fmt::format("the path is empty; usage: {}", kRequestUsage);
  if (verb == "read" && words.size() == 4) return parse_size(words[3], request);
  if (verb == "write" && words.size() == 4) {
    request->kind = HandRequest::Kind::kWrite;
    return parse_input(words[3], request);
  }
  if (verb == "ioctl" && words.size() >= 4 && words.size() <= 6) return parse_control(words, request);
  const bool known = verb == "read" || verb == "write" || verb == "ioctl";
  return known ? fmt::format("usage: {}", kRequestUsage)
               : fmt::format("'{}' is none of read, write and ioctl; usage: {}", verb, kRequestUsage);
}

}  // namespace

struct Operator::Command {
  const char* name;
  size_t least, most;  // words, the name included
  const char* usage;
  Reply (Operator::*act)(const Words&);
};

const std::vector<Operator::Command>& Operator::commands() {
  static const std::vector<Command> all{
      {"devices", 1, 1, "devices", &Operator::devices},
      {"io", 3, 6, kRequestUsage, &Operator::io},
      {"plug", 1, 2, "plug [HARDWARE-ID]", &Operator::plug},
      {"remove", 2, 2, "remove INSTANCE", &Operator::remove},
      {"surprise-remove", 2, 2, "surprise-remove INSTANCE", &Operator::surprise_remove},
      {"stop", 2, 2, "stop INSTANCE", &Operator::stop},
      {"restart", 2, 2, "restart INSTANCE", &Operator::restart},
      {"wait", 2, 2, "wait MILLISECONDS", &Operator::wait},
      {"leave", 1, 1, "leave", &Operator::leave},
  };
  return all;
}

std::string Operator::help() {
  std::string text;
  for (const Command& command : commands()) text += fmt::format("  {}\n", command.usage);
  return text;
}

Reply Operator::execute(const Words& words) {
  if (words.empty()) return {};
  for (const Command& command : commands()) {
    if (words.front() != command.name) continue;
    if (words.size() < command.least || words.size() > command.most)
      return not_understood(fmt::format("usage: {}", command.usage));
    if (session_.dead()) return standstill();
    return (this->*command.act)(words);
  }
  return not_understood(fmt::format("there is no command '{}'; there are\n{}", words.front(), help()));
}

// After a command that did not come back.
Reply Operator::standstill() {
  const nt::BugCheck* check = session_.machine().bug_check() ? &*session_.machine().bug_check() : nullptr;
  if (check) return failed("the machine has stopped: " + check->message);
  return failed("nothing in the machine can go on: the driver waits for what does not come");
}

// A line for each device, and below it the names by which programs open it.
Reply Operator::devices(const Words&) {
  Reply reply;
  const bool alive = session_.run("devices", [&] {
    pnp::PnpManager& pnp = session_.machine().pnp();
    const std::vector<std::string> lines = pnp.describe();
    for (size_t i = 0; i < lines.size(); i++) {
      reply.text += lines[i] + "\n";
      for (const pnp::DeviceInterface& one : pnp.interfaces().all()) {
        if (one.enabled && one.instance_path == pnp.nodes()[i]->instance_path)
          reply.text += "  \\\\?\\" + narrow(one.name().substr(4)) + "\n";
      }
    }
  });
  if (!alive) return standstill();
  if (reply.text.empty()) reply.text = "no devices\n";
  return reply;
}

Reply Operator::io(const Words& words) {
  HandRequest request;
  if (const auto problem = parse_request(words, &request)) return not_understood(*problem);
  const auto result = perform(session_, request);
  if (!result) return standstill();
  if (result->late) {
    return failed(fmt::format("the {} did not end within {} seconds of the machine's time {}; is the device stopped?",
                              words[2], kHandPatienceSeconds,
                              result->ended ? "and was cancelled" : "and cannot be cancelled: the driver keeps it"));
  }
  if (!result->opened.ok()) {
    return failed(fmt::format("{} cannot be opened: {}", request.path, rtl::status_text(result->opened)));
  }
  const std::string text =
      fmt::format("{}, {} bytes\n{}", rtl::status_text(result->status), result->information, dump(result->output));
  return result->status.ok() ? Reply{Reply::Kind::kDone, text, false} : failed(text);
}

Reply Operator::plug(const Words& words) {
  std::string problem;
  const auto instance = session_.install(driver_, words.size() > 1 ? words[1] : "", &problem);
  if (!instance || !session_.start(*instance, &problem)) return failed(problem);
  return {Reply::Kind::kDone, narrow(*instance) + "\n", false};
}

// Of a device that is not there.
Reply Operator::no_such_device(const std::string& instance) {
  std::string there;
  const bool alive = session_.run("look", [&] {
    for (const auto& node : session_.machine().pnp().nodes())
      there += (there.empty() ? "" : ", ") + narrow(node->instance_path);
  });
  if (!alive) return standstill();
  return failed(fmt::format("there is no device '{}'; {}", instance,
                            there.empty() ? "there is none at all" : "there is " + there));
}

Reply Operator::act_on(const std::string& instance, const char* what,
                       const std::function<Status(pnp::PnpManager&, pnp::DeviceNode&)>& act) {
  bool found = false;
  Status status;
  const char* state = "";
  const bool alive = session_.run(what, [&] {
    pnp::PnpManager& pnp = session_.machine().pnp();
    pnp::DeviceNode* node = pnp.find(std::u16string(instance.begin(), instance.end()));
    found = node != nullptr;
    if (!node) return;
    state = pnp::state_name(node->state);
    status = act(pnp, *node);
  });
  if (!alive) return standstill();
  if (!found) return no_such_device(instance);
  if (status.ok()) return {};
  return failed(fmt::format("{}, which is {}: {}", instance, state, rtl::status_text(status)));
}

Reply Operator::remove(const Words& words) {
  return act_on(words[1], "remove", &pnp::PnpManager::remove);
}

Reply Operator::stop(const Words& words) {
  return act_on(words[1], "stop", &pnp::PnpManager::stop);
}

Reply Operator::restart(const Words& words) {
  return act_on(words[1], "restart", &pnp::PnpManager::restart);
}

Reply Operator::surprise_remove(const Words& words) {
  return act_on(words[1], "surprise removal", [](pnp::PnpManager& pnp, pnp::DeviceNode& node) {
    pnp.surprise_remove(node);
    return Status();
  });
}

Reply Operator::wait(const Words& words) {
  const auto milliseconds = number(words[1]);
  if (!milliseconds) return not_understood(fmt::format("'{}' is not a number of milliseconds", words[1]));
  const bool alive = session_.run("wait", [&] {
    LARGE_INTEGER interval;
    interval.QuadPart = -int64_t{*milliseconds} * 10'000;
    KeDelayExecutionThread(KernelMode, FALSE, &interval);
  });
  return alive ? Reply{} : standstill();
}

Reply Operator::leave(const Words&) {
  return {Reply::Kind::kDone, "", true};
}

bool split_words(const std::string& line, std::vector<std::string>* words) {
  words->clear();
  bool quoted = false, inside = false;
  for (char c : line) {
    if (c == '"') {
      quoted = !quoted;
      if (!inside) words->emplace_back();
      inside = true;
    } else if (!quoted && (c == ' ' || c == '\t' || c == '\r')) {
      inside = false;
    } else if (!quoted && !inside && c == '#') {
      break;
    } else {
      if (!inside) words->emplace_back();
      inside = true;
      words->back() += c;
    }
  }
  return !quoted;
}

}  // namespace owdf::cli
