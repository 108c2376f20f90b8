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
import json
import os
import select
import subprocess
import sys
import threading
import time
from concurrent.futures import ThreadPoolExecutor, as_completed

LOG_BYTES = 4 << 20  # what a log costs whatever its size, as if it were so many bytes more
PARTITION_BYTES = 4 << 30  # half a minute of a core: the start of a process does not show, nor does the end of the job wait long
COMPRESSED = (".zstd", ".zst", ".lz4", ".snappy", ".lzf", ".gz", ".zip")
RETRIED = tuple('"failure":"%s","findings":[],"waste":[]}' % failure for failure in ("inputError", "timeout"))
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
    if record.endswith(RETRIED):
        return None
    return digest(record[len('{"key":') : record.index(',"outcome":')])


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
    """One rightsizer process: a name in, a line out."""

    def __init__(self, settings):
        self.settings = settings
        self.process = None

    def read(self, uri):
        """The line of a log and None, or None and why there is none: a failure and a reason."""
        if self.process is None:
            self.start()
        try:
            self.process.stdin.write(uri.encode() + b"\0")
            self.process.stdin.flush()
        except BrokenPipeError:
            return None, self.stop()
        line, deadline = b"", time.monotonic() + self.settings["timeout"] * 1.5 + 30
        while not line.endswith(b"\n"):
            # rightsizer keeps the time limit itself: this is for one that does not answer at all
            if not select.select([self.process.stdout], [], [], max(0, deadline - time.monotonic()))[0]:
                self.stop()
                return None, ("timeout", "no answer within %d s" % (self.settings["timeout"] * 1.5 + 30))
            piece = os.read(self.process.stdout.fileno(), 1 << 16)
            if not piece:
                return None, self.stop()
            line += piece
        return line[:-1].decode(), None

    def start(self):
        env = dict(os.environ, DOTNET_PROCESSOR_COUNT=self.settings["cores"], DOTNET_GCHeapHardLimit="%x" % self.settings["memory"])
        command = [find_program(), "summarize", "--files-from", "-", "-0", "--timeout", str(self.settings["timeout"])] + self.settings["options"]
        self.process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, env=env, bufsize=0, preexec_fn=die_first)

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
        self.process = None
        if code == -9:
            return "outOfMemory", "the process that read it was killed, most likely for its memory"
        return "crash", "the process that read it ended by itself with exit code %d" % code


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
    """For mapPartitions over (number, URI, size) of logs: the number, a line or None, why there is none, seconds."""

    def read(partition):
        reader = Reader(settings)
        try:
            for number, uri, size in (log for logs in partition for log in logs):
                began = time.monotonic()
                line, why = reader.read(uri)
                done.add(1)
                done_bytes.add(size)
                yield number, line, why, time.monotonic() - began
        finally:
            reader.stop()

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
        self.folder = folder.rstrip("/") if ":" in folder else "file://" + os.path.abspath(folder)
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

    def add(self, lines):
        """Each part is whole or not there: written beside its place and renamed, but on S3, where an upload is whole by itself."""
        days = {}
        for line in lines:
            days.setdefault(day_of(line), []).append(line)
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


def day_of(line):
    start = json.loads(line).get("startMs")
    return "unknown" if start is None or not 0 <= start < END_OF_CALENDAR_MS else time.strftime("%Y-%m-%d", time.gmtime(start // 1000))


class Fleet:
    def __init__(self, context, arguments):
        self.context, self.arguments = context, arguments
        self.options = arguments.option
        self.settings = {"timeout": arguments.timeout, "memory": arguments.memory_mb << 20, "cores": context.getConf().get("spark.task.cpus", "1"), "options": arguments.option}
        self.state = State(context, arguments.state)
        self.done, self.done_bytes = context.accumulator(0), context.accumulator(0)
        self.suspects, self.failures, self.losses = [], {}, 0
        self.read, self.bytes, self.seconds = 0, 0, 0.0

    def new_logs(self):
        """What lies under the sources and is not in the state, heaviest first."""
        command = [find_program(), "list"] + self.options + [plain_place(source) for source in self.arguments.source]
        listed = subprocess.run(command, stdout=subprocess.PIPE)
        if listed.returncode != 0:
            sys.exit(listed.returncode)
        logs, held = [Log(line) for line in listed.stdout.decode().splitlines()], self.state.keys()
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
        partitions = [[log] for log in logs] if alone else pack(logs, self.partitions_for(logs))
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

    def partitions_for(self, logs):
        return max(self.context.defaultParallelism, -(-sum(log.weight for log in logs) // PARTITION_BYTES))

    def take(self, results, alone):
        lines = []
        for log, line, why, seconds in results:
            self.seconds += seconds
            failure = why[0] if line is None else json.loads(line).get("failure")
            if failure in ("timeout", "outOfMemory", "crash") and not alone:
                self.suspects.append(log)
                continue
            lines.append(log.failed(*why) if line is None else line)
            self.read += 1
            self.bytes += log.size
            if failure:
                self.failures[failure] = self.failures.get(failure, 0) + 1
        self.state.add(lines)

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
