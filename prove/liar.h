// The liar: for ./dev prove, one part of the system answers wrongly on purpose while the tests run that should notice.
//
// Functions (prove/function.h) and callbacks (prove/callback.h) offer every lie that would change something just now.
// An ordinary run declines them all; while recording, the liar writes down what it was offered; in a child of
// ./dev prove it takes the one lie that it was told to tell, each time it is offered.
#pragma once

#include <cstdint>
#include <functional>
#include <mutex>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace owdf::prove {

enum class Kind : uint8_t {
  kRefuse,     // a function does nothing and returns STATUS_UNSUCCESSFUL
  kSkip,       // a function does nothing and says that it went well
  kAnswer,     // a function does its work and returns another status or value
  kPretend,    // a function fails and says that it went well
  kUnwritten,  // an out parameter stays as it was
  kIgnore,     // a member of a structure that is passed in counts as its initial value
  kForget,     // a member of a structure that is filled comes back as zero
  kStatus,     // a status, by its value, is another one wherever it leaves the framework
  kCode,       // a bug check has another first parameter
  kDrop,       // a callback is not called
  kTwice,      // a callback is called twice
  kWrong,      // what a callback returned is turned into its opposite
  kLate,       // a callback is called after the next one
};

// As text: "skip WdfIoQueueStart", "unwritten WdfIoQueueCreate.Queue", "ignore WDF_TIMER_CONFIG.Period",
// "status C0000120".
struct Lie {
  Kind kind;
  std::string subject;  // function, structure, callback, status or bug check
  std::string part;     // parameter or member
  bool operator==(const Lie&) const = default;
};
std::string text_of(const Lie& lie);
std::optional<Lie> parse_lie(std::string_view text);

class Liar {
 public:
  // The one of this process: a lie is about code, not about a machine.
  static Liar& of_process();

  // True in ordinary runs: nobody needs to offer anything.
  bool idle() const { return !lie_ && !recording_; }
  // Whether this lie is to be told now. Offer only what changes something.
  bool offer(Kind kind, std::string_view subject, std::string_view part = {});

  void tell(Lie lie);
  void stop() { lie_.reset(); }
  unsigned told() const { return told_; }
  // Called at each lie told; a child process leaves word with it.
  void set_witness(std::function<void()> witness) { witness_ = std::move(witness); }

  void record() { recording_ = true; }
  // What was offered since the last call, as text.
  std::set<std::string> take_record();

  // A callback that waits for the next one to be over (kLate).
  bool holds_back() const { return !held_.empty(); }
  void hold_back(std::function<void()> call) { held_.push_back(std::move(call)); }
  void call_held_back();

 private:
  std::optional<Lie> lie_;
  bool recording_ = false;
  unsigned told_ = 0;
  std::function<void()> witness_;
  std::vector<std::function<void()>> held_;
  std::mutex lock_;  // live machines run on several threads
  std::set<std::string> offered_;
};

}  // namespace owdf::prove
