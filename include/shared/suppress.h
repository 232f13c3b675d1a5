/* Names of analysis warnings; drivers include this to silence a tool that does not run here. */
#pragma once
