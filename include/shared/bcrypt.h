/* Cryptography, next generation: hashes and random numbers, as drivers of both modes and programs call it. */
#pragma once

#include <owdf/basic_types.h>

typedef PVOID BCRYPT_HANDLE, BCRYPT_ALG_HANDLE, BCRYPT_KEY_HANDLE, BCRYPT_HASH_HANDLE;

#define BCRYPT_SUCCESS(Status) (((NTSTATUS)(Status)) >= 0)
#define BCRYPT_USE_SYSTEM_PREFERRED_RNG 0x00000002
#define BCRYPT_ALG_HANDLE_HMAC_FLAG 0x00000008
#define BCRYPT_PROV_DISPATCH 0x00000001
#define BCRYPT_RNG_ALGORITHM OWDF_L("RNG")
#define BCRYPT_AES_ALGORITHM OWDF_L("AES")
#define BCRYPT_MD5_ALGORITHM OWDF_L("MD5")
#define BCRYPT_SHA1_ALGORITHM OWDF_L("SHA1")
#define BCRYPT_SHA256_ALGORITHM OWDF_L("SHA256")
#define BCRYPT_SHA384_ALGORITHM OWDF_L("SHA384")
#define BCRYPT_SHA512_ALGORITHM OWDF_L("SHA512")
#define BCRYPT_OBJECT_LENGTH OWDF_L("ObjectLength")
#define BCRYPT_HASH_LENGTH OWDF_L("HashDigestLength")
#define BCRYPT_BLOCK_LENGTH OWDF_L("BlockLength")
#define BCRYPT_CHAINING_MODE OWDF_L("ChainingMode")
#define BCRYPT_CHAIN_MODE_GCM OWDF_L("ChainingModeGCM")
#define BCRYPT_CHAIN_MODE_CBC OWDF_L("ChainingModeCBC")
#define BCRYPT_PROVIDER_HANDLE OWDF_L("ProviderHandle")
#define BCRYPT_RNG_INTERFACE 0x00000006
#define BCRYPT_RNG_OPERATION 0x00000020
#define CRYPT_UM 0x00000001
#define CRYPT_KM 0x00000002
#define CRYPT_MM 0x00000003
#define CRYPT_LOCAL 0x00000001
#define CRYPT_DOMAIN 0x00000002
#define CRYPT_OVERWRITE 0x00000001
#define CRYPT_PRIORITY_TOP 0x00000000
#define CRYPT_PRIORITY_BOTTOM 0xFFFFFFFF
#define CRYPT_ALL_FUNCTIONS 0x00000001
#define CRYPT_ALL_PROVIDERS 0x00000002

#define BCRYPT_AUTHENTICATED_CIPHER_MODE_INFO_VERSION 1
typedef struct _BCRYPT_AUTHENTICATED_CIPHER_MODE_INFO {
  ULONG cbSize;
  ULONG dwInfoVersion;
  PUCHAR pbNonce;
  ULONG cbNonce;
  PUCHAR pbAuthData;
  ULONG cbAuthData;
  PUCHAR pbTag;
  ULONG cbTag;
  PUCHAR pbMacContext;
  ULONG cbMacContext;
  ULONG cbAAD;
  ULONGLONG cbData;
  ULONG dwFlags;
} BCRYPT_AUTHENTICATED_CIPHER_MODE_INFO, *PBCRYPT_AUTHENTICATED_CIPHER_MODE_INFO;
OWDF_SIZE(BCRYPT_AUTHENTICATED_CIPHER_MODE_INFO, 88);
#define BCRYPT_INIT_AUTH_MODE_INFO(info)                                    \
  __builtin_memset(&(info), 0, sizeof(BCRYPT_AUTHENTICATED_CIPHER_MODE_INFO)); \
  (info).cbSize = sizeof(BCRYPT_AUTHENTICATED_CIPHER_MODE_INFO);            \
  (info).dwInfoVersion = BCRYPT_AUTHENTICATED_CIPHER_MODE_INFO_VERSION;

OWDF_BEGIN
NTSTATUS NTAPI BCryptOpenAlgorithmProvider(_Out_ BCRYPT_ALG_HANDLE* phAlgorithm, _In_ LPCWSTR pszAlgId,
                                           _In_opt_ LPCWSTR pszImplementation, _In_ ULONG dwFlags);
NTSTATUS NTAPI BCryptCloseAlgorithmProvider(_Inout_ BCRYPT_ALG_HANDLE hAlgorithm, _In_ ULONG dwFlags);
NTSTATUS NTAPI BCryptGetProperty(_In_ BCRYPT_HANDLE hObject, _In_ LPCWSTR pszProperty, PUCHAR pbOutput,
                                 _In_ ULONG cbOutput, _Out_ ULONG* pcbResult, _In_ ULONG dwFlags);
NTSTATUS NTAPI BCryptSetProperty(_Inout_ BCRYPT_HANDLE hObject, _In_ LPCWSTR pszProperty, PUCHAR pbInput,
                                 _In_ ULONG cbInput, _In_ ULONG dwFlags);
NTSTATUS NTAPI BCryptCreateHash(_Inout_ BCRYPT_ALG_HANDLE hAlgorithm, _Out_ BCRYPT_HASH_HANDLE* phHash,
                                PUCHAR pbHashObject, _In_ ULONG cbHashObject, PUCHAR pbSecret, _In_ ULONG cbSecret,
                                _In_ ULONG dwFlags);
NTSTATUS NTAPI BCryptHashData(_Inout_ BCRYPT_HASH_HANDLE hHash, PUCHAR pbInput, _In_ ULONG cbInput,
                              _In_ ULONG dwFlags);
NTSTATUS NTAPI BCryptFinishHash(_Inout_ BCRYPT_HASH_HANDLE hHash, PUCHAR pbOutput, _In_ ULONG cbOutput,
                                _In_ ULONG dwFlags);
NTSTATUS NTAPI BCryptDestroyHash(_Inout_ BCRYPT_HASH_HANDLE hHash);
NTSTATUS NTAPI BCryptGenRandom(_Inout_opt_ BCRYPT_ALG_HANDLE hAlgorithm, PUCHAR pbBuffer, _In_ ULONG cbBuffer,
                               _In_ ULONG dwFlags);
OWDF_END
