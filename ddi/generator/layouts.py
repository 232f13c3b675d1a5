"""Static assertions for what two compilers agreed on (ddi/reference/layouts_*.tsv, written by tools/compare_headers --write),
compiled as a driver and as a program are: what our own code sees is compared by tools/compare_headers --host."""
import os

from generator.model import read
from generator.output import BANNER, write

CHECKS = {
  "size": "sizeof({name}) == {value}",
  "enumerator": "(long long)({name}) == {value}LL",
  "macro": "(long long)({name}) == (long long)({value}ULL)",
}


def check(row):
  name, value = row["name"], row["value"]
  if row["kind"] == "member":
    struct, path = name.split(".", 1)
    condition = f"__builtin_offsetof({struct}, {path}) == {value}"
  else:
    condition = CHECKS[row["kind"]].format(name=name, value=value)
  return f'_Static_assert({condition}, "{name}");'


def text(rows):
  lines = [f"/* {BANNER} */"] + [f"#include <{row['name']}>" for row in rows if row["kind"] == "header"] + [""]
  return "\n".join(lines + [check(row) for row in rows if row["kind"] != "header"]) + "\n"


def write_all(folder, out):
  for world in ("km", "um"):
    rows = read(os.path.join(folder, "reference"), f"layouts_{world}.tsv")
    write(os.path.join(out, "nt", f"layouts_{world}.c"), text(rows))
