/* Types of COM that headers of plain programs ask for. */
#pragma once

#include <owdf/basic_types.h>
#include <guiddef.h>

/* Before windows.h, whose headers of COM use them. */
typedef WCHAR OLECHAR;
typedef OLECHAR* LPOLESTR;
typedef const OLECHAR* LPCOLESTR;

#if !defined(OWDF_HOST)
#include <windows.h>
#endif

typedef OLECHAR* BSTR;
typedef double DATE;
typedef short VARIANT_BOOL;
typedef USHORT VARTYPE;
#define VARIANT_TRUE ((VARIANT_BOOL)-1)
#define VARIANT_FALSE ((VARIANT_BOOL)0)
typedef struct _tagpropertykey {
  GUID fmtid;
  DWORD pid;
} PROPERTYKEY;
#ifdef __cplusplus
#define REFPROPERTYKEY const PROPERTYKEY&
#else
#define REFPROPERTYKEY const PROPERTYKEY*
#endif
