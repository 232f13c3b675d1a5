"""For the prove preset: the NT functions that images import and tests call, each behind one that can lie (prove/nt_function.h)."""
import os

from generator.model import read
from generator.output import BANNER, write

HEADERS = ("ntifs.h", "ntddk.h", "wdm.h", "wdmsec.h")


def functions(folder):
  """Rows about functions of the executive under their own names; the C runtime's are none."""
  directory = os.path.join(folder, "nt")
  rows = [row for file in sorted(os.listdir(directory)) if file.endswith(".tsv") for row in read(directory, file)]
  return sorted((row["name"], row["returns"] == "status") for row in rows
                if row["kind"] == "function" and not row["symbol"] and row["header"] in HEADERS)


def names_header(rows):
  """Included before anything else into tests: there, a name means the function that can lie."""
  return "\n".join([f"// {BANNER}"] + [f"#pragma redefine_extname {name} owdf_lie_{name}" for name, _ in rows]) + "\n"


def source(rows):
  lines = [f"// {BANNER}"] + [f"#include <{header}>" for header in HEADERS]
  lines += ["", '#include "prove/nt_function.h"', "", "// The functions are meant, not macros of the same name."]
  lines += [f"#undef {name}" for name, _ in rows]
  lines += ["", "// Found only where a header declares nothing of the name.", "namespace owdf::prove::undeclared {"]
  lines += [f"inline constexpr Undeclared {name};" for name, _ in rows]
  lines += ["}  // namespace owdf::prove::undeclared", "using namespace owdf::prove::undeclared;", "",
            "#define OWDF_LIE(name, returns_status)                                                             \\",
            '  extern "C" const char owdf_truth_##name[] __asm__(#name) __attribute((weak));                  \\',
            "  static constexpr owdf::prove::Function kLie_##name{#name, returns_status, {}};                    \\",
            '  extern "C" const void* owdf_lie_slot_##name;                                                      \\',
            "  const void* owdf_lie_slot_##name = owdf::prove::entry<kLie_##name>(owdf_truth_##name, &::name);   \\",
            '  __asm__(".globl owdf_lie_" #name "\\n.type owdf_lie_" #name ", @function\\n"                        \\',
            '          "owdf_lie_" #name ": jmp *owdf_lie_slot_" #name "(%rip)")', ""]
  lines += [f"OWDF_LIE({name}, {'true' if status else 'false'});" for name, status in rows]
  return "\n".join(lines) + "\n"


def write_all(folder, out):
  rows = functions(folder)
  write(os.path.join(out, "nt", "lie_names.h"), names_header(rows))
  write(os.path.join(out, "nt", "lies.cc"), source(rows))
