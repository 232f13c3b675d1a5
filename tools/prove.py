#!/usr/bin/env python3
"""./dev prove: breaks the framework on purpose, one lie at a time, and looks which tests notice (docs/prove.md).

usage: prove.py BUILD [AREA or ROW ...]

Runs every test of the prove build honestly first. Then, for each requirement row that tests cite (at most five rows a test,
or at a line of its storyboard), tells those tests each lie about what the row names, in a child process. Writes
BUILD/prove.json.
"""
import argparse
import collections
import concurrent.futures
import csv
import json
import os
import pathlib
import re
import subprocess
import sys
import tempfile
import time

ROOT = pathlib.Path(__file__).resolve().parent.parent
STORYBOARD = 6        # a test that cites this many rows tells a story: it proves those that it names at a line
HONEST_TIMEOUT = 900
SLOW_SECONDS = 2.0    # a test that takes longer is not told lies
LATER_FAMILIES = {"UMDF1", "UMDF2"}   # proved only by a test that says so: RecordProperty("family", "UMDF2")

Row = collections.namedtuple("Row", "id families names")
Test = collections.namedtuple("Test", "program name rows story ddi family passed seconds")
Outcome = collections.namedtuple("Outcome", "word changed")   # untold, believed or noticed; rows whose story changed


def table(path):
    with open(path, encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))


class Specification:
    """The rows, and what the words in them mean: structures by member, members by enumerator."""

    def __init__(self):
        self.merged = {r["merged"]: r["kept"] for r in table(ROOT / "spec" / "merged.tsv")}
        self.rows = {}
        for path in sorted((ROOT / "spec" / "requirements").glob("*.tsv")):
            for row in table(path):
                words = set(re.findall(r"\w+", row["names"]))
                words |= set(re.findall(r"\b\w*[a-z]\w*[A-Z]\w*|\b[A-Z]\w*_\w+", row["requirement"]))
                if re.search(r"\bbug check", row["requirement"]):
                    words.add("WDF_VIOLATION")
                self.rows[row["id"]] = Row(row["id"], row["applies"].split(","), words)
        enumerators = collections.defaultdict(set)
        for row in table(ROOT / "ddi" / "enums.tsv"):
            enumerators[row["enum"]].add(row["member"])
        self.members = collections.defaultdict(dict)   # structure -> member -> words that mean it
        for row in table(ROOT / "ddi" / "structs.tsv"):
            words = {row["member"]} | enumerators.get(row["type"], set())
            self.members[row["struct"]].setdefault(row["member"], set()).update(words)
        self.statuses = self.status_names()
        self.nt_functions = {row["name"] for path in (ROOT / "ddi" / "nt").glob("*.tsv") for row in table(path)}
        self.functions_behind = collections.defaultdict(set)   # function -> the helpers that are it under another name
        for row in table(ROOT / "ddi" / "inline.tsv"):
            for name in re.findall(r"\bWdf\w+", row["sets_or_does"]):
                self.functions_behind[name].add(row["name"])

    @staticmethod
    def status_names():
        """Value, as a lie spells it, -> names."""
        names = collections.defaultdict(set)
        for header in ("ntstatus.h", "owdf/wdf_status.h"):
            text = (ROOT / "include" / "shared" / header).read_text()
            for name, value in re.findall(r"(STATUS_\w+)\s.*?0x([0-9A-Fa-f]{8})", text):
                names[value.upper()].add(name)
        return names

    def spelled(self, lie):
        """For people: a status by its name."""
        kind, subject = lie.split(" ", 1)
        return f"{kind} {' '.join(sorted(self.statuses[subject])[:1]) or subject}" if kind == "status" else lie

    @staticmethod
    def callback_names(subject):
        """The door calls a completion routine as the function that sets it does, the documentation by their types."""
        return {"CompletionRoutine": {"EvtRequestCompletionRoutine"}}.get(subject, set())

    def kept(self, word):
        return self.merged.get(word, word)

    def concerns(self, row, lie):
        """Whether a lie is about something that the row names."""
        kind, name = lie.split(" ", 1)
        subject, _, part = name.partition(".")
        if kind == "status":
            return bool(row.names & self.statuses[subject])
        if kind not in ("ignore", "forget"):
            return bool(row.names & ({subject} | self.functions_behind[subject] | self.callback_names(subject)))
        if row.names & self.members[subject].get(part, {part}):
            return True
        named_members = any(row.names & words for words in self.members[subject].values())
        return subject in row.names and not named_members


def subject(lie):
    """The function, callback, structure or status that a lie is about."""
    return lie.split(" ", 1)[1].partition(".")[0]


def may_prove(test, row):
    """A test that cites many rows proves only those that its storyboard (base/storyboard.h) names at a line."""
    return row in test.story or len(test.rows - test.story) < STORYBOARD


