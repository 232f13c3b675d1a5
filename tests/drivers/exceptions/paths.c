#ifdef _KERNEL_MODE
#include <ntddk.h>
#else
#include <windows.h>
#endif
#include "paths.h"

#define PATHS Paths
#include "paths.inc"

static char Noted[64];
static int Count;
char* volatile Nowhere = (char*)0x20000;
volatile int Zero;

void Note(char Letter)
{
  if (Count < (int)sizeof(Noted) - 1) Noted[Count++] = Letter;
}

void NoteIf(int Condition, char Yes, char No)
{
  Note(Condition ? Yes : No);
}

const char* RunPath(const PATH* Path)
{
  int i;
  for (i = 0; i < (int)sizeof(Noted); i++) Noted[i] = 0;
  Count = 0;
  Path->Run();
  return Noted;
}
