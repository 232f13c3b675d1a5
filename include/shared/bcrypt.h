/* Cryptography next generation, as kernel drivers and programs both call it. PASSIVE_LEVEL, or DISPATCH_LEVEL for
   providers opened with BCRYPT_PROV_DISPATCH. */
#pragma once

#include <ntdef.h>

#define BCRYPT_SUCCESS(Status) (((NTSTATUS)(Status)) >= 0)

OWDF_BEGIN

typedef PVOID BCRYPT_HANDLE;
typedef PVOID BCRYPT_ALG_HANDLE;
typedef PVOID BCRYPT_KEY_HANDLE;
typedef PVOID BCRYPT_HASH_HANDLE;
typedef PVOID BCRYPT_SECRET_HANDLE;

#define BCRYPT_ALG_HANDLE_HMAC_FLAG 0x00000008
#define BCRYPT_HASH_REUSABLE_FLAG 0x00000020
#define BCRYPT_PROV_DISPATCH 0x00000001
#define BCRYPT_RNG_USE_ENTROPY_IN_BUFFER 0x00000001
#define BCRYPT_USE_SYSTEM_PREFERRED_RNG 0x00000002
#define BCRYPT_BLOCK_PADDING 0x00000001
#define BCRYPT_PAD_NONE 0x00000001
#define BCRYPT_PAD_PKCS1 0x00000002
#define BCRYPT_PAD_OAEP 0x00000004
#define BCRYPT_PAD_PSS 0x00000008
#define BCRYPT_CIPHER_OPERATION 0x00000001
#define BCRYPT_HASH_OPERATION 0x00000002
#define BCRYPT_ASYMMETRIC_ENCRYPTION_OPERATION 0x00000004
#define BCRYPT_SECRET_AGREEMENT_OPERATION 0x00000008
#define BCRYPT_SIGNATURE_OPERATION 0x00000010
#define BCRYPT_RNG_OPERATION 0x00000020
#define BCRYPT_CIPHER_INTERFACE 0x00000001
#define BCRYPT_HASH_INTERFACE 0x00000002
#define BCRYPT_ASYMMETRIC_ENCRYPTION_INTERFACE 0x00000003
#define BCRYPT_SECRET_AGREEMENT_INTERFACE 0x00000004
#define BCRYPT_SIGNATURE_INTERFACE 0x00000005
#define BCRYPT_RNG_INTERFACE 0x00000006

#define BCRYPT_OBJECT_LENGTH OWDF_L("ObjectLength")
#define BCRYPT_ALGORITHM_NAME OWDF_L("AlgorithmName")
#define BCRYPT_PROVIDER_HANDLE OWDF_L("ProviderHandle")
#define BCRYPT_CHAINING_MODE OWDF_L("ChainingMode")
#define BCRYPT_BLOCK_LENGTH OWDF_L("BlockLength")
#define BCRYPT_KEY_LENGTH OWDF_L("KeyLength")
#define BCRYPT_KEY_OBJECT_LENGTH OWDF_L("KeyObjectLength")
#define BCRYPT_KEY_STRENGTH OWDF_L("KeyStrength")
#define BCRYPT_KEY_LENGTHS OWDF_L("KeyLengths")
#define BCRYPT_BLOCK_SIZE_LIST OWDF_L("BlockSizeList")
#define BCRYPT_EFFECTIVE_KEY_LENGTH OWDF_L("EffectiveKeyLength")
#define BCRYPT_HASH_LENGTH OWDF_L("HashDigestLength")
#define BCRYPT_HASH_OID_LIST OWDF_L("HashOIDList")
#define BCRYPT_HASH_BLOCK_LENGTH OWDF_L("HashBlockLength")
#define BCRYPT_PADDING_SCHEMES OWDF_L("PaddingSchemes")
#define BCRYPT_SIGNATURE_LENGTH OWDF_L("SignatureLength")
#define BCRYPT_AUTH_TAG_LENGTH OWDF_L("AuthTagLength")
#define BCRYPT_INITIALIZATION_VECTOR OWDF_L("IV")
#define BCRYPT_CHAIN_MODE_NA OWDF_L("ChainingModeN/A")
#define BCRYPT_CHAIN_MODE_CBC OWDF_L("ChainingModeCBC")
#define BCRYPT_CHAIN_MODE_ECB OWDF_L("ChainingModeECB")
#define BCRYPT_CHAIN_MODE_CFB OWDF_L("ChainingModeCFB")
#define BCRYPT_CHAIN_MODE_CCM OWDF_L("ChainingModeCCM")
#define BCRYPT_CHAIN_MODE_GCM OWDF_L("ChainingModeGCM")

