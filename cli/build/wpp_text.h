// Pieces of C text, as the readers of trace configurations and trace calls need them.
#pragma once

#include <string>
#include <vector>

namespace owdf::cli {

std::string trimmed(const std::string& text);

// The index behind the literal that begins at `at` with a quote; the text's size where it never ends.
size_t after_literal(const std::string& text, size_t at);

// `text` begins behind an opening parenthesis: its index of the closing one; npos if there is none. Literals and
// comments count as such.
size_t closing_parenthesis(const std::string& text, size_t at);

// At the commas that stand in no parentheses and no literal; each part trimmed.
std::vector<std::string> split_arguments(const std::string& text);

// "a" "b" to the text between the quotes, put together; false if there is anything but string literals.
bool join_literals(const std::string& text, std::string& joined);

// What stands between the quotes of every string literal of a source.
std::vector<std::string> literals_of(const std::string& text);

bool is_identifier(const std::string& text);
bool is_identifier_character(char c);

// How many lines end before `at`, plus one.
int line_at(const std::string& text, size_t at);

// The names between %! and ! in a message, and how many arguments all of its conversions take.
struct WppMessageShape {
  std::vector<std::string> names;
  int arguments = 0;
};
WppMessageShape shape_of(const std::string& message);

}  // namespace owdf::cli
