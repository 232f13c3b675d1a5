#include "../paths.c"
