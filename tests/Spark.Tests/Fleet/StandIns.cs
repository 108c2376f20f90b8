namespace Rightsizer.Spark.Tests.Fleet;

/// <summary>
/// Python that plays the parts around deploy/spark/rightsizer_fleet.py: the program, and as much of Spark's context as the driver asks.
/// </summary>
static class StandIns
{
    /// <summary>A `rightsizer` that does to a log what the log's name says; `-once` only the first time.</summary>
    const string Program = """
        #!/usr/bin/env python3
        import json, os, signal, sys, time
        if "--version" in sys.argv:
            sys.exit(1 if os.path.exists(sys.argv[0] + ".broken") else 0)
        if os.path.exists(sys.argv[0] + ".broken"):
            sys.exit(127)
        def answer(uri, **more):
            print(json.dumps(dict({"key": {"uri": uri}, "outcome": "succeeded", "startMs": 0, "pid": os.getpid()}, **more), separators=(",", ":")), flush=True)
        name = b""
        while True:
            byte = os.read(0, 1)
            if not byte:
                sys.exit(0)
            if byte != b"\0":
                name += byte
                continue
            uri, name = name.decode(), b""
            with open(sys.argv[0] + ".read", "a") as f:
                f.write(json.dumps([uri, os.getpid()]) + "\n")
            what = uri.split("/")[-1].split("-")
            with open(sys.argv[0] + ".read") as f:
                first = sum(json.loads(line)[0] == uri for line in f) == 1
            if "once" in what and not first:
                answer(uri)
            elif "killed" in what:
                os.kill(os.getpid(), signal.SIGKILL)
            elif "exits" in what:
                sys.exit(7)
            elif "hangs" in what:
                time.sleep(600)
            elif "several" in what:
                answer(uri + "/a")
                answer(uri + "/b")
            elif "full" in what:
                print('{"key":{"uri":%s},"outcome":"unreadable","reason":"-","failure":"outOfMemory","findings":[],"waste":[]}' % json.dumps(uri), flush=True)
            else:
                answer(uri)
        """;

    /// <summary>
    /// `program` is the stand-in's path and `was_read()` what it was handed, with its process; `settings` are of a reader.
    /// </summary>
    public static string Setup => $""""
        import tempfile
        folder = tempfile.TemporaryDirectory()
        program = folder.name + "/rightsizer"
        with open(program, "w") as f:
            f.write(r"""{Program}""")
        os.chmod(program, 0o755)
        rightsizer_fleet.find_program = lambda: program
        rightsizer_fleet.PATIENCE = 0.5
        settings = dict(timeout=1.5, memory=1 << 30, cores="1", options=[])

        def was_read():
            with open(program + ".read") as f:
                return [json.loads(line) for line in f]

        def read(*names):
            return [[line and json.loads(line)["key"]["uri"], why] for _, line, why, _ in Reader(settings).read([(i, n, 1) for i, n in enumerate(names)])]

        class Count:
            def __init__(self): self.value = 0
            def add(self, n): self.value += n

        # a context that runs everything in this process, a job at a time; `lost` is a log that takes its executor along
        class Context:
            defaultParallelism, jobs, lost, one = 2, [], None, threading.Lock()
            def getConf(self): return dict()
            def accumulator(self, _): return Count()
            def cancelAllJobs(self): pass
            def parallelize(self, handed, count):
                class Job:
                    def mapPartitions(_, read):
                        class Result:
                            def collect(_):
                                self.jobs.append([[uri.split("/")[-1] for _, uri, _ in logs] for logs in handed])
                                if self.lost in [uri for logs in handed for _, uri, _ in logs]: raise Exception("ExecutorLostFailure (executor 1 exited)")
                                with self.one: return [r for logs in handed for r in read([logs])]
                        return Result()
                return Job()

        def state_of(place):
            class Hadoop:
                class hadoop:
                    class fs: Path = None
            class Jvm:
                class _jvm:
                    class org: apache = Hadoop
            State.file_system = lambda self: argparse.Namespace(setWriteChecksum=lambda _: None)
            try: return State(Jvm, place).folder
            except SystemExit as e: return e

        def fleet(*names, wave=5000, lost=None):
            class Memory:
                lines = []
                def __init__(self, *_): pass
                def add(self, days): self.lines.extend(line for day in days.values() for line in day)
            rightsizer_fleet.State, Fleet.executors = Memory, lambda _: 1
            context = Context()
            context.lost = lost
            job = Fleet(context, argparse.Namespace(option=[], timeout=1.5, memory_mb=1024, wave=wave, state="", source=[]))
            job.new_logs = lambda: [Log(json.dumps(dict(key=dict(uri=n, sizeBytes=1), kind="single"), separators=(",", ":"))) for n in names]
            job.run()
            records = [json.loads(line) for line in job.state.lines]
            return context.jobs, [[r["key"]["uri"], r.get("failure")] for r in records], job.state.lines

        """";
}
