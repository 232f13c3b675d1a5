// The string functions of the C runtime once for both character widths; the edge (string.cc, wide_string.cc) names
// them.
#pragma once

#include <cstddef>

#include "client/crt/crt.h"

namespace owdf::client::text {

// Case in the "C" locale: ASCII only, in both widths.
template <typename C>
constexpr C lower(C c) {
  return c >= 'A' && c <= 'Z' ? static_cast<C>(c - 'A' + 'a') : c;
}
template <typename C>
constexpr C upper(C c) {
  return c >= 'a' && c <= 'z' ? static_cast<C>(c - 'a' + 'A') : c;
}

// Order is that of the unsigned code units.
constexpr unsigned unit(char c) {
  return static_cast<unsigned char>(c);
}
constexpr unsigned unit(char16_t c) {
  return c;
}

template <typename C>
size_t length(const C* s) {
  size_t n = 0;
  while (s[n]) n++;
  return n;
}

template <typename C>
size_t bounded_length(const C* s, size_t most) {
  size_t n = 0;
  while (n < most && s[n]) n++;
  return n;
}

template <typename C>
int compare(const C* a, const C* b, size_t most, bool fold) {
  for (size_t i = 0; i < most; i++) {
    const unsigned x = unit(fold ? lower(a[i]) : a[i]);
    const unsigned y = unit(fold ? lower(b[i]) : b[i]);
    if (x != y) return x < y ? -1 : 1;
    if (x == 0) break;
  }
  return 0;
}

template <typename C>
C* copy(C* to, const C* from) {
  for (size_t i = 0; (to[i] = from[i]); i++) {
  }
  return to;
}

// strncpy: pads with zeros, and leaves a full field without a terminator.
template <typename C>
C* copy_field(C* to, const C* from, size_t size) {
  size_t i = 0;
  for (; i < size && from[i]; i++) to[i] = from[i];
  for (; i < size; i++) to[i] = 0;
  return to;
}

template <typename C>
C* append(C* to, const C* from, size_t most) {
  const size_t at = length(to);
  const size_t count = bounded_length(from, most);
  for (size_t i = 0; i < count; i++) to[at + i] = from[i];
  to[at + count] = 0;
  return to;
}

template <typename C>
C* find(const C* s, C wanted) {
  for (;; s++) {
    if (*s == wanted) return const_cast<C*>(s);
    if (!*s) return nullptr;
  }
}

template <typename C>
C* find_last(const C* s, C wanted) {
  const C* found = nullptr;
  for (;; s++) {
    if (*s == wanted) found = s;
    if (!*s) return const_cast<C*>(found);
  }
}

template <typename C>
C* find_text(const C* s, const C* wanted) {
  const size_t size = length(wanted);
  for (;; s++) {
    if (compare(s, wanted, size, false) == 0) return const_cast<C*>(s);
    if (!*s) return nullptr;
  }
}

template <typename C>
size_t span(const C* s, const C* set, bool inside) {
  size_t n = 0;
  while (s[n] && (find(set, s[n]) != nullptr) == inside) n++;
  return n;
}

template <typename C>
C* next_token(C* s, const C* delimiters, C** context) {
  if (!s) s = *context;
  if (!s) return nullptr;
  s += span(s, delimiters, true);
  if (!*s) {
    *context = s;
    return nullptr;
  }
  C* const token = s;
  s += span(s, delimiters, false);
  if (*s) *s++ = 0;
  *context = s;
  return token;
}

// The _s family: the target has room for `room` characters. `count` is how many of the source count, or kTruncate.
template <typename C>
Errno copy_checked(std::string_view function, C* to, size_t at, size_t room, const C* from, size_t count,
                   bool bounded) {
  if (!to || room == 0) return invalid_parameter(function, kInvalid);
  if (!from && !(bounded && count == 0)) {
    to[0] = 0;
    return invalid_parameter(function, kInvalid);
  }
  if (at >= room) return invalid_parameter(function, kInvalid);  // what is there already has no end
  const size_t wanted = !from ? 0 : bounded && count != kTruncate ? bounded_length(from, count) : length(from);
  if (wanted < room - at) {
    for (size_t i = 0; i < wanted; i++) to[at + i] = from[i];
    to[at + wanted] = 0;
    return kNoError;
  }
  if (bounded && count == kTruncate) {
    for (size_t i = 0; i < room - at - 1; i++) to[at + i] = from[i];
    to[room - 1] = 0;
    return kTruncated;
  }
  to[0] = 0;
  return invalid_parameter(function, kRange);
}

template <typename C>
Errno change_case_checked(std::string_view function, C* s, size_t room, C (*change)(C)) {
  if (!s || bounded_length(s, room) == room) return invalid_parameter(function, kInvalid);
  for (; *s; s++) *s = change(*s);
  return kNoError;
}

}  // namespace owdf::client::text
