#include "cli/control/hand_io.h"

#include <wdm.h>

#include <fmt/format.h>

#include <algorithm>
#include <cctype>
#include <memory>

#include "nt/ps/process_manager.h"
#include "nt/services.h"

namespace owdf::cli {
namespace {

// \\.\Name and \\?\Name are \??\Name; a name of the object namespace stays as it is.
std::u16string object_path(const std::string& path) {
  std::u16string wide(path.begin(), path.end());
  if (wide.starts_with(u"\\\\.\\") || wide.starts_with(u"\\\\?\\")) return u"\\??\\" + wide.substr(4);
  return wide.starts_with(u"\\") ? wide : u"\\??\\" + wide;
}

NTSTATUS open(const std::string& path, HANDLE* file) {
  const std::u16string name = object_path(path);
  UNICODE_STRING text;
  RtlInitUnicodeString(&text, name.c_str());
  OBJECT_ATTRIBUTES attributes;
  InitializeObjectAttributes(&attributes, &text, OBJ_CASE_INSENSITIVE, nullptr, nullptr);
  IO_STATUS_BLOCK block{};
  return NtCreateFile(file, GENERIC_READ | GENERIC_WRITE | SYNCHRONIZE, &attributes, &block, nullptr, 0,
                      FILE_SHARE_READ | FILE_SHARE_WRITE, FILE_OPEN, FILE_SYNCHRONOUS_IO_NONALERT, nullptr, 0);
}

NTSTATUS transfer(HANDLE file, const HandRequest& request, IO_STATUS_BLOCK* block, std::vector<uint8_t>* output) {
  auto* input = const_cast<uint8_t*>(request.input.data());
  const auto input_size = static_cast<ULONG>(request.input.size());
  switch (request.kind) {
    case HandRequest::Kind::kRead:
      return NtReadFile(file, nullptr, nullptr, nullptr, block, output->data(), request.output_size, nullptr, nullptr);
    case HandRequest::Kind::kWrite:
      return NtWriteFile(file, nullptr, nullptr, nullptr, block, input, input_size, nullptr, nullptr);
    case HandRequest::Kind::kControl:
      break;
  }
  return NtDeviceIoControlFile(file, nullptr, nullptr, nullptr, block, request.code, input, input_size, output->data(),
                               request.output_size);
}

void perform_here(const HandRequest& request, HandResult* result) {
  HANDLE file = nullptr;
  result->opened = Status(open(request.path, &file));
  if (!result->opened.ok()) return;
  result->output.resize(request.output_size);
  // The driver writes to it from any thread, so it is not on this thread's stack.
  const auto block = std::make_unique<IO_STATUS_BLOCK>();
  NTSTATUS status = transfer(file, request, block.get(), &result->output);
  if (status == STATUS_PENDING) {
    NtWaitForSingleObject(file, FALSE, nullptr);
    status = block->Status;
  }
  result->status = Status(status);
  result->information = NT_ERROR(status) ? 0 : block->Information;
  if (request.kind != HandRequest::Kind::kWrite) {
    result->output.resize(std::min<size_t>(result->information, request.output_size));
  }
  NtClose(file);
}

// False: it still runs.
bool wait_for_end(ps::Process& process) {
  LARGE_INTEGER patience;
  patience.QuadPart = int64_t{kHandPatienceSeconds} * -10'000'000;
  return KeWaitForSingleObject(&process.ended, Executive, KernelMode, FALSE, &patience) != STATUS_TIMEOUT;
}

}  // namespace

std::optional<HandResult> perform(Session& session, const HandRequest& request) {
  auto result = std::make_shared<HandResult>();  // shared with a thread that may never end
  bool late = false, ended = true;
  const bool alive = session.run("request by hand", [&] {
    ps::ProcessManager& ps = session.machine().ps();
    auto process = ps.create_process("operator.exe");
    auto thread = process ? ps.create_thread(**process, "operator", [=] { perform_here(request, result.get()); })
                          : process.status();
    if (!thread) result->opened = thread.status();  // otherwise the thread says it, perhaps already
    if (!thread || wait_for_end(**process)) return;
    late = true;
    ps.terminate(**process, STATUS_CANCELLED);
    ended = wait_for_end(**process);
  });
  if (!alive) return std::nullopt;
  if (late) return HandResult{.late = true, .ended = ended};
  return std::move(*result);
}

std::optional<std::vector<uint8_t>> parse_bytes(const std::string& text) {
  if (text.starts_with("text:")) return std::vector<uint8_t>(text.begin() + 5, text.end());
  std::string digits;
  for (char c : text) {
    if (!std::isspace(static_cast<unsigned char>(c))) digits += c;
  }
  if (digits.size() % 2 != 0) return std::nullopt;
  std::vector<uint8_t> bytes;
  for (size_t i = 0; i < digits.size(); i += 2) {
    if (!std::isxdigit(static_cast<unsigned char>(digits[i])) ||
        !std::isxdigit(static_cast<unsigned char>(digits[i + 1]))) {
      return std::nullopt;
    }
    bytes.push_back(static_cast<uint8_t>(std::stoi(digits.substr(i, 2), nullptr, 16)));
  }
  return bytes;
}

std::string dump(const std::vector<uint8_t>& bytes) {
  constexpr size_t kPerLine = 16;
  std::string text;
  for (size_t at = 0; at < bytes.size(); at += kPerLine) {
    std::string hex, characters;
    for (size_t i = at; i < std::min(at + kPerLine, bytes.size()); i++) {
      hex += fmt::format("{:02x} ", bytes[i]);
      characters += std::isprint(bytes[i]) ? static_cast<char>(bytes[i]) : '.';
    }
    text += fmt::format("  {:06x}  {:<48} {}\n", at, hex, characters);
  }
  return text;
}

}  // namespace owdf::cli
