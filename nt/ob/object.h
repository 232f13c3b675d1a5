// Header of every executive object: what it is, who refers to it, what it is called. The body that drivers see follows
// it. References and handles are counted apart: the last handle closes the object (files are cleaned up, names vanish),
// the last reference destroys it. Owner: the references. Any IRQL, except that destruction happens at PASSIVE_LEVEL
// only.
#pragma once

#include <atomic>
#include <cstdint>
#include <string>
#include <type_traits>
#include <utility>

#include "base/assert.h"
#include "base/list.h"
#include "sched/atomics.h"

namespace owdf::nt {
class Machine;
}
namespace owdf::ps {
class Process;
}
namespace owdf::ob {
class Directory;
}

// What POBJECT_TYPE points at. One constant of this type per kind of object; a driver sees only its address.
struct _OBJECT_TYPE {
  const char16_t* name = nullptr;
  // What a wait on the object waits for (a DISPATCHER_HEADER); null: it cannot be waited on.
  void* (*dispatcher)(void* body) = nullptr;
  // A handle of `process` was closed; `process_handles` and `handles` are what is left. PASSIVE_LEVEL, no lock held.
  void (*handle_closed)(owdf::nt::Machine& machine, void* body, owdf::ps::Process& process, uint32_t process_handles,
                        uint32_t handles) = nullptr;
  // The last reference is gone. PASSIVE_LEVEL, no lock held; the memory is freed by the caller.
  void (*destroy)(owdf::nt::Machine& machine, void* body) = nullptr;
  // The machine is taken down and the object is still there, as it is after a bug check: gives back what the body owns
  // outside of the machine's memory, and looks at nothing else. Null: nothing is.
  void (*discard)(void* body) = nullptr;
};

namespace owdf::ob {

using Type = _OBJECT_TYPE;

struct alignas(16) Header {
  std::atomic<int64_t> references{1};
  std::atomic<uint32_t> handles{0};
  bool permanent = false;         // the name outlives the last handle
  bool kernel_exclusive = false;  // only kernel handles may be made
  uint32_t serial = 0;
  const Type* type = nullptr;
  nt::Machine* machine = nullptr;
  Directory* directory = nullptr;        // where the name is; guarded by the namespace lock
  const std::u16string* name = nullptr;  // the directory's own copy, valid while `directory` is set
  ListLink alive;                        // among all objects of the machine
  Header* next_deferred = nullptr;       // in the list of objects whose last reference went at raised IRQL
};

inline Header& header_of(const void* body) {
  return *reinterpret_cast<Header*>(const_cast<char*>(static_cast<const char*>(body)) - sizeof(Header));
}
// For Type::discard.
template <typename T>
void discard_body(void* body) {
  static_cast<T*>(body)->~T();
}

inline void* body_of(Header& header) {
  return reinterpret_cast<char*>(&header) + sizeof(Header);
}

void last_reference_gone(Header& header);

inline void reference(void* body) {
  const int64_t before = sched::fetch_add(header_of(body).references, 1, std::memory_order_relaxed);
  OWDF_ASSERT(before > 0);
}
// May destroy the object; above PASSIVE_LEVEL destruction is left to a worker.
inline void dereference(void* body) {
  Header& header = header_of(body);
  const int64_t before = sched::fetch_add(header.references, -1, std::memory_order_acq_rel);
  OWDF_ASSERT(before > 0);
  if (before == 1) last_reference_gone(header);
}
// False, and nothing happens, if it is the last one. For who must not leave the end of the object to a worker.
bool dereference_unless_last(void* body);

// A counted reference to an object's body.
template <typename T>
class Ref {
 public:
  Ref() = default;
  static Ref adopt(T* body) { return Ref(body); }  // takes over a reference that the caller holds
  static Ref share(T* body) {
    if (body) reference(body);
    return Ref(body);
  }
  Ref(Ref&& other) noexcept : body_(std::exchange(other.body_, nullptr)) {}
  Ref(const Ref& other) : body_(other.body_) {
    if (body_) reference(body_);
  }
  Ref& operator=(Ref other) noexcept {
    std::swap(body_, other.body_);
    return *this;
  }
  ~Ref() {
    if (body_) dereference(body_);
  }

  T* get() const { return body_; }
  T* operator->() const { return body_; }
  std::add_lvalue_reference_t<T> operator*() const { return *body_; }
  explicit operator bool() const { return body_ != nullptr; }
  T* release() { return std::exchange(body_, nullptr); }
  template <typename U>
  Ref<U> as() && {
    return Ref<U>::adopt(static_cast<U*>(static_cast<void*>(release())));
  }

 private:
  explicit Ref(T* body) : body_(body) {}
  T* body_ = nullptr;
};

using AnyRef = Ref<void>;

}  // namespace owdf::ob
