// The control socket: `wdf run --keep` listens on it, every verb that wants something of a machine that is up talks to
// it. One JSON line each way: {"words":[...]} and {"ok":true,"text":"..."}. For the user of the machine alone.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "cli/control/operator.h"

namespace owdf::cli {

// $XDG_RUNTIME_DIR/openwdf/NAME.sock, or below /tmp/openwdf-UID where there is no such folder. A name is letters,
// digits,
// - and _; otherwise empty.
std::string socket_path(const std::string& machine);

class ControlSocket {
 public:
  // Binds and listens. Null: `problem` says why; a machine of that name that is up is one reason.
  static std::unique_ptr<ControlSocket> listen(const std::string& machine, std::string* problem);
  ~ControlSocket();
  ControlSocket(const ControlSocket&) = delete;

  const std::string& path() const { return path_; }
  // Answers one caller after the other until one of them says `leave`, the machine stops, or the process is told to end
  // (cli/run/interrupts.h; of a process with several threads, whose others hold these signals back too).
  void serve(Operator& person, const Session& session);

 private:
  ControlSocket(std::string path, int descriptor) : path_(std::move(path)), descriptor_(descriptor) {}

  std::string path_;
  int descriptor_;
};

// Sends words to the machine and returns its reply; nothing: `problem` says why.
std::optional<Reply> ask(const std::string& machine, const std::vector<std::string>& words, std::string* problem);

}  // namespace owdf::cli
