/* The entry of a Windows console program: main, or wmain where OWDF_WIDE_MAIN is defined. */
#include "loader/image_format.h"

#ifdef OWDF_WIDE_MAIN
int wmain(int Count, unsigned short **Arguments, unsigned short **Environment);
#else
int main(int Count, char **Arguments, char **Environment);
#endif

/* The compiler puts a call of this at the head of main; constructors were run by the loader already. */
void __main(void)
{
}

static int ProgramEntry(const struct owdf_program_arguments *Arguments)
{
#ifdef OWDF_WIDE_MAIN
  return wmain(Arguments->argc, Arguments->wide_argv, Arguments->wide_environment);
#else
  return main(Arguments->argc, Arguments->argv, Arguments->environment);
#endif
}

/* The linker makes these two; both are null in an image that imports nothing. */
extern const struct owdf_import __start_owdf_imports[] __attribute__((weak, visibility("hidden")));
extern const struct owdf_import __stop_owdf_imports[] __attribute__((weak, visibility("hidden")));

__attribute__((visibility("default"), used)) const struct owdf_image __owdf_image = {
  OWDF_IMAGE_VERSION, sizeof(struct owdf_image), OWDF_IMAGE_PROGRAM, 0, __start_owdf_imports, __stop_owdf_imports,
  (void *)ProgramEntry, 0, 0,
};
