/* Every way through structured exception handling, as a table that a driver and a program both run. Each path notes
   what it does, letter by letter. */
#pragma once

typedef struct _PATH {
  const char* Name;
  const char* Expected;
  void (*Run)(void);
} PATH;

extern const PATH Paths[];
extern const PATH CppPaths[];
const char* RunPath(const PATH* Path);  /* what it noted */

void Note(char Letter);
void NoteIf(int Condition, char Yes, char No);

/* Raises an exception: by the driver's or by the program's function. */
void Raise(unsigned long Code);
#define OUR_CODE 0xE0001234u
#define WRITE_NOWHERE() (*(volatile int*)(volatile char*)Nowhere = 1)
extern char* volatile Nowhere;
extern volatile int Zero;
