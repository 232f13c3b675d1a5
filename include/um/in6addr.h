/* Addresses of version 6. */
#pragma once

#include <owdf/basic_types.h>

typedef struct in6_addr {
  union {
    UCHAR Byte[16];
    USHORT Word[8];
  } u;
} IN6_ADDR, *PIN6_ADDR, *LPIN6_ADDR;
#if !defined(OWDF_HOST)
#define s6_addr u.Byte
#define s6_words u.Word
#endif
