#!/usr/bin/env python3
"""Reads many Spark event logs on Spark itself: one line of JSON a log, kept in a state that `rightsizer report` renders.

    spark-submit --files rightsizer rightsizer_fleet.py --state STATE SOURCE...

Spark places the work and retries it; `rightsizer` reads. The driver lists what lies under the sources and is not in the state
yet, packs it by size, and every task runs one rightsizer process that is handed a name and answers with a line. Lines come
back to the driver, which alone writes: parts named by the hash of their content, whole or not at all, a wave at a time.
So nothing is lost but the waves at work when the driver is killed, and the next run takes up what is missing.
Spark 3.3 or later, Python 3.7 or later, nothing else. State: a folder of any file system that this Spark reaches.
"""
import argparse
import hashlib
import heapq
import itertools
import json
import os
import re
import select
import socket
import subprocess
import sys
import threading
import time
import types
from collections import deque
from concurrent.futures import ThreadPoolExecutor, as_completed

LOG_BYTES = 4 << 20  # what a log costs whatever its size, as if it were so many bytes more
PARTITION_BYTES = 1 << 30  # a second or a few of a core: the end of the job does not wait long for the last one
AHEAD = 3  # names that a process holds beside the log at work: neither it nor its task waits for the other between two logs
COMPRESSED = (".zstd", ".zst", ".lz4", ".snappy", ".lzf", ".gz", ".zip")
RETRIED = ("inputError", "timeout")  # failures that the next run may mend
SUSPECT = ("timeout", "outOfMemory", "crash")  # failures after which a log is read once more, alone, and its process reads nothing else
PATIENCE = 30  # seconds beyond one and a half times its limit that a log is given to answer in
END_OF_CALENDAR_MS = 253402300800000  # the year 10000
WORST_LOSSES = 20  # logs that kill their executor; more of them, and it is the cluster that is ill


class Log:
    """A log as `rightsizer list` names it. `key` is the JSON of its key, to the byte."""

    def __init__(self, line):
        listed = json.loads(line)["key"]
        self.key = line[len('{"key":') : line.rindex(',"kind":')]
        self.uri = listed["uri"]
        self.size = listed.get("sizeBytes") or 0
        self.weight = self.size * (10 if self.uri.endswith(COMPRESSED) else 1) + LOG_BYTES
        # what tells nothing of its version must be read again
        self.versioned = "eTag" in listed or ("sizeBytes" in listed and "modifiedMs" in listed)

    def failed(self, failure, reason):
        """The record that rightsizer would have written had it lived to do so."""
        return '{"key":%s,"outcome":"unreadable","reason":%s,"failure":"%s","findings":[],"waste":[]}' % (self.key, json.dumps(reason), failure)


def key_of(record):
    """The JSON of a record's key, as a digest: a million of them are to fit into the driver. None where the log is worth another try."""
    end = record.find(',"outcome":')
    # a line that was cut is no record
    return None if end < 0 or has_failed(record, RETRIED) else digest(record[len('{"key":') : end])


def has_failed(record, failures):
    return record.endswith(tuple('"failure":"%s","findings":[],"waste":[]}' % failure for failure in failures))


def digest(key):
    return hashlib.sha256(key.encode()).digest()[:16]


def by_weight(log):
    """Heaviest first, and the same order on every machine."""
    return -log.weight, log.uri


def pack(logs, count):
    """`logs` in at most `count` lists of like weight, heaviest list first: the largest log goes first, each to the lightest list."""
    heap = [(0, i, []) for i in range(min(count, len(logs)))]
    for log in sorted(logs, key=by_weight):
        weight, i, packed = heap[0]
        packed.append(log)
        heapq.heapreplace(heap, (weight + log.weight, i, packed))
    return [packed for _, _, packed in sorted(heap, key=lambda b: (-b[0], b[1]))]


