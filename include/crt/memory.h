/* Memory functions, by their older header. */
#pragma once

#include <string.h>
