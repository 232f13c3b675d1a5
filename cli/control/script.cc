#include "cli/control/script.h"

#include <fmt/format.h>

#include <cstdio>
#include <fstream>

namespace owdf::cli {
namespace {

// Empty: the command did what it should.
std::string problem_of(const Reply& reply, bool must_fail) {
  if (reply.kind == Reply::Kind::kNotUnderstood) return reply.text;
  if (must_fail && reply.done()) return "the command succeeded, and should have failed";
  return must_fail || reply.done() ? "" : reply.text;
}

}  // namespace

bool run_script(Operator& person, const std::string& file, bool quiet, std::string* problem) {
  std::ifstream stream(file);
  if (!stream) {
    *problem = fmt::format("{}: cannot be read", file);
    return false;
  }
  unsigned number = 0;
  for (std::string line; std::getline(stream, line);) {
    number++;
    std::vector<std::string> words;
    if (!split_words(line, &words)) {
      *problem = fmt::format("{}:{}: a quotation mark is not closed", file, number);
      return false;
    }
    if (words.empty()) continue;
    const bool must_fail = words.front() == "!";
    if (must_fail) words.erase(words.begin());
    if (!quiet) fmt::print("> {}\n", line);
    const Reply reply = person.execute(words);
    if (!quiet) fmt::print("{}{}", reply.text, reply.text.empty() || reply.text.ends_with('\n') ? "" : "\n");
    if (std::string text = problem_of(reply, must_fail); !text.empty()) {
      *problem = fmt::format("{}:{}: {}", file, number, text);
      return false;
    }
    if (reply.leave) break;
  }
  std::fflush(stdout);
  return true;
}

}  // namespace owdf::cli