class Reader:
    """One rightsizer process: names in, a line out for each, in the order of the names."""

    def __init__(self, settings):
        self.settings = settings
        self.process, self.answers = None, b""

    def read(self, logs):
        """For each of (number, URI, size), in order: the number, its line or None, why there is none (a failure and a reason), seconds."""
        logs, waiting, since = iter(logs), deque(), time.monotonic()
        try:
            while True:
                for log in itertools.islice(logs, 1 + AHEAD - len(waiting)):
                    waiting.append(log)
                    self.send(log[1])
                if not waiting:
                    return
                line, why = self.receive(waiting[0][1])
                number, now = waiting.popleft()[0], time.monotonic()
                if line is not None and has_failed(line, SUSPECT):
                    self.kill()
                if self.process is None:
                    # it answers in order, so the log that it had at work was the first without an answer; the others get another process
                    for log in waiting:
                        self.send(log[1])
                yield number, line, why, now - since
                since = now
        finally:
            if waiting:
                self.kill()

    def send(self, uri):
        if self.process is None:
            self.start()
        try:
            self.process.stdin.write(uri.encode() + b"\0")
        except BrokenPipeError:
            pass  # it has ended; what it said before is still to be read

    def receive(self, uri):
        """The next line and None, or None and why there is none."""
        limit = self.settings["timeout"] * 1.5 + PATIENCE
        deadline = time.monotonic() + limit
        while b"\n" not in self.answers:
            # rightsizer keeps the time limit itself: this is for one that does not answer at all
            if not select.select([self.process.stdout], [], [], max(0, deadline - time.monotonic()))[0]:
                self.kill()
                return None, ("timeout", "no answer within %d s" % limit)
            piece = os.read(self.process.stdout.fileno(), 1 << 16)
            if not piece:
                if not self.answered:
                    self.check_program()
                return None, self.stop()
            self.answers += piece
        self.answered = True
        line, _, self.answers = self.answers.partition(b"\n")
        line = line.decode()
        if json.JSONDecoder().raw_decode(line, len('{"key":'))[0]["uri"] != uri:
            # a name that has come to mean several logs is answered by several lines
            self.kill()
            return None, ("inputError", "it is no longer the one log that was listed")
        return line, None

    def start(self):
        self.answered = False
        command = [find_program(), "summarize", "--files-from", "-", "-0", "--timeout", str(self.settings["timeout"])] + self.settings["options"]
        self.process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, env=self.environment(), bufsize=0, preexec_fn=die_first)

    def environment(self):
        return environment(DOTNET_PROCESSOR_COUNT=self.settings["cores"], DOTNET_GCHeapHardLimit="%x" % self.settings["memory"])

    def check_program(self):
        """Where the program cannot run at all, that is no fault of a log: the task fails, and the job with it."""
        tried = subprocess.run([find_program(), "--version"], stdout=subprocess.PIPE, stderr=subprocess.STDOUT, env=self.environment())
        if tried.returncode != 0:
            raise RuntimeError("rightsizer does not run on %s: exit code %d: %s" % (socket.gethostname(), tried.returncode, tried.stdout.decode(errors="replace").strip()))

    def kill(self):
        self.process.kill()
        self.stop()

    def stop(self):
        """Ends the process and tells how it ended."""
        if self.process is None:
            return None
        self.process.stdin.close()
        try:
            code = self.process.wait(5)
        except subprocess.TimeoutExpired:
            self.process.kill()
            code = self.process.wait()
        self.process.stdout.close()
        self.process, self.answers = None, b""
        if code == -9:
            return "outOfMemory", "the process that read it was killed, most likely for want of memory (spark.executor.memoryOverhead)"
        if code < 0:
            return "crash", "the process that read it was ended by signal %d, perhaps for want of memory (--memory-mb)" % -code
        return "crash", "the process that read it ended by itself with exit code %d" % code


def kept_reader(settings):
    """The reader of this Python worker. Spark gives a worker one task after the other, and a process that has read some logs reads the next ones faster."""
    kept = sys.modules.setdefault("rightsizer_kept_reader", types.ModuleType("rightsizer_kept_reader"))
    if getattr(kept, "settings", None) != settings:
        if hasattr(kept, "reader"):
            kept.reader.stop()
        kept.settings, kept.reader = settings, Reader(settings)
    return kept.reader


def environment(**more):
    """Nodes have no ICU, without which .NET does not start unless it is told; what rightsizer says is the same either way."""
    return dict(os.environ, DOTNET_SYSTEM_GLOBALIZATION_INVARIANT="1", **more)


def die_first():
    """Where memory runs out the kernel is to take this process, not the executor beside it."""
    try:
        with open("/proc/self/oom_score_adj", "w") as f:
            f.write("1000")
    except OSError:
        pass


def find_program():
    """`rightsizer`, shipped with --files: where Spark puts such files, where YARN puts them, or installed on the machine."""
    from pyspark import SparkFiles

    for folder in (SparkFiles.getRootDirectory(), os.getcwd()):
        path = os.path.join(folder, "rightsizer")
        if os.path.isfile(path):
            if not os.access(path, os.X_OK):
                os.chmod(path, 0o755)
            return path
    return "rightsizer"


def read_partition(settings, done, done_bytes):
    """For mapPartitions over lists of (number, URI, size) of logs."""

    def read(partition):
        for logs in partition:
            for (_, _, size), result in zip(logs, kept_reader(settings).read(logs)):
                done.add(1)
                done_bytes.add(size)
                yield result

    return read


