// RTL_AVL_TABLE: a balanced tree of copies of the driver's elements, in memory that the driver's own routine gives.
// BalancedRoot is the parent of the top; what lies behind the links of a node is the element.
#include <ntddk.h>

#include <cstring>

namespace {

using Links = RTL_BALANCED_LINKS;

void* element_of(Links* node) {
  return node + 1;
}

Links* top(RTL_AVL_TABLE& table) {
  return table.BalancedRoot.RightChild;
}

Links*& link_from_parent(Links* node) {
  return node->Parent->LeftChild == node ? node->Parent->LeftChild : node->Parent->RightChild;
}

// Where the element is, or below which node and on which side it belongs.
TABLE_SEARCH_RESULT search(RTL_AVL_TABLE& table, void* element, Links*& at) {
  at = top(table);
  if (!at) return TableEmptyTree;
  for (;;) {
    const RTL_GENERIC_COMPARE_RESULTS order = table.CompareRoutine(&table, element, element_of(at));
    if (order == GenericEqual) return TableFoundNode;
    Links* const child = order == GenericLessThan ? at->LeftChild : at->RightChild;
    if (!child) return order == GenericLessThan ? TableInsertAsLeft : TableInsertAsRight;
    at = child;
  }
}

Links* leftmost(Links* node) {
  while (node && node->LeftChild) node = node->LeftChild;
  return node;
}

Links* successor(RTL_AVL_TABLE& table, Links* node) {
  if (node->RightChild) return leftmost(node->RightChild);
  while (node->Parent->RightChild == node && node->Parent != &table.BalancedRoot) node = node->Parent;
  return node->Parent == &table.BalancedRoot ? nullptr : node->Parent;
}

Links* predecessor(RTL_AVL_TABLE& table, Links* node) {
  if (Links* at = node->LeftChild) {
    while (at->RightChild) at = at->RightChild;
    return at;
  }
  while (node->Parent != &table.BalancedRoot && node->Parent->LeftChild == node) node = node->Parent;
  return node->Parent == &table.BalancedRoot ? nullptr : node->Parent;
}

// Lifts a child into its parent's place; the balances are the caller's to say.
void rotate_up(Links* child) {
  Links* const parent = child->Parent;
  link_from_parent(parent) = child;
  child->Parent = parent->Parent;
  const bool was_left = parent->LeftChild == child;
  Links*& inner = was_left ? child->RightChild : child->LeftChild;
  (was_left ? parent->LeftChild : parent->RightChild) = inner;
  if (inner) inner->Parent = parent;
  inner = parent;
  parent->Parent = child;
}

struct Rotated {
  Links* top;
  bool shorter;
};

// A node that leans two levels to `side` (-1 left, +1 right): one rotation or two.
Rotated rebalance(Links* node, CHAR side) {
  Links* const heavy = side < 0 ? node->LeftChild : node->RightChild;
  if (heavy->Balance != -side) {
    rotate_up(heavy);
    const bool shorter = heavy->Balance != 0;
    node->Balance = shorter ? CHAR{0} : side;
    heavy->Balance = shorter ? CHAR{0} : static_cast<CHAR>(-side);
    return {heavy, shorter};
  }
  Links* const middle = side < 0 ? heavy->RightChild : heavy->LeftChild;
  rotate_up(middle);
  rotate_up(middle);
  node->Balance = middle->Balance == side ? static_cast<CHAR>(-side) : CHAR{0};
  heavy->Balance = middle->Balance == -side ? side : CHAR{0};
  middle->Balance = 0;
  return {middle, true};
}

// The subtree at `node` has grown by one level.
void grow(RTL_AVL_TABLE& table, Links* node) {
  while (node->Parent != &table.BalancedRoot) {
    Links* const parent = node->Parent;
    const CHAR side = parent->LeftChild == node ? -1 : 1;
    if (parent->Balance == side) {
      rebalance(parent, side);
      return;
    }
    parent->Balance = static_cast<CHAR>(parent->Balance + side);
    if (parent->Balance == 0) return;
    node = parent;
  }
  table.DepthOfTree++;
}

// The subtree on `side` of `node` has lost one level.
void shrink(RTL_AVL_TABLE& table, Links* node, CHAR side) {
  while (node != &table.BalancedRoot) {
    Links* subtree = node;
    if (node->Balance == -side) {
      const Rotated rotated = rebalance(node, static_cast<CHAR>(-side));
      if (!rotated.shorter) return;
      subtree = rotated.top;
    } else {
      node->Balance = static_cast<CHAR>(node->Balance - side);
      if (node->Balance != 0) return;
    }
    node = subtree->Parent;
    side = node->LeftChild == subtree ? -1 : 1;
  }
  table.DepthOfTree--;
}

// A node with two children gives its place to its neighbour in order, which has at most one.
void exchange_with_successor(Links* node) {
  Links* const next = leftmost(node->RightChild);
  if (next->Parent != node) {
    Links* const right = next->RightChild;
    next->Parent->LeftChild = right;
    if (right) right->Parent = next->Parent;
    next->RightChild = node->RightChild;
    next->RightChild->Parent = next;
  }
  next->LeftChild = node->LeftChild;
  next->LeftChild->Parent = next;
  next->Balance = node->Balance;
  next->Parent = node->Parent;
  link_from_parent(node) = next;
}

void unlink(RTL_AVL_TABLE& table, Links* node) {
  Links* lighter = node->Parent;
  CHAR side = lighter->LeftChild == node ? -1 : 1;
  if (node->LeftChild && node->RightChild) {
    Links* const next = leftmost(node->RightChild);
    const bool direct = next == node->RightChild;
    lighter = direct ? next : next->Parent;
    side = direct ? 1 : -1;
    exchange_with_successor(node);
  } else {
    Links* const child = node->LeftChild ? node->LeftChild : node->RightChild;
    link_from_parent(node) = child;
    if (child) child->Parent = node->Parent;
  }
  shrink(table, lighter, side);
}

void forget_order(RTL_AVL_TABLE& table) {
  table.OrderedPointer = nullptr;
  table.WhichOrderedElement = 0;
}

}  // namespace

