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


def main():
    options = argparse.ArgumentParser()
    options.add_argument("--rounds", type=int, default=5)
    options.add_argument("commands", nargs="+", metavar="NAME=COMMAND")
    given = options.parse_args()
    commands = [c.split("=", 1) for c in given.commands]
    for _, command in commands:
        run(command)
    rows = {name: [] for name, _ in commands}
    for _ in range(given.rounds):
        for name, command in commands:
            rows[name].append(run(command))
    first = rows[commands[0][0]]
    print("| what | wall s | CPU s | peak MB | time over the first |")
    print("| --- | --- | --- | --- | --- |")
    for name, _ in commands:
        mine = rows[name]
        wall, cpu, peak = (statistics.median(r[i] for r in mine) for i in range(3))
        ratio = statistics.median(m[0] / f[0] for m, f in zip(mine, first))
        print(f"| {name} | {wall:.3f} | {cpu:.3f} | {peak / 1024:.0f} | {ratio:.2f} |", flush=True)


main()
