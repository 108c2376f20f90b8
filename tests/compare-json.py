#!/usr/bin/env python3
"""Tells by field how the JSON of two builds of Rightsizer differs over all logs under some folders.

    tests/compare-json.py "dotnet old/rightsizer.dll" "dotnet new/rightsizer.dll" ../shared/logs ../shared/spark-logs

diagnose and size of every log, compare of neighbours of one application, report of each folder. Answers of the OLD program are kept
(--keep DIR) and used again by the next call. Exit code: 0 all equal, 1 something differs, 2 wrong use.
"""
import argparse
import concurrent.futures
import hashlib
import json
import os
import shlex
import subprocess
import sys
import tempfile
from urllib.parse import unquote


def run(program, arguments, keep):
    """JSON and exit code of a call; from `keep` when the same program gave it before."""
    words = shlex.split(program)
    stamp = "\n".join([program, *arguments, *(f"{f} {os.path.getmtime(f)}" for f in words if os.path.isfile(f))])
    kept = os.path.join(keep, hashlib.sha256(stamp.encode()).hexdigest())
    if os.path.exists(kept):
        with open(kept, encoding="utf-8") as file:
            return file.read()
    done = subprocess.run([*words, *arguments], capture_output=True, text=True, timeout=600)
    text = done.stdout or json.dumps({"exit": done.returncode, "error": done.stderr.strip().splitlines()[-1:]})
    with open(kept + ".part", "w", encoding="utf-8") as file:
        file.write(text)
    os.replace(kept + ".part", kept)
    return text


def differences(old, new, path=""):
    """(path, old, new) of every field that is not the same; the places in lists are left out of the path."""
    if isinstance(old, dict) and isinstance(new, dict):
        for key in sorted(old.keys() | new.keys()):
            yield from differences(old.get(key, "(absent)"), new.get(key, "(absent)"), f"{path}.{key}" if path else key)
    elif isinstance(old, list) and isinstance(new, list):
        if len(old) != len(new):
            yield path + "[]", f"{len(old)} entries", f"{len(new)} entries"
        for a, b in zip(old, new):
            yield from differences(a, b, path + "[]")
    elif old != new or type(old) is not type(new):
        yield path, old, new


def logs_under(program, folder):
    done = subprocess.run([*shlex.split(program), "list", folder], capture_output=True, text=True, check=True)
    return sorted(unquote(json.loads(line)["key"]["uri"].removeprefix("file://")) for line in done.stdout.splitlines())


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("old")
    parser.add_argument("new")
    parser.add_argument("folders", nargs="+")
    parser.add_argument("--only", action="append", choices=["diagnose", "size", "compare", "report"], help="default: all four")
    parser.add_argument("--match", default="", help="only logs whose path has this in it")
    parser.add_argument("--ignore", action="append", default=[], help="a path, as it is printed")
    parser.add_argument("--jobs", type=int, default=os.cpu_count())
    parser.add_argument("--keep", default=os.path.join(tempfile.gettempdir(), "rightsizer-json"))
    options = parser.parse_args()
    os.makedirs(options.keep, exist_ok=True)
    wanted = options.only or ["diagnose", "size", "compare", "report"]
    logs = {folder: [log for log in logs_under(options.old, folder) if options.match in log] for folder in options.folders}
    every = [log for some in logs.values() for log in some]
    calls = [[verb, log, "--format", "json"] for verb in ("diagnose", "size") if verb in wanted for log in every]
    if "report" in wanted and not options.match:
        calls += [["report", folder, "--format", "json"] for folder in options.folders]

    with concurrent.futures.ThreadPoolExecutor(options.jobs) as pool:
        if "compare" in wanted:
            diagnosed = pool.map(lambda log: run(options.old, ["diagnose", log, "--format", "json"], options.keep), every)
            names = dict(zip(every, [json.loads(text).get("app", {}).get("name") for text in diagnosed]))
            last = {}
            for log in every:
                if (name := names[log]) is None:
                    continue
                if name in last:
                    calls.append(["compare", last[name], log, "--format", "json"])
                last[name] = log
        pairs = list(pool.map(lambda call: [run(program, call, options.keep) for program in (options.old, options.new)], calls))

    found, changed = {}, 0
    for call, (old, new) in zip(calls, pairs):
        if old == new:
            continue
        here = [d for d in differences(json.loads(old), json.loads(new)) if d[0] not in options.ignore]
        changed += bool(here)
        for path, was, now in here:
            found.setdefault(f"{call[0]}: {path}", []).append((call[1], was, now))
    for path, cases in sorted(found.items()):
        log, was, now = cases[0]
        print(f"{path}: {len(cases)} times in {len({c[0] for c in cases})} answers, first in {log}")
        print(f"    was {json.dumps(was, ensure_ascii=False)[:300]}\n    now {json.dumps(now, ensure_ascii=False)[:300]}")
    print(f"{len(calls)} answers compared, {changed} differ in {len(found)} fields")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
