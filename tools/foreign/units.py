"""Generated translation units: the same names, asked of two compilers with two sets of headers."""
import concurrent.futures
import pathlib
import re
import subprocess

from foreign.dwarf import Types
from foreign.signatures import signature

COMMON = ["-w", "-D_WIN32_WINNT=0x0A00", "-DWINVER=0x0A00", "-DNTDDI_VERSION=0x0A00000C"]
DEBUG = ["-g", "-gdwarf-5", "-fno-eliminate-unused-debug-types"]


class Side:
  """One compiler with its headers."""

  def __init__(self, name, command, folders, dwarfdump, scratch, suffix="c"):
    self.name = name
    self.suffix = suffix
    self.command = command
    self.folders = [pathlib.Path(folder) for folder in folders]
    self.dwarfdump = dwarfdump
    self.scratch = pathlib.Path(scratch)
    # Errors by place and name only: the text of the headers stays where it is. A separate preprocessor makes gcc blame
    # the line that uses a macro.
    gcc = "clang" not in command[0]
    self.quiet = ["-fno-diagnostics-show-caret"] if gcc else ["-fno-caret-diagnostics"]
    self.every_error = ["-fmax-errors=0", "-no-integrated-cpp"] if gcc else ["-ferror-limit=0", "-fno-spell-checking"]

  def has(self, header):
    return any((folder / header).is_file() for folder in self.folders)

  def compile(self, label, text, *options):
    source = self.scratch / f"{label}.{self.name}.{self.suffix}"
    source.write_text(text)
    command = [*self.command, *COMMON, *self.quiet, *[f"-I{folder}" for folder in self.folders], *options, str(source)]
    return subprocess.run(command, capture_output=True, text=True, errors="replace")

  def compiles(self, header, base):
    text = "".join(f"#include <{name}>\n" for name in [*base, header])
    return self.compile("probe_" + header.replace(".", "_"), text, "-fsyntax-only").returncode == 0

  def macros(self, label, text):
    """Names of the macros without parameters that the headers define."""
    def names(source):
      done = self.compile(label, source, "-E", "-dM")
      return set(re.findall(r"^#define (\w+) \S", done.stdout, re.M))
    return names(text) - names("")

  def declared(self, label, text):
    """Words of the declarations that gcc lists: which functions could be asked for."""
    listing = self.scratch / f"{label}.{self.name}.list"
    self.compile(label, text, "-fsyntax-only", "-aux-info", str(listing))
    return set(re.findall(r"\w+", listing.read_text(errors="replace")))

  def types(self, label, text):
    target = self.scratch / f"{label}.{self.name}.o"
    done = self.compile(label, text, "-c", *DEBUG, "-o", str(target))
    return (Types(str(target), self.dwarfdump), "") if done.returncode == 0 else (None, done.stderr)

  def answers(self, label, includes, lines):
    """Types of a unit made of those of the lines that this compiler accepts."""
    head = includes.count("\n")
    place = re.compile(rf"^{re.escape(str(self.scratch))}[^:\n]*:(\d+):\d+: (?:fatal )?error:", re.M)
    kept = list(lines)
    for _ in range(8):
      text = includes + "".join(line + "\n" for line in kept)
      done = self.compile(label, text, "-fsyntax-only", *self.every_error)
      if done.returncode == 0:
        return self.types(label, text)[0]
      refused = {int(number) - head - 1 for number in place.findall(done.stderr)}
      kept = [line for number, line in enumerate(kept) if number not in refused]
      if not refused:
        break
    raise RuntimeError(f"{self.name}: the unit '{label}' does not compile\n{done.stderr[:2000]}")


class World:
  """What drivers, or what programs, include; the headers that both sides have."""

  def __init__(self, name, sides, base, candidates, refused):
    self.name = name
    self.sides = sides
    common = [h for h in candidates if h not in base and h not in refused and all(side.has(h) for side in sides)]
    self.headers = [*base, *common]
    self.skipped = []
    if not all(self._accepts(side) for side in sides):
      self._leave_out(base, common)
    self.includes = "".join(f"#include <{header}>\n" for header in self.headers)

  def _accepts(self, side):
    text = "".join(f"#include <{header}>\n" for header in self.headers)
    return side.compile(f"{self.name}_all", text, "-fsyntax-only").returncode == 0

  def _leave_out(self, base, common):
    with concurrent.futures.ThreadPoolExecutor() as pool:
      for side in self.sides:
        good = list(pool.map(lambda header, side=side: side.compiles(header, base), common))
        self.skipped += [f"{header} ({side.name})" for header, fine in zip(common, good) if not fine]
    bad = {entry.split(" ")[0] for entry in self.skipped}
    self.headers = [*base, *[header for header in common if header not in bad]]

  def layouts(self):
    found = self._both(lambda side: side.types(self.name, self.includes))
    for side, (types, errors) in zip(self.sides, found):
      if types is None:
        raise RuntimeError(f"{side.name}: the headers of '{self.name}' do not compile together:\n{errors[:2000]}")
    return [types for types, _ in found]

  def values(self):
    """For each side: name -> value of each macro that is an integer there; names that both define."""
    names = sorted(set.intersection(*self._both(lambda side: side.macros(f"{self.name}_macros", self.includes))))
    lines = [f"enum {{ owdf_value_{n} = ({n}), owdf_sign_{n} = (({n}) < 0) + 2 * sizeof({n}) }};" for n in names]

    def values_of(side):
      found = side.answers(f"{self.name}_values", self.includes, lines).enumerators
      return {n: integer(found[f"owdf_value_{n}"], found[f"owdf_sign_{n}"]) for n in names if f"owdf_value_{n}" in found}

    return self._both(values_of)

  def signatures(self, names):
    """For each side: name -> signature of each function or inline function of those names."""
    names = names & self.sides[1].declared(f"{self.name}_declared", self.includes)
    lines = [f"__typeof__({name}) *owdf_function_{name};" for name in sorted(names)]

    def signatures_of(side):
      types = side.answers(f"{self.name}_functions", self.includes, lines)
      rows = {name: types.variables.get(f"owdf_function_{name}") for name in names}
      found = {name: signature(types, die) for name, die in rows.items() if die}
      return {name: text for name, text in found.items() if text}

    return self._both(signatures_of)

  def _both(self, question):
    with concurrent.futures.ThreadPoolExecutor() as pool:
      return list(pool.map(question, self.sides))


def integer(value, sign):
  """DWARF does not say whether an enumerator is signed; the second enumerator does."""
  negative, size = sign & 1, sign >> 1
  return value if negative else value & ((1 << 8 * size) - 1)
