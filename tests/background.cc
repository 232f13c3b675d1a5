#include "tests/background.h"

#include <fcntl.h>
#include <poll.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <csignal>
#include <cstdlib>
#include <utility>

namespace owdf::scenarios {
namespace {

constexpr int kPatienceMilliseconds = 120'000;

// What a shell does for a job in the foreground: its own group, and no signal ignored or held back.
[[noreturn]] void become(const std::vector<std::string>& command, const std::vector<std::string>& environment,
                         int output) {
  setpgid(0, 0);
  std::signal(SIGINT, SIG_DFL);
  sigset_t none;
  sigemptyset(&none);
  sigprocmask(SIG_SETMASK, &none, nullptr);
  dup2(output, STDOUT_FILENO);
  dup2(output, STDERR_FILENO);
  for (const std::string& variable : environment) putenv(const_cast<char*>(variable.c_str()));
  std::vector<char*> words;
  for (const std::string& word : command) words.push_back(const_cast<char*>(word.c_str()));
  words.push_back(nullptr);
  execvp(words[0], words.data());
  _exit(127);
}

}  // namespace

Background::Background(const std::vector<std::string>& command, const std::vector<std::string>& environment) {
  int ends[2];
  if (pipe2(ends, O_CLOEXEC) != 0) return;
  pipe_ = ends[0];
  pid_ = fork();
  if (pid_ == 0) become(command, environment, ends[1]);
  if (pid_ > 0) setpgid(pid_, pid_);  // whoever of the two comes first
  close(ends[1]);
}

Background::~Background() {
  if (pid_ > 0) {
    signal_group(SIGKILL);
    waitpid(pid_, nullptr, 0);
  }
  if (pipe_ >= 0) close(pipe_);
}

bool Background::read_more() {
  pollfd watched{pipe_, POLLIN, 0};
  if (poll(&watched, 1, kPatienceMilliseconds) <= 0) return false;
  char part[4096];
  const ssize_t count = read(pipe_, part, sizeof part);
  if (count <= 0) return false;
  text_.append(part, static_cast<size_t>(count));
  return true;
}

bool Background::wait_for(const std::string& text) {
  while (text_.find(text) == std::string::npos) {
    if (!read_more()) return false;
  }
  return true;
}

void Background::signal_process(int signal) {
  kill(pid_, signal);
}

void Background::signal_group(int signal) {
  kill(-pid_, signal);
}

Outcome Background::finish() {
  while (read_more()) {
  }
  int status = 0;
  while (waitpid(pid_, &status, 0) < 0 && errno == EINTR) {
  }
  pid_ = -1;
  return {WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status), std::move(text_), {}};
}

}  // namespace owdf::scenarios
