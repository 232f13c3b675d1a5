/* Limits of the floating types. */
#pragma once

#define FLT_RADIX 2
#define FLT_DIG 6
#define FLT_MANT_DIG 24
#define FLT_EPSILON __FLT_EPSILON__
#define FLT_MIN __FLT_MIN__
#define FLT_MAX __FLT_MAX__
#define FLT_MIN_EXP (-125)
#define FLT_MAX_EXP 128
#define DBL_DIG 15
#define DBL_MANT_DIG 53
#define DBL_EPSILON __DBL_EPSILON__
#define DBL_MIN __DBL_MIN__
#define DBL_MAX __DBL_MAX__
#define DBL_MIN_EXP (-1021)
#define DBL_MAX_EXP 1024
