"""The headers wdf.h and wdf*.h that drivers and our own code include."""
import itertools
import os
import re

from generator import inline_helpers
from generator.model import NEWEST_MINOR, family_guard, minor_of, row_guard, since_guard, split_list
from generator.output import BANNER, guarded, write

# What wdf.h includes, in the order of first need. The rest (wdfusb.h, wdfminiport.h, ...) is included by drivers that use it.
UMBRELLA = [
  "wdftypes.h", "wdfenums.h", "wdfglobals.h", "wdffuncenum.h", "wdfstatus.h", "wdfassert.h", "wdfverifier.h", "wdfobject.h",
  "wdfsync.h", "wdfcore.h", "wdfdriver.h", "wdfqueryinterface.h", "wdfmemory.h", "wdfchildlist.h", "wdffileobject.h",
  "wdfdevice.h", "wdfcollection.h", "wdfdpc.h", "wdftimer.h", "wdfworkitem.h", "wdfinterrupt.h", "wdfresource.h",
  "wdfrequest.h", "wdfiotarget.h", "wdfio.h", "wdffdo.h", "wdfpdo.h", "wdfcontrol.h", "wdfwmi.h", "wdfstring.h",
  "wdfregistry.h", "wdfdmaenabler.h", "wdfdmatransaction.h", "wdfcommonbuffer.h", "wdfbugcodes.h", "wdfroletypes.h",
  "wdfcompanion.h", "wdfcompaniontarget.h", "wdfhwaccess.h",
]
SEPARATE = ["wdfusb.h", "wdfminiport.h", "wdfinstaller.h", "wdfcx.h", "wdftriage.h"]
USER_MODE = "wudfwdm.h"  # the kernel's types that user-mode drivers share; written by hand in include/um, but for some
HANDLES = [
  "WDFDRIVER", "WDFDEVICE", "WDFWMIPROVIDER", "WDFWMIINSTANCE", "WDFQUEUE", "WDFREQUEST", "WDFFILEOBJECT", "WDFDPC",
  "WDFTIMER", "WDFWORKITEM", "WDFINTERRUPT", "WDFWAITLOCK", "WDFSPINLOCK", "WDFMEMORY", "WDFLOOKASIDE", "WDFIOTARGET",
  "WDFUSBDEVICE", "WDFUSBINTERFACE", "WDFUSBPIPE", "WDFDMAENABLER", "WDFDMATRANSACTION", "WDFCOMMONBUFFER", "WDFKEY",
  "WDFSTRING", "WDFCOLLECTION", "WDFCHILDLIST", "WDFIORESREQLIST", "WDFIORESLIST", "WDFCMRESLIST", "WDFCOMPANION",
  "WDFCOMPANIONTARGET", "WDFTASKQUEUE",
]
CALLABLE = "!defined(OWDF_HOST)"


def sorted_by_header(rows, key):
  result = {}
  for row in rows:
    result.setdefault(key(row), []).append(row)
  return result


