"""Differences between two sets of facts, and the data file that explains the accepted ones."""
import csv

from foreign.dwarf import COMPOUND


class Accepted:
  """Rows: world, kind, name, reason. kind `header`: not included, because the other side does not compile it."""

  def __init__(self, path=None):
    self.rows, self.used = [], set()
    if path:
      self._read(path)

  def _read(self, path):
    with open(path, encoding="utf-8", newline="") as file:
      self.rows = list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))
    for row in self.rows:
      if not row["reason"]:
        raise ValueError(f"{path}: {row['name']} has no reason")
    self.used = {id(row) for row in self.rows if row["kind"] == "header"}

  def headers(self, world):
    return {row["name"] for row in self.rows if row["kind"] == "header" and row["world"] in (world, "both")}

  def reason(self, world, kind, name):
    for row in self.rows:
      if row["kind"] == kind and row["world"] in (world, "both") and row["name"] == name:
        self.used.add(id(row))
        return row["reason"]
    return None

  def unused(self):
    return [f"{row['world']} {row['kind']} {row['name']}" for row in self.rows if id(row) not in self.used]


class Findings:
  def __init__(self, world, other):
    self.world = world
    self.other = other
    self.compared = {}
    self.differences = []
    self.agreed = []  # (kind, name, value) of what both sides say

  def count(self, kind, number=1):
    self.compared[kind] = self.compared.get(kind, 0) + number

  def table(self, kind, ours, theirs):
    common = ours.keys() & theirs.keys()
    self.count(kind, len(common))
    self._sort_out(kind, common, lambda name: (ours[name], theirs[name]))

  def _sort_out(self, kind, names, values):
    for name in sorted(names):
      mine, yours = values(name)
      if mine == yours:
        self.agreed.append((kind, name, mine))
      else:
        self.differences.append((kind, name, mine, yours))

  def types(self, ours, theirs):
    self.table("enumerator", ours.enumerators, theirs.enumerators)
    seen = set()
    for name in sorted((ours.typedefs.keys() | ours.tags.keys()) & (theirs.typedefs.keys() | theirs.tags.keys())):
      one, other = named(ours, name), named(theirs, name)
      if one is None or other is None or name.startswith("OWDF"):
        continue
      if one.tag in COMPOUND and other.tag in COMPOUND:
        if (id(one), id(other)) not in seen:
          seen.add((id(one), id(other)))
          self._compound(name, ours, one, theirs, other)
      else:
        self._scalar(name, ours, one, theirs, other)

  def _compound(self, name, ours, one, theirs, other):
    if not one.children or not other.children:
      return
    self.count("structure")
    self._sort_out("size", [name], lambda _: (one.number("byte_size"), other.number("byte_size")))
    mine, yours = dict(ours.members(one)), dict(theirs.members(other))
    common = mine.keys() & yours.keys()
    self.count("member", len(common))
    found = {f"{name}.{path}": (place(mine[path]), place(yours[path])) for path in common}
    self._sort_out("member", found, found.get)

  def _scalar(self, name, ours, one, theirs, other):
    mine, yours = shape(ours, one), shape(theirs, other)
    self.count("typedef")
    if mine != yours:
      self.differences.append(("typedef", name, mine, yours))

  def report(self, world, accepted, everything):
    unexplained = 0
    for kind, name, mine, yours in self.differences:
      reason = accepted.reason(self.world, kind, name)
      unexplained += reason is None
      if reason is None or everything:
        print(f"{self.world}: {kind} {name}: ours {mine}, {self.other} {yours}" + (f" ({reason})" if reason else ""))
    for header in world.skipped:
      print(f"{self.world}: {header.split(' ')[0]} does not compile for {header.split('(')[1][:-1]}")
    counts = ", ".join(f"{number} {kind}s" for kind, number in self.compared.items())
    print(f"{self.world}: {len(world.headers)} headers; {counts} compared; {len(self.differences)} differences, "
          f"{unexplained} unexplained")
    return unexplained > 0 or bool(world.skipped)


def place(member):
  at, size, bits = member
  return f"bit {at} for {size}" if bits else f"byte {at // 8} size {size // 8}"


def named(types, name):
  die = types.typedefs.get(name) or types.tags.get(name)
  return types.stripped(die)


def shape(types, die):
  """What is comparable in a type that is no structure: its size, and whether numbers are signed."""
  if die.tag == "base_type":
    encoding = die.attributes.get("encoding", "")
    sign = "unsigned " if "unsigned" in encoding or encoding == "DW_ATE_UTF" else ""
    return f"{sign}integer of {types.size(die)}" if "float" not in encoding else f"float of {types.size(die)}"
  if die.tag == "enumeration_type":
    return f"integer of {types.size(die)}"
  if die.tag == "subroutine_type":
    return "function"
  return f"{'pointer' if die.tag == 'pointer_type' else die.tag} of {types.size(die)}"