def made_of(test, row, outcome):
    """What a lie counts for a row: where the row has lines of a story, one of them must have changed."""
    if outcome.word == "noticed" and row in test.story and row not in outcome.changed:
        return "believed"
    return outcome.word


def short_name(case):
    return f"{case['classname']}.{case['name']}"


def cases(report):
    if not report.exists():
        return
    for suite in json.loads(report.read_text())["testsuites"]:
        yield from suite["testsuite"]


class Prover:
    def __init__(self, build, specification):
        self.build = build
        self.specification = specification
        self.reports = build / "test-reports"
        self.reports.mkdir(exist_ok=True)
        self.programs = sorted(p for p in (build / "bin").glob("*_test") if os.access(p, os.X_OK))
        if not self.programs:
            sys.exit(f"prove: no test program in {build / 'bin'}")

    def run(self, command, timeout=None):
        return subprocess.run([str(word) for word in command], stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                              stderr=subprocess.STDOUT, timeout=timeout, cwd=ROOT)

    def honest(self, program):
        """Its tests with what they cite, and the lies that each could be told."""
        report, record = self.reports / (program.name + ".json"), self.reports / (program.name + ".lies")
        report.unlink(missing_ok=True)
        try:
            done = self.run([program, f"--gtest_output=json:{report}", "--record", record], HONEST_TIMEOUT)
        except subprocess.TimeoutExpired:
            sys.exit(f"prove: {program.name} did not end in {HONEST_TIMEOUT} s")
        tests = [self.test_of(program, case) for case in cases(report) if case.get("result") == "COMPLETED"]
        if not tests or (done.returncode and all(test.passed for test in tests)):
            sys.exit(f"prove: {program.name} died\n" + done.stdout.decode(errors="replace")[-3000:])
        lies = collections.defaultdict(list)
        for line in record.read_text().splitlines():
            name, lie = line.split("\t")
            lies[name].append(lie)
        return tests, lies

    def test_of(self, program, case):
        story = self.rows_in(case.get("story", ""))
        return Test(program, short_name(case), self.rows_in(case.get("rows", "")) | story, story,
                    frozenset(case.get("ddi", "").replace(",", " ").split()), frozenset(case.get("family", "").split()),
                    not case.get("failures"), float(case["time"].rstrip("s")))

    def rows_in(self, text):
        kept = {self.specification.kept(word) for word in text.replace(",", " ").split()}
        return frozenset(kept & self.specification.rows.keys())

    def tell(self, jobs):
        """jobs: (program, test, lie). What came of each: noticed, believed or untold."""
        by_program = collections.defaultdict(list)
        for program, test, lie in sorted(jobs, key=lambda job: (job[0].name, job[1], job[2])):
            by_program[program].append(f"{test}\t{lie}")
        chunks = [(program, lines[i:i + 200]) for program, lines in by_program.items() for i in range(0, len(lines), 200)]
        outcomes = {}
        with concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
            for program, lines in pool.map(lambda chunk: self.tell_chunk(*chunk), chunks):
                for line in lines:
                    test, lie, word, changed = line.split("\t")
                    outcomes[program, test, lie] = Outcome(word, self.rows_in(changed))
        return outcomes

    def tell_chunk(self, program, lines):
        with tempfile.TemporaryDirectory() as folder:
            jobs, results = pathlib.Path(folder, "jobs"), pathlib.Path(folder, "results")
            jobs.write_text("".join(line + "\n" for line in lines))
            done = self.run([program, "--tell", jobs, results])
            told = results.read_text().splitlines()
        if done.returncode or len(told) != len(lines):
            sys.exit(f"prove: {program.name} could not tell its lies\n" + done.stdout.decode(errors="replace")[-3000:])
        return program, told


def wanted(row, selection):
    return not selection or row in selection or row.split("-")[0] in selection


def plan(specification, tests, recorded, selection):
    """row -> [(program, test, lie)]. A row that names nothing about which any test could be lied to gets the lies about the
    functions which the test says it is about. NT functions that the row names count where the test itself calls them."""
    jobs = collections.defaultdict(list)
    everything = {lie for by_test in recorded.values() for lies in by_test.values() for lie in lies
                  if subject(lie) not in specification.nt_functions}
    silent = {row: not any(specification.concerns(specification.rows[row], lie) for lie in everything)
              for row in set().union(*(test.rows for test in tests))}
    for test in tests:
        lies = recorded[test.program][test.name]
        if not test.passed or test.seconds > SLOW_SECONDS or test.name.endswith("/Live"):
            continue
        for row in sorted(test.rows):
            if not wanted(row, selection) or not may_prove(test, row):
                continue
            about = [lie for lie in lies if specification.concerns(specification.rows[row], lie)]
            if silent[row] and not about:
                about = [lie for lie in lies if subject(lie) in test.ddi]
            jobs[row] += [(test.program, test.name, lie) for lie in about]
    return jobs


def families_of(row, tests):
    said = set().union(*(test.family for test in tests))
    return sorted(family for family in row.families if family not in LATER_FAMILIES or family in said)


