"""The host side of the framework's interface: prototypes of every DDI, and the two function tables."""
import os

from generator.model import NEWEST_MINOR
from generator.output import BANNER, write

PER_FILE = 170   # functions in one generated source, so that they compile in parallel


def prototype(function, name=None):
  parameters = "".join(", " + p for p in function.parameters)
  return f"{function.returns} NTAPI {name or function.name}(PWDF_DRIVER_GLOBALS DriverGlobals{parameters})"


def prototypes(model):
  lines = [f"// {BANNER}",
           "// Every framework function as the tables hold it: the published signature behind the hidden globals argument.",
           "// wdf/ defines them; what is not defined is a loud stub in the tables (gen/wdf/ddi_tables_*.cc).",
           "#pragma once", "", "#include <cstddef>", "", "#include <ntddk.h>", "#include <wdf.h>", "#include <wdfusb.h>", "#include <wdfminiport.h>",
           "#include <wdfcx.h>", "", "namespace owdf::ddi {", ""]
  lines += [prototype(f) + ";" for f in model.functions]
  return "\n".join(lines + ["", "}  // namespace owdf::ddi"]) + "\n"


def stub(function):
  lines = [f"{prototype(function, 'stub_' + function.name)} {{"]
  if function.returns == "NTSTATUS":
    lines.append(f"  return wdf::ddi_not_built(DriverGlobals, \"{function.name}\");")
  else:
    lines.append(f"  wdf::ddi_not_built_fatal(DriverGlobals, \"{function.name}\");")
  return lines + ["}"]


def source(model, functions, number):
  lines = [f"// {BANNER}", '#include "wdf/ddi_prototypes.h"', '#include "wdf/ddi_tables.h"', "", "#ifdef OWDF_PROVE",
           "// The truth behind the wrappers that can lie (gen/wdf/lies_*.cc), which take its place in the tables.",
           "namespace owdf::ddi_true {"]
  lines += [f"extern decltype(ddi::{f.name}) {f.name} __attribute((weak));" for f in functions]
  lines += ["}  // namespace owdf::ddi_true", "#define OWDF_BUILT(name) (slot(&ddi_true::name) ? slot(&ddi::name) : nullptr)",
            "#else", "#define OWDF_BUILT(name) slot(&ddi::name)", "#endif", "", "namespace owdf::ddi {", "",
            "// A function that nobody has built yet is a null address here; its slot then holds the stub."]
  lines += [f"extern decltype({f.name}) {f.name} __attribute((weak));" for f in functions]
  lines += ["", "namespace {"]
  for function in functions:
    lines += stub(function)
  lines += ["}  // namespace", "}  // namespace owdf::ddi", "", "namespace owdf::wdf {", "",
            f"void fill_ddis_{number}(Ddi* rows) {{"]
  positions = {f.name: i for i, f in enumerate(model.functions)}
  for function in functions:
    lines.append(f"  set_ddi(rows[{positions[function.name]}], OWDF_BUILT({function.name}), "
                 f"slot(&ddi::stub_{function.name}));")
  return "\n".join(lines + ["}", "", "}  // namespace owdf::wdf"]) + "\n"


