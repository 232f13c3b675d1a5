#include <windows.h>

#include <gtest/gtest.h>

#include "client/kernel32/win32.h"
#include "client/testing.h"
#include "nt/rtl/text.h"

namespace owdf::client {
namespace {

class FileNamesTest : public ProgramTest {
 protected:
  static std::string nt_path(const char16_t* path) {
    NtPath made(path);
    return rtl::utf8(made.name()->Buffer, made.name()->Length / sizeof(WCHAR));
  }
  static HANDLE open(const char* name, DWORD disposition, DWORD access = GENERIC_READ | GENERIC_WRITE) {
    return CreateFileA(name, access, FILE_SHARE_READ, nullptr, disposition, FILE_ATTRIBUTE_NORMAL, nullptr);
  }
  static DWORD error_of_open(const char* name, DWORD disposition, DWORD access = GENERIC_READ | GENERIC_WRITE) {
    const HANDLE file = open(name, disposition, access);
    if (file == INVALID_HANDLE_VALUE) return GetLastError();
    CloseHandle(file);
    return ERROR_SUCCESS;
  }
};
OWDF_IN_BOTH_FORMS(FileNamesTest);

TEST_P(FileNamesTest, PathsBecomeAbsoluteAndAreWalked) {
  EXPECT_EQ(run_program([&] {
              EXPECT_EQ(nt_path(u"C:\\a\\b"), "\\??\\C:\\a\\b");
              EXPECT_EQ(nt_path(u"c:/a//b\\.\\c"), "\\??\\c:\\a\\b\\c");
              EXPECT_EQ(nt_path(u"file"), "\\??\\C:\\Users\\Public\\file");
              EXPECT_EQ(nt_path(u"..\\x\\"), "\\??\\C:\\Users\\x\\");
              EXPECT_EQ(nt_path(u"\\..\\..\\..\\etc\\passwd"), "\\??\\C:\\etc\\passwd");
              EXPECT_EQ(nt_path(u"C:name. . "), "\\??\\C:\\Users\\Public\\name");
              EXPECT_EQ(nt_path(u"D:name"), "\\??\\D:\\name");
              EXPECT_EQ(nt_path(u"C:\\"), "\\??\\C:\\");
              EXPECT_EQ(nt_path(u"\\\\.\\Echo"), "\\??\\Echo");
              EXPECT_EQ(nt_path(u"\\\\?\\C:\\a\\..\\b"), "\\??\\C:\\a\\..\\b");
              EXPECT_EQ(nt_path(u"\\\\server\\share"), "\\??\\UNC\\server\\share");
              EXPECT_EQ(nt_path(u"com3"), "\\??\\com3");
              EXPECT_EQ(nt_path(u"nul"), "\\??\\nul");
              return 0;
            }),
            0u);
}

TEST_P(FileNamesTest, AFileIsWrittenReadSoughtAndDeleted) {
  EXPECT_EQ(run_program([&] {
              const HANDLE file = open("note.txt", CREATE_NEW);
              DWORD moved = 0;
              char buffer[16] = {};
              EXPECT_TRUE(WriteFile(file, "0123456789", 10, &moved, nullptr));
              EXPECT_EQ(GetFileSize(file, nullptr), 10u);
              EXPECT_EQ(SetFilePointer(file, -4, nullptr, FILE_END), 6u);
              EXPECT_TRUE(ReadFile(file, buffer, sizeof(buffer), &moved, nullptr));
              EXPECT_EQ(std::string(buffer, moved), "6789");
              EXPECT_TRUE(ReadFile(file, buffer, sizeof(buffer), &moved, nullptr));  // at the end: nothing, no error
              EXPECT_EQ(moved, 0u);
              SetFilePointer(file, 3, nullptr, FILE_BEGIN);
              EXPECT_TRUE(SetEndOfFile(file));
              EXPECT_EQ(GetFileSize(file, nullptr), 3u);
              EXPECT_EQ(GetFileType(file), 1u);  // FILE_TYPE_DISK
              EXPECT_EQ(error_of_open("C:\\Users\\Public\\NOTE.TXT", OPEN_EXISTING),
                        static_cast<DWORD>(ERROR_SHARING_VIOLATION));
              EXPECT_FALSE(DeleteFileA("note.txt"));
              EXPECT_EQ(GetLastError(), static_cast<DWORD>(ERROR_SHARING_VIOLATION));
              CloseHandle(file);
              EXPECT_TRUE(DeleteFileA("note.txt"));
              EXPECT_FALSE(DeleteFileA("note.txt"));
              EXPECT_EQ(GetLastError(), static_cast<DWORD>(ERROR_FILE_NOT_FOUND));
              return 0;
            }),
            0u);
}

TEST_P(FileNamesTest, OpeningSaysWhatItFound) {
  EXPECT_EQ(run_program([&] {
              EXPECT_EQ(error_of_open("new", OPEN_EXISTING), static_cast<DWORD>(ERROR_FILE_NOT_FOUND));
              EXPECT_EQ(error_of_open("no\\new", OPEN_EXISTING), static_cast<DWORD>(ERROR_PATH_NOT_FOUND));
              EXPECT_EQ(error_of_open("bad?name", CREATE_NEW), static_cast<DWORD>(ERROR_INVALID_NAME));
              EXPECT_EQ(error_of_open("new", CREATE_NEW), static_cast<DWORD>(ERROR_SUCCESS));
              EXPECT_EQ(error_of_open("new", CREATE_NEW), static_cast<DWORD>(ERROR_FILE_EXISTS));
              CloseHandle(open("new", OPEN_ALWAYS));
              EXPECT_NE(open("new", CREATE_ALWAYS), INVALID_HANDLE_VALUE);
              EXPECT_EQ(GetLastError(), static_cast<DWORD>(ERROR_ALREADY_EXISTS));
              EXPECT_EQ(error_of_open("C:\\Windows", OPEN_EXISTING), static_cast<DWORD>(ERROR_ACCESS_DENIED));
              EXPECT_EQ(error_of_open("\\..\\..\\..\\..\\etc\\passwd", OPEN_EXISTING, GENERIC_READ),
                        static_cast<DWORD>(ERROR_PATH_NOT_FOUND));
              EXPECT_EQ(error_of_open("\\\\?\\C:\\..\\etc\\passwd", OPEN_EXISTING, GENERIC_READ),
                        static_cast<DWORD>(ERROR_INVALID_NAME));
              return 0;
            }),
            0u);
}

TEST_P(FileNamesTest, DirectoriesAndAttributesByName) {
  EXPECT_EQ(run_program([&] {
              EXPECT_TRUE(CreateDirectoryA("folder", nullptr));
              EXPECT_FALSE(CreateDirectoryA("folder", nullptr));
              EXPECT_EQ(GetLastError(), static_cast<DWORD>(ERROR_ALREADY_EXISTS));
              EXPECT_EQ(GetFileAttributesA("FOLDER"), static_cast<DWORD>(FILE_ATTRIBUTE_DIRECTORY));
              EXPECT_EQ(GetFileAttributesA("nothing"), INVALID_FILE_ATTRIBUTES);
              EXPECT_EQ(GetLastError(), static_cast<DWORD>(ERROR_FILE_NOT_FOUND));
              EXPECT_TRUE(SetCurrentDirectoryA("folder\\"));
              char path[MAX_PATH];
              EXPECT_EQ(GetCurrentDirectoryA(MAX_PATH, path), 22u);
              EXPECT_STREQ(path, "C:\\Users\\Public\\folder");
              CloseHandle(open("inside", CREATE_NEW));
              char* part = nullptr;
              EXPECT_GT(GetFullPathNameA("inside", MAX_PATH, path, &part), 0u);
              EXPECT_STREQ(path, "C:\\Users\\Public\\folder\\inside");
              EXPECT_STREQ(part, "inside");
              EXPECT_TRUE(SetFileAttributesA("inside", FILE_ATTRIBUTE_READONLY));
              EXPECT_TRUE(GetFileAttributesA("inside") & FILE_ATTRIBUTE_READONLY);
              EXPECT_EQ(error_of_open("inside", OPEN_EXISTING), static_cast<DWORD>(ERROR_ACCESS_DENIED));
              EXPECT_FALSE(RemoveDirectoryA("..\\folder"));
              EXPECT_EQ(GetLastError(), static_cast<DWORD>(ERROR_DIR_NOT_EMPTY));
              EXPECT_TRUE(SetFileAttributesA("inside", FILE_ATTRIBUTE_NORMAL));
              EXPECT_TRUE(DeleteFileA("inside"));
              EXPECT_TRUE(RemoveDirectoryA("C:\\Users\\Public\\folder"));
              EXPECT_FALSE(SetCurrentDirectoryA("C:\\Users\\Public\\folder"));
              return 0;
            }),
            0u);
}

TEST_P(FileNamesTest, ASearchFindsWhatFitsItsPattern) {
  EXPECT_EQ(run_program([&] {
              for (const char* name : {"b.txt", "a.txt", "c.log"}) CloseHandle(open(name, CREATE_NEW));
              WIN32_FIND_DATAA data;
              const HANDLE search = FindFirstFileA("C:\\users\\public\\*.TXT", &data);
              EXPECT_NE(search, INVALID_HANDLE_VALUE);
              EXPECT_STREQ(data.cFileName, "a.txt");
              EXPECT_TRUE(FindNextFileA(search, &data));
              EXPECT_STREQ(data.cFileName, "b.txt");
              EXPECT_FALSE(FindNextFileA(search, &data));
              EXPECT_EQ(GetLastError(), static_cast<DWORD>(ERROR_NO_MORE_FILES));
              EXPECT_TRUE(FindClose(search));
              EXPECT_FALSE(FindClose(search));
              EXPECT_EQ(FindFirstFileA("*.none", &data), INVALID_HANDLE_VALUE);
              EXPECT_EQ(GetLastError(), static_cast<DWORD>(ERROR_FILE_NOT_FOUND));
              EXPECT_EQ(FindFirstFileA("nowhere\\*", &data), INVALID_HANDLE_VALUE);
              EXPECT_EQ(GetLastError(), static_cast<DWORD>(ERROR_PATH_NOT_FOUND));
              const HANDLE all = FindFirstFileA("*.*", &data);
              int count = 1;
              while (FindNextFileA(all, &data)) count++;
              EXPECT_TRUE(FindClose(all));
              return count;
            }),
            5u);  // with the directory itself and its parent
}

}  // namespace
}  // namespace owdf::client
