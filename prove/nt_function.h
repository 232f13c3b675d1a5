// An NT function that can lie. The tables in ddi/nt hold no signatures: what its parameters are follows from their
// types.
//
// The name `F` of a test or an image means `owdf_lie_F`, a jump to the function that entry() returns (gen/nt/lies.cc).
#pragma once

#include <array>

#include "prove/function.h"

namespace owdf::prove {

// What a name means in gen/nt/lies.cc if no header declares it.
struct Undeclared {};

// A pointer to a number or a pointer may be written through; what lies behind others is not known.
template <typename P>
constexpr Role role_by_type() {
  if constexpr (std::is_pointer_v<P>) {
    using Pointee = std::remove_pointer_t<P>;
    const bool plain = std::is_arithmetic_v<Pointee> || std::is_pointer_v<Pointee>;
    if (plain && !std::is_const_v<Pointee> && !std::is_volatile_v<Pointee>) return Role::kInOut;
  }
  return Role::kValue;
}

inline constexpr std::array kParameterNumbers = {"1", "2",  "3",  "4",  "5",  "6",  "7", "8",
                                                 "9", "10", "11", "12", "13", "14", "15"};

template <typename... P>
constexpr auto parameters_by_type() {
  size_t position = 0;
  return std::array<Parameter, sizeof...(P)>{Parameter{kParameterNumbers[position++], role_by_type<P>()}...};
}

template <const Function& kNamed, typename R, typename... P>
struct LyingFunction {
  static inline R(NTAPI* truth)(P...);
  static constexpr auto kParameters = parameters_by_type<P...>();
  static constexpr Function kFunction{kNamed.name, kNamed.returns_status, kParameters};

  static R NTAPI call(P... parameters) {
    if (Liar::of_process().idle()) return truth(parameters...);
    return call_through(kFunction, [&] { return truth(parameters...); }, parameters...);
  }
};

// What stands in for a function; `symbol` is its address, null if nobody has built it.
template <const Function& kNamed, typename R, typename... P>
const void* entry(const void* symbol, R(NTAPI* truth)(P...)) {
  using Lying = LyingFunction<kNamed, R, P...>;
  if (!symbol) return nullptr;
  Lying::truth = truth;
  return reinterpret_cast<const void*>(&Lying::call);
}

// Nobody lies about a function with a variable number of arguments, an inline one, or one without a prototype.
template <const Function& kNamed>
const void* entry(const void* symbol, ...) {
  return symbol;
}

}  // namespace owdf::prove
