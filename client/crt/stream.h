// FILE: a stream of the C runtime. The three standard ones stand on the program's console, the others on file handles.
// Owned by the program's Streams; a stream has no lock of its own: two threads in one stream interleave, as text they
// race.
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "client/program_state.h"

namespace owdf::client {

struct Stream {
  enum class Kind : uint8_t { kInput, kOutput, kError, kFile };
  Kind kind = Kind::kFile;
  HANDLE file = nullptr;
  bool readable = false, writable = false;
  bool text = true;  // "\r\n" in the file is "\n" in the program
  bool append = false;
  bool end = false, failed = false;
  size_t buffer_size = 4096;  // written bytes wait for so many; 0: for none
  std::string ahead;          // read but not consumed
  std::string behind;         // written but not yet in the file

  bool write(std::string_view bytes);
  bool flush();
  // At most `most` bytes; fewer at the end, empty there.
  std::string read(size_t most);
  // One byte or -1.
  int get();
  void unget(char byte) { ahead.insert(ahead.begin(), byte), end = false; }
  // Forgets what was read ahead; the file stands where the program believes it does.
  bool seek(int64_t offset, int whence);
  int64_t tell();

 private:
  bool fill();
};

class Streams {
 public:
  Streams();
  Stream* standard(unsigned index) { return index < 3 ? &standard_[index] : nullptr; }
  Stream* add(Stream stream);
  bool close(Stream* stream);
  bool flush_all();

 private:
  Stream standard_[3];
  sched::Lock lock_{sched::LockRank::kLeaf, "client.streams"};
  std::vector<std::unique_ptr<Stream>> files_ GUARDED_BY(lock_);
};

}  // namespace owdf::client
