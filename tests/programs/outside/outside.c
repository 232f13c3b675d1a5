/*
 * Tries to read, write, make and delete what lies outside of drive C:. Exit code: how often it could.
 */
#include <windows.h>
#include <stdio.h>

static int reached;

static void Tell(const char* What, const char* Path, BOOL Done)
{
  DWORD error = GetLastError();

  if (Done) {
    printf("%s %s: done\n", What, Path);
    reached++;
  } else {
    printf("%s %s: error %lu\n", What, Path, error);
  }
}

static void Open(const char* What, const char* Path, DWORD Access, DWORD Disposition)
{
  HANDLE file = CreateFileA(Path, Access, FILE_SHARE_READ | FILE_SHARE_WRITE, NULL, Disposition, 0, NULL);

  Tell(What, Path, file != INVALID_HANDLE_VALUE);
  if (file != INVALID_HANDLE_VALUE) {
    CloseHandle(file);
  }
}

static void Try(const char* Path)
{
  Open("open", Path, GENERIC_READ, OPEN_EXISTING);
  Open("overwrite", Path, GENERIC_WRITE, TRUNCATE_EXISTING);
  Tell("delete", Path, DeleteFileA(Path));
}

int main(void)
{
  static const char* const paths[] = {
      "..\\..\\..\\..\\secret.txt", "C:\\..\\secret.txt",        "C:\\link\\secret.txt",     "C:\\filelink",
      "\\\\?\\C:\\..\\secret.txt",  "\\\\.\\C:\\..\\secret.txt", "C:\\link\\..\\secret.txt", "C:/../secret.txt",
      "Z:\\secret.txt",             "\\\\?\\C:\\a/../../secret.txt"};

  for (size_t i = 0; i < sizeof(paths) / sizeof(paths[0]); i++) {
    Try(paths[i]);
  }
  Open("make", "C:\\link\\made.txt", GENERIC_WRITE, CREATE_ALWAYS);
  Open("make", "\\\\?\\C:\\..\\made.txt", GENERIC_WRITE, CREATE_ALWAYS);
  Open("make over", "C:\\filelink", GENERIC_WRITE, CREATE_ALWAYS);
  Tell("make folder", "C:\\link\\folder", CreateDirectoryA("C:\\link\\folder", NULL));
  Tell("remove folder", "C:\\link", RemoveDirectoryA("C:\\link"));
  return reached;
}
