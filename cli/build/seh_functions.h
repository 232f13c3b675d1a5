// Which function a token belongs to.
#pragma once

#include <vector>

#include "cli/build/seh_tokens.h"

namespace owdf::cli::seh {

struct Function {
  size_t begin;  // first token of the declaration, behind template<...> and extern "C"
  size_t open;   // its body's brackets
  size_t close;
};

// The function definitions of a translation unit, in order: members and what lies in namespaces too, lambdas not.
std::vector<Function> find_functions(const TokenList& list);

// The innermost lambda around the token `index` inside `function`: the index behind which an attribute of it goes, and
// whether its empty parameter list is left out. Token::kNone: there is no lambda.
struct LambdaPlace {
  size_t index = Token::kNone;
  bool needs_parameters = false;
};
LambdaPlace find_lambda(const TokenList& list, const Function& function, size_t index);

}  // namespace owdf::cli::seh
