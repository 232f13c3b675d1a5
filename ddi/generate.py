#!/usr/bin/env python3
"""Makes everything that follows from ddi/*.tsv: the framework headers, prototypes, function tables, layout checks, imports.

usage: generate.py OUTPUT_FOLDER        (build/<preset>/gen)
"""
import os
import sys

FOLDER = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, FOLDER)
sys.dont_write_bytecode = True

from generator import c_headers, host_tables, imports, layout_checks, layouts, lies, nt_lies  # noqa: E402
from generator.model import Model  # noqa: E402


def main(arguments):
  if len(arguments) != 2:
    sys.stderr.write(__doc__)
    return 2
  out = arguments[1]
  model = Model(FOLDER)
  c_headers.HeaderWriter(model, os.path.join(out, "include", "km")).write_all()
  host_tables.write_all(model, out)
  layout_checks.write_all(model, out)
  layouts.write_all(FOLDER, out)
  lies.write_all(model, out)
  imports.write_all(FOLDER, out)
  nt_lies.write_all(FOLDER, out)
  return 0


if __name__ == "__main__":
  sys.exit(main(sys.argv))
