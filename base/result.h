// Result<T>: a value, or the NTSTATUS that says why there is none (house rule H7a: the world fails).
// TRY moves a failure on to the caller. NTSTATUS itself appears only at the DDI edge and in IRPs.
#pragma once

#include <cstdint>
#include <type_traits>
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

namespace result {

// A plain value stands beside its failure, each in a word of its own, so that a Result of a pointer or a number travels
// in two registers; a variant's tag is a byte, and a byte written to memory and read back as a word stalls.
template <typename T>
class Plain {
 public:
  explicit Plain(T value) : value_(value) {}
  explicit Plain(Status failure) : failure_(failure.value) {}
  bool ok() const { return failure_ == 0; }
  Status failure() const { return Status(static_cast<int32_t>(failure_)); }
  T& value() { return value_; }
  const T& value() const { return value_; }

 private:
  T value_{};
  int64_t failure_ = 0;
};

template <typename T>
class Managed {
 public:
  explicit Managed(T value) : state_(std::in_place_index<0>, std::move(value)) {}
  explicit Managed(Status failure) : state_(std::in_place_index<1>, failure) {}
  bool ok() const { return state_.index() == 0; }
  Status failure() const { return std::get<1>(state_); }
  T& value() { return std::get<0>(state_); }
  const T& value() const { return std::get<0>(state_); }

 private:
  std::variant<T, Status> state_;
};

template <typename T>
using Storage =
    std::conditional_t<std::is_trivially_copyable_v<T> && std::is_default_constructible_v<T>, Plain<T>, Managed<T>>;

}  // namespace result

template <typename T>
class [[nodiscard]] Result {
 public:
  Result(T value) : state_(std::move(value)) {}
  Result(Status failure) : state_(failure) { OWDF_ASSERT(!failure.ok()); }

  bool ok() const { return state_.ok(); }
  explicit operator bool() const { return ok(); }
  Status status() const { return ok() ? Status{} : state_.failure(); }
  T& value() & { return OWDF_ASSERT(ok()), state_.value(); }
  T&& value() && { return OWDF_ASSERT(ok()), std::move(state_.value()); }
  const T& value() const& { return OWDF_ASSERT(ok()), state_.value(); }
  T& operator*() & { return value(); }
  T* operator->() { return &value(); }

 private:
  result::Storage<T> state_;
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
