/* The same paths as C++, and what only C++ has. Included by the one C++ file of the driver and of the program. */
#pragma once

extern "C" {
#include "paths.h"
#define PATHS CommonPaths
#include "paths.inc"
}

namespace {

template <class Number>
struct Caught {
  Number Value;
  explicit Caught(Number value) : Value{value}
  {
    __try {
      Raise(OUR_CODE);
    } __except (EXCEPTION_EXECUTE_HANDLER) {
      Value = Value + 1;
    }
  }
  __forceinline Number Again()
  {
    Number sum = Value;
    __try {
      sum++;
      WRITE_NOWHERE();
    } __except (sum > 0) {
      sum += 10;
    }
    return sum;
  }
};

void MembersAndTemplates()
{
  Caught<int> caught(4);
  NoteIf(caught.Value == 5 && caught.Again() == 16, 'm', 'x');
}

void Lambdas()
{
  int outer = 1;
  auto catches = [&outer](int add) -> int {
    int inner = 0;
    __try {
      inner = add;
      Raise(OUR_CODE);
    } __except (inner == add) {
      outer += inner;
    }
    return outer;
  };
  auto guards = [&] {
    __try {
      outer++;
      return;
    } __finally {
      outer *= 10;
    }
  };
  NoteIf(catches(2) == 3, 'l', 'x');
  guards();
  NoteIf(outer == 40, 'g', 'x');
}

}  // namespace

extern "C" const PATH CppPaths[] = {
    {"members and templates", "m", MembersAndTemplates},
    {"lambdas", "lg", Lambdas},
    {nullptr, nullptr, nullptr},
};
