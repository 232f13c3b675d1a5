// The names that images may import, as the host side offers them. The table itself is generated from
// ddi/{nt,win32}/*.tsv (gen/loader/imports.cc defines host_imports()); every function is referenced weakly there, and a
// name that nobody has built yet points at a generated stub that reports its own name and fails.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>

#include "nt/machine.h"

namespace owdf::loader {

enum class HostImportKind : uint8_t {
  kFunction,  // `function` is what the slot gets
  kData,      // `data(machine)` is the address of that machine's variable
};

struct HostImport {
  const char* name;    // as images spell it; the table is sorted by it (strcmp)
  const char* module;  // the Windows module that exports it: "ntoskrnl", "wdfldr", "kernel32", "msvcrt"
  const char* header;  // that declares it
  HostImportKind kind;
  bool built;  // false: `function` is the loud stub
  const void* function;
  void* (*data)(nt::Machine& machine);  // null unless kData
};

// Sorted by name, one row a name.
std::span<const HostImport> host_imports();

const HostImport* find_host_import(std::string_view name);

}  // namespace owdf::loader
