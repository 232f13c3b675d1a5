#include <gtest/gtest.h>
#include <ntifs.h>
#include <sys/stat.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <sstream>

#include "nt/fs/path.h"
#include "nt/io/testing.h"
#include "nt/rtl/text.h"
#include "nt/fs/directory.h"
#include "nt/fs/file_system.h"
#include "nt/fs/path.h"

namespace owdf::fs {
namespace {

namespace host = std::filesystem;

// A machine whose drive C: is a directory of the test's own.
class FileSystemTest : public io::WdmTest {
 protected:
  FileSystemTest() {
    char name[] = "/tmp/owdf-fs-XXXXXX";
    folder_ = mkdtemp(name);
    root_ = folder_ + "/c";
    host::create_directories(root_);
    make_machine({.file_root = root_});
  }
  ~FileSystemTest() override { host::remove_all(folder_); }

  struct Open {
    ACCESS_MASK access = GENERIC_READ | GENERIC_WRITE;
    ULONG disposition = FILE_OPEN_IF;
    ULONG options = 0;
    ULONG share = 0;
    ULONG attributes = FILE_ATTRIBUTE_NORMAL;
  };
  static NTSTATUS open(const std::u16string& path, HANDLE* handle, const Open& how, ULONG_PTR* information = nullptr) {
    UNICODE_STRING name = io::counted(path);
    OBJECT_ATTRIBUTES attributes;
    InitializeObjectAttributes(&attributes, &name, OBJ_CASE_INSENSITIVE | OBJ_KERNEL_HANDLE, nullptr, nullptr);
    IO_STATUS_BLOCK block{};
    const NTSTATUS status =
        ZwCreateFile(handle, how.access | SYNCHRONIZE, &attributes, &block, nullptr, how.attributes, how.share,
                     how.disposition, how.options | FILE_SYNCHRONOUS_IO_NONALERT, nullptr, 0);
    if (information) *information = block.Information;
    return status;
  }
  // Opens and closes: the status, or the outcome of a success as a small number.
  static NTSTATUS try_open(const std::u16string& path, const Open& how, ULONG_PTR* information = nullptr) {
    HANDLE handle = nullptr;
    const NTSTATUS status = open(path, &handle, how, information);
    if (NT_SUCCESS(status)) ZwClose(handle);
    return status;
  }
  static NTSTATUS write(HANDLE file, std::string_view text, int64_t at = -2) {
    LARGE_INTEGER offset;
    offset.QuadPart = at;
    IO_STATUS_BLOCK block{};
    return ZwWriteFile(file, nullptr, nullptr, nullptr, &block, const_cast<char*>(text.data()),
                       static_cast<ULONG>(text.size()), at == -2 ? nullptr : &offset, nullptr);
  }
  static std::string read(HANDLE file, int64_t at, ULONG length, NTSTATUS* status = nullptr) {
    std::string text(length, '\0');
    LARGE_INTEGER offset;
    offset.QuadPart = at;
    IO_STATUS_BLOCK block{};
    const NTSTATUS result = ZwReadFile(file, nullptr, nullptr, nullptr, &block, text.data(), length, &offset, nullptr);
    if (status) *status = result;
    text.resize(NT_SUCCESS(result) ? block.Information : 0);
    return text;
  }
  std::string on_host(const std::string& path) const {
    std::ifstream stream(root_ + "/" + path, std::ios::binary);
    std::ostringstream text;
    text << stream.rdbuf();
    return text.str();
  }

