/* The entry of a Windows console program: main, or wmain where OWDF_WIDE_MAIN is defined; by another name where OWDF_ENTRY
   says so, and without a result where OWDF_VOID_ENTRY is defined. */
#include "loader/image_format.h"

#ifdef OWDF_WIDE_MAIN
typedef unsigned short Character;
#ifndef OWDF_ENTRY
#define OWDF_ENTRY wmain
#endif
#else
typedef char Character;
#ifndef OWDF_ENTRY
#define OWDF_ENTRY main
#endif
#endif

#ifdef OWDF_VOID_ENTRY
void OWDF_ENTRY(int Count, Character **Arguments, Character **Environment);
#else
int OWDF_ENTRY(int Count, Character **Arguments, Character **Environment);
#endif

/* The compiler puts a call of this at the head of main; constructors were run by the loader already. */
void __main(void)
{
}

static int ProgramEntry(const struct owdf_program_arguments *Arguments)
{
#ifdef OWDF_WIDE_MAIN
  Character **Texts = Arguments->wide_argv, **Environment = Arguments->wide_environment;
#else
  Character **Texts = Arguments->argv, **Environment = Arguments->environment;
#endif
#ifdef OWDF_VOID_ENTRY
  OWDF_ENTRY(Arguments->argc, Texts, Environment);
  return 0;
#else
  return OWDF_ENTRY(Arguments->argc, Texts, Environment);
#endif
}

/* The linker makes these two; both are null in an image that imports nothing. */
extern const struct owdf_import __start_owdf_imports[] __attribute__((weak, visibility("hidden")));
extern const struct owdf_import __stop_owdf_imports[] __attribute__((weak, visibility("hidden")));

__attribute__((visibility("default"), used)) const struct owdf_image __owdf_image = {
  OWDF_IMAGE_VERSION, sizeof(struct owdf_image), OWDF_IMAGE_PROGRAM, 0, __start_owdf_imports, __stop_owdf_imports,
  (void *)ProgramEntry, 0, 0,
};
