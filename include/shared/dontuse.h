/* Poisons functions of the C runtime in other toolchains; ours says so where they are used. */
#pragma once
