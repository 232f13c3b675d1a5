// `&((TYPE)variable)`: the Microsoft compiler takes a cast of a variable for the variable itself, read as another type,
// with a warning in C. clang refuses it, so the expression is written as the cast of an address, on its own line.
#pragma once

#include <string>
#include <string_view>

namespace owdf::cli {

// What clang says of a source that asks for this.
inline constexpr std::string_view kCastLvalueError = "cannot take the address of an rvalue of type";

std::string rewrite_cast_lvalues(std::string_view preprocessed);

}  // namespace owdf::cli
