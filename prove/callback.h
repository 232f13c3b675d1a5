// A callback about which can be lied: the framework's door to drivers passes every call through call_back().
#pragma once

#include <type_traits>

#include "prove/function.h"

namespace owdf::prove {

// The opposite of what a callback said: failure for success and the other way round.
template <typename R>
R opposite(R result) {
  if constexpr (std::is_same_v<R, NTSTATUS>) return NT_SUCCESS(result) ? STATUS_UNSUCCESSFUL : STATUS_SUCCESS;
  contradict(result, false);
  return result;
}

// `call` makes the call and may be made again or later.
template <typename Call>
auto call_back(const char* name, Call call) -> decltype(call()) {
  using R = decltype(call());
  Liar& liar = Liar::of_process();
  if (liar.idle()) return call();
  if (liar.offer(Kind::kDrop, name)) return R();
  if (!liar.holds_back() && liar.offer(Kind::kLate, name)) {
    liar.hold_back([call] { call(); });
    return R();
  }
  if (liar.offer(Kind::kTwice, name)) call();
  if constexpr (std::is_void_v<R>) {
    call();
    liar.call_held_back();
  } else {
    R result = call();
    liar.call_held_back();
    return liar.offer(Kind::kWrong, name) ? opposite(result) : result;
  }
}

}  // namespace owdf::prove
