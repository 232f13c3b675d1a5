#include "client/crt/stream.h"

#include <windows.h>

#include "base/assert.h"

namespace owdf::client {

namespace {

constexpr size_t kBuffer = 4096;

// The two translations of a text stream.
std::string to_file(std::string_view bytes) {
  std::string out;
  for (const char byte : bytes) {
    if (byte == '\n') out += '\r';
    out += byte;
  }
  return out;
}

}  // namespace

Streams::Streams() {
  standard_[0].kind = Stream::Kind::kInput;
  standard_[0].readable = true;
  standard_[1].kind = Stream::Kind::kOutput;
  standard_[1].writable = true;
  standard_[2].kind = Stream::Kind::kError;
  standard_[2].writable = true;
}

Stream* Streams::add(Stream stream) {
  sched::LockGuard guard(lock_);
  return files_.emplace_back(std::make_unique<Stream>(std::move(stream))).get();
}

bool Streams::close(Stream* stream) {
  std::unique_ptr<Stream> taken;
  {
    sched::LockGuard guard(lock_);
    for (auto& candidate : files_)
      if (candidate.get() == stream) taken = std::move(candidate);
    std::erase(files_, nullptr);
  }
  if (!taken) return false;
  const bool flushed = taken->flush();
  CloseHandle(taken->file);
  return flushed;
}

bool Streams::flush_all() {
  std::vector<Stream*> open;
  {
    sched::LockGuard guard(lock_);
    for (const auto& file : files_) open.push_back(file.get());
  }
  bool all = true;
  for (Stream* stream : open) all &= stream->flush();
  return all;
}

bool Stream::write(std::string_view bytes) {
  if (!writable) return failed = true, false;
  if (kind != Kind::kFile) {
    current_program()->write_output(kind == Kind::kError, bytes);
    return true;
  }
  if (text)
    behind += to_file(bytes);
  else
    behind += bytes;
  return behind.size() < buffer_size || flush();
}

bool Stream::flush() {
  if (behind.empty()) return true;
  if (append) SetFilePointer(file, 0, nullptr, FILE_END);
  DWORD written = 0;
  const bool done =
      WriteFile(file, behind.data(), static_cast<DWORD>(behind.size()), &written, nullptr) && written == behind.size();
  behind.clear();
  failed |= !done;
  return done;
}

bool Stream::fill() {
  if (kind == Kind::kInput) {
    ahead += current_program()->read_input(kBuffer, true);
    return !ahead.empty();
  }
  char buffer[kBuffer];
  DWORD count = 0;
  if (!ReadFile(file, buffer, sizeof(buffer), &count, nullptr)) failed |= GetLastError() != ERROR_HANDLE_EOF;
  for (DWORD i = 0; i < count; i++)
    if (!(text && buffer[i] == '\r')) ahead += buffer[i];
  return count > 0;
}

std::string Stream::read(size_t most) {
  if (!readable) return failed = true, std::string();
  flush();
  while (ahead.size() < most && fill()) {
  }
  const std::string taken = ahead.substr(0, most);
  ahead.erase(0, taken.size());
  end |= taken.size() < most;
  return taken;
}

int Stream::get() {
  const std::string one = read(1);
  return one.empty() ? -1 : static_cast<unsigned char>(one[0]);
}

// In a text stream the place of what was read ahead is not known to the byte; binary streams, where offsets mean
// something, are exact.
bool Stream::seek(int64_t offset, int whence) {
  if (kind != Kind::kFile || !flush()) return false;
  if (whence == 1) offset -= static_cast<int64_t>(ahead.size());
  ahead.clear();
  end = false;
  LARGE_INTEGER distance, result;
  distance.QuadPart = offset;
  return SetFilePointerEx(file, distance, &result, static_cast<DWORD>(whence));
}

int64_t Stream::tell() {
  LARGE_INTEGER zero, at;
  zero.QuadPart = 0;
  if (kind != Kind::kFile || !flush() || !SetFilePointerEx(file, zero, &at, FILE_CURRENT)) return -1;
  return at.QuadPart - static_cast<int64_t>(ahead.size());
}

}  // namespace owdf::client
