// Operator: what a person does to a machine that is up, in words: look at its devices, send requests by hand, take a
// device away. The lines of a script and the messages of the control socket are such words. Outside of the world; one
// OS thread at a time.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "cli/run/session.h"

namespace owdf::cli {

struct Reply {
  enum class Kind : uint8_t { kDone, kFailed, kNotUnderstood };
  Kind kind = Kind::kDone;
  std::string text;    // for people; lines
  bool leave = false;  // the operator wants the machine taken down

  bool done() const { return kind == Kind::kDone; }
};

class Operator {
 public:
  // `driver`: what `plug` installs.
  Operator(Session& session, DriverFiles driver) : session_(session), driver_(std::move(driver)) {}

  Reply execute(const std::vector<std::string>& words);
  // One line for each command, for usage texts.
  static std::string help();

 private:
  using Words = std::vector<std::string>;
  struct Command;
  static const std::vector<Command>& commands();

  Reply devices(const Words& words);
  Reply io(const Words& words);
  Reply plug(const Words& words);
  Reply remove(const Words& words);
  Reply surprise_remove(const Words& words);
  Reply stop(const Words& words);
  Reply restart(const Words& words);
  Reply wait(const Words& words);
  Reply leave(const Words& words);
  Reply act_on(const std::string& instance, const char* what,
               const std::function<Status(pnp::PnpManager&, pnp::DeviceNode&)>& act);
  Reply no_such_device(const std::string& instance);
  Reply standstill();

  Session& session_;
  DriverFiles driver_;
};

// Words as a shell would split them: by blanks, "quotes" keep blanks, # begins a comment. False: a quote is not closed.
bool split_words(const std::string& line, std::vector<std::string>* words);

}  // namespace owdf::cli
