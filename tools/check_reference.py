#!/usr/bin/env python3
"""Checks include/ against ddi/reference/: what a page publishes is declared with those parameters, members and enumerators.

The driver compiler parses the headers; the pages name no types, so those are proved by tools/compare_headers. A name that our
headers do not have is counted, and listed by --missing; a difference fails.
"""
import argparse
import csv
import json
import pathlib
import subprocess
import sys
import tempfile

ROOT = pathlib.Path(__file__).resolve().parent.parent
REFERENCE = ROOT / "ddi" / "reference"
TARGET = ["--target=x86_64-pc-windows-gnu-elf", "-nostdlibinc", "-fms-extensions", "-fms-compatibility", "-mms-bitfields", "-w", "-DNT_PROCESSOR_GROUPS"]
FIRST = ["ntifs.h", "ntddk.h"]


def rows(name):
  with open(REFERENCE / f"{name}.tsv", encoding="utf-8", newline="") as file:
    found = list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))
  if name != "corrections":
    for fix in rows("corrections"):
      for row in found:
        if fix["table"] == name and fix["name"] == row["name"]:
          row[fix["column"]] = fix["value"]
  return found


class Headers:
  """What the compiler sees: functions with their parameters, structures with their members, enumerations with their values."""

  def __init__(self, clang, headers):
    self.functions, self.structs, self.enums = {}, {}, {}
    self.records = {}
    tree = self._parse(clang, headers)
    for node in tree["inner"]:
      kind = node["kind"]
      if kind == "FunctionDecl":
        self.functions[node["name"]] = node
      elif kind == "RecordDecl" and node.get("completeDefinition"):
        self.records[node["id"]] = node
        self.structs[node.get("name", node["id"])] = node
      elif kind == "EnumDecl":
        self.records[node["id"]] = node
        self.enums[node.get("name", node["id"])] = node
      elif kind == "TypedefDecl":
        self._name(node)

  @staticmethod
  def _parse(clang, headers):
    with tempfile.NamedTemporaryFile("w", suffix=".c") as source:
      source.write("".join(f"#include <{header}>\n" for header in headers))
      source.flush()
      include = [f"-I{ROOT / 'include' / folder}" for folder in ("crt", "km", "shared")]
      done = subprocess.run([clang, *TARGET, *include, "-fsyntax-only", "-Xclang", "-ast-dump=json", source.name],
                            capture_output=True, text=True)
    if done.returncode:
      sys.exit(done.stderr)
    return json.loads(done.stdout)

  def _name(self, node):
    """A typedef is another name of the structure or enumeration that it is written with."""
    for inner in node.get("inner", []):
      owned = inner.get("ownedTagDecl") or inner.get("decl") or {}
      for deeper in inner.get("inner", []):
        owned = owned or deeper.get("ownedTagDecl") or deeper.get("decl") or {}
      target = self.records.get(owned.get("id"))
      if target and inner["kind"] != "PointerType":
        (self.enums if target["kind"] == "EnumDecl" else self.structs).setdefault(node["name"], target)

  def members(self, record, prefix="", place=()):
    """(path, place) of each member; the members of a union share a place."""
    inner, union = None, record.get("tagUsed") == "union"
    for number, child in enumerate(record.get("inner", [])):
      if child["kind"] == "RecordDecl":
        inner = child
      elif child["kind"] == "FieldDecl":
        here = place + (0 if union else number,)
        named, kind = child.get("name"), child["type"]["qualType"]
        if named:
          yield prefix + named, here
        if inner is not None and (not named or "unnamed" in kind or "anonymous" in kind):
          yield from self.members(inner, prefix + named + "." if named else prefix, here)


def enumerators(enum):
  value = -1
  for child in enum.get("inner", []):
    if child["kind"] == "EnumConstantDecl":
      written = [c for c in child.get("inner", []) if "value" in c]
      value = int(written[0]["value"]) if written else value + 1
      yield child["name"], value