extern "C" {

void NTAPI RtlInitializeGenericTableAvl(PRTL_AVL_TABLE Table, PRTL_AVL_COMPARE_ROUTINE CompareRoutine,
                                        PRTL_AVL_ALLOCATE_ROUTINE AllocateRoutine, PRTL_AVL_FREE_ROUTINE FreeRoutine,
                                        PVOID TableContext) {
  *Table = {};
  Table->BalancedRoot.Parent = &Table->BalancedRoot;
  Table->CompareRoutine = CompareRoutine;
  Table->AllocateRoutine = AllocateRoutine;
  Table->FreeRoutine = FreeRoutine;
  Table->TableContext = TableContext;
}

PVOID NTAPI RtlLookupElementGenericTableFullAvl(PRTL_AVL_TABLE Table, PVOID Buffer, PVOID* NodeOrParent,
                                                TABLE_SEARCH_RESULT* SearchResult) {
  Links* at;
  *SearchResult = search(*Table, Buffer, at);
  *NodeOrParent = at;
  return *SearchResult == TableFoundNode ? element_of(at) : nullptr;
}

PVOID NTAPI RtlLookupElementGenericTableAvl(PRTL_AVL_TABLE Table, PVOID Buffer) {
  Links* at;
  return search(*Table, Buffer, at) == TableFoundNode ? element_of(at) : nullptr;
}

PVOID NTAPI RtlInsertElementGenericTableFullAvl(PRTL_AVL_TABLE Table, PVOID Buffer, ULONG BufferSize,
                                                PBOOLEAN NewElement, PVOID NodeOrParent,
                                                TABLE_SEARCH_RESULT SearchResult) {
  auto* const at = static_cast<Links*>(NodeOrParent);
  if (NewElement) *NewElement = SearchResult != TableFoundNode;
  if (SearchResult == TableFoundNode) return element_of(at);
  auto* const node = static_cast<Links*>(Table->AllocateRoutine(Table, static_cast<ULONG>(sizeof(Links)) + BufferSize));
  if (!node) {
    if (NewElement) *NewElement = FALSE;
    return nullptr;
  }
  *node = {};
  std::memcpy(element_of(node), Buffer, BufferSize);
  node->Parent = SearchResult == TableEmptyTree ? &Table->BalancedRoot : at;
  (SearchResult == TableInsertAsLeft ? node->Parent->LeftChild : node->Parent->RightChild) = node;
  Table->NumberGenericTableElements++;
  forget_order(*Table);
  grow(*Table, node);
  return element_of(node);
}

PVOID NTAPI RtlInsertElementGenericTableAvl(PRTL_AVL_TABLE Table, PVOID Buffer, ULONG BufferSize, PBOOLEAN NewElement) {
  Links* at;
  const TABLE_SEARCH_RESULT found = search(*Table, Buffer, at);
  return RtlInsertElementGenericTableFullAvl(Table, Buffer, BufferSize, NewElement, at, found);
}

BOOLEAN NTAPI RtlDeleteElementGenericTableAvl(PRTL_AVL_TABLE Table, PVOID Buffer) {
  Links* node;
  if (search(*Table, Buffer, node) != TableFoundNode) return FALSE;
  // An enumeration that stands on the node goes on behind the one before it.
  if (Table->RestartKey == node) Table->RestartKey = predecessor(*Table, node);
  Table->DeleteCount++;
  Table->NumberGenericTableElements--;
  forget_order(*Table);
  unlink(*Table, node);
  Table->FreeRoutine(Table, node);
  return TRUE;
}

PVOID NTAPI RtlEnumerateGenericTableWithoutSplayingAvl(PRTL_AVL_TABLE Table, PVOID* RestartKey) {
  auto* const before = static_cast<Links*>(*RestartKey);
  Links* const next = before ? successor(*Table, before) : leftmost(top(*Table));
  if (!next) return nullptr;
  *RestartKey = next;
  return element_of(next);
}

PVOID NTAPI RtlEnumerateGenericTableAvl(PRTL_AVL_TABLE Table, BOOLEAN Restart) {
  if (Restart) Table->RestartKey = nullptr;
  PVOID key = Table->RestartKey;
  PVOID const element = RtlEnumerateGenericTableWithoutSplayingAvl(Table, &key);
  Table->RestartKey = static_cast<Links*>(key);
  return element;
}

PVOID NTAPI RtlLookupFirstMatchingElementGenericTableAvl(PRTL_AVL_TABLE Table, PVOID Buffer, PVOID* RestartKey) {
  Links* at;
  if (search(*Table, Buffer, at) != TableFoundNode) return nullptr;
  for (Links* before = predecessor(*Table, at);
       before && Table->CompareRoutine(Table, Buffer, element_of(before)) == GenericEqual;
       before = predecessor(*Table, at))
    at = before;
  *RestartKey = at;
  return element_of(at);
}

PVOID NTAPI RtlGetElementGenericTableAvl(PRTL_AVL_TABLE Table, ULONG I) {
  if (I >= Table->NumberGenericTableElements) return nullptr;
  auto* node = static_cast<Links*>(Table->OrderedPointer);
  ULONG index = Table->WhichOrderedElement - 1;
  if (!node || index > I) {
    node = leftmost(top(*Table));
    index = 0;
  }
  for (; index < I; index++) node = successor(*Table, node);
  Table->OrderedPointer = node;
  Table->WhichOrderedElement = I + 1;
  return element_of(node);
}

ULONG NTAPI RtlNumberGenericTableElementsAvl(PRTL_AVL_TABLE Table) {
  return Table->NumberGenericTableElements;
}

BOOLEAN NTAPI RtlIsGenericTableEmptyAvl(PRTL_AVL_TABLE Table) {
  return Table->NumberGenericTableElements == 0;
}

}  // extern "C"
