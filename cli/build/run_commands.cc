#include "cli/build/run_commands.h"

#include <fcntl.h>
#include <poll.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

extern char** environ;

namespace owdf::cli {
namespace {

struct Child {
  size_t index;
  pid_t pid;
  int pipe;
};

// The pipe is close-on-exec on our side, so that a child started later does not keep an earlier one's end open.
bool start(const std::vector<std::string>& command, size_t index, std::vector<Child>& running, CommandOutput& output) {
  int ends[2];
  if (pipe2(ends, O_CLOEXEC) != 0) {
    output.text = std::string("pipe: ") + strerror(errno) + "\n";
    return false;
  }
  posix_spawn_file_actions_t actions;
  posix_spawn_file_actions_init(&actions);
  posix_spawn_file_actions_adddup2(&actions, ends[1], 1);
  posix_spawn_file_actions_adddup2(&actions, ends[1], 2);
  posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0);
  std::vector<char*> arguments;
  for (const std::string& argument : command) arguments.push_back(const_cast<char*>(argument.c_str()));
  arguments.push_back(nullptr);
  pid_t pid = 0;
  const int error = posix_spawnp(&pid, arguments[0], &actions, nullptr, arguments.data(), environ);
  posix_spawn_file_actions_destroy(&actions);
  close(ends[1]);
  if (error != 0) {
    close(ends[0]);
    output.text = command[0] + ": " + strerror(error) + "\n";
    return false;
  }
  running.push_back({index, pid, ends[0]});
  return true;
}

int wait_for(pid_t pid) {
  int status = 0;
  while (waitpid(pid, &status, 0) < 0)
    if (errno != EINTR) return -1;
  return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}

// Reads what is there; true when the child has closed its end.
bool drain(const Child& child, CommandOutput& output) {
  char buffer[16384];
  const ssize_t count = read(child.pipe, buffer, sizeof(buffer));
  if (count > 0) output.text.append(buffer, static_cast<size_t>(count));
  return count == 0 || (count < 0 && errno != EINTR && errno != EAGAIN);
}

}  // namespace

std::vector<CommandOutput> run_commands(const std::vector<std::vector<std::string>>& commands, unsigned jobs) {
  std::vector<CommandOutput> outputs(commands.size());
  std::vector<Child> running;
  size_t next = 0;
  while (next < commands.size() || !running.empty()) {
    while (next < commands.size() && running.size() < jobs) {
      start(commands[next], next, running, outputs[next]);
      next++;
    }
    std::vector<pollfd> polls;
    for (const Child& child : running) polls.push_back({child.pipe, POLLIN, 0});
    if (polls.empty()) continue;
    if (poll(polls.data(), polls.size(), -1) < 0 && errno != EINTR) break;
    for (size_t i = polls.size(); i-- > 0;) {
      if (polls[i].revents == 0 || !drain(running[i], outputs[running[i].index])) continue;
      close(running[i].pipe);
      outputs[running[i].index].status = wait_for(running[i].pid);
      running.erase(running.begin() + static_cast<ptrdiff_t>(i));
    }
  }
  return outputs;
}

}  // namespace owdf::cli
