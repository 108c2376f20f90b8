#!/usr/bin/env python3
"""Times commands in turn and prints the medians: whole processes, from start to exit.

    in_turn.py [--rounds N] NAME=COMMAND...

Each round runs every command once, so that a change of the machine's speed meets them all alike; the ratio is the median
of each round's own ratio to the first command. Peak memory is that of the largest process of the command.
"""
import argparse
import os
import shlex
import statistics
import sys
import time


def run(command):
    started = time.monotonic()
    pid = os.fork()
    if pid == 0:
        null = os.open(os.devnull, os.O_RDWR)
        os.dup2(null, 0)
        os.dup2(null, 1)
        if any(c in command for c in "|&;<>*"):
            os.execvp("bash", ["bash", "-c", command])
        words = shlex.split(command)
        os.execvp(words[0], words)
    _, status, usage = os.wait4(pid, 0)
    if status != 0:
        sys.exit(f"{command}: ended with {os.waitstatus_to_exitcode(status)}")
    return time.monotonic() - started, usage.ru_utime + usage.ru_stime, usage.ru_maxrss


def measure(commands, rounds):
    """Figures of each command by name, a list of a tuple a round: wall seconds, CPU seconds, peak KiB."""
    for command in commands.values():
        run(command)
    rows = {name: [] for name in commands}
    for _ in range(rounds):
        for name, command in commands.items():
            rows[name].append(run(command))
    return rows


def table(rows):
    """The medians as Markdown, and by name the ratio of each command to the first."""
    first = next(iter(rows.values()))
    lines = ["| what | wall s | CPU s | peak MB | time over the first |", "| --- | --- | --- | --- | --- |"]
    ratios = {}
    for name, mine in rows.items():
        wall, cpu, peak = (statistics.median(r[i] for r in mine) for i in range(3))
        ratios[name] = statistics.median(m[0] / f[0] for m, f in zip(mine, first))
        lines.append(f"| {name} | {wall:.3f} | {cpu:.3f} | {peak / 1024:.0f} | {ratios[name]:.2f} |")
    return lines, ratios


def main():
    options = argparse.ArgumentParser()
    options.add_argument("--rounds", type=int, default=5)
    options.add_argument("commands", nargs="+", metavar="NAME=COMMAND")
    given = options.parse_args()
    rows = measure(dict(c.split("=", 1) for c in given.commands), given.rounds)
    print("\n".join(table(rows)[0]), flush=True)


if __name__ == "__main__":
    main()
