/* What an ELF image of ours (a driver or a Windows program) shows to the loader: one symbol, `__owdf_image`.
   This header is compiled by both sides: by loader/ (host) and by loader/image_runtime (inside every image).

   Every other symbol of an image is hidden. An image has no undefined symbol and no DT_NEEDED: each NT, C runtime,
   Win32 or sanitizer name it uses is a thunk inside the image that jumps through a slot, or a variable inside the
   image. The loader fills the slots, then runs the function pointers of section `.ctors` from last to first (`.dtors`
   from first to last before the image goes). An image with `.init_array` is refused: glibc would run that before the
   slots are filled.

   All pointers here are link-time constants that the dynamic loader relocates (R_X86_64_RELATIVE). */
#ifndef OWDF_LOADER_IMAGE_FORMAT_H
#define OWDF_LOADER_IMAGE_FORMAT_H

#define OWDF_IMAGE_VERSION 1u
#define OWDF_IMAGE_SYMBOL "__owdf_image"

enum owdf_import_kind {
  OWDF_IMPORT_FUNCTION =
      0, /* *(void**)slot = address of the host function (ms_abi; the name as in ddi/{nt,win32}.tsv) */
  OWDF_IMPORT_DATA_ADDRESS =
      1, /* *(void**)slot = address of the machine's variable (what `__imp_NAME` is on Windows) */
  OWDF_IMPORT_DATA_COPY =
      2, /* memcpy(slot, address of the machine's variable, size): for variables that never change */
  OWDF_IMPORT_SANITIZER = 3, /* *(void**)slot = dlsym(RTLD_DEFAULT, name), System V convention; the thunk converts */
  OWDF_IMPORT_SANITIZER_COPY =
      4 /* memcpy(slot, dlsym(RTLD_DEFAULT, name), size): __asan_option_...; 0 where not exported.
           `__asan_shadow_memory_dynamic_address` is made by the loader (0x7fff8000). */
};

struct owdf_import {
  const char* name;  /* published spelling, no decoration */
  void* slot;        /* in writable data of the image */
  unsigned int kind; /* enum owdf_import_kind */
  unsigned int size; /* bytes to copy; the *_COPY kinds only */
};

enum owdf_image_kind { OWDF_IMAGE_DRIVER = 1, OWDF_IMAGE_PROGRAM = 2, OWDF_IMAGE_LIBRARY = 3 };

/* A program's entry gets its arguments in both spellings, whichever of main and wmain it has; its result is the exit
   code. The arrays end with a null pointer and live as long as the process. */
struct owdf_program_arguments {
  int argc;
  char** argv;
  unsigned short** wide_argv;
  char** environment;
  unsigned short** wide_environment;
};

struct owdf_image {
  unsigned int version;  /* OWDF_IMAGE_VERSION */
  unsigned int size;     /* sizeof(struct owdf_image) */
  unsigned int kind;     /* enum owdf_image_kind */
  unsigned int reserved; /* 0 */
  const struct owdf_import* imports_begin;
  const struct owdf_import* imports_end;
  /* Driver: NTSTATUS (*)(PDRIVER_OBJECT, PUNICODE_STRING), FxDriverEntry or DriverEntry. Program: int (*)(const struct
     owdf_program_arguments*). Library: null, or BOOLEAN (*)(HANDLE, ULONG reason, void*). Microsoft convention. */
  void* entry;
  /* What a library offers by name (GetProcAddress); null where there is nothing. Entries are {name, address, 0, 0}. */
  const struct owdf_import* exports_begin;
  const struct owdf_import* exports_end;
};

#endif
