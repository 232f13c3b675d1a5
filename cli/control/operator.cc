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

// read N | write BYTES | ioctl CODE [BYTES] [OUTPUT-SIZE]; a sentence where it is none of them.
std::optional<std::string> parse_request(const std::vector<std::string>& words, HandRequest* request) {
  request->path = words[1];
  const std::string& verb = words[2];
  const auto size = [&](const std::string& text) -> std::optional<std::string> {
    const auto value = number(text);
    if (!value || *value > kLargestTransfer) return fmt::format("'{}' is not a number of bytes up to 16 MiB", text);
    request->output_size = *value;
    return std::nullopt;
  };
  const auto bytes = [&](const std::string& text) -> std::optional<std::string> {
    auto parsed = parse_bytes(text);
    if (!parsed) return fmt::format("'{}' is neither hexadecimal digits in pairs nor text:...", text);
    request->input = std::move(*parsed);
    return std::nullopt;
  };
  if (verb == "read" && words.size() == 4) return size(words[3]);
  if (verb == "write" && words.size() == 4) {
    request->kind = HandRequest::Kind::kWrite;
    return bytes(words[3]);
  }
  if (verb == "ioctl" && words.size() >= 4 && words.size() <= 6) {
    request->kind = HandRequest::Kind::kControl;
    const auto code = number(words[3]);
    if (!code) return fmt::format("'{}' is not a control code", words[3]);
    request->code = *code;
    auto problem = words.size() > 4 ? bytes(words[4]) : std::nullopt;
    return !problem && words.size() > 5 ? size(words[5]) : problem;
  }
  return "io PATH read SIZE | write BYTES | ioctl CODE [BYTES] [OUTPUT-SIZE]";
}

}  // namespace

struct Operator::Command {
  const char* name;
  size_t words;  // at least, the name included
  const char* usage;
  Reply (Operator::*act)(const Words&);
};

const std::vector<Operator::Command>& Operator::commands() {
  static const std::vector<Command> all{
      {"devices", 1, "devices", &Operator::devices},
      {"io", 3, "io PATH read SIZE | write BYTES | ioctl CODE [BYTES] [OUTPUT-SIZE]", &Operator::io},
      {"plug", 1, "plug [HARDWARE-ID]", &Operator::plug},
      {"remove", 2, "remove INSTANCE", &Operator::remove},
      {"surprise-remove", 2, "surprise-remove INSTANCE", &Operator::surprise_remove},
      {"stop", 2, "stop INSTANCE", &Operator::stop},
      {"restart", 2, "restart INSTANCE", &Operator::restart},
      {"wait", 2, "wait MILLISECONDS", &Operator::wait},
      {"leave", 1, "leave", &Operator::leave},
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
    if (words.size() < command.words) return not_understood(fmt::format("usage: {}", command.usage));
    if (session_.dead()) return failed("the machine has stopped: " + session_.machine().bug_check()->message);
    return (this->*command.act)(words);
  }
  return not_understood(fmt::format("there is no command '{}'; there are\n{}", words.front(), help()));
}

Reply Operator::devices(const Words&) {
  Reply reply;
  session_.run("devices", [&] {
    for (const std::string& line : session_.machine().pnp().describe()) reply.text += line + "\n";
  });
  if (reply.text.empty()) reply.text = "no devices\n";
  return reply;
}

Reply Operator::io(const Words& words) {
  HandRequest request;
  if (const auto problem = parse_request(words, &request)) return not_understood(*problem);
  const auto result = perform(session_, request);
  if (!result) return failed("the machine stopped: " + session_.machine().bug_check()->message);
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

Reply Operator::act_on(const std::string& instance, const char* what,
                       Status (pnp::PnpManager::*act)(pnp::DeviceNode&)) {
  Status status(STATUS_NO_SUCH_DEVICE);
  const bool alive = session_.run(what, [&] {
    pnp::PnpManager& pnp = session_.machine().pnp();
    if (pnp::DeviceNode* node = pnp.find(std::u16string(instance.begin(), instance.end()))) status = (pnp.*act)(*node);
  });
  if (!alive) return failed("the machine stopped: " + session_.machine().bug_check()->message);
  if (!status.ok()) return failed(fmt::format("{} {}: {}", what, instance, rtl::status_text(status)));
  return {};
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
  bool found = false;
  const bool alive = session_.run("surprise removal", [&] {
    pnp::PnpManager& pnp = session_.machine().pnp();
    pnp::DeviceNode* node = pnp.find(std::u16string(words[1].begin(), words[1].end()));
    found = node != nullptr;
    if (node) pnp.surprise_remove(*node);
  });
  if (!alive) return failed("the machine stopped: " + session_.machine().bug_check()->message);
  if (!found) return failed(fmt::format("surprise-remove {}: there is no such device", words[1]));
  return {};
}

Reply Operator::wait(const Words& words) {
  const auto milliseconds = number(words[1]);
  if (!milliseconds) return not_understood(fmt::format("'{}' is not a number of milliseconds", words[1]));
  session_.run("wait", [&] {
    LARGE_INTEGER interval;
    interval.QuadPart = -int64_t{*milliseconds} * 10'000;
    KeDelayExecutionThread(KernelMode, FALSE, &interval);
  });
  return {};
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
