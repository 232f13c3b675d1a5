#!/usr/bin/env python3
"""Compiles the framework's headers as a driver of each released version sees them, in C and C++.

Before that the sizes, offsets and values of the NT headers that two compilers agreed on (nt/layouts_*.c). Of each version: the sizes, offsets, values and table indexes that ddi/*.tsv say (wdf/layout_checks.h), every name that the
version has, and no name that came later. usage: check_versions.py GENERATED_FOLDER (build/<preset>/gen)
"""
import concurrent.futures
import os
import pathlib
import subprocess
import sys
import tempfile

sys.dont_write_bytecode = True
ROOT = pathlib.Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "ddi"))
from generator.c_headers import SEPARATE, UMBRELLA  # noqa: E402
from generator.model import Model, minor_of, split_list  # noqa: E402

TARGET = ["--target=x86_64-pc-windows-gnu-elf", "-nostdlibinc", "-fms-extensions", "-fms-compatibility", "-mms-bitfields", "-w",
          "-fsyntax-only"]
LANGUAGES = {"c": ["clang-19", "-std=gnu17"], "cc": ["clang++-19", "-std=gnu++17"]}
HEADERS = set(UMBRELLA + SEPARATE) - {"wdfinstaller.h", "wdftriage.h"}
# A driver of user mode finds what wudfwdm.h declares in other headers.
FIRST = {"kmdf": ["ntddk.h"], "umdf": ["windows.h"]}


class Names:
  """What one version of one family has, and what it does not have yet: functions, and types with their enumerators."""

  def __init__(self, model, family, minor):
    self.family, self.minor = family, minor
    self.functions, self.types, self.values, self.hidden = [], [], [], []
    for function in model.functions:
      index = function.kmdf_index if family == "kmdf" else function.umdf_index
      if index is not None and function.header in HEADERS and function.name != "WdfDriverMiniportUnload":
        self._put(self.functions, function.name, function.since(family))
    for row in model.callbacks:
      if row["family"] in ("both", family) and row["header"] in HEADERS:
        for name in [row["name"], *split_list(row["pointer_typedefs"].replace(",", ";"))]:
          self._put(self.types, name, minor_of(row[family + "_since"]))
    for struct in model.structs.values():
      if struct.members and family in struct.families and struct.header in HEADERS:
        self._put(self.types, struct.name, minor_of(struct.since[family]))
    for enum, rows in model.enums.items():
      if rows[0]["family"] in ("both", family) and rows[0]["header"] in HEADERS:
        self._put(self.types, enum, min(minor_of(row[family + "_since"]) for row in rows))
        for row in rows:
          self._put(self.values, row["member"], minor_of(row[family + "_since"]))
    for row in model.inlines:
      if row["kind"] == "inline" and row["family"] in ("both", family) and row["header"] in HEADERS:
        self._put(self.functions, row["name"], minor_of(row[family + "_since"]))

  def _put(self, there, name, since):
    (there if since <= self.minor else self.hidden).append(name)

  def unit(self):
    lines = [f"#include <{header}>" for header in FIRST[self.family]] + ['#include "wdf/layout_checks.h"']
    lines += [f"extern {name}* owdf_has_{name};" for name in dict.fromkeys(self.types)]
    lines += [f"extern char owdf_has_{name}[sizeof({name})];" for name in dict.fromkeys(self.values)]
    lines += ["void owdf_calls(void) {"] + [f"  (void)&{name};" for name in dict.fromkeys(self.functions)] + ["}"]
    # An enumerator of a name that is taken would not compile.
    hidden = [name for name in dict.fromkeys(self.hidden) if name not in self.types + self.values + self.functions]
    lines += [f"enum {{ {name} }};" for name in hidden]
    return "\n".join(lines) + "\n"


def compile_unit(names, suffix, generated):
  world = "km" if names.family == "kmdf" else "um"
  made = generated / "include"
  include = [*[ROOT / "include" / folder for folder in ("crt", world, "shared")], made / "km", made / "shared", generated, ROOT]
  defines = [f"-D{names.family.upper()}_VERSION_MAJOR={1 if names.family == 'kmdf' else 2}",
             f"-D{names.family.upper()}_VERSION_MINOR={names.minor}"]
  with tempfile.NamedTemporaryFile("w", suffix="." + suffix) as source:
    source.write(names.unit())
    source.flush()
    done = subprocess.run([*LANGUAGES[suffix], *TARGET, *defines, *[f"-I{folder}" for folder in include], source.name],
                          capture_output=True, text=True)
  label = f"{names.family} {defines[0][-1]}.{names.minor} {suffix}"
  return None if done.returncode == 0 else f"{label}:\n{done.stderr[:3000]}"


def compile_layouts(world, generated):
  folders = [ROOT / "include" / folder for folder in ("crt", world, "shared")]
  done = subprocess.run([*LANGUAGES["c"], *TARGET, "-DUNICODE", "-D_UNICODE", *[f"-I{folder}" for folder in folders],
                         str(generated / "nt" / f"layouts_{world}.c")], capture_output=True, text=True)
  return None if done.returncode == 0 else f"layouts_{world}.c:\n{done.stderr[:3000]}"


def main(arguments):
  if len(arguments) != 1:
    sys.exit(__doc__)
  generated = pathlib.Path(arguments[0]).resolve()
  model = Model(str(ROOT / "ddi"))
  versions = [Names(model, family, minor) for family in ("kmdf", "umdf") for minor in sorted(model.table_sizes[family])]
  work = [(names, suffix) for names in versions for suffix in LANGUAGES]
  with concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
    failures = [f for f in pool.map(lambda world: compile_layouts(world, generated), ("km", "um")) if f]
    failures += [f for f in pool.map(lambda item: compile_unit(*item, generated), work) if f]
  print("\n".join(failures))
  hidden = sum(len(names.hidden) for names in versions)
  print(f"{len(work)} compilations of {len(versions)} versions, {hidden} times a later name looked for, {len(failures)} failed")
  return 1 if failures else 0


if __name__ == "__main__":
  sys.exit(main(sys.argv[1:]))
