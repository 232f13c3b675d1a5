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

  def since(self, family):
    return self.kmdf_since if family == "kmdf" else self.umdf_since

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


def row_guard(row):
  """Of a row that has the columns family, kmdf_since and umdf_since."""
  return since_guard(row["family"] != "umdf", minor_of(row["kmdf_since"]), row["family"] != "kmdf",
                     minor_of(row["umdf_since"]))


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
    self.index = {row["family"]: row["struct_index"]}
    self.since = {row["family"]: row["since_dir"]}
    self.grown = self._growth(row)
    self.members = []

  def merge(self, row):
    self.families.add(row["family"])
    self.index[row["family"]] = row["struct_index"]
    self.since[row["family"]] = row["since_dir"]
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
    return since_guard("kmdf" in self.families, minor_of(self.since.get("kmdf")), "umdf" in self.families,
                       minor_of(self.since.get("umdf")))


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
    self._date(read(os.path.join(folder, "reference"), "framework.tsv"))
    self.table_sizes = {"kmdf": {}, "umdf": {}}
    for row in read(folder, "table_sizes.tsv"):
      self.table_sizes[row["family"]][int(row["minor"])] = int(row["count"])
    for row in self.callbacks:
      if not row["header"].endswith(".h"):
        row["header"] = "wdfcx.h"

  def _date(self, published):
    """The tables begin with the headers of 1.15 and 2.15; what is older than those is dated by the reference pages."""
    pages = {row["name"]: row for row in published}

    def earliest(name, family, text):
      known = pages.get(name, {}).get(family)
      older = text.startswith("<=") and known and minor_of(known) <= minor_of(text[2:])
      return known if older else text

    for family in ("kmdf", "umdf"):
      column = family + "_since"
      for row in self.callbacks:
        row[column] = earliest(row["name"], family, row[column])
      for enum, rows in self.enums.items():
        for row in rows:
          row[column] = earliest(enum, family, row[column])
      for struct in self.structs.values():
        struct.since = {f: earliest(struct.name, f, text) for f, text in struct.since.items()}
      dates = self._dates(family)
      for row in self.inlines:
        # A helper that has a page of its own may have done less when it was younger.
        page = pages.get(row["name"], {}).get(family)
        words = row["signature"] if page else row["signature"] + " " + row["sets_or_does"]
        row[column] = "1.%d" % max([dates.get(word, 0) for word in re.findall(r"\w+", words)] + [minor_of(page)])

  def _dates(self, family):
    """First minor version of each type and function by its names: a helper is as new as the newest thing it needs."""
    column, dates = family + "_since", {}
    for row in self.callbacks:
      for name in [row["name"]] + split_list(row["pointer_typedefs"].replace(",", ";")):
        dates[name] = minor_of(row[column])
    for enum, rows in self.enums.items():
      dates[enum] = min(minor_of(row[column]) for row in rows)
      dates.update((row["member"], minor_of(row[column])) for row in rows)
    for struct in self.structs.values():
      for name in [struct.name, "P" + struct.name] + struct.pointers:
        dates[name] = minor_of(struct.since.get(family))
    for function in self.functions:
      dates[function.name] = function.since(family)
    return dates

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
