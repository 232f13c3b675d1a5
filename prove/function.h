// A function that can lie: call() stands in for it, with what the tables in ddi/ know of its parameters.
#pragma once

#include <cstring>
#include <span>
#include <type_traits>
#include <utility>

#include <ntddk.h>

#include "prove/liar.h"
#include "prove/status.h"

namespace owdf::prove {

struct Member {
  const char* name;
  uint16_t offset;
  uint16_t size;
};

struct Structure {
  const char* name;
  uint16_t size;
  bool sized;  // its first member is its size, and may say less than `size`
  std::span<const Member> members;
  void (*initialize)(void*);  // as its published init function does; null: all zero
};

// Specialised for each structure that a function takes or fills.
template <typename T>
inline const Structure* const kStructureOf = nullptr;

enum class Role : uint8_t { kValue, kIn, kOut, kInOut };

struct Parameter {
  const char* name;
  Role role;
};

struct Function {
  const char* name;
  bool returns_status;
  std::span<const Parameter> parameters;
};

// An argument of a call: where it lies, and what it points to where that is known.
struct Argument {
  const Parameter* parameter = nullptr;
  void* slot = nullptr;
  size_t pointee = 0;  // bytes; 0: no pointer, or to something of unknown size
  const Structure* structure = nullptr;

  void* target() const { return *static_cast<void**>(slot); }
};

// What is done to the arguments of one call, before and after it.
class Tampering {
 public:
  Tampering(const Function& function, std::span<Argument> arguments);
  Tampering(const Tampering&) = delete;
  // A structure in which one member is ignored takes the place of the one that was passed.
  void before();
  // Out parameters are put back, members of filled structures are lost.
  void after();

 private:
  void ignore_members(Argument& argument);
  void spoil(const Argument& argument, std::span<const char> as_it_was);

  const Function& function_;
  std::span<Argument> arguments_;
  std::vector<std::vector<char>> copies_;   // of structures passed in, while the call runs
  std::vector<std::vector<char>> outputs_;  // what out parameters held before, one for each argument
};

// The value that a lie returns instead: the other truth value, another number, another status, no pointer. Returns
// false if there is none that is different.
template <typename R>
bool contradict(R& result, bool is_status) {
  if constexpr (std::is_pointer_v<R>) {
    return std::exchange(result, nullptr) != nullptr;
  } else if constexpr (std::is_same_v<R, BOOLEAN>) {
    result = !result;
    return true;
  } else if constexpr (std::is_integral_v<R> || std::is_enum_v<R>) {
    if (is_status) {
      result = static_cast<R>(other_status(static_cast<NTSTATUS>(result)));
    } else {
      result = static_cast<R>(static_cast<uint64_t>(result) + 1);
    }
    return true;
  } else {
    return false;
  }
}

template <typename T>
Argument argument(const Parameter& parameter, T& value) {
  Argument made{.parameter = &parameter, .slot = const_cast<void*>(static_cast<const void*>(&value))};
  if constexpr (std::is_pointer_v<T>) {
    using Pointee = std::remove_cv_t<std::remove_pointer_t<T>>;
    if constexpr (requires { sizeof(Pointee); } && !std::is_void_v<Pointee> && !std::is_function_v<Pointee>) {
      if (parameter.role != Role::kValue && value) {
        made.pointee = sizeof(Pointee);
        made.structure = kStructureOf<Pointee>;
      }
    }
  }
  return made;
}

template <typename R>
R lie_about_result(const Function& function, R result) {
  Liar& liar = Liar::of_process();
  if constexpr (std::is_integral_v<R>) {
    if (function.returns_status && !NT_SUCCESS(static_cast<NTSTATUS>(result))) {
      if (liar.offer(Kind::kPretend, function.name)) return static_cast<R>(STATUS_SUCCESS);
      result = static_cast<R>(tell_status(static_cast<NTSTATUS>(result)));
    }
  }
  R other = result;
  if (contradict(other, function.returns_status) && liar.offer(Kind::kAnswer, function.name)) return other;
  return result;
}

// What every call goes through; `truth` makes it with the arguments as they then are.
template <typename Truth, typename... P>
auto call_through(const Function& function, Truth truth, P&... parameters) -> decltype(truth()) {
  using R = decltype(truth());
  Liar& liar = Liar::of_process();
  if (function.returns_status && liar.offer(Kind::kRefuse, function.name)) {
    if constexpr (std::is_integral_v<R>) return static_cast<R>(STATUS_UNSUCCESSFUL);
  }
  if (liar.offer(Kind::kSkip, function.name)) return R();
  size_t position = 0;
  Argument arguments[sizeof...(P) + 1] = {argument(function.parameters[position++], parameters)...};
  Tampering tampering(function, {arguments, sizeof...(P)});
  tampering.before();
  if constexpr (std::is_void_v<R>) {
    truth();
    tampering.after();
  } else {
    const R result = truth();
    tampering.after();
    return lie_about_result(function, result);
  }
}

// `truth` is the function itself; the globals that every framework function takes first are passed on as they are.
template <typename R, typename Globals, typename... P>
R call(const Function& function, R(NTAPI* truth)(Globals, P...), std::type_identity_t<Globals> globals,
       std::type_identity_t<P>... parameters) {
  if (Liar::of_process().idle()) return truth(globals, parameters...);
  return call_through(function, [&] { return truth(globals, parameters...); }, parameters...);
}

}  // namespace owdf::prove
