#!/usr/bin/env python3
"""Runs the benchmarks of a build and prints them as ratios to yardsticks measured in the same run.

Nanoseconds differ between machines and mean nothing alone; a ratio to ioctl(2) on /dev/null or to a malloc+free pair does not.
Each value is processor time, the median of nine repetitions, pinned to one processor.
"""
import argparse
import json
import os
import pathlib
import subprocess
import sys

# benchmark, yardstick, target (at most), what it says
RATIOS = [
    ("ioctl_round_trip", "host_ioctl", 0.5, "IOCTL round trip, METHOD_BUFFERED 64 B, parallel queue, completed in the callback"),
    ("ioctl_round_trip", "host_malloc", 8, "the same, in malloc+free pairs of 256 B"),
    ("ioctl_round_trip_live", "host_ioctl", None, "the same in the live form"),
    ("read_round_trip", "host_ioctl", 0.5, "read round trip, buffered 64 B"),
    ("object_create_delete", "host_malloc", 3, "WDFOBJECT create and delete, with a context"),
    ("memory_create_delete", "host_malloc", 3, "WDFMEMORY create and delete, 64 B"),
    ("fiber_switch", "host_ioctl", None, "switch to another fiber, one way"),
    ("machine_reset", "host_ioctl", None, "machine reset: pristine driver statics, arena dropped"),
]
REPETITIONS = 9


def measure(program):
    command = [str(program), f"--benchmark_repetitions={REPETITIONS}", "--benchmark_report_aggregates_only=true",
               "--benchmark_format=json", "--benchmark_min_time=0.05"]
    def pin():
        os.sched_setaffinity(0, {max(os.sched_getaffinity(0))})
    done = subprocess.run(command, stdout=subprocess.PIPE, preexec_fn=pin)
    if done.returncode:
        sys.exit(f"bench: {program} failed with {done.returncode}")
    return {b["run_name"].split("/")[0]: b["cpu_time"] for b in json.loads(done.stdout)["benchmarks"]
            if b.get("aggregate_name") == "median"}


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("build", type=pathlib.Path)
    parser.add_argument("--json", action="store_true")
    arguments = parser.parse_args()
    times = measure(arguments.build / "bin" / "owdf_bench")
    rows = []
    for name, of, target, text in RATIOS:
        if name in times and of in times:
            value = times[name] / times[of]
            rows.append({"name": name, "value": round(value, 3), "target": target, "of": of,
                         "met": None if target is None else value <= target, "ns": round(times[name], 1), "text": text})
    if arguments.json:
        print(json.dumps({"ratios": rows}, indent=1))
        return
    for row in rows:
        mark = {True: "met", False: "MISSED", None: ""}[row["met"]]
        target = "" if row["target"] is None else f"(at most {row['target']})"
        print(f"{row['value']:9.3f} x {row['of']:<12} {target:<16} {mark:<7} {row['ns']:10.1f} ns  {row['text']}")
    missing = [name for name, *_ in RATIOS if name not in times]
    if missing:
        print("not measured: " + ", ".join(sorted(set(missing))))


if __name__ == "__main__":
    main()