def plain_place(place):
    """A place as rightsizer names it: it knows one kind of s3, and paths."""
    for prefix, plain in (("s3a://", "s3://"), ("s3n://", "s3://"), ("file://", "")):
        if place.startswith(prefix):
            return plain + place[len(prefix) :]
    return place


class State:
    """Parts of JSON lines under date=YYYY-MM-DD/, named by the hash of their content: docs/state.md."""

    def __init__(self, context, folder):
        self.context, self.path = context, context._jvm.org.apache.hadoop.fs.Path
        # a path is a path of this machine, whatever file system Spark takes by default
        self.folder = folder.rstrip("/") if re.match("[A-Za-z][A-Za-z0-9+.-]*:/", folder) else "file://" + os.path.abspath(folder)
        if re.search(r"[][{}*?,\\]", self.folder):
            # Hadoop would take it for a pattern, find nothing and have all logs read again
            sys.exit("error: --state %s: give a folder without any of [ ] { } * ? , \\ in its name" % folder)
        self.fs = self.file_system()
        self.fs.setWriteChecksum(False)
        self.lock = threading.Lock()

    def file_system(self):
        hadoop = self.context._jsc.hadoopConfiguration()
        try:
            return self.path(self.folder).getFileSystem(hadoop)
        except Exception:
            if not self.folder.startswith("s3://"):
                raise
            # outside of EMR Spark knows S3 by another name
            self.folder = "s3a" + self.folder[len("s3") :]
            return self.path(self.folder).getFileSystem(hadoop)

    def keys(self):
        """Digests of the keys that it holds."""
        parts = self.folder + "/date=*/*.jsonl"
        if not self.fs.globStatus(self.path(parts)):
            return set()
        return set(self.context.textFile(parts).map(key_of).collect())

    def add(self, days):
        """Lines by day. Each part is whole or not there: written beside its place and renamed, but on S3, where an upload is whole by itself."""
        for day, of_day in sorted(days.items()):
            content = b"".join(sorted(line.encode() + b"\n" for line in of_day))
            self.write("%s/date=%s/part-%s.jsonl" % (self.folder, day, hashlib.sha256(content).hexdigest()[:32]), content)

    def write(self, name, content):
        with self.lock:
            place = self.path(name)
            if self.fs.exists(place):
                return
            direct = self.fs.getScheme() in ("s3", "s3a", "s3n")
            written = place if direct else self.path(place.getParent(), ".%s.%d.tmp" % (place.getName(), os.getpid()))
            stream = self.fs.create(written, True)
            stream.write(content)
            stream.close()
            if not direct and not self.fs.rename(written, place) and not self.fs.exists(place):
                raise IOError("cannot rename %s to %s" % (written, place))


