/* Runs every path of structured exception handling in a program; "unhandled" raises what nobody handles. */
#include <stdio.h>
#include <string.h>
#include <windows.h>

#include "../paths.h"

void Raise(unsigned long Code)
{
  RaiseException(Code, 0, 0, NULL);
}

static int RunAll(const PATH* Path)
{
  int wrong = 0;
  for (; Path->Name; Path++) {
    const char* noted = RunPath(Path);
    if (strcmp(noted, Path->Expected) != 0) {
      printf("wrong: %s: %s instead of %s\n", Path->Name, noted, Path->Expected);
      wrong++;
    }
    printf("ran: %s\n", Path->Name);
  }
  return wrong;
}

static int GoesOnBehindTheRaise(void)
{
  ULONG_PTR argument = 42;
  int seen = 0;
  __try {
    RaiseException(OUR_CODE, 0, 1, &argument);
    seen++;
  } __except (seen += (int)GetExceptionInformation()->ExceptionRecord->ExceptionInformation[0],
              EXCEPTION_CONTINUE_EXECUTION) {
    seen = -1;
  }
  return seen == 43;
}

static int MayNotGoOn(void)
{
  __try {
    __try {
      RaiseException(OUR_CODE, EXCEPTION_NONCONTINUABLE, 0, NULL);
    } __except (EXCEPTION_CONTINUE_EXECUTION) {
      return 0;
    }
  } __except (GetExceptionCode() == EXCEPTION_NONCONTINUABLE_EXCEPTION) {
    return 1;
  }
  return 0;
}

int main(int argc, char** argv)
{
  int wrong;
  if (argc > 1 && strcmp(argv[1], "unhandled") == 0) {
    __try {
      Raise(OUR_CODE);
    } __finally {
      printf("not reached\n");
    }
  }
  wrong = RunAll(Paths) + RunAll(CppPaths);
  if (!GoesOnBehindTheRaise()) printf("wrong: going on behind a raise\n");
  if (!MayNotGoOn()) printf("wrong: going on where that is forbidden\n");
  printf("all paths were run\n");
  return wrong;
}
