#include "cli/control/channel.h"

#include <fmt/format.h>
#include <poll.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include <algorithm>
#include <cctype>
#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <nlohmann/json.hpp>

#include "cli/run/interrupts.h"

namespace owdf::cli {
namespace {

constexpr size_t kLongestLine = 64u << 20;
constexpr int kPatienceMilliseconds = 5000;  // with a caller who has connected and says nothing

class Descriptor {
 public:
  explicit Descriptor(int number) : number_(number) {}
  ~Descriptor() {
    if (number_ >= 0) close(number_);
  }
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;
  int get() const { return number_; }
  int release() { return std::exchange(number_, -1); }

 private:
  int number_;
};

std::string runtime_folder() {
  const char* runtime = std::getenv("XDG_RUNTIME_DIR");
  return runtime && access(runtime, W_OK) == 0 ? std::string(runtime) + "/openwdf"
                                               : fmt::format("/tmp/openwdf-{}", getuid());
}

// Ours, and nobody else may look into it: others' sockets could stand there otherwise.
bool make_private_folder(const std::string& folder, std::string* problem) {
  mkdir(folder.c_str(), 0700);
  struct stat seen = {};
  if (lstat(folder.c_str(), &seen) == 0 && S_ISDIR(seen.st_mode) && seen.st_uid == getuid() &&
      (seen.st_mode & 0077) == 0) {
    return true;
  }
  *problem = fmt::format("{}: must be a folder that belongs to you alone", folder);
  return false;
}

bool fill_address(const std::string& path, sockaddr_un* address) {
  if (path.empty() || path.size() >= sizeof(address->sun_path)) return false;
  address->sun_family = AF_UNIX;
  std::memcpy(address->sun_path, path.c_str(), path.size() + 1);
  return true;
}

Descriptor connect_to(const std::string& path) {
  sockaddr_un address = {};
  Descriptor caller(socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0));
  if (!fill_address(path, &address) || caller.get() < 0) return Descriptor(-1);
  if (connect(caller.get(), reinterpret_cast<sockaddr*>(&address), sizeof address) != 0) return Descriptor(-1);
  return Descriptor(caller.release());
}

bool send_line(int descriptor, const std::string& line) {
  for (size_t sent = 0; sent < line.size();) {
    const ssize_t count = send(descriptor, line.data() + sent, line.size() - sent, MSG_NOSIGNAL);
    if (count <= 0) return false;
    sent += static_cast<size_t>(count);
  }
  return true;
}

std::optional<std::string> receive_line(int descriptor, int patience) {
  std::string line;
  char part[4096];
  while (line.size() < kLongestLine) {
    pollfd watched{descriptor, POLLIN, 0};
    if (poll(&watched, 1, patience) <= 0) return std::nullopt;
    const ssize_t count = recv(descriptor, part, sizeof part, 0);
    if (count <= 0) return std::nullopt;
    line.append(part, static_cast<size_t>(count));
    if (line.back() == '\n') return line;
  }
  return std::nullopt;
}

std::string no_name(const std::string& machine) {
  return fmt::format("'{}' is no name for a machine: letters, digits, - and _", machine);
}

Reply answer(Operator& person, const std::string& line) {
  const nlohmann::json request = nlohmann::json::parse(line, nullptr, false);
  if (!request.is_object() || !request.contains("words") || !request["words"].is_array()) {
    return {Reply::Kind::kNotUnderstood, "a request is {\"words\":[...]}", false};
  }
  std::vector<std::string> words;
  for (const auto& word : request["words"]) {
    if (!word.is_string()) return {Reply::Kind::kNotUnderstood, "words are strings", false};
    words.push_back(word.get<std::string>());
  }
  return person.execute(words);
}

const char* kind_name(Reply::Kind kind) {
  switch (kind) {
    case Reply::Kind::kDone:
      return "done";
    case Reply::Kind::kFailed:
      return "failed";
    case Reply::Kind::kNotUnderstood:
      break;
  }
  return "not understood";
}

std::string to_line(const Reply& reply) {
  nlohmann::ordered_json json;
  json["ok"] = reply.done();
  json["kind"] = kind_name(reply.kind);
  json["text"] = reply.text;
  return json.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace) + "\n";
}

}  // namespace

