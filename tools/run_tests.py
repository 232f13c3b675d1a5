#!/usr/bin/env python3
"""Runs every test program of a build, two at a time, and says what passed.

Each program writes GoogleTest's JSON; from it this collects which requirement rows and which DDIs are cited by tests that
passed (RecordProperty "rows" and "ddi"), and the rows that failed tests cite, into citations.json, which `wdf ddi` and
`wdf conformance` read.
"""
import argparse
import concurrent.futures
import json
import os
import pathlib
import subprocess
import sys
import time

TIMEOUT = 900


def run(program, build, pattern):
    report = build / "test-reports" / (program.name + ".json")
    report.parent.mkdir(exist_ok=True)
    report.unlink(missing_ok=True)
    command = [str(program), f"--gtest_output=json:{report}"]
    if pattern:
        command.append(f"--gtest_filter=*{pattern}*")
    began = time.monotonic()
    try:
        done = subprocess.run(command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
                              timeout=TIMEOUT, cwd=build.parent.parent)
        code, output = done.returncode, done.stdout.decode(errors="replace")
    except subprocess.TimeoutExpired as late:
        code, output = -1, (late.stdout or b"").decode(errors="replace") + f"\n(stopped after {TIMEOUT} s)\n"
    return program.name, code, output, report, time.monotonic() - began


def cases(report):
    if not report.exists():
        return
    for suite in json.loads(report.read_text())["testsuites"]:
        yield from suite["testsuite"]


def cite(case, kind, table):
    """The lines of a storyboard (base/storyboard.h) cite rows too."""
    words = case.get(kind, "") + " " + (case.get("story", "") if kind == "rows" else "")
    for word in sorted(set(words.replace(",", " ").split())):
        table.setdefault(word, []).append(f"{case['classname']}.{case['name']}")


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("build", type=pathlib.Path)
    parser.add_argument("--filter", default="")
    arguments = parser.parse_args()
    build = arguments.build.resolve()
    programs = sorted(p for p in (build / "bin").glob("*_test") if os.access(p, os.X_OK))
    if not programs:
        sys.exit(f"no test program in {build / 'bin'}")

    passed = failed = skipped = 0
    cited = {"rows": {}, "ddi": {}, "failed": {}}
    with concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
        for name, code, output, report, seconds in pool.map(lambda p: run(p, build, arguments.filter), programs):
            good = bad = 0
            for case in cases(report):
                if case.get("result") == "SKIPPED":
                    skipped += 1
                elif case.get("failures"):
                    bad += 1
                    cite(case, "rows", cited["failed"])
                elif case.get("result") == "COMPLETED":
                    good += 1
                    for kind in ("rows", "ddi"):
                        cite(case, kind, cited[kind])
            if code != 0 and bad == 0:
                bad = 1   # it died outside a test's expectation
            print(f"  {'ok  ' if code == 0 else 'FAIL'} {name:<16} {good:5} passed {bad:3} failed  {seconds:6.1f} s", flush=True)
            for case in cases(report):
                for failure in case.get("failures", []):
                    print(f"--- {case['classname']}.{case['name']}\n{failure['failure'][:3000]}", flush=True)
            if code != 0:
                print(output[-6000:], flush=True)
            passed += good
            failed += bad
    if not arguments.filter:
        (build / "citations.json").write_text(json.dumps(cited, indent=1, sort_keys=True) + "\n")
    print(f"{passed} passed, {failed} failed, {skipped} skipped")
    sys.exit(1 if failed or not passed else 0)


if __name__ == "__main__":
    main()
