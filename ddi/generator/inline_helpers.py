"""Bodies of the WDF_XXX_INIT helpers, from the sentence in inline.tsv that says what each one does.

The sentence is a list of effects: `zero-fill`, `Size=struct size`, `Member=value`, `A,B=value`, `Flags|=value`,
`Member=copy of argument`, `calls F(arguments)`, `if (condition): effects ...; else: effects`. A sentence that says something
else needs a body in ddi/inline/ under the same name; the generator fails when there is neither.
"""
import re

from generator.model import parameter_name


class NotMechanical(Exception):
  pass


def split_signature(signature):
  match = re.match(r"(.*?)\b(\w+)\((.*)\)$", signature)
  returns, name, parameters = match.groups()
  return returns.strip(), name, [p.strip() for p in parameters.split(",") if p.strip()]


class Body:
  def __init__(self, model, row, family):
    self.returns, self.name, self.parameters = split_signature(row["signature"])
    texts = row["sets_or_does"].split(" | umdf: ")
    self.text = texts[1] if family == "umdf" and len(texts) == 2 else texts[0]
    self.model = model
    self.arguments = [parameter_name(p) for p in self.parameters]
    if self.returns != "VOID" or not self.parameters:
      raise NotMechanical(self.name)
    self.target = self.arguments[0]
    pointer = self.parameters[0].split()[0]
    self.struct = next((s for s in model.structs.values() if pointer in s.pointers), None)
    if self.struct is None:
      raise NotMechanical(self.name)

  def lines(self):
    """Statements, each with the first minor version that has the member it sets."""
    result = []
    effects = [e.strip() for e in re.split(r";\s*", self.text) if e.strip()]
    for effect in effects:
      match = re.match(r"(if \(.*?\)|else): (.*)$", effect)
      if match:
        condition, rest = match.groups()
        result.append((0, f"  {condition} {{"))
        result += [(since, "  " + line) for part in rest.split(", ") for since, line in self.effect(part)]
        result.append((0, "  }"))
      else:
        result += self.effect(effect)
    return result

  def effect(self, text):
    if text == "zero-fill":
      return [(0, f"  WDF_ZERO_MEMORY({self.target}, sizeof(*{self.target}));")]
    match = re.match(r"zero-fill (\w+) bytes$", text)
    if match:
      return [(0, f"  WDF_ZERO_MEMORY({self.target}, {match.group(1)});")]
    match = re.match(r"calls (\w+\(.*\))$", text)
    if match:
      return [(0, f"  {match.group(1)};")]
    match = re.match(r"([\w.]+(?:, ?[\w.]+)*)(\|?=)(.*)$", text)
    if not match:
      raise NotMechanical(f"{self.name}: {text}")
    members, operator, value = match.groups()
    return [self.assignment(member.strip(), operator, value.strip()) for member in members.split(",")]

  def assignment(self, member, operator, value):
    value = re.sub(r"\(ImportInterface stays FALSE\)$", "", value).strip()
    if value == "struct size":
      value = f"WDF_STRUCTURE_SIZE({self.struct.name})"
    elif value == "(USHORT) struct size":
      value = f"(USHORT)WDF_STRUCTURE_SIZE({self.struct.name})"
    elif value == "arg":
      value = member.split(".")[-1]
      if value not in self.arguments:
        value = next((a for a in self.arguments if a.lower() == value.lower()), None)
        if value is None:
          raise NotMechanical(f"{self.name}: {member}=arg")
    elif value.startswith("copy of "):
      value = "*" + value[len("copy of "):]
    elif not re.match(r"[\w() -]+$", value):
      raise NotMechanical(f"{self.name}: {member}={value}")
    since = 0
    for row in self.struct.members:
      path = ".".join(p for p in (row["path"], row["member"]) if p)
      if path == member and row["offset_x64"]:
        since = self.struct.member_since(int(row["offset_x64"]))
        break
    else:
      # A member of a structure that is itself a member, or a bit field: it need only begin with something we have.
      paths = [(r["path"] + "." + r["member"]).strip(".") for r in self.struct.members]
      if not any(member == path or member.startswith(path + ".") for path in paths):
        raise NotMechanical(f"{self.name}: no member {member}")
    return since, f"  {self.target}->{member} {operator} {value};"


def hardware_access(row):
  """WDF_READ_/WDF_WRITE_ of a port or register: one call of the framework, arguments as the sentence lists them."""
  returns, name, parameters = split_signature(row["signature"])
  match = re.match(r"calls (\w+): type (\w+), size (\w+), (.*)$", row["sets_or_does"])
  if not match:
    return None
  function, kind, size, rest = match.groups()
  given = [parameter_name(p) for p in parameters]
  many = "Buffer and Count=args" in rest
  arguments = [given[0], kind, size, f"(PVOID){given[1]}"]
  if function == "WdfDeviceWriteToHardware":
    arguments.append("0" if many else given[2])
  arguments += ["Buffer", "Count"] if many else ["NULL", "0"]
  leave = "" if returns == "VOID" else f"return ({returns})"
  return ["#if !defined(OWDF_HOST)", f"WDF_INLINE {returns} {name}({', '.join(parameters)})", "{",
          f"  {leave}{function}({', '.join(arguments)});", "}", "#endif"]


def render(model, row, family):
  access = hardware_access(row)
  if access:
    return access
  body = Body(model, row, family)
  lines = [f"WDF_INLINE VOID {body.name}({', '.join(body.parameters)})", "{"]
  for since, statement in body.lines():
    if since:
      lines += [f"#if WDF_STRUCT_MINOR >= {since}", statement, "#endif"]
    else:
      lines.append(statement)
  return lines + ["}"]