  std::string folder_, root_;
};
OWDF_IN_BOTH_FORMS(FileSystemTest);

TEST(PathTest, ComponentsAreHeldToTheRulesOfNames) {
  EXPECT_EQ(parse_path(u"\\a\\b c\\d.txt").value().components.size(), 3u);
  EXPECT_TRUE(parse_path(u"\\a\\").value().names_directory);
  EXPECT_FALSE(parse_path(u"\\a").value().names_directory);
  EXPECT_TRUE(parse_path(u"\\").value().components.empty());
  for (const char16_t* bad : {u"\\a\\\\b", u"\\..", u"\\a\\..\\b", u"\\.", u"\\a*", u"\\a?b", u"\\a:stream", u"\\a<b",
                              u"\\a\"b", u"\\a|b", u"\\a/b", u"\\a\x1f"}) {
    EXPECT_EQ(parse_path(bad).status().value, STATUS_OBJECT_NAME_INVALID) << rtl::utf8(bad);
  }
  EXPECT_FALSE(parse_path(u"\\" + std::u16string(256, u'x')).ok());
  EXPECT_TRUE(parse_path(u"\\" + std::u16string(255, u'x')).ok());
  EXPECT_FALSE(parse_path(std::u16string(u"\\a") + char16_t{0xd800}).ok());
}

TEST_P(FileSystemTest, DispositionsDoWhatIsDocumentedAndSaySo) {
  RecordProperty("ddi", "ZwCreateFile ZwClose");
  on_machine([&] {
    const std::u16string name = u"\\??\\C:\\file.txt";
    ULONG_PTR outcome = 99;
    EXPECT_EQ(try_open(name, {.disposition = FILE_OPEN}), STATUS_OBJECT_NAME_NOT_FOUND);
    EXPECT_EQ(try_open(name, {.disposition = FILE_OVERWRITE}), STATUS_OBJECT_NAME_NOT_FOUND);
    EXPECT_EQ(try_open(name, {.disposition = FILE_CREATE}, &outcome), STATUS_SUCCESS);
    EXPECT_EQ(outcome, ULONG_PTR{FILE_CREATED});
    EXPECT_EQ(try_open(name, {.disposition = FILE_CREATE}), STATUS_OBJECT_NAME_COLLISION);
    EXPECT_EQ(try_open(name, {.disposition = FILE_OPEN_IF}, &outcome), STATUS_SUCCESS);
    EXPECT_EQ(outcome, ULONG_PTR{FILE_OPENED});
    HANDLE file = nullptr;
    ASSERT_EQ(open(name, &file, {.disposition = FILE_OPEN}), STATUS_SUCCESS);
    EXPECT_EQ(write(file, "content"), STATUS_SUCCESS);
    ZwClose(file);
    EXPECT_EQ(on_host("file.txt"), "content");
    EXPECT_EQ(try_open(name, {.disposition = FILE_OVERWRITE_IF}, &outcome), STATUS_SUCCESS);
    EXPECT_EQ(outcome, ULONG_PTR{FILE_OVERWRITTEN});
    EXPECT_EQ(on_host("file.txt"), "");
    EXPECT_EQ(try_open(name, {.disposition = FILE_SUPERSEDE}, &outcome), STATUS_SUCCESS);
    EXPECT_EQ(outcome, ULONG_PTR{FILE_SUPERSEDED});
  });
}

TEST_P(FileSystemTest, ReadsAndWritesMoveThePosition) {
  RecordProperty("ddi", "ZwReadFile ZwWriteFile ZwQueryInformationFile ZwSetInformationFile");
  on_machine([&] {
    HANDLE file = nullptr;
    ASSERT_EQ(open(u"\\SystemRoot\\Temp\\log", &file, {}), STATUS_SUCCESS);
    EXPECT_EQ(write(file, "hello "), STATUS_SUCCESS);
    EXPECT_EQ(write(file, "world"), STATUS_SUCCESS);
    IO_STATUS_BLOCK block{};
    FILE_POSITION_INFORMATION position{};
    EXPECT_EQ(ZwQueryInformationFile(file, &block, &position, sizeof position, FilePositionInformation),
              STATUS_SUCCESS);
    EXPECT_EQ(position.CurrentByteOffset.QuadPart, 11);
    FILE_STANDARD_INFORMATION standard{};
    EXPECT_EQ(ZwQueryInformationFile(file, &block, &standard, sizeof standard, FileStandardInformation),
              STATUS_SUCCESS);
    EXPECT_EQ(standard.EndOfFile.QuadPart, 11);
    EXPECT_FALSE(standard.Directory);
    EXPECT_EQ(read(file, 6, 100), "world");
    NTSTATUS status;
    read(file, 11, 1, &status);
    EXPECT_EQ(status, STATUS_END_OF_FILE);
    EXPECT_EQ(write(file, "!", -1), STATUS_SUCCESS);  // FILE_WRITE_TO_END_OF_FILE
    FILE_END_OF_FILE_INFORMATION end{};
    end.EndOfFile.QuadPart = 5;
    EXPECT_EQ(ZwSetInformationFile(file, &block, &end, sizeof end, FileEndOfFileInformation), STATUS_SUCCESS);
    EXPECT_EQ(read(file, 0, 100), "hello");
    EXPECT_EQ(ZwQueryInformationFile(file, &block, &standard, 3, FileStandardInformation), STATUS_INFO_LENGTH_MISMATCH);
    ZwClose(file);
  });
  EXPECT_EQ(on_host("Windows/Temp/log"), "hello");
}

TEST_P(FileSystemTest, NamesAreFoundInAnyCaseAndKeepTheirOwn) {
  host::create_directories(root_ + "/Some Folder");
  std::ofstream(root_ + "/Some Folder/ReadMe.TXT") << "x";
  on_machine([&] {
    EXPECT_EQ(try_open(u"\\DosDevices\\c:\\SOME folder\\README.txt", {.disposition = FILE_OPEN}), STATUS_SUCCESS);
    EXPECT_EQ(try_open(u"\\??\\C:\\some FOLDER\\New.Txt", {.disposition = FILE_CREATE}), STATUS_SUCCESS);
    EXPECT_EQ(try_open(u"\\??\\C:\\some folder\\NEW.TXT", {.disposition = FILE_CREATE}), STATUS_OBJECT_NAME_COLLISION);
  });
  EXPECT_TRUE(host::exists(root_ + "/Some Folder/New.Txt"));
}

TEST_P(FileSystemTest, BadNamesHaveTheirStatuses) {
  std::ofstream(root_ + "/file") << "x";
  on_machine([&] {
    EXPECT_EQ(try_open(u"\\??\\C:\\no\\file", {}), STATUS_OBJECT_PATH_NOT_FOUND);
    EXPECT_EQ(try_open(u"\\??\\C:\\file\\below", {}), STATUS_OBJECT_PATH_NOT_FOUND);
    EXPECT_EQ(try_open(u"\\??\\C:\\a\\\\b", {}), STATUS_OBJECT_NAME_INVALID);
    EXPECT_EQ(try_open(u"\\??\\C:\\what?", {}), STATUS_OBJECT_NAME_INVALID);
    EXPECT_EQ(try_open(u"\\??\\C:\\file\\", {}), STATUS_OBJECT_NAME_INVALID);
    EXPECT_EQ(try_open(u"\\??\\D:\\file", {}), STATUS_OBJECT_PATH_NOT_FOUND);
    EXPECT_EQ(try_open(u"C:\\file", {}), STATUS_OBJECT_PATH_SYNTAX_BAD);
    EXPECT_EQ(try_open(u"\\??\\C:", {}), STATUS_ACCESS_DENIED);
    EXPECT_EQ(try_open(u"\\??\\C:\\file", {.options = FILE_DIRECTORY_FILE}), STATUS_NOT_A_DIRECTORY);
    EXPECT_EQ(try_open(u"\\??\\C:\\Windows", {.options = FILE_NON_DIRECTORY_FILE}), STATUS_FILE_IS_A_DIRECTORY);
    EXPECT_EQ(try_open(u"\\??\\C:\\", {.access = FILE_LIST_DIRECTORY, .disposition = FILE_OPEN}), STATUS_SUCCESS);
  });
}

TEST_P(FileSystemTest, NothingOutsideOfTheRootIsReached) {
  std::ofstream(folder_ + "/secret") << "secret";
  host::create_symlink(folder_ + "/secret", root_ + "/link");
  host::create_directory_symlink(folder_, root_ + "/up");
  ASSERT_EQ(mkfifo((root_ + "/pipe").c_str(), 0600), 0);
  on_machine([&] {
    EXPECT_EQ(try_open(u"\\??\\C:\\..\\secret", {.disposition = FILE_OPEN}), STATUS_OBJECT_NAME_INVALID);
    EXPECT_EQ(try_open(u"\\??\\C:\\Windows\\..\\..\\secret", {.disposition = FILE_OPEN}), STATUS_OBJECT_NAME_INVALID);
    EXPECT_EQ(try_open(u"\\??\\C:\\link", {.disposition = FILE_OPEN}), STATUS_ACCESS_DENIED);
    EXPECT_EQ(try_open(u"\\??\\C:\\LINK", {.disposition = FILE_OVERWRITE_IF}), STATUS_ACCESS_DENIED);
    EXPECT_EQ(try_open(u"\\??\\C:\\up\\secret", {.disposition = FILE_OPEN}), STATUS_ACCESS_DENIED);
    EXPECT_EQ(try_open(u"\\??\\C:\\up\\new", {.disposition = FILE_CREATE}), STATUS_ACCESS_DENIED);
    EXPECT_EQ(try_open(u"\\??\\C:\\pipe", {.disposition = FILE_OPEN}), STATUS_ACCESS_DENIED);
    EXPECT_FALSE(machine().fs().host_file(u"\\??\\C:\\..\\secret").ok());
    EXPECT_FALSE(machine().fs().host_file(u"\\??\\C:\\link").ok());
    EXPECT_FALSE(machine().fs().put(u"\\up\\x.sys", folder_ + "/secret").ok());
  });
  std::ifstream stream(folder_ + "/secret");
  std::string text;
  stream >> text;
  EXPECT_EQ(text, "secret");
  EXPECT_FALSE(host::exists(folder_ + "/new"));
}

TEST_P(FileSystemTest, SharingIsHeldUntilTheHandleIsClosed) {
  on_machine([&] {
    HANDLE first = nullptr;
    ASSERT_EQ(open(u"\\??\\C:\\shared", &first, {.share = FILE_SHARE_READ}), STATUS_SUCCESS);
    EXPECT_EQ(try_open(u"\\??\\C:\\SHARED", {.access = GENERIC_WRITE, .share = 7}), STATUS_SHARING_VIOLATION);
    EXPECT_EQ(try_open(u"\\??\\C:\\shared", {.access = GENERIC_READ, .share = FILE_SHARE_READ}),
              STATUS_SHARING_VIOLATION);  // the first one writes
    EXPECT_EQ(try_open(u"\\??\\C:\\shared", {.access = GENERIC_READ, .share = 7}), STATUS_SUCCESS);
    EXPECT_EQ(try_open(u"\\??\\C:\\shared", {.access = FILE_READ_ATTRIBUTES}), STATUS_SUCCESS);
    EXPECT_EQ(try_open(u"\\??\\C:\\shared", {.disposition = FILE_OVERWRITE, .share = 7}), STATUS_SHARING_VIOLATION);
    ZwClose(first);
    EXPECT_EQ(try_open(u"\\??\\C:\\shared", {.access = GENERIC_WRITE}), STATUS_SUCCESS);
  });
}

TEST_P(FileSystemTest, AFileIsRemovedWhenTheLastHandleIsClosed) {
  on_machine([&] {
    HANDLE one = nullptr, two = nullptr;
    const std::u16string name = u"\\??\\C:\\gone";
    ASSERT_EQ(open(name, &one, {.access = OWDF_DELETE_ACCESS | GENERIC_WRITE, .share = 7}), STATUS_SUCCESS);
    ASSERT_EQ(open(name, &two, {.access = GENERIC_READ, .share = 7}), STATUS_SUCCESS);
    FILE_DISPOSITION_INFORMATION disposition{};
    disposition.DeleteFile = TRUE;
    IO_STATUS_BLOCK block{};
    EXPECT_EQ(ZwSetInformationFile(two, &block, &disposition, sizeof disposition, FileDispositionInformation),
              STATUS_ACCESS_DENIED);
    EXPECT_EQ(ZwSetInformationFile(one, &block, &disposition, sizeof disposition, FileDispositionInformation),
              STATUS_SUCCESS);
    EXPECT_EQ(try_open(name, {.disposition = FILE_OPEN, .share = 7}), STATUS_DELETE_PENDING);
    ZwClose(one);
    EXPECT_TRUE(host::exists(root_ + "/gone"));
    ZwClose(two);
    EXPECT_FALSE(host::exists(root_ + "/gone"));
    EXPECT_EQ(try_open(name, {.access = OWDF_DELETE_ACCESS, .options = FILE_DELETE_ON_CLOSE}), STATUS_SUCCESS);
    EXPECT_FALSE(host::exists(root_ + "/gone"));
    EXPECT_EQ(try_open(name, {.access = GENERIC_READ, .options = FILE_DELETE_ON_CLOSE}), STATUS_INVALID_PARAMETER);
  });
}

TEST_P(FileSystemTest, DirectoriesAreMadeAndOnlyEmptyOnesRemoved) {
  on_machine([&] {
    const Open make{.access = FILE_LIST_DIRECTORY, .disposition = FILE_CREATE, .options = FILE_DIRECTORY_FILE};
    EXPECT_EQ(try_open(u"\\??\\C:\\dir", make), STATUS_SUCCESS);
    EXPECT_EQ(try_open(u"\\??\\C:\\dir", make), STATUS_OBJECT_NAME_COLLISION);
    EXPECT_EQ(try_open(u"\\??\\C:\\dir\\file", {}), STATUS_SUCCESS);
    HANDLE directory = nullptr;
    ASSERT_EQ(open(u"\\??\\C:\\dir", &directory,
                   {.access = OWDF_DELETE_ACCESS, .disposition = FILE_OPEN, .options = FILE_DIRECTORY_FILE}),
              STATUS_SUCCESS);
    FILE_DISPOSITION_INFORMATION disposition{};
    disposition.DeleteFile = TRUE;
    IO_STATUS_BLOCK block{};
    EXPECT_EQ(ZwSetInformationFile(directory, &block, &disposition, sizeof disposition, FileDispositionInformation),
              STATUS_DIRECTORY_NOT_EMPTY);
    EXPECT_EQ(write(directory, "x"), STATUS_INVALID_DEVICE_REQUEST);
    host::remove(root_ + "/dir/file");
    EXPECT_EQ(ZwSetInformationFile(directory, &block, &disposition, sizeof disposition, FileDispositionInformation),
              STATUS_SUCCESS);
    ZwClose(directory);
    EXPECT_FALSE(host::exists(root_ + "/dir"));
  });
}

TEST(PatternTest, StarsAndQuestionMarksMatchInAnyCase) {
  EXPECT_TRUE(matches_pattern(u"*", u"anything"));
  EXPECT_TRUE(matches_pattern(u"*.TXT", u"a.b.txt"));
  EXPECT_TRUE(matches_pattern(u"?a*c", u"Xabbc"));
  EXPECT_FALSE(matches_pattern(u"a?", u"a"));
  EXPECT_FALSE(matches_pattern(u"*.txt", u"a.txt.bak"));
}

TEST_P(FileSystemTest, ADirectoryIsListedInTheOrderOfItsNames) {
  RecordProperty("ddi", "ZwQueryDirectoryFile ZwDeleteFile ZwQueryFullAttributesFile");
  host::create_directories(root_ + "/d/Sub");
  for (const char* name : {"b.txt", "A.txt", "c.log"}) std::ofstream(root_ + "/d/" + name) << "12345";
  host::create_symlink("/etc/passwd", root_ + "/d/hidden");
  on_machine([&] {
    HANDLE directory = nullptr;
    ASSERT_EQ(open(u"\\??\\C:\\d", &directory,
                   {.access = FILE_LIST_DIRECTORY, .disposition = FILE_OPEN, .options = FILE_DIRECTORY_FILE}),
              STATUS_SUCCESS);
    const auto next = [&](const char16_t* pattern, bool restart, NTSTATUS* status) {
      alignas(8) char buffer[512];
      UNICODE_STRING text;
      RtlInitUnicodeString(&text, pattern);
      IO_STATUS_BLOCK block{};
      *status = ZwQueryDirectoryFile(directory, nullptr, nullptr, nullptr, &block, buffer, sizeof buffer,
                                     FileDirectoryInformation, TRUE, pattern ? &text : nullptr, restart);
      if (!NT_SUCCESS(*status)) return std::string();
      const auto* entry = reinterpret_cast<FILE_DIRECTORY_INFORMATION*>(buffer);
      const bool folder = entry->FileAttributes & FILE_ATTRIBUTE_DIRECTORY;
      return rtl::utf8(entry->FileName, entry->FileNameLength / sizeof(WCHAR)) +
             (folder ? "/" : " " + std::to_string(entry->EndOfFile.QuadPart));
    };
    NTSTATUS status;
    std::vector<std::string> names;
    do names.push_back(next(nullptr, false, &status));
    while (NT_SUCCESS(status));
    EXPECT_EQ(status, STATUS_NO_MORE_FILES);
    const std::vector<std::string> expected{"./", "../", "A.txt 5", "b.txt 5", "c.log 5", "Sub/", ""};
    EXPECT_EQ(names, expected);
    EXPECT_EQ(next(nullptr, true, &status), "./");
    ZwClose(directory);

    const std::u16string path = u"\\??\\C:\\d\\B.TXT";
    UNICODE_STRING name = io::counted(path);
    OBJECT_ATTRIBUTES attributes;
    InitializeObjectAttributes(&attributes, &name, OBJ_CASE_INSENSITIVE | OBJ_KERNEL_HANDLE, nullptr, nullptr);
    FILE_NETWORK_OPEN_INFORMATION information{};
    EXPECT_EQ(ZwQueryFullAttributesFile(&attributes, &information), STATUS_SUCCESS);
    EXPECT_EQ(information.EndOfFile.QuadPart, 5);
    EXPECT_EQ(ZwDeleteFile(&attributes), STATUS_SUCCESS);
    EXPECT_EQ(ZwDeleteFile(&attributes), STATUS_OBJECT_NAME_NOT_FOUND);
    EXPECT_FALSE(host::exists(root_ + "/d/b.txt"));
  });
}

TEST_P(FileSystemTest, ListingsKeepTheirPatternAndFillTheBuffer) {
  for (const char* name : {"one.txt", "two.txt", "three.txt", "other"}) std::ofstream(root_ + "/" + name);
  on_machine([&] {
    HANDLE directory = nullptr;
    ASSERT_EQ(open(u"\\??\\C:\\", &directory,
                   {.access = FILE_LIST_DIRECTORY, .disposition = FILE_OPEN, .options = FILE_DIRECTORY_FILE}),
              STATUS_SUCCESS);
    alignas(8) char buffer[64];
    UNICODE_STRING text;
    RtlInitUnicodeString(&text, u"*.TXT");
    IO_STATUS_BLOCK block{};
    const auto query = [&](ULONG length) {
      return ZwQueryDirectoryFile(directory, nullptr, nullptr, nullptr, &block, buffer, length, FileNamesInformation,
                                  FALSE, &text, FALSE);
    };
    EXPECT_EQ(query(4), STATUS_INFO_LENGTH_MISMATCH);
    EXPECT_EQ(query(16), STATUS_BUFFER_OVERFLOW);
    EXPECT_EQ(query(sizeof buffer), STATUS_SUCCESS);
    const auto* first = reinterpret_cast<FILE_NAMES_INFORMATION*>(buffer);
    const auto* second = reinterpret_cast<FILE_NAMES_INFORMATION*>(buffer + first->NextEntryOffset);
    EXPECT_EQ(first->NextEntryOffset, 32u);
    EXPECT_EQ(rtl::utf8(first->FileName, first->FileNameLength / 2), "one.txt");
    EXPECT_EQ(rtl::utf8(second->FileName, second->FileNameLength / 2), "three.txt");
    EXPECT_EQ(second->NextEntryOffset, 0u);
    EXPECT_EQ(query(sizeof buffer), STATUS_SUCCESS);
    EXPECT_EQ(query(sizeof buffer), STATUS_NO_MORE_FILES);
    ZwClose(directory);
    RtlInitUnicodeString(&text, u"*.none");
    ASSERT_EQ(open(u"\\??\\C:\\", &directory,
                   {.access = FILE_LIST_DIRECTORY, .disposition = FILE_OPEN, .options = FILE_DIRECTORY_FILE}),
              STATUS_SUCCESS);
    EXPECT_EQ(query(sizeof buffer), STATUS_NO_SUCH_FILE);
    ZwClose(directory);
  });
}

TEST_P(FileSystemTest, AReadOnlyFileIsNeitherWrittenNorDeleted) {
  on_machine([&] {
    const std::u16string name = u"\\??\\C:\\fixed";
    EXPECT_EQ(try_open(name, {.disposition = FILE_CREATE, .attributes = FILE_ATTRIBUTE_READONLY}), STATUS_SUCCESS);
    EXPECT_EQ(try_open(name, {.access = GENERIC_WRITE, .disposition = FILE_OPEN}), STATUS_ACCESS_DENIED);
    EXPECT_EQ(try_open(name, {.access = GENERIC_READ, .disposition = FILE_OPEN}), STATUS_SUCCESS);
    HANDLE file = nullptr;
    ASSERT_EQ(open(name, &file, {.access = OWDF_DELETE_ACCESS, .disposition = FILE_OPEN}), STATUS_SUCCESS);
    FILE_DISPOSITION_INFORMATION disposition{};
    disposition.DeleteFile = TRUE;
    IO_STATUS_BLOCK block{};
    EXPECT_EQ(ZwSetInformationFile(file, &block, &disposition, sizeof disposition, FileDispositionInformation),
              STATUS_CANNOT_DELETE);
    ZwClose(file);
  });
}

TEST_P(FileSystemTest, AMachineWithoutARootHasADriveThatGoesWithIt) {
  std::string where;
  nt::Machine& other = make_machine({});
  on_machine([&] {
    EXPECT_EQ(try_open(u"\\??\\C:\\x", {}), STATUS_SUCCESS);
    where = other.fs().host_file(u"\\??\\C:\\x").value();
    EXPECT_TRUE(host::exists(where));
  });
  make_machine({});
  EXPECT_FALSE(host::exists(where));
}

}  // namespace
}  // namespace owdf::fs
