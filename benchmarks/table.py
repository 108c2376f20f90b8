#!/usr/bin/env python3
"""Measures the rows of the table of aims; table.sh builds what it needs and calls it."""
import argparse
import os
import pathlib
import re
import subprocess

import in_turn

WORK, BENCH = os.environ["WORK"], os.environ["BENCH"]
PROGRAM = os.environ.get("RIGHTSIZER_BINARY", "artifacts/linux-x64/rightsizer")
TOTALS = PROGRAM + " totals"
OWN = "dotnet benchmarks/bin/Release/net10.0/Rightsizer.Benchmarks.dll"
SIMDJSON = f"{WORK}/simdjson"
SAMPLE = "sample-logs/app-20261121125041-0004"
JACKSON = f"java -cp {os.environ['JACKSON']}:{WORK}/java JacksonBaseline"
DUCKDB = f"node {WORK}/duckdb/duckdb_baseline.mjs"
report, aims = [], []


def say(text=""):
    report.append(text)
    print(text, flush=True)


def there(path):
    return os.path.exists(path)


def log(name, megabytes, codec="none", seed=1):
    """A log in the default layout, made once; by the generator of the rivals' folder where it could be built."""
    path = f"{WORK}/{name}"
    if not there(path):
        if there(f"{WORK}/gen_log"):
            subprocess.run([f"{WORK}/gen_log", "--mb", str(megabytes), "--stages", "300", "--executors", "80", "--codec", codec, "--seed", str(seed), "--out", path],
                           check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        else:
            layout(path, "default", megabytes, "plain" if codec == "none" else codec, seed)
    return path


def layout(path, name, megabytes, codec="plain", seed=1):
    if not there(path):
        subprocess.run([*OWN.split(), "generate", "--mb", str(megabytes), "--layout", name, "--codec", codec, "--seed", str(seed), path], check=True, stdout=subprocess.DEVNULL)
    return path


def same(title, commands):
    """All commands must print the same totals."""
    texts = {name: subprocess.run(["bash", "-c", c], capture_output=True).stdout for name, c in commands.items()}
    first = next(iter(texts.values()), None)
    for name, text in texts.items():
        if text != first:
            say(f"**{title}: {name} prints other totals.**")


def measure(title, commands, rounds, check=()):
    rounds = min(rounds, int(os.environ.get("ROUNDS", "7")))
    say(f"\n## {title}, {rounds} rounds")
    same(title, {n: commands[n] for n in check if n in commands})
    rows = in_turn.measure(commands, rounds)
    lines, ratios = in_turn.table(rows)
    for line in lines:
        say(line)
    peaks = {name: sorted(r[2] for r in mine)[len(mine) // 2] / 1024 for name, mine in rows.items()}
    walls = {name: sorted(r[0] for r in mine)[len(mine) // 2] for name, mine in rows.items()}
    return ratios, peaks, walls


def aim(what, value, reach, text, at_least):
    aims.append(f"| {what} | {reach} | {text} | {'yes' if (value >= at_least[1] if at_least[0] == '>=' else value <= at_least[1]) else 'no'} |")


def plain(gb):
    path = log("plain.json", gb * 1000)
    rivals = {"rightsizer totals": f"{TOTALS} {path}"}
    if there(SIMDJSON):
        rivals["simdjson, 2 threads"] = f"{SIMDJSON} {path} 2"
    rivals["cat > /dev/null"] = f"cat {path}"
    # what the machine takes to copy the bytes out of its cache with both cores, and nothing else: nobody who reads them is faster
    half = gb * 1000 * 1_000_000 // (256 << 10) // 2
    rivals["only read, 2 processes"] = (
        f"dd if={path} of=/dev/null bs=256k count={half} status=none & dd if={path} of=/dev/null bs=256k skip={half} status=none; wait")
    ratios, peaks, _ = measure(f"Plain, {gb} GB", rivals, 7, ("rightsizer totals", "simdjson, 2 threads"))
    if "simdjson, 2 threads" in ratios:
        r, bound = ratios["simdjson, 2 threads"], ratios["simdjson, 2 threads"] / ratios["only read, 2 processes"]
        aim("plain, over simdjson 2 threads", r, ">= 3.5x", f"{r:.2f}x; reading alone {bound:.2f}x", (">=", 3.5))
    p = peaks["rightsizer totals"]
    aim(f"peak memory for totals, {gb} GB plain", p, "<= 32 MB", f"{p:.0f} MB", ("<=", 32))
    for name, command, reach, rounds in (("DuckDB, 2 threads", f"{DUCKDB} {path} 2", 8, 3), ("Jackson tree", f"{JACKSON} {path} tree", 60, 1)):
        if there(f"{WORK}/duckdb/node_modules/@duckdb/node-api" if "DuckDB" in name else f"{WORK}/java/JacksonBaseline.class"):
            r = measure(f"Plain, {gb} GB, {name}", {"rightsizer totals": f"{TOTALS} {path}", name: command}, rounds)[0][name]
            aim(f"plain, over {name}", r, f">= {reach}x", f"{r:.1f}x", (">=", reach))


def zstd(gb):
    path = log("one.zstd", gb * 1000, "zstd")
    rivals = {"zstd -d > /dev/null": f"zstd -dcq {path}", "rightsizer totals": f"{TOTALS} {path}"}
    if there(SIMDJSON):
        rivals["simdjson + libzstd, 2 threads"] = f"{SIMDJSON} {path} 2"
    r = measure(f"One zstd log, {gb} GB plain", rivals, 5, ("rightsizer totals", "simdjson + libzstd, 2 threads"))[0]["rightsizer totals"]
    aim("one zstd log, over zstd -d", r, "<= 0.65", f"{r:.2f}", ("<=", 0.65))
    os.remove(path)


def blocks(gb):
    for codec in ("lz4", "snappy"):
        path = log(f"one.{codec}", gb * 1000, codec)
        rivals = {"rightsizer totals": f"{TOTALS} {path}"}
        if codec == "lz4" and there(SIMDJSON):
            rivals["simdjson + liblz4, 2 threads"] = f"{SIMDJSON} {path} 2"
        ratios = measure(f"One {codec} log, {gb} GB plain", rivals, 5, tuple(rivals))[0]
        if len(ratios) > 1:
            r = ratios["simdjson + liblz4, 2 threads"]
            aim("lz4, over simdjson + liblz4 2 threads", r, ">= 1.3x", f"{r:.2f}x", (">=", 1.3))
        os.remove(path)


def many(_):
    paths = [log(f"many{i:02}.zstd", 25, "zstd", i + 1) for i in range(40)]
    rivals = {"rightsizer totals A B ...": f"{TOTALS} {' '.join(paths)}"}
    if there(SIMDJSON):
        rivals["simdjson a log, two at a time"] = f"ls {WORK}/many*.zstd | xargs -P 2 -I F {SIMDJSON} F 1"
    ratios = measure("40 zstd logs of 25 MB plain", rivals, 7)[0]
    if len(ratios) > 1:
        r = ratios["simdjson a log, two at a time"]
        aim("40 zstd logs, over simdjson a log two at a time", r, ">= 1.5x", f"{r:.2f}x", (">=", 1.5))


def layouts(_):
    names = ("default", "lean", "wide", "awkward", "failures", "spark24")
    paths = {name: layout(f"{WORK}/{name}.json", name, 1000) for name in names}
    walls = measure("Layouts, 1 GB each", {n: f"{TOTALS} {p}" for n, p in paths.items()}, 5)[2]
    for name in ("awkward", "spark24"):
        r = walls[name] / os.path.getsize(paths[name]) / (walls["default"] / os.path.getsize(paths["default"]))
        aim(f"layout {name}: time a byte over the default's", r, "<= 1.5x", f"{r:.2f}x", ("<=", 1.5))
    for path in paths.values():
        os.remove(path)


def model(gb):
    path = log("plain.json", gb * 1000)
    ratios, peaks, _ = measure(f"The model, {gb} GB", {"totals": f"{TOTALS} {path}", "all task columns": f"{TOTALS} --model {path}", "and accumulables": f"{TOTALS} --model --accumulables {path}"}, 3)
    r, p = ratios["all task columns"], peaks["all task columns"]
    aim("the full model over totals", r, "<= 1.5x", f"{r:.2f}x, {p:.0f} MB", ("<=", 1.5))
    r, p = ratios["and accumulables"], peaks["and accumulables"]
    aim("with accumulables over totals", r, "<= 3x", f"{r:.2f}x, {p:.0f} MB", ("<=", 3))
    path = log("gb.json", 1000)
    _, peaks, walls = measure("The whole of diagnose, 1 GB", {"diagnose": f"{PROGRAM} diagnose {path}", "diagnose --format json": f"{PROGRAM} diagnose --format json {path}"}, 3)
    w, p = walls["diagnose"], peaks["diagnose"]
    aim("diagnose (text) of 1 GB", w, "<= 1.0 s", f"{w:.2f} s", ("<=", 1.0))
    aim("diagnose (text) of 1 GB, peak memory", p, "<= 115 MB", f"{p:.0f} MB", ("<=", 115))
    _, peaks, walls = measure("The whole of diagnose, a sample log", {"diagnose": f"{PROGRAM} diagnose {SAMPLE}"}, 7)
    w, p = walls["diagnose"], peaks["diagnose"]
    aim("diagnose of a sample log", w, "<= 0.05 s", f"{w:.2f} s", ("<=", 0.05))
    aim("diagnose of a sample log, peak memory", p, "<= 45 MB", f"{p:.1f} MB", ("<=", 45))


def fleet(_):
    """Whole logs that end, by the rivals' generator: 20 of each, linked under as many names as there are logs in the aim."""
    for count, what, made, reach in (
        (5000, "logs of 1 MB", ["--tasks", "107", "--stages", "8", "--executors", "4", "--cores", "4"], 5),
        (1000, "zstd logs of 25 MB, 145 stages", ["--tasks", "2900", "--stages", "145", "--executors", "16", "--codec", "zstd"], 30),
    ):
        folder = f"{WORK}/fleet-{count}"
        os.makedirs(folder, exist_ok=True)
        names = [f"{folder}/app-{n:04}{'.zstd' if '--codec' in made else ''}" for n in range(count)]
        for n, name in enumerate(names):
            if n < 20:
                subprocess.run([f"{WORK}/gen_log", *made, "--seed", str(n + 1), "--out", name], check=True, stdout=subprocess.DEVNULL)
            else:
                os.link(names[n % 20], name)
        name = f"report, {count} {what}"
        command = f"rm -rf {WORK}/state; {PROGRAM} report {folder} --state {WORK}/state --output {WORK}/report.md"
        walls = measure(f"Report over {count} {what}", {name: command}, 3)[2]
        aim(name, walls[name], f"<= {reach} s", f"{walls[name]:.1f} s", ("<=", reach))
        subprocess.run(["rm", "-r", folder])


def version(command):
    found = re.search(r"\d+\.\d+[.\d]*", subprocess.run(command, shell=True, capture_output=True, text=True).stdout)
    return found[0] if found else "-"


def main():
    options = argparse.ArgumentParser()
    options.add_argument("gigabytes", type=int)
    options.add_argument("--only", default="")
    options.add_argument("--output", required=True)
    given = options.parse_args()
    cpu = next((line.split(":")[1].strip() for line in open("/proc/cpuinfo") if line.startswith("model name")), "?")
    vectors = "AVX-512" if "avx512bw" in open("/proc/cpuinfo").read() else "AVX2"
    say(f"{cpu}, {vectors}, {os.cpu_count()} cores; load {os.getloadavg()[0]:.2f} at the start; .NET {version('dotnet --list-runtimes | grep NETCore.App | tail -1')}, "
        f"zstd {version('zstd --version')}, Java {version('java -version 2>&1')}, commit {subprocess.run(['git', 'rev-parse', '--short', 'HEAD'], capture_output=True, text=True).stdout.strip()}")
    say(f"`benchmarks/table.sh {given.gigabytes}`; commands in turn, medians, page cache warm")
    for row in (plain, zstd, blocks, many, layouts, model, fleet):
        if re.search(given.only, row.__name__):
            try:
                row(given.gigabytes)
            except (subprocess.CalledProcessError, SystemExit, OSError) as failure:
                say(f"\n{row.__name__}: left out: {failure}")
    say("\n## Aims\n| what | aim | measured | met |\n| --- | --- | --- | --- |")
    for line in aims:
        say(line)
    say(f"\nload {os.getloadavg()[0]:.2f} at the end")
    pathlib.Path(given.output).write_text("# Table of aims\n\n" + "\n".join(report) + "\n")


main()
