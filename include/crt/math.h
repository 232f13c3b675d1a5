/* Real functions. */
#pragma once

#include <crt_types.h>

#define HUGE_VAL __builtin_huge_val()
#define INFINITY __builtin_inff()
#define NAN __builtin_nanf("")
#define isnan(x) __builtin_isnan(x)
#define isinf(x) __builtin_isinf(x)
#define isfinite(x) __builtin_isfinite(x)
#ifdef _USE_MATH_DEFINES
#define M_E 2.71828182845904523536
#define M_PI 3.14159265358979323846
#define M_PI_2 1.57079632679489661923
#define M_PI_4 0.785398163397448309616
#define M_SQRT2 1.41421356237309504880
#endif

#define FP_NAN 2
#define FP_INFINITE 1
#define FP_NORMAL (-1)
#define FP_SUBNORMAL (-2)
#define FP_ZERO 0

OWDF_CRT_BEGIN
double __cdecl acos(double x);
double __cdecl asin(double x);
double __cdecl atan(double x);
double __cdecl atan2(double y, double x);
double __cdecl ceil(double x);
double __cdecl cos(double x);
double __cdecl cosh(double x);
double __cdecl exp(double x);
double __cdecl fabs(double x);
double __cdecl floor(double x);
double __cdecl fmod(double x, double y);
double __cdecl frexp(double x, int* exponent);
double __cdecl ldexp(double x, int exponent);
double __cdecl log(double x);
double __cdecl log10(double x);
double __cdecl log2(double x);
double __cdecl modf(double x, double* whole);
double __cdecl pow(double x, double y);
double __cdecl round(double x);
long __cdecl lround(double x);
double __cdecl sin(double x);
double __cdecl sinh(double x);
double __cdecl sqrt(double x);
double __cdecl tan(double x);
double __cdecl tanh(double x);
double __cdecl trunc(double x);
float __cdecl ceilf(float x);
float __cdecl cosf(float x);
float __cdecl expf(float x);
float __cdecl fabsf(float x);
float __cdecl floorf(float x);
float __cdecl logf(float x);
float __cdecl log10f(float x);
float __cdecl powf(float x, float y);
float __cdecl roundf(float x);
float __cdecl sinf(float x);
float __cdecl sqrtf(float x);
float __cdecl tanf(float x);
OWDF_CRT_END
