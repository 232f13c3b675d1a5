"""Types as a compiler laid them out, read from the DWARF of an object file (ELF or COFF) by llvm-dwarfdump."""
import re
import subprocess

ENTRY = re.compile(r"^0x([0-9a-f]+):( +)(DW_TAG_\w+|NULL)")
ATTRIBUTE = re.compile(r"^ +DW_AT_(\w+)\t\((.*)\)$")
WANTED = {"name", "type", "byte_size", "bit_size", "data_member_location", "data_bit_offset", "upper_bound", "count",
          "encoding", "const_value", "declaration", "prototyped"}
COMPOUND = {"structure_type", "union_type", "class_type"}
ALIASES = {"typedef", "const_type", "volatile_type", "restrict_type"}


class Die:
  """One entry: tag, attributes, children."""

  def __init__(self, tag):
    self.tag = tag
    self.attributes = {}
    self.children = []

  def name(self):
    return self.attributes.get("name")

  def number(self, key):
    return int(self.attributes[key], 0) if key in self.attributes else None


def value_of(key, text):
  if key == "name":
    return text.strip('"')
  if key == "type":
    return int(text.split(" ")[0], 16)
  return text.split(" ")[0].strip('"')


class Types:
  """Everything that one object file says about types, by name."""

  def __init__(self, path, dwarfdump):
    self.by_offset = {}
    self.top = []
    self._read(path, dwarfdump)
    self.tags, self.typedefs, self.enumerators, self.variables = {}, {}, {}, {}
    for die in self.top:
      self._name(die)

  def _read(self, path, dwarfdump):
    process = subprocess.Popen([dwarfdump, "--debug-info", path], stdout=subprocess.PIPE, text=True)
    open_dies, die = [], None
    for line in process.stdout:
      match = ENTRY.match(line)
      if match:
        depth = (len(match.group(2)) - 1) // 2
        del open_dies[depth:]
        if match.group(3) == "NULL":
          die = None
          continue
        die = Die(match.group(3)[len("DW_TAG_"):])
        self.by_offset[int(match.group(1), 16)] = die
        (open_dies[-1].children if open_dies else self.top).append(die)
        open_dies.append(die)
        continue
      match = die and ATTRIBUTE.match(line)
      if match and match.group(1) in WANTED:
        die.attributes[match.group(1)] = value_of(match.group(1), match.group(2))
    if process.wait():
      raise RuntimeError(f"{dwarfdump} cannot read {path}")
    self.top = [child for unit in self.top for child in unit.children]

  def _name(self, die):
    name = die.name()
    if die.tag == "enumeration_type":
      for row in die.children:
        if row.tag == "enumerator":
          self.enumerators[row.name()] = row.number("const_value")
    if not name:
      return
    if die.tag == "typedef":
      self.typedefs[name] = die
    elif die.tag == "variable":
      self.variables[name] = die
    elif die.tag in COMPOUND | {"enumeration_type"} and "declaration" not in die.attributes:
      self.tags[name] = die

  def target(self, die):
    return self.by_offset.get(die.attributes.get("type"))

  def stripped(self, die):
    """Without typedefs and qualifiers."""
    while die is not None and die.tag in ALIASES:
      die = self.target(die)
    return die

  def size(self, die):
    die = self.stripped(die)
    if die is None:
      return None
    if die.tag == "array_type":
      size = self.size(self.target(die)) or 0
      for bound in die.children:
        size *= self._count(bound)
      return size
    if die.tag == "pointer_type":
      return 8
    return die.number("byte_size")

  @staticmethod
  def _count(bound):
    if "count" in bound.attributes:
      return bound.number("count")
    # The upper bound of an array of nothing is -1, which has many spellings.
    return (bound.number("upper_bound") + 1) % (1 << 32) if "upper_bound" in bound.attributes else 0

  def members(self, die, prefix="", base=0):
    """(path, (offset in bits, size in bits, whether a bit field)) of each member; of unnamed parts as a program writes it."""
    for member in die.children:
      if member.tag != "member":
        continue
      at = base + (member.number("data_bit_offset") or 0) + 8 * (member.number("data_member_location") or 0)
      kind = self.stripped(self.target(member))
      unnamed = kind is not None and kind.tag in COMPOUND and not kind.name()
      name = member.name()
      if name:
        bits = member.number("bit_size")
        yield prefix + name, (at, bits if bits is not None else 8 * (self.size(kind) or 0), bits is not None)
      if unnamed and kind.tag in COMPOUND:
        yield from self.members(kind, prefix + name + "." if name else prefix, at)