def day_of(start_ms):
    return "unknown" if start_ms is None or not 0 <= start_ms < END_OF_CALENDAR_MS else time.strftime("%Y-%m-%d", time.gmtime(start_ms // 1000))


class Fleet:
    def __init__(self, context, arguments):
        self.context, self.arguments = context, arguments
        self.options = arguments.option
        self.settings = {"timeout": arguments.timeout, "memory": arguments.memory_mb << 20, "cores": context.getConf().get("spark.task.cpus", "1"), "options": arguments.option}
        self.state = State(context, arguments.state)
        self.done, self.done_bytes = context.accumulator(0), context.accumulator(0)
        self.lock, self.suspects, self.failures, self.losses = threading.Lock(), [], {}, 0
        self.read, self.bytes, self.seconds = 0, 0, 0.0

    def new_logs(self):
        """What lies under the sources and is not in the state, heaviest first."""
        command = [find_program(), "list"] + self.options + ["--"] + [plain_place(source) for source in self.arguments.source]
        try:
            listed = subprocess.run(command, stdout=subprocess.PIPE, env=environment())
        except OSError as e:
            sys.exit("error: rightsizer does not run here: %s (ship it with --files, under that name)" % e)
        if listed.returncode != 0:
            sys.exit(listed.returncode)
        logs, held = [Log(line) for line in listed.stdout.decode().split("\n")[:-1]], self.state.keys()
        new = [log for log in logs if not (log.versioned and digest(log.key) in held)]
        say("%d logs, %d of them in the state already" % (len(logs), len(logs) - len(new)))
        return sorted(new, key=by_weight)

    def run(self):
        logs = self.new_logs()
        finished = threading.Event()
        threading.Thread(target=self.show_progress, args=(logs, finished), daemon=True).start()
        # while the last logs of a wave are read, the next one is at work on the cores that are free
        threads = ThreadPoolExecutor(3)
        size = self.arguments.wave
        waves = [threads.submit(self.run_wave, logs[i : i + size]) for i in range(0, len(logs), size)]
        try:
            for wave in as_completed(waves):
                wave.result()
            suspects, self.suspects = self.suspects, []
            if suspects:
                say("%d logs ended their reader, or ran out of time or memory: each once more, alone" % len(suspects))
                self.run_wave(suspects, alone=True)
        finally:
            finished.set()
            for wave in waves:
                wave.cancel()
            self.context.cancelAllJobs()
        self.tell()

    def run_wave(self, logs, alone=False):
        partitions = pack(logs, self.executors() if alone else self.partitions_for(logs))
        numbered = [log for logs in partitions for log in logs]
        number = {log.uri: i for i, log in enumerate(numbered)}
        handed = [[(number[log.uri], log.uri, log.size) for log in logs] for logs in partitions]
        read = read_partition(self.settings, self.done, self.done_bytes)
        try:
            results = self.context.parallelize(handed, len(handed)).mapPartitions(read).collect()
        except Exception as e:
            # a task failed as often as Spark tries. Where it took its executor along, find the log that does
            if "ExecutorLostFailure" not in str(e) and "Python worker exited unexpectedly" not in str(e):
                raise
            if len(logs) > 1:
                self.run_wave(logs[: len(logs) // 2], alone)
                self.run_wave(logs[len(logs) // 2 :], alone)
                return
            self.losses += 1
            if self.losses > WORST_LOSSES:
                raise
            results = [(0, None, ("crash", "its executor was lost each time that it was read"), 0.0)]
        self.take([(numbered[i], line, why, seconds) for i, line, why, seconds in results], alone)

    def executors(self):
        """One beside the driver, which in local mode is the only one."""
        return max(1, self.context._jsc.sc().getExecutorMemoryStatus().size() - 1)

    def partitions_for(self, logs):
        cores = self.context.defaultParallelism
        return -(-sum(log.weight for log in logs) // (PARTITION_BYTES * cores)) * cores

    def take(self, results, alone):
        days = {}
        with self.lock:
            for log, line, why, seconds in results:
                self.seconds += seconds
                record = {"failure": why[0]} if line is None else json.loads(line)
                failure = record.get("failure")
                if failure in SUSPECT and not alone:
                    self.suspects.append(log)
                    continue
                days.setdefault(day_of(record.get("startMs")), []).append(log.failed(*why) if line is None else line)
                self.read += 1
                self.bytes += log.size
                if failure:
                    self.failures[failure] = self.failures.get(failure, 0) + 1
        self.state.add(days)

    def show_progress(self, logs, finished):
        began, size = time.monotonic(), sum(log.size for log in logs)
        while not finished.wait(10):
            read, elapsed = self.done_bytes.value, time.monotonic() - began
            left = ", %d s left" % (elapsed * size / read - elapsed) if read > size / 50 else ""
            say("%d of %d logs, %.0f of %.0f MB, %.1f MB/s%s" % (self.done.value, len(logs), read / 1e6, size / 1e6, read / 1e6 / elapsed, left))

    def tell(self):
        failures = ", ".join("%s %d" % f for f in sorted(self.failures.items())) or "none"
        say("%d logs, %d bytes read; failures: %s; %.1f MB/s a core" % (self.read, self.bytes, failures, self.bytes / 1e6 / max(self.seconds, 1e-9)))


def say(text):
    print("rightsizer: " + text, file=sys.stderr, flush=True)


def main():
    parser = argparse.ArgumentParser(description="Reads Spark event logs on Spark into a state that `rightsizer report` renders.")
    parser.add_argument("source", nargs="+", help="folder that every node sees, or s3:// prefix")
    parser.add_argument("--state", required=True, help="folder of the state, as any file system of this Spark names it")
    parser.add_argument("--timeout", type=float, default=600, help="seconds for one log (600)")
    parser.add_argument("--memory-mb", type=int, default=1024, help="heap of one rightsizer process (1024)")
    parser.add_argument("--wave", type=int, default=5000, help="logs that are committed together (5000)")
    parser.add_argument("--option", action="append", default=[], help="handed to rightsizer as it stands, as --option=--region=eu-west-1")
    arguments = parser.parse_args()

    from pyspark import SparkConf, SparkContext

    # Databricks hands out a context that is not ours to end
    ours = SparkContext._active_spark_context is None
    # summaries come back to the driver, a few kilobytes a log: there is no result that is too large
    conf = SparkConf().setIfMissing("spark.app.name", "rightsizer-fleet").setIfMissing("spark.driver.maxResultSize", "0")
    context = SparkContext.getOrCreate(conf)
    try:
        Fleet(context, arguments).run()
    finally:
        if ours:
            context.stop()


if __name__ == "__main__":
    main()
