"""The interface as data: rows of ddi/*.tsv as Python objects, and what can be derived from a row alone."""
import csv
import os
import re

NEWEST_MINOR = 33
RELEASES = [0, 1, 5, 7, 9, 11, 13, 15, 17, 19, 21, 23, 25, 27, 29, 31, 33]

# Functions without a published header are declared where their family lives.
FUNCTION_HOMES = (("WdfCx", "wdfcx.h"), ("WdfDevice", "wdfdevice.h"), ("WdfIoTarget", "wdfiotarget.h"))


def read(folder, name):
  """Rows of a table. The macro CONST is spelled out, so that the headers do not depend on who defines it."""
  with open(os.path.join(folder, name), encoding="utf-8", newline="") as file:
    lines = (re.sub(r"\bCONST\b", "const", line) for line in file)
    return list(csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE))


def minor_of(text):
  """'1.31' -> 31; '<=1.15' and '' -> 0 (present in every version that we serve)."""
  if not text or text.startswith("<="):
    return 0
  return int(text.split(".")[1])


def split_list(text):
  return [part.strip() for part in text.split(";") if part.strip()]


class Function:
  def __init__(self, row):
    self.name = row["name"]
    self.family = row["family"]
    self.kmdf_index = int(row["kmdf_index"]) if row["kmdf_index"] else None
    self.umdf_index = int(row["umdf_index"]) if row["umdf_index"] else None
    self.kmdf_since = minor_of(row["kmdf_since"])
    self.umdf_since = minor_of(row["umdf_since"])
    self.returns = row["return_type"]
    self.parameters = split_list(row["params"])
    self.header = row["header"]
    if not self.header.endswith(".h"):
      self.header = next(home for prefix, home in FUNCTION_HOMES if self.name.startswith(prefix))

  def argument_names(self):
    return [parameter_name(p) for p in self.parameters]

  def guard(self):
    return since_guard(self.kmdf_index is not None, self.kmdf_since, self.umdf_index is not None, self.umdf_since)


def parameter_name(parameter):
  return re.search(r"(\w+)(\[\w*\])?$", parameter).group(1)


def since_guard(kmdf, kmdf_since, umdf, umdf_since):
  """The preprocessor condition for a thing of these families and versions; None where it is always there."""
  if kmdf and umdf and kmdf_since == 0 and umdf_since == 0:
    return None
  parts = []
  if kmdf:
    parts.append(f"WDF_KMDF_MINOR >= {kmdf_since}")
  if umdf:
    parts.append(f"WDF_UMDF_MINOR >= {umdf_since}")
  return " || ".join(parts)


def family_guard(family):
  return since_guard(family in ("both", "kmdf"), 0, family in ("both", "umdf"), 0)


class Struct:
  def __init__(self, row):
    self.name = row["struct"]
    self.families = {row["family"]}
    self.kind = row["kind"]
    self.tag = row["tag"]
    self.pointers = re.findall(r"\w+", row["pointer_typedefs"])
    self.size = int(row["size_x64"])
    self.align = int(row["align"])
    self.header = row["header"]
    first = split_list(row["size_by_header_version"])
    self.since = minor_of(first[0].split(":")[0]) if first and row["family"] == "umdf" else 0
    self.index = {row["family"]: row["struct_index"]}
    self.grown = self._growth(row)
    self.members = []

  def merge(self, row):
    self.families.add(row["family"])
    self.index[row["family"]] = row["struct_index"]
    self.pointers += [p for p in re.findall(r"\w+", row["pointer_typedefs"]) if p not in self.pointers]

  def _growth(self, row):
    """[(size, first minor version in which the structure is larger than size)], ascending."""
    steps = {}
    for entry in split_list(row["older_sizes_accepted_by_framework"]):
      version, size = entry.split(":")
      last = int(version.split("_")[1])
      steps[int(size)] = RELEASES[RELEASES.index(last) + 1]
    sizes = [(minor_of(v), int(s)) for v, s in (e.split(":") for e in split_list(row["size_by_header_version"]))]
    for (_, smaller), (minor, _) in zip(sizes, sizes[1:]):
      steps.setdefault(smaller, minor)
    # A client of 1.0 had a shorter type record; its sources are compiled against the record of 1.1, which 1.0 never was.
    return sorted((size, minor) for size, minor in steps.items() if size < self.size and minor > 1)

  def member_since(self, offset):
    return max([minor for size, minor in self.grown if offset >= size], default=0)

  def sizes_by_minor(self):
    """[(first minor, size)], newest first."""
    steps = [(0, self.grown[0][0])] if self.grown else [(0, self.size)]
    for position, (_, minor) in enumerate(self.grown):
      larger = self.grown[position + 1][0] if position + 1 < len(self.grown) else self.size
      steps.append((minor, larger))
    return list(reversed(steps))

  def guard(self):
    if self.families == {"umdf"} and self.since > RELEASES[RELEASES.index(15)]:
      return since_guard(False, 0, True, self.since)
    return family_guard("both" if len(self.families) == 2 else next(iter(self.families)))


class Model:
  """Everything that ddi/*.tsv says about the framework's own interface."""

  def __init__(self, folder):
    self.folder = folder
    rows = read(folder, "functions.tsv")
    self.functions = [Function(row) for row in rows]
    self.annotations = {row["name"]: row["param_sal"] for row in rows}
    self.callbacks = read(folder, "callbacks.tsv")
    self.enums = self._enums(read(folder, "enums.tsv"))
    self.structs = self._structs(read(folder, "struct_sizes.tsv"), read(folder, "structs.tsv"))
    self.constants = read(folder, "constants.tsv")
    self.inlines = read(folder, "inline.tsv")
    self.table_sizes = {"kmdf": {}, "umdf": {}}
    for row in read(folder, "table_sizes.tsv"):
      self.table_sizes[row["family"]][int(row["minor"])] = int(row["count"])
    for row in self.callbacks:
      if not row["header"].endswith(".h"):
        row["header"] = "wdfcx.h"

  @staticmethod
  def _enums(rows):
    enums = {}
    for row in rows:
      enums.setdefault(row["enum"], []).append(row)
    return enums

  @staticmethod
  def _structs(sizes, members):
    structs = {}
    for row in sizes:
      if row["struct"] in structs:
        structs[row["struct"]].merge(row)
      else:
        structs[row["struct"]] = Struct(row)
    for row in members:
      struct = structs.get(row["struct"])
      if struct:
        if not row["header"].endswith(".h"):
          row["header"] = "wdfcx.h"
        struct.members.append(row)
        if not struct.header:
          struct.header = row["header"]
    return structs

  def table(self, family):
    index = "kmdf_index" if family == "kmdf" else "umdf_index"
    rows = [f for f in self.functions if getattr(f, index) is not None]
    rows.sort(key=lambda f: getattr(f, index))
    for position, function in enumerate(rows):
      if getattr(function, index) != position:
        raise ValueError(f"{family} table: slot {position} is missing (found {function.name})")
    return rows
