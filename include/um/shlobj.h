/* Folders of the shell by their ids. */
#pragma once

#include <combaseapi.h>
#include <knownfolders.h>

typedef GUID KNOWNFOLDERID;
#ifdef __cplusplus
#define REFKNOWNFOLDERID const KNOWNFOLDERID&
#else
#define REFKNOWNFOLDERID const KNOWNFOLDERID*
#endif
#define KF_FLAG_DEFAULT 0x00000000
#define KF_FLAG_CREATE 0x00008000

OWDF_BEGIN
HRESULT WINAPI SHGetKnownFolderPath(REFKNOWNFOLDERID folder, DWORD flags, HANDLE token, PWSTR* path);
OWDF_END
