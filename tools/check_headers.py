#!/usr/bin/env python3
"""Compiles every header of include/ alone, for each reader it has: our Linux code (gcc, clang), drivers and programs (C, C++)."""
import argparse
import concurrent.futures
import os
import pathlib
import subprocess
import sys
import tempfile

ROOT = pathlib.Path(__file__).resolve().parent.parent
INCLUDE = ROOT / "include"
TARGET = ["--target=x86_64-pc-windows-gnu-elf", "-nostdlibinc", "-fms-extensions", "-fms-compatibility", "-mms-bitfields",
          "-Wno-pragma-pack"]
HOST = ["-DOWDF_HOST=1", "-Wno-attributes", "-std=gnu++20"]
# A header that opens a state for its includer (packing) is judged by the pair it belongs to.
COMPANION = {f"pshpack{n}.h": "poppack.h" for n in (1, 2, 4, 8)} | {"poppack.h": "pshpack1.h"}


def readers(folder, gcc, clang, clang_c):
  dirs = {"km": ["km", "shared"], "um": ["um", "shared"], "shared": ["km", "shared"], "crt": ["shared"]}[folder]
  host = [f"-I{INCLUDE / d}" for d in dirs]
  target = [f"-I{INCLUDE / d}" for d in ["crt", *[d for d in dirs if d != "crt"]]]
  warn = ["-Wall", "-Wextra", "-Werror", "-fsyntax-only"]
  found = [("driver C", [clang_c, *TARGET, "-std=gnu17", *warn, *target], ".c"),
           ("driver C++", [clang, *TARGET, "-std=gnu++17", *warn, *target], ".cc")]
  if folder != "crt":
    found += [("host gcc", [gcc, *HOST, *warn, *host], ".cc"),
              ("host clang", [clang, *HOST, "-Wno-ignored-attributes", "-Wno-pragma-pack", *warn, *host], ".cc")]
  return found


def units(names):
  for folder in ("shared", "km", "um", "crt"):
    for path in sorted((INCLUDE / folder).rglob("*")):
      name = path.relative_to(INCLUDE / folder).as_posix()
      if path.is_file() and (not names or name in names):
        yield folder, name


def compile_alone(folder, name, reader, command, suffix):
  # A header of C++ alone, or of C with C++ inside, has no C reader.
  if suffix == ".c" and "." not in name:
    return None
  lines = [name, COMPANION.get(name)] if not name == "poppack.h" else [COMPANION[name], name]
  text = "".join(f"#include <{line}>\n" for line in lines if line)
  with tempfile.NamedTemporaryFile("w", suffix=suffix) as source:
    source.write(text)
    source.flush()
    done = subprocess.run([*command, source.name], capture_output=True, text=True, cwd=tempfile.gettempdir())
  return None if done.returncode == 0 else f"{folder}/{name} for {reader}:\n{done.stderr}"


def compile_together(gcc, clang):
  """A host file may include both worlds at once, in either order."""
  failures = []
  for order in (("ntddk.h", "windows.h"), ("windows.h", "ntddk.h")):
    for compiler in (gcc, clang):
      command = [compiler, *HOST, "-Wno-ignored-attributes" if compiler == clang else "-Wall", "-Werror", "-fsyntax-only",
                 *[f"-I{INCLUDE / d}" for d in ("shared", "km", "um")]]
      failures.append(compile_alone("together", order[0], " then ".join(order), [*command, "-include", order[1]], ".cc"))
  return failures


def main():
  parser = argparse.ArgumentParser(description=__doc__)
  parser.add_argument("headers", nargs="*", help="names as a driver includes them; all when none is given")
  parser.add_argument("--jobs", type=int, default=os.cpu_count())
  parser.add_argument("--gcc", default="g++")
  parser.add_argument("--clang", default="clang++-19")
  parser.add_argument("--clang-c", default="clang-19")
  arguments = parser.parse_args()
  work = [(folder, name, *reader) for folder, name in units(set(arguments.headers))
          for reader in readers(folder, arguments.gcc, arguments.clang, arguments.clang_c)]
  with concurrent.futures.ThreadPoolExecutor(arguments.jobs) as pool:
    failures = [f for f in pool.map(lambda item: compile_alone(*item), work) if f]
  if not arguments.headers:
    failures += [f for f in compile_together(arguments.gcc, arguments.clang) if f]
  for failure in failures:
    print(failure)
  print(f"{len(work)} compilations of headers alone, {len(failures)} failed")
  return 1 if failures else 0


if __name__ == "__main__":
  sys.exit(main())
