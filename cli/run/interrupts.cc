#include "cli/run/interrupts.h"

#include <pthread.h>
#include <sys/signalfd.h>
#include <unistd.h>

namespace owdf::cli {

Interrupts::Interrupts() {
  sigset_t endings;
  sigemptyset(&endings);
  for (int signal : {SIGINT, SIGTERM, SIGHUP}) sigaddset(&endings, signal);
  pthread_sigmask(SIG_BLOCK, &endings, &before_);
  descriptor_ = signalfd(-1, &endings, SFD_CLOEXEC | SFD_NONBLOCK);
}

Interrupts::~Interrupts() {
  while (take()) {
  }
  release();
  if (descriptor_ >= 0) close(descriptor_);
}

int Interrupts::take() const {
  signalfd_siginfo info;
  return read(descriptor_, &info, sizeof info) == sizeof info ? static_cast<int>(info.ssi_signo) : 0;
}

void Interrupts::release() const {
  pthread_sigmask(SIG_SETMASK, &before_, nullptr);
}

}  // namespace owdf::cli