class HeaderWriter:
  def __init__(self, model, out):
    self.model = model
    self.out = out
    self.fragments = os.path.join(model.folder, "inline")
    self.by_header = {
      "constant": sorted_by_header(model.constants, lambda r: r["header"]),
      "callback": sorted_by_header(model.callbacks, lambda r: r["header"]),
      "struct": sorted_by_header([s for s in model.structs.values() if s.members], lambda s: s.header),
      "function": sorted_by_header(model.functions, lambda f: f.header),
      "inline": sorted_by_header(model.inlines, lambda r: r["header"]),
    }

  def write_all(self):
    names = UMBRELLA + SEPARATE
    written = 0
    for header in names:
      written += write(os.path.join(self.out, header), self.header(header))
    shared = os.path.join(os.path.dirname(self.out), "shared", "owdf")
    written += write(os.path.join(shared, "power_framework.h"), self.power_framework())
    return written + write(os.path.join(self.out, "wdf.h"), self.umbrella())

  def power_framework(self):
    """What a device's components tell the power framework: types that both modes know, listed with the user-mode headers."""
    mine = lambda name: name.startswith("PO_FX_")  # noqa: E731
    lines = [f"/* {BANNER} */", "#pragma once", "", "#include <ntdef.h>", "", "OWDF_BEGIN", ""]
    for row in self.rows("constant", USER_MODE):
      # The value of the flag beside it is an expression that the tables do not hold.
      if mine(row["name"]) and row["name"] != "PO_FX_DEVICE_FLAG_D0_ONLY":
        lines.append(f"#define {row['name']} {row['value_hex'] or row['value']}")
    for name, members in self.model.enums.items():
      if mine(name):
        lines += ["", f"typedef enum {members[0]['tag']} {{"]
        lines += [f"  {row['member']} = {row['value']}," for row in members] + [f"}} {name}, *P{name};"]
    lines.append("")
    for row in self.rows("callback", USER_MODE):
      if mine(row["name"]):
        lines.append(f"typedef {row['return_type']} NTAPI {row['name']}({', '.join(split_list(row['params']))});")
        lines += [f"typedef {row['name']} *{p};" for p in split_list(row["pointer_typedefs"])]
    structs = self.in_order_of_use([s for s in self.rows("struct", USER_MODE) if mine(s.name)])
    lines += [f"typedef struct {s.tag} {s.name}, *P{s.name};" for s in structs]
    for struct in structs:
      lines += [""] + self.struct_body(struct)
    return "\n".join(lines + ["", "OWDF_END"]) + "\n"

  def fragment(self, name):
    path = os.path.join(self.fragments, name)
    if not os.path.exists(path):
      return ""
    with open(path, encoding="utf-8") as file:
      return file.read().rstrip("\n")

  def rows(self, kind, header):
    return self.by_header[kind].get(header, [])

  def umbrella(self):
    lines = [f"/* {BANNER} */", "#ifndef OWDF_WDF_H", "#define OWDF_WDF_H", ""]
    # A driver that includes wdf.h only may name the well-known security descriptors.
    lines += [f'#include "{name}"' for name in UMBRELLA] + ["#if !defined(OWDF_HOST) && !defined(UMDF_VERSION_MAJOR)",
                                                            "#include <wdmsec.h>", "#endif", "", "#endif"]
    return "\n".join(lines) + "\n"

  def header(self, name):
    stem = name[:-2]
    macro = "OWDF_" + stem.upper() + "_H"
    lines = [f"/* {BANNER} */", f"#ifndef {macro}", f"#define {macro}", ""]
    lines += [f'#include "{d}"' for d in self.dependencies(name)]
    if name == "wdftypes.h":
      lines += guarded([f"#include <{USER_MODE}>"], "defined(UMDF_VERSION_MAJOR) && !defined(OWDF_HOST)")
    lines += ["", "#ifdef __cplusplus", 'extern "C" {', "#endif", ""]
    if name == "wdftypes.h":
      lines += self.types_opening()
    if name == "wdffuncenum.h":
      lines += self.function_enum()
    lines.append(self.fragment(stem + ".before.h"))
    for row in self.rows("constant", name):
      lines += self.constant(row)
    if name == "wdfenums.h":
      for enum, members in self.model.enums.items():
        if members[0]["header"] in UMBRELLA + SEPARATE:
          lines += self.enum(enum, members)
    for row in self.rows("callback", name):
      lines += self.callback(row)
    for struct in self.in_order_of_use(self.rows("struct", name)):
      lines += self.struct(struct)
    for function in self.rows("function", name):
      lines += self.function(function)
    hand_written = self.fragment(stem + ".h")
    for row in self.rows("inline", name):
      lines += self.inline(row, hand_written)
    lines += ["", hand_written, "", "#ifdef __cplusplus", "}", "#endif", "", "#endif"]
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)) + "\n"

  def dependencies(self, name):
    """The headers whose callback types and structures this one uses; enums and handles come before all others, since
    they are used both ways between nearly all headers."""
    if name in ("wdftypes.h", "wdfenums.h"):
      return [] if name == "wdftypes.h" else ["wdftypes.h"]
    owners = {}
    for kind in ("callback", "struct"):
      for header, rows in self.by_header[kind].items():
        for row in rows:
          for defined in self.defined_names(kind, row):
            owners[defined] = header
    used = set()
    for row in self.rows("callback", name):
      used |= set(re.findall(r"\w+", row["return_type"] + " " + row["params"] + " " + row["notes"]))
    for struct in self.rows("struct", name):
      used |= {w for m in struct.members for w in re.findall(r"\w+", m["type"] + " " + m["notes"])}
    for function in self.rows("function", name):
      used |= set(re.findall(r"\w+", function.returns + " " + " ".join(function.parameters)))
    for row in self.rows("inline", name):
      used |= set(re.findall(r"\w+", row["signature"]))
    needed = {owners[u] for u in used if u in owners} - {name, "wdftypes.h", "wudfwdm.h"}
    if self.rows("function", name):
      needed |= {"wdfglobals.h"}
    needed |= {"wdffuncenum.h"} if name not in ("wdffuncenum.h", "wdfglobals.h") else set()
    known = UMBRELLA + SEPARATE
    return ["wdftypes.h", "wdfenums.h"] + sorted(needed & set(known), key=known.index)

  @staticmethod
  def in_order_of_use(structs):
    """A structure that is a member of another comes first."""
    names = {s.name: s for s in structs}
    done, result = set(), []

    def visit(struct):
      if struct.name in done:
        return
      done.add(struct.name)
      for member in struct.members:
        used = names.get(member["type"])
        if used:
          visit(used)
      result.append(struct)

    for struct in structs:
      visit(struct)
    return result

  @staticmethod
  def defined_names(kind, row):
    if kind == "callback":
      return [row["name"]] + split_list(row["pointer_typedefs"])
    return [row.name]

  def types_opening(self):
    lines = ["/* Version of the interface that this source is compiled for. Our own code (OWDF_HOST) sees the newest of both",
             "   families; a driver sees one of them, as its project says. -1: the other family. */",
             "#if defined(OWDF_HOST)",
             f"#define WDF_KMDF_MINOR {NEWEST_MINOR}", f"#define WDF_UMDF_MINOR {NEWEST_MINOR}",
             "#elif defined(UMDF_VERSION_MAJOR)", "#if !defined(UMDF_VERSION_MINOR)",
             f"#define UMDF_VERSION_MINOR {NEWEST_MINOR}", "#endif",
             "#define WDF_KMDF_MINOR -1", "#define WDF_UMDF_MINOR UMDF_VERSION_MINOR", "#else",
             "#if !defined(KMDF_VERSION_MINOR)", f"#define KMDF_VERSION_MINOR {NEWEST_MINOR}", "#endif",
             "#if !defined(KMDF_VERSION_MAJOR)", "#define KMDF_VERSION_MAJOR 1", "#endif",
             "#define WDF_KMDF_MINOR KMDF_VERSION_MINOR", "#define WDF_UMDF_MINOR -1", "#endif",
             "/* Structures have the same history in both families; UMDF 2.0 stands where KMDF 1.13 stood. */",
             "#if WDF_KMDF_MINOR >= 0", "#define WDF_STRUCT_MINOR WDF_KMDF_MINOR", "#elif WDF_UMDF_MINOR < 13",
             "#define WDF_STRUCT_MINOR 13", "#else", "#define WDF_STRUCT_MINOR WDF_UMDF_MINOR", "#endif", ""]
    lines += [self.fragment("wdftypes.handles.h"), ""]
    lines += [f"DECLARE_HANDLE({handle});" for handle in HANDLES]
    lines.append("")
    for struct in self.model.structs.values():
      if struct.members and struct.header in UMBRELLA + SEPARATE:
        kind = struct.kind
        names = ", ".join([struct.name] + ["*" + p for p in struct.pointers])
        declared = [f"typedef {kind} {struct.tag} {names};"]
        if not struct.pointers:
          declared.append(f"typedef {kind} {struct.tag} *P{struct.name};")
        lines += guarded(declared + [f"typedef const {kind} {struct.tag} *PC{struct.name};"], struct.guard())
    return lines + [""]

  def function_enum(self):
    lines = []
    for family, other in (("kmdf", "WDF_KMDF_MINOR >= 0 && !defined(OWDF_HOST)"), ("umdf", "WDF_KMDF_MINOR < 0")):
      lines.append(f"#if {other}")
      lines.append("typedef enum _WDFFUNCENUM {")
      lines += self.indexes(family)
      sizes = sorted(self.model.table_sizes[family].items(), reverse=True)
      variable = f"WDF_{family.upper()}_MINOR"
      for position, (minor, count) in enumerate(sizes):
        directive = f"#if {variable} >= {minor}" if position == 0 else f"#elif {variable} >= {minor}"
        lines += [directive, f"  WdfFunctionTableNumEntries = {count},"]
      lines += ["#endif", "} WDFFUNCENUM;", "typedef enum _WDFSTRUCTENUM {"]
      indexed = [(int(s.index[family]), s.name) for s in self.model.structs.values() if s.index.get(family)]
      lines += [f"  INDEX_{name} = {index}," for index, name in sorted(indexed)]
      lines += ["} WDFSTRUCTENUM;", "#endif", ""]
    return lines

  def indexes(self, family):
    """Enumerators of the table's slots; those of one version stand together, because a table only grows."""
    lines = []
    for since, group in itertools.groupby(enumerate(self.model.table(family)), lambda slot: slot[1].since(family)):
      names = [f"  {function.name}TableIndex = {index}," for index, function in group]
      lines += guarded(names, f"WDF_{family.upper()}_MINOR >= {since}" if since else None)
    return lines

  def constant(self, row):
    name, value, notes = row["name"], row["value"], row["notes"]
    if name in ("WdfFunctions", "WDF_EVERYTHING_ALWAYS_AVAILABLE"):
      return []
    if "null pointer" in notes:
      text = "WDF_NULL_POINTER"
      if name == "WDF_NULL_POINTER":
        return []
    elif value == "(defined, empty)":
      text = ""
    elif value.startswith('L"'):
      text = f"WDF_WIDE_TEXT({value[1:]})"
    elif name.startswith("STATUS_WDF_"):
      text = f"((NTSTATUS){row['value_hex']})"
    elif name.startswith("WDF_TIMEOUT_TO_"):
      text = f"((LONGLONG){value})"
    elif value == "4294967295":
      text = "((ULONG)-1)"
    else:
      text = value
    define = ["#ifndef " + name, f"#define {name} {text}".rstrip(), "#endif"]
    match = re.search(r"umdf value (\d+)", notes)
    if match:
      define = ["#ifndef " + name, "#if WDF_KMDF_MINOR < 0", f"#define {name} {match.group(1)}", "#else",
                f"#define {name} {text}", "#endif", "#endif"]
    return guarded(define, row_guard(row))

  def enum(self, name, members):
    first = members[0]
    kmdf = min(minor_of(row["kmdf_since"]) for row in members)
    umdf = min(minor_of(row["umdf_since"]) for row in members)
    whole = since_guard(first["family"] != "umdf", kmdf, first["family"] != "kmdf", umdf)
    lines = [f"typedef enum {first['tag']} {{"]
    for row in members:
      value = row["value"] if int(row["value"]) > -2147483648 else "(-2147483647 - 1)"
      since = row_guard(row)
      lines += guarded([f"  {row['member']} = {value},"], since if since not in (whole, family_guard(row["family"])) else None)
    return guarded(lines + [f"}} {name}, *P{name};", ""], whole)

  def callback(self, row):
    name = row["name"]
    match = re.match(r"same type as (\w+)", row["notes"])
    if match:
      return guarded([f"typedef {match.group(1)} {name};"], row_guard(row))
    parameters = ", ".join(split_list(row["params"])) or "VOID"
    parameters = re.sub(r"\bWDFOBJECT\b", "OWDF_ANY_OBJECT", parameters)
    lines = [f"typedef {row['return_type']} NTAPI {name}({parameters});"]
    lines += [f"typedef {name} *{p};" for p in split_list(row["pointer_typedefs"].replace(",", ";"))]
    return guarded(lines, row_guard(row))

  def struct(self, struct):
    return guarded([""] + self.struct_body(struct), struct.guard())

  def struct_body(self, struct):
    lines = [f"{struct.kind} {struct.tag} {{"]
    open_path = []
    end = {0: 0}
    previous_since = 0
    for row in struct.members:
      nesting = [part.strip() for part in row["nesting"].split(" > ")] if row["nesting"] else []
      common = 0
      while common < min(len(open_path), len(nesting)) and open_path[common] == nesting[common]:
        common += 1
      lines += self.close(open_path, common)
      del open_path[common:]
      since = struct.member_since(int(row["offset_x64"])) if row["offset_x64"] else previous_since
      if since != previous_since:
        lines += ["#endif"] if previous_since else []
        lines += [f"#if WDF_STRUCT_MINOR >= {since}"] if since else []
        previous_since = since
      for part in nesting[common:]:
        extension = "__extension__ " if part.endswith("(anonymous)") else ""
        lines.append("  " * (len(open_path) + 1) + extension + part.split()[0] + " {")
        open_path.append(part)
      member = self.member(row, end, len(open_path))
      lines.append("  " * (len(open_path) + 1) + member)
    lines += self.close(open_path, 0)
    if previous_since:
      lines.append("#endif")
    return lines + ["};"]

  @staticmethod
  def close(open_path, keep):
    lines = []
    for depth in range(len(open_path), keep, -1):
      words = open_path[depth - 1].split()
      name = words[1] if len(words) > 1 and words[1] != "(anonymous)" else ""
      lines.append("  " * depth + ("} " + name).rstrip() + ";")
    return lines

  @staticmethod
  def member(row, end, depth):
    """One declaration; a member that starts later than its type asks for is aligned to 8, as published."""
    kind, name, notes = row["type"], row["member"], row["notes"]
    kind = re.sub(r"DECLSPEC_ALIGN\((\d+)\) ", r"__attribute((aligned(\1))) ", kind)
    array = re.search(r"array (\[\w+\])", notes)
    bits = re.search(r"bitfield (:\d+)", notes)
    prefix = ""
    if row["offset_x64"]:
      offset, size = int(row["offset_x64"]), int(row["size_x64"])
      natural = size if size in (1, 2, 4, 8) and not array else 1
      start = end.get(depth, 0)
      if natural < 8 and offset % 8 == 0 and offset > -(-start // natural) * natural and start and not array:
        if offset - start < 8 and "aligned" not in kind and size < 8:
          prefix = "__attribute((aligned(8))) "
      end[depth] = offset + size
    return f"{prefix}{kind} {name}{array.group(1) if array else ''}{' ' + bits.group(1) if bits else ''};"

  def function(self, function):
    pointer = "PFN_" + function.name.upper()
    parameters = "".join(", " + p for p in function.parameters)
    arguments = "".join(", " + a for a in function.argument_names())
    lines = [f"typedef {function.returns} (NTAPI *{pointer})(PWDF_DRIVER_GLOBALS DriverGlobals{parameters});"]
    if function.name != "WdfDriverMiniportUnload":
      leave = "" if function.returns == "VOID" else "return "
      body = [f"WDF_INLINE {function.returns} {function.name}({', '.join(function.parameters) or 'VOID'})", "{",
              f"  {leave}(({pointer})WdfFunctions[{function.name}TableIndex])(WdfDriverGlobals{arguments});", "}"]
      lines += guarded(body, CALLABLE)
    return guarded(lines, function.guard())

  def inline(self, row, hand_written):
    name = row["name"]
    defined = r"#\s*define\s+%s\b|WDF_INLINE\s[^;{(]*\b%s\(" % (name, name)
    if re.search(defined, hand_written + self.fragment(row["header"][:-2] + ".before.h")):
      return []
    if row["kind"] == "macro":
      raise ValueError(f"macro {name} of {row['header']} has no definition in ddi/inline/")
    lines = inline_helpers.render(self.model, row, "kmdf")
    if " | umdf: " in row["sets_or_does"]:
      lines = ["#if WDF_KMDF_MINOR >= 0"] + lines + ["#else"]
      lines += inline_helpers.render(self.model, row, "umdf") + ["#endif"]
    return guarded(lines, row_guard(row))