std::string socket_path(const std::string& machine) {
  const bool good = !machine.empty() && std::all_of(machine.begin(), machine.end(), [](unsigned char c) {
    return std::isalnum(c) || c == '-' || c == '_';
  });
  return good ? runtime_folder() + "/" + machine + ".sock" : std::string();
}

std::unique_ptr<ControlSocket> ControlSocket::listen(const std::string& machine, std::string* problem) {
  const std::string path = socket_path(machine);
  sockaddr_un address = {};
  if (!fill_address(path, &address)) {
    *problem = no_name(machine);
    return nullptr;
  }
  if (!make_private_folder(runtime_folder(), problem)) return nullptr;
  if (connect_to(path).get() >= 0) {
    *problem = fmt::format(
        "a machine named '{}' is up already; `wdf leave` takes it down, --machine gives another name", machine);
    return nullptr;
  }
  unlink(path.c_str());  // of a machine that did not come to its end
  Descriptor listener(socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0));
  if (listener.get() < 0 || bind(listener.get(), reinterpret_cast<sockaddr*>(&address), sizeof address) != 0 ||
      ::listen(listener.get(), SOMAXCONN) != 0) {
    *problem = fmt::format("{}: {}", path, std::strerror(errno));
    return nullptr;
  }
  return std::unique_ptr<ControlSocket>(new ControlSocket(path, listener.release()));
}

ControlSocket::~ControlSocket() {
  close(descriptor_);
  unlink(path_.c_str());
}

void ControlSocket::serve(Operator& person, const Session& session) {
  const Interrupts interrupts;
  for (bool leave = false; !leave && !session.dead();) {
    pollfd watched[] = {{descriptor_, POLLIN, 0}, {interrupts.descriptor(), POLLIN, 0}};
    if (poll(watched, 2, -1) < 0 && errno != EINTR) return;
    if (watched[1].revents) return;
    if (!watched[0].revents) continue;
    const Descriptor caller(accept4(descriptor_, nullptr, nullptr, SOCK_CLOEXEC));
    const auto line = receive_line(caller.get(), kPatienceMilliseconds);
    if (!line) continue;
    const Reply reply = answer(person, *line);
    send_line(caller.get(), to_line(reply));
    leave = reply.leave;
  }
}

std::optional<Reply> ask(const std::string& machine, const std::vector<std::string>& words, std::string* problem) {
  const std::string path = socket_path(machine);
  if (path.empty()) {
    *problem = no_name(machine);
    return std::nullopt;
  }
  const Descriptor caller = connect_to(path);
  if (caller.get() < 0) {
    *problem = fmt::format("no machine named '{}' is up; `wdf run PATH --keep` leaves one up", machine);
    return std::nullopt;
  }
  const auto line = send_line(caller.get(), nlohmann::json{{"words", words}}.dump() + "\n")
                        ? receive_line(caller.get(), -1)
                        : std::nullopt;
  const nlohmann::json reply = line ? nlohmann::json::parse(*line, nullptr, false) : nlohmann::json();
  if (!reply.is_object()) {
    *problem = fmt::format("the machine '{}' went away without an answer; its `wdf run` says why", machine);
    return std::nullopt;
  }
  const std::string kind = reply.value("kind", "failed");
  Reply result;
  result.kind = kind == "done"     ? Reply::Kind::kDone
                : kind == "failed" ? Reply::Kind::kFailed
                                   : Reply::Kind::kNotUnderstood;
  result.text = reply.value("text", "");
  return result;
}

}  // namespace owdf::cli
