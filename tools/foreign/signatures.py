"""A function's type reduced to what a caller and a callee must agree on: sizes, signs, and what is pointed to."""
from foreign.dwarf import COMPOUND


def spelled(types, die, depth=0):
  die = types.stripped(die)
  if die is None:
    return "void"
  if die.tag in ("pointer_type", "array_type"):
    inner = types.stripped(types.target(die))
    if inner is not None and inner.tag == "subroutine_type":
      return "function*"
    return (spelled(types, inner, depth + 1) if depth < 3 else "...") + "*"
  if die.tag in COMPOUND:
    return "struct" + (" " + die.name().lstrip("_") if die.name() else "") if depth else f"struct of {die.number('byte_size')}"
  if die.tag == "enumeration_type":
    return "integer of 4"
  if die.tag == "base_type":
    encoding = die.attributes.get("encoding", "")
    kind = "float" if "float" in encoding else "unsigned" if "unsigned" in encoding or "UTF" in encoding else "integer"
    return f"{kind} of {die.number('byte_size')}"
  return die.tag


def signature(types, pointer):
  """Of a variable whose type is a pointer to a function."""
  function = types.stripped(types.target(types.stripped(types.target(pointer))))
  if function is None or function.tag != "subroutine_type":
    return None
  result = spelled(types, types.target(function))
  parameters = [spelled(types, types.target(child)) if child.tag == "formal_parameter" else "..."
                for child in function.children if child.tag in ("formal_parameter", "unspecified_parameters")]
  return f"{result} ({', '.join(parameters)})"
