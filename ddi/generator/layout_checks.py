"""Static assertions: every enum value, structure size and member offset, for both targets and every version we serve."""
import os

from generator.c_headers import SEPARATE, UMBRELLA, USER_MODE
from generator.model import row_guard
from generator.output import BANNER, guarded, write

HEADERS = set(UMBRELLA + SEPARATE)


def enum_checks(model, headers):
  lines = []
  for members in model.enums.values():
    if members[0]["header"] not in headers:
      continue
    for row in members:
      lines += guarded([f"OWDF_CHECK((int){row['member']} == (int){row['value_hex32']});"], row_guard(row))
  return lines


def struct_checks(struct):
  lines = []
  steps = struct.sizes_by_minor()
  for position, (minor, size) in enumerate(steps):
    if len(steps) > 1:
      lines.append("#else" if minor == 0 else f"#{'if' if position == 0 else 'elif'} WDF_STRUCT_MINOR >= {minor}")
    lines.append(f"OWDF_CHECK(sizeof({struct.name}) == {size});")
  if len(steps) > 1:
    lines.append("#endif")
  for row in struct.members:
    if not row["offset_x64"]:
      continue
    path = ".".join(p for p in row["path"].split(".") + [row["member"]] if p and p != "DUMMYUNIONNAME")
    offset = int(row["offset_x64"])
    checks = [f"OWDF_CHECK(__builtin_offsetof({struct.name}, {path}) == {offset});"]
    since = struct.member_since(offset)
    # The tables have the resource lists of sources that know processor groups; others have no such member.
    knows = "OWDF_PROCESSOR_GROUPS" if struct.header == USER_MODE and row["member"] == "Group" else None
    lines += guarded(checks, f"WDF_STRUCT_MINOR >= {since}" if since else knows)
  return guarded(lines, struct.guard())


def text(model):
  lines = [f"/* {BANNER} */", "/* Compiled for our own code and, with every image, for the driver's target and version. */",
           "#include <wdf.h>", "#include <wdfusb.h>", "#include <wdfminiport.h>", "#include <wdfcx.h>", "",
           "#ifdef __cplusplus", '#define OWDF_CHECK(condition) static_assert(condition, "interface layout")', "#else",
           '#define OWDF_CHECK(condition) _Static_assert(condition, "interface layout")', "#endif", ""]
  lines += enum_checks(model, HEADERS)
  for struct in model.structs.values():
    if struct.members and struct.header in HEADERS - {"wdfinstaller.h", "wdftriage.h"}:
      lines += struct_checks(struct)
  restated = enum_checks(model, {USER_MODE})
  for struct in model.structs.values():
    if struct.members and struct.header == USER_MODE:
      restated += struct_checks(struct)
  lines += guarded(restated, "WDF_KMDF_MINOR < 0")
  for family, condition in (("kmdf", "WDF_KMDF_MINOR >= 0"), ("umdf", "WDF_KMDF_MINOR < 0")):
    checks = []
    for function in model.table(family):
      index = function.kmdf_index if family == "kmdf" else function.umdf_index
      since = function.since(family)
      checks += guarded([f"OWDF_CHECK({function.name}TableIndex == {index});"],
                        f"WDF_{family.upper()}_MINOR >= {since}" if since else None)
    lines += guarded(checks, condition + " && !defined(OWDF_HOST)")
  return "\n".join(lines) + "\n"


def write_all(model, out):
  write(os.path.join(out, "wdf", "layout_checks.h"), text(model))
  write(os.path.join(out, "wdf", "layout_checks.cc"),
        f"// {BANNER}\n#include <ntddk.h>\n\n#include \"wdf/layout_checks.h\"\n")
