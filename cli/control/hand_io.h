// Requests by hand: a file is opened, one transfer is made and the file is closed again, as a program of its own would.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "cli/run/session.h"

namespace owdf::cli {

struct HandRequest {
  enum class Kind : uint8_t { kRead, kWrite, kControl };
  std::string path;  // as a Windows program writes it: \\.\Name
  Kind kind = Kind::kRead;
  uint32_t code = 0;           // kControl
  std::vector<uint8_t> input;  // kWrite, kControl
  uint32_t output_size = 0;    // kRead, kControl
};

// A request that takes longer is cancelled.
inline constexpr int kHandPatienceSeconds = 10;

struct HandResult {
  bool late = false;  // it took too long; and `ended`, when it was cancelled
  bool ended = true;
  Status opened{};
  Status status{};
  uint64_t information = 0;
  std::vector<uint8_t> output;
};

// Nothing: the machine stopped, or nothing in it can go on.
std::optional<HandResult> perform(Session& session, const HandRequest& request);

// Bytes from "01 02ff" or "text:abc"; nothing: neither.
std::optional<std::vector<uint8_t>> parse_bytes(const std::string& text);
// Sixteen to a line, as hexadecimal numbers and as characters.
std::string dump(const std::vector<uint8_t>& bytes);

}  // namespace owdf::cli
