// C++ as drivers write it: no exceptions, no run-time types.
#include <ntddk.h>
#include "shared.h"
#include <new>
struct __declspec(uuid("12345678-1234-1234-1234-123456789ABC")) __declspec(novtable) IThing { virtual void F() = 0; };
struct __declspec(empty_bases) Both : IThing { void F() override {} typedef IThing Parent; };
struct Sub : Both { void F() override { __super::F(); } };
void* operator new(size_t size, POOL_FLAGS flags, ULONG tag) { return ExAllocatePool2(flags, size, tag); }
void* operator new(size_t size, POOL_TYPE type) { (void)type; return ExAllocatePool2(POOL_FLAG_NON_PAGED, size, 'x'); }
void operator delete(void* p) { if (p) ExFreePool(p); }
void operator delete(void* p, size_t) { if (p) ExFreePool(p); }
template <class T> struct Holder { T value; __if_exists(IThing::F) { Sub* parent; } __if_not_exists(IThing::G) { int g; } T* operator->() { return &value; } };
struct Static { int n; Static() : n(7) {} ~Static() { DbgPrint("destroyed: %d\n", n); } };
static Static Constructed;
class Prop { public: __declspec(property(get=GetX, put=PutX)) int X; int GetX() const { return x; } void PutX(int v) { x = v; } int x; };
enum class Kind : UCHAR { A, B };
constexpr int Square(int n) { return n * n; }
extern "C" int UseObjects() {
  char room[sizeof(Sub)];
  Sub* placed = new (room) Sub;
  Sub* pooled = new (POOL_FLAG_NON_PAGED, 'gaT') Sub;
  Sub* typed = new (NonPagedPoolNx) Sub;
  auto l = [&](int a) { return a + Constructed.n; };
  Holder<Sub> h; h.parent = pooled; h->F();
  Prop p; p.X = 3;
  const GUID& id = __uuidof(IThing);
  const char* msg = "a" __FUNCTION__ "b"; (void)msg;
  placed->F(); typed->F(); delete typed; delete pooled;
  static_assert(Square(3) == 9, "");
  alignas(16) int al[4] = {}; (void)al;
  return l(1) + p.X + (int)id.Data1 + (int)Kind::B + SharedValue + (int)sizeof(L'x');
}