#define BCRYPT_RSA_ALGORITHM OWDF_L("RSA")
#define BCRYPT_RSA_SIGN_ALGORITHM OWDF_L("RSA_SIGN")
#define BCRYPT_DH_ALGORITHM OWDF_L("DH")
#define BCRYPT_DSA_ALGORITHM OWDF_L("DSA")
#define BCRYPT_RC2_ALGORITHM OWDF_L("RC2")
#define BCRYPT_RC4_ALGORITHM OWDF_L("RC4")
#define BCRYPT_AES_ALGORITHM OWDF_L("AES")
#define BCRYPT_DES_ALGORITHM OWDF_L("DES")
#define BCRYPT_DESX_ALGORITHM OWDF_L("DESX")
#define BCRYPT_3DES_ALGORITHM OWDF_L("3DES")
#define BCRYPT_3DES_112_ALGORITHM OWDF_L("3DES_112")
#define BCRYPT_MD2_ALGORITHM OWDF_L("MD2")
#define BCRYPT_MD4_ALGORITHM OWDF_L("MD4")
#define BCRYPT_MD5_ALGORITHM OWDF_L("MD5")
#define BCRYPT_SHA1_ALGORITHM OWDF_L("SHA1")
#define BCRYPT_SHA256_ALGORITHM OWDF_L("SHA256")
#define BCRYPT_SHA384_ALGORITHM OWDF_L("SHA384")
#define BCRYPT_SHA512_ALGORITHM OWDF_L("SHA512")
#define BCRYPT_AES_GMAC_ALGORITHM OWDF_L("AES-GMAC")
#define BCRYPT_AES_CMAC_ALGORITHM OWDF_L("AES-CMAC")
#define BCRYPT_ECDSA_P256_ALGORITHM OWDF_L("ECDSA_P256")
#define BCRYPT_ECDSA_P384_ALGORITHM OWDF_L("ECDSA_P384")
#define BCRYPT_ECDSA_P521_ALGORITHM OWDF_L("ECDSA_P521")
#define BCRYPT_ECDH_P256_ALGORITHM OWDF_L("ECDH_P256")
#define BCRYPT_ECDH_P384_ALGORITHM OWDF_L("ECDH_P384")
#define BCRYPT_ECDH_P521_ALGORITHM OWDF_L("ECDH_P521")
#define BCRYPT_RNG_ALGORITHM OWDF_L("RNG")
#define BCRYPT_RNG_FIPS186_DSA_ALGORITHM OWDF_L("FIPS186DSARNG")
#define BCRYPT_RNG_DUAL_EC_ALGORITHM OWDF_L("DUALECRNG")
#define BCRYPT_SP800108_CTR_HMAC_ALGORITHM OWDF_L("SP800_108_CTR_HMAC")
#define BCRYPT_SP80056A_CONCAT_ALGORITHM OWDF_L("SP800_56A_CONCAT")
#define BCRYPT_PBKDF2_ALGORITHM OWDF_L("PBKDF2")
#define MS_PRIMITIVE_PROVIDER OWDF_L("Microsoft Primitive Provider")

typedef struct _BCryptBuffer {
  ULONG cbBuffer;
  ULONG BufferType;
  PVOID pvBuffer;
} BCryptBuffer, *PBCryptBuffer;
OWDF_SIZE(BCryptBuffer, 16);
#define BCRYPTBUFFER_VERSION 0
typedef struct _BCryptBufferDesc {
  ULONG ulVersion;
  ULONG cBuffers;
  PBCryptBuffer pBuffers;
} BCryptBufferDesc, *PBCryptBufferDesc;
OWDF_SIZE(BCryptBufferDesc, 16);
#define KDF_HASH_ALGORITHM 0x0
#define KDF_SECRET_PREPEND 0x1
#define KDF_SECRET_APPEND 0x2
#define KDF_HMAC_KEY 0x3
#define KDF_TLS_PRF_LABEL 0x4
#define KDF_TLS_PRF_SEED 0x5
#define KDF_SECRET_HANDLE 0x6
#define KDF_TLS_PRF_PROTOCOL 0x7
#define KDF_ALGORITHMID 0x8
#define KDF_PARTYUINFO 0x9
#define KDF_PARTYVINFO 0xA
#define KDF_SUPPPUBINFO 0xB
#define KDF_SUPPPRIVINFO 0xC
#define KDF_LABEL 0xD
#define KDF_CONTEXT 0xE
#define KDF_SALT 0xF
#define KDF_ITERATION_COUNT 0x10
#define KDF_GENERIC_PARAMETER 0x11
#define KDF_KEYBITLENGTH 0x12

