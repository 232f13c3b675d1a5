#include "cli/run/symbolize.h"

#include <dlfcn.h>
#include <fmt/format.h>

#include <sstream>

#include "cli/build/run_commands.h"

namespace owdf::cli {
namespace {

// "function at file:line", innermost first: several where the compiler put functions into others, none where nothing is
// known.
std::vector<std::string> ask_symbolizer(const std::string& image, uintptr_t offset) {
  const CommandOutput output = run_commands({{"llvm-symbolizer-19", "--obj=" + image, "--output-style=GNU",
                                              "--functions=short", fmt::format("0x{:x}", offset)}},
                                            1)
                                   .front();
  std::vector<std::string> lines;
  std::istringstream text(output.status == 0 ? output.text : "");
  for (std::string function, place; std::getline(text, function) && std::getline(text, place);) {
    if (function != "??") lines.push_back(fmt::format("{} at {}", function, place));
  }
  return lines;
}

std::string host_frame(void* address) {
  Dl_info info{};
  if (dladdr(address, &info) && info.dli_sname) return fmt::format("(openwdf) {}", info.dli_sname);
  return {};
}

}  // namespace

std::vector<std::string> symbolize(const std::vector<void*>& stack, const loader::LoadMap& images) {
  std::vector<std::string> lines;
  for (void* address : stack) {
    const loader::LoadMapEntry entry = images.find(address);
    if (entry.name.empty()) {
      const std::string line = host_frame(address);
      if (!line.empty()) lines.push_back(line);
      continue;
    }
    // A return address is that of the next instruction; the call is before it.
    const uintptr_t offset = reinterpret_cast<uintptr_t>(address) - entry.base - 1;
    const std::vector<std::string> places = ask_symbolizer(entry.path, offset);
    for (const std::string& place : places) lines.push_back(fmt::format("{}: {}", entry.name, place));
    if (places.empty()) lines.push_back(fmt::format("{}+0x{:x}", entry.name, offset + 1));
  }
  return lines;
}

}  // namespace owdf::cli