def decides(noticed, told):
    """Whether the lies that were noticed prove a row: one about each name that was lied about, and one that let the
    function run, for every test notices that what its fixture needs is refused."""
    return {subject(lie) for lie in noticed} == {subject(lie) for lie in told} and any(
        not lie.startswith("refuse ") for lie in noticed)


def verdict(row, tests, jobs, outcomes):
    """The state of one row, from the tests that cite it and what came of the lies."""
    result = {"tests": sorted(test.name for test in tests), "told": 0, "killed": 0, "survivors": []}
    if any(not test.passed for test in tests):
        return {"state": "failing", **result}
    if not any(may_prove(test, row.id) for test in tests):
        return {"state": "storyboard", **result}
    by_name = {(test.program, test.name): test for test in tests}
    by_lie = collections.defaultdict(list)
    for program, test, lie in jobs:
        outcome = made_of(by_name[program, test], row.id, outcomes[program, test, lie])
        if outcome != "untold":
            by_lie[lie].append((test, outcome))
    noticed = {lie for lie, seen in by_lie.items() if any(outcome == "noticed" for _, outcome in seen)}
    result.update(told=len(by_lie), killed=len(noticed), survivors=sorted(by_lie.keys() - noticed))
    if not by_lie:
        return {"state": "untold", **result}
    if not decides(noticed, by_lie):
        return {"state": "survived", **result}
    provers = {test for lie in noticed for test, outcome in by_lie[lie] if outcome == "noticed"}
    families = families_of(row, [test for test in tests if test.name in provers])
    return {"state": "proved" if families else "untold", "families": families, **result}


def commit():
    def git(*words):
        return subprocess.run(["git", *words], cwd=ROOT, stdout=subprocess.PIPE, text=True).stdout.strip()
    name = git("rev-parse", "--short", "HEAD")
    return name + ("+changes" if name and git("status", "--porcelain", "--untracked-files=no") else "")


def print_result(verdicts, specification, verbose):
    areas = collections.defaultdict(collections.Counter)
    for row, result in sorted(verdicts.items()):
        areas[row.split("-")[0]].update([result["state"]])
        if result["state"] != "proved" or verbose:
            print(f"{row:<8} {result['state']:<10} {result['killed']}/{result['told']}  {' '.join(result['tests'][:3])}")
        for lie in result["survivors"]:
            print(f"{'':8}   believed: {specification.spelled(lie)}")
    print(f"\n{'area':<6}{'rows':>6}{'cited':>7}{'proved':>8}{'survived':>10}{'untold':>8}{'storyboard':>12}{'failing':>9}")
    total = collections.Counter()
    for area, states in sorted(areas.items()):
        rows = sum(1 for row in specification.rows if row.startswith(area + "-"))
        print(f"{area:<6}{rows:>6}{sum(states.values()):>7}{states['proved']:>8}{states['survived']:>10}{states['untold']:>8}"
              f"{states['storyboard']:>12}{states['failing']:>9}")
        total.update(states)
    told = sum(result["told"] for result in verdicts.values())
    killed = sum(result["killed"] for result in verdicts.values())
    score = f"{100 * killed / told:.1f} %" if told else "no lie was told"
    print(f"\n{total['proved']} rows proved; mutation score {killed} of {told} lies noticed ({score})")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("build", type=pathlib.Path)
    parser.add_argument("selection", nargs="*")
    arguments = parser.parse_args()
    began = time.monotonic()
    specification = Specification()
    selection = {specification.kept(word.upper() if "-" not in word else word) for word in arguments.selection}
    for word in selection:
        if word not in specification.rows and not any(row.startswith(word + "-") for row in specification.rows):
            sys.exit(f"prove: there is no row and no area '{word}'")

    prover = Prover(arguments.build.resolve(), specification)
    tests, recorded = [], {}
    with concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
        for program, (found, lies) in zip(prover.programs, pool.map(prover.honest, prover.programs)):
            tests += found
            recorded[program] = lies
    honest_seconds = time.monotonic() - began
    jobs = plan(specification, tests, recorded, selection)
    outcomes = prover.tell({job for of_row in jobs.values() for job in of_row})
    citing = collections.defaultdict(list)
    for test in tests:
        for row in test.rows:
            if wanted(row, selection):
                citing[row].append(test)
    verdicts = {row: verdict(specification.rows[row], citing[row], jobs[row], outcomes) for row in citing}
    print_result(verdicts, specification, bool(selection))
    print(f"{len(outcomes)} runs in {time.monotonic() - began:.0f} s, {honest_seconds:.0f} s of them honest")
    if not selection:
        document = {"commit": commit(), "rows": verdicts}
        (prover.build / "prove.json").write_text(json.dumps(document, indent=1, sort_keys=True) + "\n")
    sys.exit(1 if any(result["state"] == "failing" for result in verdicts.values()) else 0)


if __name__ == "__main__":
    main()
