// Heaps and pages. Every heap is the program's own; a movable block is a fixed one whose handle is its address.
#include "client/kernel32/win32.h"
#include "nt/machine.h"
#include "nt/mm/memory_manager.h"

using namespace owdf::client;

namespace {

void* allocate(Heap& heap, size_t size, bool zeroed) {
  void* block = heap.allocate(size, zeroed);
  if (!block) fail(ERROR_NOT_ENOUGH_MEMORY);
  return block;
}

Heap& default_heap() {
  return current_program()->heap;
}
Heap& heap_of(HANDLE handle) {
  return *static_cast<Heap*>(handle);
}

// LocalFree and its kin: null for success, the block itself for what is no block.
void* free_block(void* block) {
  if (!block || default_heap().release(block)) return nullptr;
  fail(ERROR_INVALID_HANDLE);
  return block;
}

}  // namespace

extern "C" {

HANDLE NTAPI GetProcessHeap() {
  return &default_heap();
}
HANDLE NTAPI HeapCreate(DWORD, SIZE_T, SIZE_T) {
  return current_program()->create_heap();
}
BOOL NTAPI HeapDestroy(HANDLE heap) {
  return current_program()->destroy_heap(&heap_of(heap)) || fail(ERROR_INVALID_HANDLE);
}
LPVOID NTAPI HeapAlloc(HANDLE heap, DWORD flags, SIZE_T size) {
  return allocate(heap_of(heap), size, flags & HEAP_ZERO_MEMORY);
}
LPVOID NTAPI HeapReAlloc(HANDLE heap, DWORD flags, LPVOID block, SIZE_T size) {
  return block ? heap_of(heap).reallocate(block, size, flags & HEAP_ZERO_MEMORY) : nullptr;
}
BOOL NTAPI HeapFree(HANDLE heap, DWORD, LPVOID block) {
  return !block || heap_of(heap).release(block) || fail(ERROR_INVALID_PARAMETER);
}
SIZE_T NTAPI HeapSize(HANDLE heap, DWORD, LPCVOID block) {
  return heap_of(heap).size_of(block);
}

HLOCAL NTAPI LocalAlloc(UINT flags, SIZE_T size) {
  return allocate(default_heap(), size, flags & LMEM_ZEROINIT);
}
HLOCAL NTAPI LocalFree(HLOCAL block) {
  return free_block(block);
}
HLOCAL NTAPI LocalReAlloc(HLOCAL block, SIZE_T size, UINT flags) {
  return default_heap().reallocate(block, size, flags & LMEM_ZEROINIT);
}
HGLOBAL NTAPI GlobalAlloc(UINT flags, SIZE_T size) {
  return allocate(default_heap(), size, flags & GMEM_ZEROINIT);
}
HGLOBAL NTAPI GlobalFree(HGLOBAL block) {
  return free_block(block);
}
LPVOID NTAPI GlobalLock(HGLOBAL block) {
  return block;
}
BOOL NTAPI GlobalUnlock(HGLOBAL) {
  fail(ERROR_SUCCESS);  // FALSE with this error: the block is not locked any more
  return FALSE;
}

LPVOID NTAPI VirtualAlloc(LPVOID address, SIZE_T size, DWORD type, DWORD protect) {
  MemoryMap& memory = current_program()->memory;
  const bool commit = type & MEM_COMMIT;
  const bool accessible = commit && protect != PAGE_NOACCESS;
  if (address && commit && !(type & MEM_RESERVE)) {
    if (memory.set_accessible(address, size, accessible)) return address;
    return fail(ERROR_INVALID_ADDRESS), nullptr;
  }
  // A wanted address is a wish here: programs that insist on one are told that it is taken.
  if (address) return fail(ERROR_INVALID_ADDRESS), nullptr;
  void* const pages = memory.reserve(size, accessible);
  if (!pages) fail(size ? ERROR_NOT_ENOUGH_MEMORY : ERROR_INVALID_PARAMETER);
  return pages;
}

BOOL NTAPI VirtualFree(LPVOID address, SIZE_T size, DWORD type) {
  MemoryMap& memory = current_program()->memory;
  if (type == MEM_RELEASE)
    return size ? fail(ERROR_INVALID_PARAMETER) : memory.release(address) || fail(ERROR_INVALID_ADDRESS);
  return memory.set_accessible(address, size, false) || fail(ERROR_INVALID_ADDRESS);
}

// Nothing is ever paged out here, so a lock is only remembered; what cannot be accessed cannot be locked.
BOOL NTAPI VirtualLock(LPVOID address, SIZE_T size) {
  ProgramState& program = *current_program();
  if (size == 0 || !program.machine.mm().accessible(address, size, owdf::mm::Access::kRead))
    return fail(ERROR_NOACCESS);
  program.memory.lock(address, size);
  return TRUE;
}
BOOL NTAPI VirtualUnlock(LPVOID address, SIZE_T size) {
  return current_program()->memory.unlock(address, size) || fail(ERROR_NOT_LOCKED);
}
}
