// Interrupts: the signals by which people and machines ask a run to end (Ctrl-C, kill, a closed terminal), taken in
// order instead of ending the process. A mask of the thread, which threads made later have too.
#pragma once

#include <csignal>

namespace owdf::cli {

class Interrupts {
 public:
  Interrupts();
  ~Interrupts();  // what has come is done with
  Interrupts(const Interrupts&) = delete;

  // Becomes readable when one has come; -1: the system has no more descriptors.
  int descriptor() const { return descriptor_; }
  // The signal that has come, or 0.
  int take() const;
  // Lets them end the process again, as before.
  void release() const;

 private:
  sigset_t before_;
  int descriptor_;
};

}  // namespace owdf::cli