typedef struct __BCRYPT_KEY_LENGTHS_STRUCT {
  ULONG dwMinLength;
  ULONG dwMaxLength;
  ULONG dwIncrement;
} BCRYPT_KEY_LENGTHS_STRUCT, BCRYPT_AUTH_TAG_LENGTHS_STRUCT;
typedef struct _BCRYPT_OID {
  ULONG cbOID;
  PUCHAR pbOID;
} BCRYPT_OID;
typedef struct _BCRYPT_KEY_BLOB {
  ULONG Magic;
} BCRYPT_KEY_BLOB;
typedef struct _BCRYPT_KEY_DATA_BLOB_HEADER {
  ULONG dwMagic;
  ULONG dwVersion;
  ULONG cbKeyData;
} BCRYPT_KEY_DATA_BLOB_HEADER, *PBCRYPT_KEY_DATA_BLOB_HEADER;
OWDF_SIZE(BCRYPT_KEY_DATA_BLOB_HEADER, 12);
#define BCRYPT_KEY_DATA_BLOB OWDF_L("KeyDataBlob")
#define BCRYPT_OPAQUE_KEY_BLOB OWDF_L("OpaqueKeyBlob")
#define BCRYPT_KEY_DATA_BLOB_MAGIC 0x4d42444b
#define BCRYPT_KEY_DATA_BLOB_VERSION1 0x1

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
#define BCRYPT_AUTHENTICATED_CIPHER_MODE_INFO_VERSION 1
#define BCRYPT_AUTH_MODE_CHAIN_CALLS_FLAG 0x00000001
#define BCRYPT_AUTH_MODE_IN_PROGRESS_FLAG 0x00000002
#define BCRYPT_INIT_AUTH_MODE_INFO(_AUTH_INFO_STRUCT_)                                          \
  __builtin_memset(&(_AUTH_INFO_STRUCT_), 0, sizeof(BCRYPT_AUTHENTICATED_CIPHER_MODE_INFO));    \
  (_AUTH_INFO_STRUCT_).cbSize = sizeof(BCRYPT_AUTHENTICATED_CIPHER_MODE_INFO);                  \
  (_AUTH_INFO_STRUCT_).dwInfoVersion = BCRYPT_AUTHENTICATED_CIPHER_MODE_INFO_VERSION

NTSTATUS NTAPI BCryptOpenAlgorithmProvider(_Out_ BCRYPT_ALG_HANDLE* phAlgorithm, _In_ LPCWSTR pszAlgId,
                                           _In_opt_ LPCWSTR pszImplementation, _In_ ULONG dwFlags);
NTSTATUS NTAPI BCryptCloseAlgorithmProvider(_Inout_ BCRYPT_ALG_HANDLE hAlgorithm, _In_ ULONG dwFlags);
NTSTATUS NTAPI BCryptGetProperty(_In_ BCRYPT_HANDLE hObject, _In_ LPCWSTR pszProperty, PUCHAR pbOutput,
                                 _In_ ULONG cbOutput, _Out_ ULONG* pcbResult, _In_ ULONG dwFlags);
NTSTATUS NTAPI BCryptSetProperty(_Inout_ BCRYPT_HANDLE hObject, _In_ LPCWSTR pszProperty, _In_ PUCHAR pbInput,
                                 _In_ ULONG cbInput, _In_ ULONG dwFlags);
NTSTATUS NTAPI BCryptGenRandom(_In_opt_ BCRYPT_ALG_HANDLE hAlgorithm, _Out_ PUCHAR pbBuffer, _In_ ULONG cbBuffer,
                               _In_ ULONG dwFlags);
