"""For the prove preset: every framework function behind a wrapper that can lie, and the structures it can lie about."""
import os
import re

from generator.host_tables import PER_FILE, prototype
from generator.model import parameter_name
from generator.output import BANNER, write


def split_outside_braces(text):
  """The entries of a param_sal column; a conditional annotation holds semicolons in braces."""
  parts, depth, begin = [], 0, 0
  for position, letter in enumerate(text):
    depth += (letter == "{") - (letter == "}")
    if letter == ";" and depth == 0:
      parts.append(text[begin:position].strip())
      begin = position + 1
  return parts + [text[begin:].strip()]


def role(annotation, parameter):
  """Only what is a pointer in C is more than a value; handles are pointers too, but nothing is known of what they point to."""
  word = annotation.split(" ")[0].split("{")[0]
  return {"out": "kOut", "inout": "kInOut", "in": "kIn"}.get(word, "kValue")


def pointee_of(parameter, pointers):
  """The structure that a parameter points to; None where it is something else."""
  kind = re.sub(r"\b(const|struct)\b", "", parameter[:parameter.rindex(parameter_name(parameter))]).strip()
  return pointers.get(kind.replace(" ", ""))


def initializer(struct, inlines):
  """The C++ that leaves a structure as its published init function does, or None. Arguments count as zero: what they set is
  what the caller chose."""
  name = struct.name + "_INIT"
  for row in inlines:
    if row["name"] == name and row["kind"] == "inline" and "->" not in row["sets_or_does"]:
      count = row["signature"].count(",")
      return f"{name}(static_cast<{struct.name}*>(at){', {}' * count});"
  return None


def members_of(struct):
  """Leaves other than the structure's own size, each once by name."""
  seen = set()
  for row in struct.members:
    if row["member"] in ("Size", "") or "bitfield" in row["notes"] or row["member"] in seen or not row["size_x64"]:
      continue
    seen.add(row["member"])
    yield row["member"], int(row["offset_x64"]), int(row["size_x64"])


def structure(struct, inlines):
  members = ", ".join(f'{{"{name}", {offset}, {size}}}' for name, offset, size in members_of(struct))
  init = initializer(struct, inlines)
  sized = "true" if struct.members and struct.members[0]["member"] == "Size" else "false"
  routine = f"[](void* at) {{ {init} }}" if init else "nullptr"
  return [f"inline constexpr prove::Member kMembersOf_{struct.name}[] = {{{members}}};",
          f"inline const prove::Structure kStructure_{struct.name}{{",
          f'    "{struct.name}", {struct.size}, {sized}, kMembersOf_{struct.name}, {routine}}};',
          "template <>", f"inline const prove::Structure* const prove::kStructureOf<{struct.name}> = &kStructure_{struct.name};"]


def used_structures(model):
  pointers = {}
  for struct in model.structs.values():
    for spelling in struct.pointers + [struct.name + "*"]:
      pointers[spelling] = struct
  used = {}
  for function in model.functions:
    for parameter in function.parameters:
      struct = pointee_of(parameter, pointers)
      if struct and any(members_of(struct)):
        used[struct.name] = struct
  return [used[name] for name in sorted(used)]


def structures_header(model):
  lines = [f"// {BANNER}", "#pragma once", "", '#include "prove/function.h"', '#include "wdf/ddi_prototypes.h"', "",
           "namespace owdf {", ""]
  for struct in used_structures(model):
    lines += structure(struct, model.inlines)
  return "\n".join(lines + ["", "}  // namespace owdf"]) + "\n"


def wrapper(function, annotations):
  entries = split_outside_braces(annotations)
  parameters = [f'{{"{parameter_name(p)}", prove::Role::{role(entries[i] if i < len(entries) else "", p)}}}'
                for i, p in enumerate(function.parameters)]
  arguments = "".join(", " + name for name in function.argument_names())
  status = "true" if function.returns == "NTSTATUS" else "false"
  lines = [f"{prototype(function)} {{"]
  if parameters:
    lines.append(f"  static constexpr prove::Parameter kParameters[] = {{{', '.join(parameters)}}};")
  span = "kParameters" if parameters else "{}"
  return lines + [f'  static constexpr prove::Function kFunction{{"{function.name}", {status}, {span}}};',
                  f"  return prove::call(kFunction, ddi_true::{function.name}, DriverGlobals{arguments});", "}"]


def source(functions, annotations):
  lines = [f"// {BANNER}", '#include "wdf/lie_structures.h"', "", "namespace owdf::ddi_true {"]
  lines += [f"extern decltype(ddi::{f.name}) {f.name} __attribute((weak));" for f in functions]
  lines += ["}  // namespace owdf::ddi_true", "", "namespace owdf::ddi {", ""]
  for function in functions:
    lines += wrapper(function, annotations.get(function.name, ""))
  return "\n".join(lines + ["", "}  // namespace owdf::ddi"]) + "\n"


def write_all(model, out):
  folder = os.path.join(out, "wdf")
  write(os.path.join(folder, "lie_structures.h"), structures_header(model))
  parts = [model.functions[i:i + PER_FILE] for i in range(0, len(model.functions), PER_FILE)]
  for number, functions in enumerate(parts):
    write(os.path.join(folder, f"lies_{number}.cc"), source(functions, model.annotations))
