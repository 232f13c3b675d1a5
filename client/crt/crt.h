// The Windows C runtime, as images import it: functions of the Microsoft convention named crt_<published name>, so that
// none meets glibc's. `long` has 32 bits, wchar_t 16, in every signature. What needs no state works in drivers too; the
// rest (streams, the heap, errno of a thread) needs a program and says so.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

#define CRT_API extern "C" __attribute__((ms_abi))

namespace owdf::client {

using Long = int32_t;  // what `long` is to an image
using UnsignedLong = uint32_t;
using WideChar = char16_t;
using Errno = int;

inline constexpr Errno kNoError = 0;
inline constexpr Errno kBadFile = 9;           // EBADF
inline constexpr Errno kNoMemory = 12;         // ENOMEM
inline constexpr Errno kInvalid = 22;          // EINVAL
inline constexpr Errno kRange = 34;            // ERANGE
inline constexpr Errno kBadSequence = 42;      // EILSEQ
inline constexpr Errno kTruncated = 80;        // STRUNCATE
inline constexpr size_t kTruncate = SIZE_MAX;  // _TRUNCATE

// What a function of the _s family does with an argument that breaks its contract: a program ends, as with the default
// invalid parameter handler; a driver gets the error back.
Errno invalid_parameter(std::string_view function, Errno error);

// errno of the calling thread of a program; a word that nobody reads in a driver.
int& thread_errno();

}  // namespace owdf::client
