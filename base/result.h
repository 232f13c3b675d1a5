// Result<T>: a value, or the NTSTATUS that says why there is none (house rule H7a: the world fails).
// TRY moves a failure on to the caller. NTSTATUS itself appears only at the DDI edge and in IRPs.
#pragma once

#include <cstdint>
#include <utility>
#include <variant>

#include "base/assert.h"

namespace owdf {

// The bits of an NTSTATUS. A type of its own, so that no plain integer becomes a status by accident.
struct [[nodiscard]] Status {
  int32_t value = 0;
  constexpr Status() = default;
  constexpr explicit Status(int32_t v) : value(v) {}
  constexpr explicit Status(uint32_t v) : value(static_cast<int32_t>(v)) {}
  constexpr bool ok() const { return value >= 0; }
  friend constexpr bool operator==(Status, Status) = default;
};

template <typename T>
class [[nodiscard]] Result {
 public:
  Result(T value) : state_(std::in_place_index<0>, std::move(value)) {}
  Result(Status failure) : state_(std::in_place_index<1>, failure) { OWDF_ASSERT(!failure.ok()); }

  bool ok() const { return state_.index() == 0; }
  explicit operator bool() const { return ok(); }
  Status status() const { return ok() ? Status{} : std::get<1>(state_); }
  T& value() & { return std::get<0>(state_); }
  T&& value() && { return std::get<0>(std::move(state_)); }
  const T& value() const& { return std::get<0>(state_); }
  T& operator*() & { return value(); }
  T* operator->() { return &value(); }

 private:
  std::variant<T, Status> state_;
};

inline Status status_of(Status s) {
  return s;
}
template <typename T>
Status status_of(const Result<T>& r) {
  return r.status();
}
inline void value_of(Status) {}
template <typename T>
T value_of(Result<T>&& r) {
  return std::move(r).value();
}

}  // namespace owdf

// TRY(expression): its value; or return its failure from the enclosing function.
#define TRY(expression)                                                            \
  ({                                                                               \
    auto try_result = (expression);                                                \
    if (!::owdf::status_of(try_result).ok()) return ::owdf::status_of(try_result); \
    ::owdf::value_of(std::move(try_result));                                       \
  })