def table_header(model):
  return f"""// {BANNER}
// The framework's function tables in their published order, and what is known of each function.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>

#include <ntddk.h>
#include <wdf.h>

namespace owdf::wdf {{

inline constexpr unsigned kKmdfSlots = {len(model.table("kmdf"))};
inline constexpr unsigned kUmdf2Slots = {len(model.table("umdf"))};
inline constexpr unsigned kDdiCount = {len(model.functions)};
inline constexpr unsigned kNewestMinor = {NEWEST_MINOR};

struct Ddi {{
  const char* name;
  const char* header;   // that declares it
  int16_t kmdf_index;   // -1: not in that table
  int16_t umdf_index;
  uint8_t kmdf_since;   // minor version of the slot
  uint8_t umdf_since;
  bool built;           // false: `function` is the stub that reports its own name
  WDFFUNC function;
}};

// In the order of ddi/functions.tsv.
const std::array<Ddi, kDdiCount>& ddis();
const std::array<WDFFUNC, kKmdfSlots>& kmdf_table();
const std::array<WDFFUNC, kUmdf2Slots>& umdf2_table();

// The number of slots that version `minor` of a family was released with; 0 if there was no such version.
unsigned kmdf_slots_of(unsigned minor);
unsigned umdf2_slots_of(unsigned minor);
// A client's FuncCount must be one of these.
bool is_released_kmdf_count(unsigned count);
bool is_released_umdf2_count(unsigned count);

// What the stubs do: report the name on the machine, and fail. The fatal form is for functions that cannot return a status.
NTSTATUS ddi_not_built(PWDF_DRIVER_GLOBALS globals, const char* name);
[[noreturn]] void ddi_not_built_fatal(PWDF_DRIVER_GLOBALS globals, const char* name);

// A slot holds a function of any signature; through void* because a cast between function types is always suspect.
template <typename Function>
WDFFUNC slot(Function* function) {{
  return reinterpret_cast<WDFFUNC>(reinterpret_cast<void*>(function));
}}

inline void set_ddi(Ddi& row, WDFFUNC built, WDFFUNC stub) {{
  row.built = built != nullptr;
  row.function = built ? built : stub;
}}

}}  // namespace owdf::wdf
"""


def table_source(model, parts):
  lines = [f"// {BANNER}", '#include "wdf/ddi_tables.h"', "", "namespace owdf::wdf {", ""]
  lines += [f"void fill_ddis_{i}(Ddi* rows);" for i in range(parts)]
  lines += ["", "namespace {", "std::array<Ddi, kDdiCount> make_ddis() {", "  std::array<Ddi, kDdiCount> rows{{"]
  for f in model.functions:
    kmdf = -1 if f.kmdf_index is None else f.kmdf_index
    umdf = -1 if f.umdf_index is None else f.umdf_index
    lines.append(f'      {{"{f.name}", "{f.header}", {kmdf}, {umdf}, {f.kmdf_since}, {f.umdf_since}, false, nullptr}},')
  lines += ["  }};"] + [f"  fill_ddis_{i}(rows.data());" for i in range(parts)] + ["  return rows;", "}", ""]
  for family, constant, member in (("kmdf", "kKmdfSlots", "kmdf_index"), ("umdf2", "kUmdf2Slots", "umdf_index")):
    lines += [f"std::array<WDFFUNC, {constant}> make_{family}_table() {{", f"  std::array<WDFFUNC, {constant}> table{{}};",
              f"  for (const Ddi& row : ddis()) if (row.{member} >= 0) table[row.{member}] = row.function;",
              "  return table;", "}", ""]
  lines += ["}  // namespace", "", "const std::array<Ddi, kDdiCount>& ddis() {",
            "  static const auto rows = make_ddis();", "  return rows;", "}", ""]
  for family, constant in (("kmdf", "kKmdfSlots"), ("umdf2", "kUmdf2Slots")):
    sizes = sorted(model.table_sizes["kmdf" if family == "kmdf" else "umdf"].items())
    lines += [f"const std::array<WDFFUNC, {constant}>& {family}_table() {{",
              f"  static const auto table = make_{family}_table();", "  return table;", "}", "",
              f"unsigned {family}_slots_of(unsigned minor) {{", "  switch (minor) {"]
    lines += [f"    case {minor}: return {count};" for minor, count in sizes]
    lines += ["    default: return 0;", "  }", "}", "", f"bool is_released_{family}_count(unsigned count) {{",
              "  switch (count) {"]
    lines += [f"    case {count}:" for count in sorted({c for _, c in sizes})]
    lines += ["      return true;", "    default: return false;", "  }", "}", ""]
  return "\n".join(lines + ["}  // namespace owdf::wdf"]) + "\n"


def write_all(model, out):
  folder = os.path.join(out, "wdf")
  write(os.path.join(folder, "ddi_prototypes.h"), prototypes(model))
  write(os.path.join(folder, "ddi_tables.h"), table_header(model))
  parts = [model.functions[i:i + PER_FILE] for i in range(0, len(model.functions), PER_FILE)]
  for number, functions in enumerate(parts):
    write(os.path.join(folder, f"ddi_tables_{number}.cc"), source(model, functions, number))
  write(os.path.join(folder, "ddi_tables.cc"), table_source(model, len(parts)))