def check_function(row, node):
  """Order and number of parameters, outputs as pointers. An inline function of ours names its parameters as it likes."""
  published = [part.split(" ") for part in row["parameters"].split("; ") if part]
  names = [part[-1] for part in published]
  names = [] if [name.lower() for name in names] == ["void"] else names
  if ("..." in names) != node.get("variadic", False):
    return "takes a variable number of arguments" if node.get("variadic") else "takes a fixed number of arguments"
  names = [name for name in names if name != "..."]
  declared = [child for child in node.get("inner", []) if child["kind"] == "ParmVarDecl"]
  ours = [parameter.get("name", "") for parameter in declared]
  has_body = any(child["kind"] == "CompoundStmt" for child in node.get("inner", []))
  if len(names) != len(ours) or (not has_body and names != ours):
    return f"parameters are ({', '.join(ours)}), published are ({', '.join(names)})"
  for part, parameter in zip(published, declared):
    kind = parameter["type"].get("desugaredQualType", parameter["type"]["qualType"])
    if len(part) > 1 and "out" in part[0] and "*" not in kind and "[" not in kind:
      return f"{part[-1]} is published as an output, and is a {parameter['type']['qualType']}"
  return None


def check_order(published, ours):
  missing = [name for name in published if name not in ours]
  if missing:
    return f"has no {', '.join(missing)}"
  wrong = [name for before, name in zip(published, published[1:]) if out_of_order(ours[before], ours[name])]
  return f"another order than published: {', '.join(wrong)}" if wrong else None


def out_of_order(first, second):
  """Unless both lie in different members of one union, whose order has no meaning."""
  common = next((i for i, (a, b) in enumerate(zip(first, second)) if a != b), None)
  return common is not None and second[common] < first[common]


def check_enum(row, ours):
  published = [part.split("=") for part in row["members"].split("; ") if part]
  missing = [part[0] for part in published if part[0] not in ours]
  if missing:
    return f"has no {', '.join(missing)}"
  for part in published:
    if len(part) > 1 and int(part[1], 0) != ours[part[0]]:
      return f"{part[0]} is {ours[part[0]]}, published is {part[1]}"
  return None


def differences(headers):
  """(table, name, difference or None) of each published name that our headers have."""
  for row in rows("functions"):
    if row["name"] in headers.functions:
      yield "function", row, check_function(row, headers.functions[row["name"]])
  for row in rows("structs"):
    record = headers.structs.get(row["name"]) or headers.structs.get(row["tag"])
    if record:
      yield "structure", row, check_order([m for m in row["members"].split("; ") if m], dict(headers.members(record)))
  for row in rows("enums"):
    enum = headers.enums.get(row["name"]) or headers.enums.get(row["tag"])
    if enum:
      yield "enumeration", row, check_enum(row, dict(enumerators(enum)))


def main():
  parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
  parser.add_argument("--clang", default="clang-19")
  parser.add_argument("--missing", action="store_true", help="list what is published and not declared")
  arguments = parser.parse_args()
  published = {name: rows(name) for name in ("functions", "structs", "enums")}
  known = {row["header"] for table in published.values() for row in table}
  ours = {path.name for folder in ("km", "shared") for path in (ROOT / "include" / folder).glob("*.h")}
  headers = Headers(arguments.clang, FIRST + sorted((known & ours) - set(FIRST)))
  found = list(differences(headers))
  failed = [(kind, row, text) for kind, row, text in found if text]
  for kind, row, text in failed:
    print(f"{kind} {row['name']} ({row['page']}): {text}")
  if arguments.missing:
    seen = {id(row) for _, row, _ in found}
    for table, name_rows in published.items():
      print("\n".join(f"missing {table} {row['name']} {row['header']}" for row in name_rows if row["name"] and id(row) not in seen))
  counts = {kind: sum(1 for k, _, _ in found if k == kind) for kind in ("function", "structure", "enumeration")}
  print(", ".join(f"{number} {kind}s" for kind, number in counts.items()) + f" as published; {len(failed)} are not")
  return 1 if failed else 0


if __name__ == "__main__":
  sys.exit(main())
