#!/usr/bin/env python3
"""Prints `{"PATH", R"(TEXT)"},` for each file below a folder, sorted by path: text files as data of a program.

Usage: embed.py OUTPUT FOLDER
"""
import pathlib
import sys

QUOTE = "owdf_text"


def main():
    output, folder = map(pathlib.Path, sys.argv[1:])
    entries = []
    for file in sorted(path for path in folder.rglob("*") if path.is_file()):
        text = file.read_text(encoding="utf-8")
        if f"){QUOTE}\"" in text:
            sys.exit(f"{file}: contains the quotation mark of embedded texts")
        entries.append(f'{{"{file.relative_to(folder).as_posix()}", R"{QUOTE}({text}){QUOTE}"}},\n')
    text = "".join(entries)
    output.parent.mkdir(parents=True, exist_ok=True)
    if not output.exists() or output.read_text() != text:
        output.write_text(text)


if __name__ == "__main__":
    main()
