using System.Diagnostics;
using System.Text;
using Rightsizer.TestSupport;

namespace Rightsizer.Spark.Tests.Fleet;

/// <summary>A real standalone cluster on loopback: a master and two workers of one core, each on a host of its own.</summary>
public sealed class SparkCluster : IDisposable
{
    static readonly TimeSpan Patience = TimeSpan.FromMinutes(4);

    readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("rightsizer-cluster");
    readonly List<Process> workers = [];
    readonly StringBuilder said = new();
    readonly int port;
    Process? master;

    public SparkCluster()
    {
        if (Skip is not null) return;
        port = LoopbackListener.FreePort();
        master = Start(
            "127.0.0.1", "org.apache.spark.deploy.master.Master", "--host", "127.0.0.1", "--port", $"{port}", "--webui-port", "0");
        WaitFor("I have been elected leader");
        AddWorker();
        AddWorker();
    }

    /// <summary>Why there is no cluster here; null where there is one.</summary>
    public static string? Skip =>
        RealSpark.Home is null || !RealSpark.HasJava || !File.Exists("/usr/bin/python3") ? RealSpark.SkipReason + ", and Debian's Python"
        : Thoroughness.Full ? null : Thoroughness.SkipReason;

    /// <summary>For spark-submit and for `report --engine spark` alike.</summary>
    public string[] Options =>
    [
        "--master", $"spark://127.0.0.1:{port}", "--conf", "spark.driver.host=127.0.0.1", "--conf", "spark.ui.enabled=false",
        "--conf", "spark.executor.cores=1", "--conf", "spark.executor.memory=600m",
        "--conf", "spark.executor.extraJavaOptions=" + RealSpark.QuickStart,
    ];

    /// <summary>Ends the newest worker as kill -9 does.</summary>
    public void KillWorker()
    {
        workers[^1].Kill();
        workers[^1].WaitForExit();
        workers.RemoveAt(workers.Count - 1);
    }

    public void AddWorker()
    {
        var host = $"127.0.1.{workers.Count + 2}";
        var before = Count("Registering worker");
        workers.Add(Start(host, "org.apache.spark.deploy.worker.Worker", "--host", host, "-c", "1", "-m", "1g", "--webui-port", "0",
            $"spark://127.0.0.1:{port}"));
        WaitFor("Registering worker", before + 1);
    }

    /// <summary>Submits deploy/spark/rightsizer_fleet.py in client mode.</summary>
    internal FleetJob Submit(params string[] args) => SubmitWith(ShippedProgram.Path, args);

    /// <param name="program">A file of the name `rightsizer`.</param>
    internal FleetJob SubmitWith(string program, params string[] args)
    {
        var script = Path.Combine(SharedFolder.RepositoryRoot, "deploy", "spark", "rightsizer_fleet.py");
        return new FleetJob(Process.Start(Program("127.0.0.1", "spark-submit", [.. Options, "--files", program, script, .. args]))!);
    }

    Process Start(string host, params string[] command)
    {
        var process = Process.Start(Program(host, "spark-class", command))!;
        process.ErrorDataReceived += (_, e) => { lock (said) said.AppendLine(e.Data); };
        process.OutputDataReceived += (_, _) => { };
        process.BeginErrorReadLine();
        process.BeginOutputReadLine();
        return process;
    }

    ProcessStartInfo Program(string host, string name, string[] args)
    {
        var start = new ProcessStartInfo(
            "bash", [Path.Combine(RealSpark.Home!, "bin", name), .. args])
        { RedirectStandardError = true, RedirectStandardOutput = true };
        start.Environment["SPARK_HOME"] = RealSpark.Home;
        start.Environment["SPARK_LOCAL_IP"] = host;
        start.Environment["SPARK_WORKER_DIR"] = Path.Combine(folder.FullName, host);
        start.Environment["SPARK_LOCAL_DIRS"] = Path.Combine(folder.FullName, "local");
        start.Environment["PYSPARK_PYTHON"] = "/usr/bin/python3";
        start.Environment["SPARK_DAEMON_JAVA_OPTS"] = RealSpark.QuickStart;
        start.Environment["SPARK_SUBMIT_OPTS"] = RealSpark.QuickStart;
        return start;
    }

    void WaitFor(string text, int times = 1)
    {
        var waited = Stopwatch.StartNew();
        while (Count(text) < times)
        {
            if (waited.Elapsed > Patience) lock (said) throw new InvalidOperationException($"the cluster did not say \"{text}\": {said}");
            Thread.Sleep(100);
        }
    }

    int Count(string text)
    {
        lock (said) return said.ToString().Split(text).Length - 1;
    }

    public void Dispose()
    {
        foreach (var process in workers.Append(master).OfType<Process>())
        {
            process.Kill(entireProcessTree: true);
            process.WaitForExit();
            process.Dispose();
        }
        folder.Delete(recursive: true);
    }
}
