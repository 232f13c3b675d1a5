#include "nt/fs/information.h"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

#include "nt/fs/path.h"
#include "nt/machine.h"

namespace owdf::fs {
namespace {

constexpr int64_t kCluster = 4096;

ULONG attributes_of(const struct stat& status) {
  const ULONG read_only = is_read_only(status) ? FILE_ATTRIBUTE_READONLY : 0;
  return S_ISDIR(status.st_mode) ? read_only | FILE_ATTRIBUTE_DIRECTORY : read_only | FILE_ATTRIBUTE_ARCHIVE;
}

int64_t size_of(const struct stat& status) {
  return S_ISDIR(status.st_mode) ? 0 : status.st_size;
}
int64_t allocated(int64_t size) {
  return (size + kCluster - 1) / kCluster * kCluster;
}

template <typename T>
Status give(Answer& answer, const T& value) {
  if (answer.length < sizeof(T)) return Status(STATUS_INFO_LENGTH_MISMATCH);
  std::memcpy(answer.buffer, &value, sizeof(T));
  answer.written = sizeof(T);
  return Status{};
}

// As much of the name as there is room for; the length is the whole one's.
Status give_name(const OpenFile& file, Answer& answer) {
  const std::u16string text = text_of(file.path);
  constexpr ULONG kHead = offsetof(FILE_NAME_INFORMATION, FileName);
  if (answer.length < kHead) return Status(STATUS_INFO_LENGTH_MISMATCH);
  const ULONG bytes = static_cast<ULONG>(text.size() * sizeof(WCHAR));
  const ULONG fitting = std::min(bytes, answer.length - kHead);
  std::memcpy(answer.buffer, &bytes, sizeof bytes);
  std::memcpy(answer.buffer + kHead, text.data(), fitting);
  answer.written = kHead + fitting;
  return fitting < bytes ? Status(STATUS_BUFFER_OVERFLOW) : Status{};
}

Status not_built(const char* service, FILE_INFORMATION_CLASS what) {
  nt::current_machine()->report({.rule = "NotImplemented",
                                 .message = std::string(service) + " with information class " + std::to_string(what) +
                                            " on a file of the volume"});
  return Status(STATUS_NOT_IMPLEMENTED);
}

template <typename T>
Result<T> take(const void* given, ULONG length) {
  if (length < sizeof(T)) return Status(STATUS_INFO_LENGTH_MISMATCH);
  T value;
  std::memcpy(&value, given, sizeof(T));
  return value;
}

Status set_size(OpenFile& file, int64_t size) {
  if (file.node->directory || size < 0) return Status(STATUS_INVALID_PARAMETER);
  if (!(file.access & FILE_WRITE_DATA)) return Status(STATUS_ACCESS_DENIED);
  return ftruncate(file.descriptor.get(), size) == 0 ? Status{} : status_of_errno(errno);
}

Status set_attributes(OpenFile& file, ULONG attributes) {
  if (!(file.access & FILE_WRITE_ATTRIBUTES)) return Status(STATUS_ACCESS_DENIED);
  if (attributes == 0) return Status{};  // zero leaves them as they are
  struct stat status{};
  if (fstat(file.descriptor.get(), &status) != 0) return status_of_errno(errno);
  const mode_t mode = attributes & FILE_ATTRIBUTE_READONLY ? status.st_mode & ~mode_t{0222} : status.st_mode | S_IWUSR;
  return fchmod(file.descriptor.get(), mode & 07777) == 0 ? Status{} : status_of_errno(errno);
}

Status set_disposition(FileSystem& files, OpenFile& file, bool deleted) {
  if (!(file.access & OWDF_DELETE_ACCESS)) return Status(STATUS_ACCESS_DENIED);
  struct stat status{};
  if (fstat(file.descriptor.get(), &status) != 0) return status_of_errno(errno);
  if (deleted && (is_read_only(status) || file.path.empty())) return Status(STATUS_CANNOT_DELETE);
  if (deleted && file.node->directory && !TRY(list_directory(file.descriptor.get())).empty())
    return Status(STATUS_DIRECTORY_NOT_EMPTY);
  files.set_delete_pending(file, deleted);
  return Status{};
}

}  // namespace

Status query_information(FileSystem& files, OpenFile& file, FILE_INFORMATION_CLASS what, Answer& answer) {
  struct stat status{};
  if (fstat(file.descriptor.get(), &status) != 0) return status_of_errno(errno);
  const int64_t size = size_of(status);
  switch (what) {
    case FileBasicInformation: {
      FILE_BASIC_INFORMATION basic{};
      basic.FileAttributes = attributes_of(status);
      return give(answer, basic);
    }
    case FileStandardInformation: {
      FILE_STANDARD_INFORMATION standard{};
      standard.AllocationSize.QuadPart = allocated(size);
      standard.EndOfFile.QuadPart = size;
      standard.DeletePending = files.delete_pending(file);
      standard.NumberOfLinks = standard.DeletePending ? 0 : 1;
      standard.Directory = file.node->directory;
      return give(answer, standard);
    }
    case FileNetworkOpenInformation: {
      FILE_NETWORK_OPEN_INFORMATION open{};
      open.AllocationSize.QuadPart = allocated(size);
      open.EndOfFile.QuadPart = size;
      open.FileAttributes = attributes_of(status);
      return give(answer, open);
    }
    case FileEaInformation:
      return give(answer, ULONG{0});
    case FileAccessInformation:
      return give(answer, file.access);
    case FileNameInformation:
      return give_name(file, answer);
    default:
      return not_built("ZwQueryInformationFile", what);
  }
}

Status set_information(FileSystem& files, OpenFile& file, FILE_INFORMATION_CLASS what, const void* given,
                       ULONG length) {
  switch (what) {
    case FileEndOfFileInformation:
      return set_size(file, TRY(take<FILE_END_OF_FILE_INFORMATION>(given, length)).EndOfFile.QuadPart);
    case FileDispositionInformation:
      return set_disposition(files, file, TRY(take<FILE_DISPOSITION_INFORMATION>(given, length)).DeleteFile);
    case FileBasicInformation:
      return set_attributes(file, TRY(take<FILE_BASIC_INFORMATION>(given, length)).FileAttributes);
    default:
      return not_built("ZwSetInformationFile", what);
  }
}

}  // namespace owdf::fs
