// Floating-point functions: glibc's, through the Microsoft convention.
#include <cmath>

#include "client/crt/crt.h"

CRT_API double crt_acos(double x) {
  return std::acos(x);
}
CRT_API double crt_asin(double x) {
  return std::asin(x);
}
CRT_API double crt_atan(double x) {
  return std::atan(x);
}
CRT_API double crt_ceil(double x) {
  return std::ceil(x);
}
CRT_API double crt_cos(double x) {
  return std::cos(x);
}
CRT_API double crt_cosh(double x) {
  return std::cosh(x);
}
CRT_API double crt_exp(double x) {
  return std::exp(x);
}
CRT_API double crt_fabs(double x) {
  return std::fabs(x);
}
CRT_API double crt_floor(double x) {
  return std::floor(x);
}
CRT_API double crt_log(double x) {
  return std::log(x);
}
CRT_API double crt_log10(double x) {
  return std::log10(x);
}
CRT_API double crt_log2(double x) {
  return std::log2(x);
}
CRT_API double crt_round(double x) {
  return std::round(x);
}
CRT_API double crt_sin(double x) {
  return std::sin(x);
}
CRT_API double crt_sinh(double x) {
  return std::sinh(x);
}
CRT_API double crt_sqrt(double x) {
  return std::sqrt(x);
}
CRT_API double crt_tan(double x) {
  return std::tan(x);
}
CRT_API double crt_tanh(double x) {
  return std::tanh(x);
}
CRT_API double crt_trunc(double x) {
  return std::trunc(x);
}
CRT_API float crt_ceilf(float x) {
  return std::ceil(x);
}
CRT_API float crt_cosf(float x) {
  return std::cos(x);
}
CRT_API float crt_expf(float x) {
  return std::exp(x);
}
CRT_API float crt_fabsf(float x) {
  return std::fabs(x);
}
CRT_API float crt_floorf(float x) {
  return std::floor(x);
}
CRT_API float crt_log10f(float x) {
  return std::log10(x);
}
CRT_API float crt_logf(float x) {
  return std::log(x);
}
CRT_API float crt_roundf(float x) {
  return std::round(x);
}
CRT_API float crt_sinf(float x) {
  return std::sin(x);
}
CRT_API float crt_sqrtf(float x) {
  return std::sqrt(x);
}
CRT_API float crt_tanf(float x) {
  return std::tan(x);
}
CRT_API double crt_atan2(double x, double y) {
  return std::atan2(x, y);
}
CRT_API double crt_fmod(double x, double y) {
  return std::fmod(x, y);
}
CRT_API double crt_pow(double x, double y) {
  return std::pow(x, y);
}
CRT_API float crt_powf(float x, float y) {
  return std::pow(x, y);
}
CRT_API double crt_frexp(double x, int* exponent) {
  return std::frexp(x, exponent);
}
CRT_API double crt_ldexp(double x, int exponent) {
  return std::ldexp(x, exponent);
}
CRT_API double crt_modf(double x, double* whole) {
  return std::modf(x, whole);
}
CRT_API owdf::client::Long crt_lround(double x) {
  return static_cast<owdf::client::Long>(std::lround(x));
}
