#!/usr/bin/env python3
"""Prints `{value, "NAME"},` for each #define of a header whose value is one number, sorted; the first name of a value wins.

Usage: name_table.py OUTPUT PATTERN HEADER...   (PATTERN: a regular expression that names must match)
"""
import pathlib
import re
import sys


def main():
    output, pattern, *headers = sys.argv[1:]
    names = {}
    for header in headers:
        for line in pathlib.Path(header).read_text().splitlines():
            match = re.match(r"#define\s+(\w+)\s+(?:\(+\w+\s*\))?\(?(0[xX][0-9a-fA-F]+|\d+)[uUlL]*\)*\s*(?:/\*.*)?$", line)
            if match and re.fullmatch(pattern, match.group(1)):
                names.setdefault(int(match.group(2), 0), match.group(1))
    text = "".join(f'{{0x{value:08X}u, "{name}"}},\n' for value, name in sorted(names.items()))
    path = pathlib.Path(output)
    path.parent.mkdir(parents=True, exist_ok=True)
    if not path.exists() or path.read_text() != text:
        path.write_text(text)


if __name__ == "__main__":
    main()