NTSTATUS NTAPI BCryptCreateHash(_Inout_ BCRYPT_ALG_HANDLE hAlgorithm, _Out_ BCRYPT_HASH_HANDLE* phHash,
                                PUCHAR pbHashObject, _In_ ULONG cbHashObject, _In_opt_ PUCHAR pbSecret,
                                _In_ ULONG cbSecret, _In_ ULONG dwFlags);
NTSTATUS NTAPI BCryptHashData(_Inout_ BCRYPT_HASH_HANDLE hHash, _In_ PUCHAR pbInput, _In_ ULONG cbInput,
                              _In_ ULONG dwFlags);
NTSTATUS NTAPI BCryptFinishHash(_Inout_ BCRYPT_HASH_HANDLE hHash, _Out_ PUCHAR pbOutput, _In_ ULONG cbOutput,
                                _In_ ULONG dwFlags);
NTSTATUS NTAPI BCryptDuplicateHash(_In_ BCRYPT_HASH_HANDLE hHash, _Out_ BCRYPT_HASH_HANDLE* phNewHash,
                                   PUCHAR pbHashObject, _In_ ULONG cbHashObject, _In_ ULONG dwFlags);
NTSTATUS NTAPI BCryptDestroyHash(_Inout_ BCRYPT_HASH_HANDLE hHash);
NTSTATUS NTAPI BCryptHash(_Inout_ BCRYPT_ALG_HANDLE hAlgorithm, _In_opt_ PUCHAR pbSecret, _In_ ULONG cbSecret,
                          _In_ PUCHAR pbInput, _In_ ULONG cbInput, _Out_ PUCHAR pbOutput, _In_ ULONG cbOutput);
NTSTATUS NTAPI BCryptGenerateSymmetricKey(_Inout_ BCRYPT_ALG_HANDLE hAlgorithm, _Out_ BCRYPT_KEY_HANDLE* phKey,
                                          PUCHAR pbKeyObject, _In_ ULONG cbKeyObject, _In_ PUCHAR pbSecret,
                                          _In_ ULONG cbSecret, _In_ ULONG dwFlags);
NTSTATUS NTAPI BCryptImportKeyPair(_Inout_ BCRYPT_ALG_HANDLE hAlgorithm, _In_opt_ BCRYPT_KEY_HANDLE hImportKey,
                                   _In_ LPCWSTR pszBlobType, _Out_ BCRYPT_KEY_HANDLE* phKey, _In_ PUCHAR pbInput,
                                   _In_ ULONG cbInput, _In_ ULONG dwFlags);
NTSTATUS NTAPI BCryptEncrypt(_Inout_ BCRYPT_KEY_HANDLE hKey, _In_opt_ PUCHAR pbInput, _In_ ULONG cbInput,
                             _In_opt_ VOID* pPaddingInfo, PUCHAR pbIV, _In_ ULONG cbIV, PUCHAR pbOutput,
                             _In_ ULONG cbOutput, _Out_ ULONG* pcbResult, _In_ ULONG dwFlags);
NTSTATUS NTAPI BCryptDecrypt(_Inout_ BCRYPT_KEY_HANDLE hKey, _In_opt_ PUCHAR pbInput, _In_ ULONG cbInput,
                             _In_opt_ VOID* pPaddingInfo, PUCHAR pbIV, _In_ ULONG cbIV, PUCHAR pbOutput,
                             _In_ ULONG cbOutput, _Out_ ULONG* pcbResult, _In_ ULONG dwFlags);
NTSTATUS NTAPI BCryptVerifySignature(_In_ BCRYPT_KEY_HANDLE hKey, _In_opt_ VOID* pPaddingInfo, _In_ PUCHAR pbHash,
                                     _In_ ULONG cbHash, _In_ PUCHAR pbSignature, _In_ ULONG cbSignature,
                                     _In_ ULONG dwFlags);
NTSTATUS NTAPI BCryptKeyDerivation(_In_ BCRYPT_KEY_HANDLE hKey, _In_opt_ BCryptBufferDesc* pParameterList,
                                   _Out_ PUCHAR pbDerivedKey, _In_ ULONG cbDerivedKey, _Out_ ULONG* pcbResult,
                                   _In_ ULONG dwFlags);
NTSTATUS NTAPI BCryptDestroyKey(_Inout_ BCRYPT_KEY_HANDLE hKey);
VOID NTAPI BCryptFreeBuffer(_In_ PVOID pvBuffer);

OWDF_END
