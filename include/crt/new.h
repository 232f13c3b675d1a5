/* Placement new, by its older header. */
#pragma once

#ifdef __cplusplus
#include <new>
#endif
