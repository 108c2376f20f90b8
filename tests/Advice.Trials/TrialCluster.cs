using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text.Json;

namespace Rightsizer.Advice.Trials;

/// <summary>A real standalone cluster on loopback: each worker a host of its own with its own share of the CPU.</summary>
sealed class TrialCluster : IDisposable
{
    static readonly TimeSpan StartPatience = TimeSpan.FromMinutes(4), RunPatience = TimeSpan.FromMinutes(10);

    /// <summary>Of Programs/submit.py.</summary>
    const int WarmUpJobs = 2;

    static int counter;

    readonly string spark, folder;
    readonly TrialShape shape;
    readonly bool limited;
    readonly CpuQuota quota;
    readonly List<Process> processes = [];
    readonly int? servicePort;
    Process? running;
    readonly int port = FreePort(), net = Interlocked.Increment(ref counter);

    /// <param name="spark">SPARK_HOME.</param>
    /// <param name="folder">For what workers and drivers write.</param>
    /// <param name="shape">Of the cluster.</param>
    /// <param name="limited">False for jobs whose tasks only sleep: a quota would make nothing but their start longer.</param>
    /// <param name="shuffleService">Whether the workers run the external shuffle service.</param>
    public TrialCluster(string spark, string folder, TrialShape shape, bool shuffleService, bool limited)
    {
        (this.spark, this.shape, this.limited) = (spark, shape, limited);
        this.folder = Directory.CreateDirectory(Path.Combine(folder, $"cluster-{Environment.ProcessId}-{net}")).FullName;
        if (shuffleService) servicePort = FreePort();
        quota = new CpuQuota($"rightsizer-{Environment.ProcessId}-{net}", shape, limited);
        Start("", "127.0.0.1", "master", "org.apache.spark.deploy.master.Master", $"--host 127.0.0.1 --port {port} --webui-port 0", "");
        WaitFor("master", "I have been elected leader", 1);
        for (var i = 0; i < shape.Workers; i++)
        {
            var host = $"127.0.{net % 250 + 1}.{i + 2}";
            Start(quota.Enter(i), host, $"worker{i}", "org.apache.spark.deploy.worker.Worker",
                $"--host {host} -c {shape.CoresOfWorker} -m 12g --webui-port 0 spark://127.0.0.1:{port}",
                servicePort is { } service ? $"-Dspark.shuffle.service.enabled=true -Dspark.shuffle.service.port={service}" : "");
        }
        WaitFor("master", "Registering worker", shape.Workers);
    }

    /// <summary>The log of a run, null where there is none, and the exit code of spark-submit.</summary>
    /// <param name="warmUp">Whether Programs/submit.py starts all there is to start before the program begins.</param>
    public (string? Log, int ExitCode) Run(
        string name, string program, string arguments, IReadOnlyDictionary<string, string> settings,
        IReadOnlyDictionary<string, string> advised, bool warmUp)
    {
        var logs = Directory.CreateDirectory(Path.Combine(folder, name + ".log"));
        var dynamic = settings.GetValueOrDefault("spark.dynamicAllocation.enabled") == "true";
        warmUp &= !dynamic;
        var all = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["spark.master"] = $"spark://127.0.0.1:{port}",
            ["spark.driver.host"] = "127.0.0.1",
            ["spark.driver.memory"] = "700m",
            ["spark.ui.enabled"] = "false",
            ["spark.eventLog.enabled"] = "true",
            ["spark.eventLog.dir"] = "file://" + logs.FullName,
            ["spark.eventLog.logStageExecutorMetrics"] = "true",
            ["spark.executor.metrics.pollingInterval"] = "500",
        };
        if (servicePort is { } service) all["spark.shuffle.service.port"] = $"{service}";
        foreach (var (key, value) in settings) all[key] = value;
        var (go, ready) = (Path.Combine(folder, "go"), Path.Combine(folder, name + ".ready"));
        File.WriteAllText(go, "1");
        var words = arguments.Replace("{ready}", ready, StringComparison.Ordinal).Replace("{go}", go, StringComparison.Ordinal);
        var submit = program.EndsWith(".py", StringComparison.Ordinal)
            ? $"'{Path.Combine(AppContext.BaseDirectory, "Programs", "submit.py")}' '{program}' {words}"
            : $"--class {Path.GetFileNameWithoutExtension(program)} '{program}' {words}";
        if (program.EndsWith(".py", StringComparison.Ordinal) && !program.EndsWith("work.py", StringComparison.Ordinal))
            submit += $" out={folder}/out" + (dynamic ? "" : $" wait_executors={shape.Executors}");
        var conf = string.Join(' ', all.Select(s => $"--conf '{s.Key}={s.Value}'"));
        quota.Set(false);
        var said = Path.Combine(folder, name + ".out");
        using var driver = running = Shell("127.0.0.1", $"exec '{spark}/bin/spark-submit' {conf} {submit} > '{said}' 2>&1", new()
        {
            ["ADVISED"] = JsonSerializer.Serialize(advised),
            ["EXPECT_EXECUTORS"] = dynamic ? "0" : $"{shape.Executors}",
            ["WARM_UP"] = warmUp ? $"{shape.Slots}" : "0",
            ["WARM_UP_SQL"] = limited ? "1" : "",
        });
        try
        {
            LimitOnceReady(driver, logs, warmUp);
            if (!driver.WaitForExit(RunPatience)) return (null, 99);
            return (logs.GetFileSystemInfos().OrderBy(f => f.Name).LastOrDefault()?.FullName, driver.ExitCode);
        }
        finally
        {
            running = null;
            if (!driver.HasExited) driver.Kill(entireProcessTree: true);
        }
    }

    /// <summary>Executors start, and warm up, on all of the machine, as the log tells, and work on their share.</summary>
    void LimitOnceReady(Process driver, DirectoryInfo logs, bool warmUp)
    {
        var waited = Stopwatch.StartNew();
        while (!driver.HasExited && waited.Elapsed < StartPatience)
        {
            Thread.Sleep(150);
            if (logs.GetFiles().FirstOrDefault() is not { } log) continue;
            using var file = new FileStream(log.FullName, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            using var reader = new StreamReader(file);
            var (added, ended) = (0, 0);
            while (reader.ReadLine() is { } line)
            {
                if (line.StartsWith("{\"Event\":\"SparkListenerExecutorAdded\"", StringComparison.Ordinal)) added++;
                if (line.StartsWith("{\"Event\":\"SparkListenerJobEnd\"", StringComparison.Ordinal)) ended++;
            }
            if (added < shape.Executors || warmUp && ended < WarmUpJobs) continue;
            quota.Set(true);
            return;
        }
    }

    void Start(string before, string host, string name, string type, string words, string options) =>
        processes.Add(Shell(host, $"{before}exec '{spark}/bin/spark-class' {type} {words} > '{Path.Combine(folder, name)}' 2>&1", new()
        {
            ["SPARK_WORKER_DIR"] = Path.Combine(folder, "work"),
            ["SPARK_LOCAL_HOSTNAME"] = host,
            ["SPARK_DAEMON_MEMORY"] = "256m",
            ["SPARK_DAEMON_JAVA_OPTS"] = "-XX:+UseSerialGC -XX:TieredStopAtLevel=1 -Xss512k " + options,
            ["HOST_INDEX"] = host[(host.LastIndexOf('.') + 1)..],
        }));

    Process Shell(string host, string command, Dictionary<string, string> environment)
    {
        var start = new ProcessStartInfo("bash", ["-c", command]);
        environment["SPARK_HOME"] = spark;
        environment["SPARK_LOCAL_IP"] = host;
        environment["SPARK_LOCAL_DIRS"] = Path.Combine(folder, "local");
        environment["PYSPARK_PYTHON"] = TrialBench.Python;
        foreach (var (key, value) in environment) start.Environment[key] = value;
        return Process.Start(start)!;
    }

    void WaitFor(string name, string text, int times)
    {
        var (file, waited) = (Path.Combine(folder, name), Stopwatch.StartNew());
        while (!File.Exists(file) || File.ReadAllText(file).Split(text).Length - 1 < times)
        {
            if (waited.Elapsed > StartPatience) throw new InvalidOperationException($"the cluster did not say \"{text}\"");
            Thread.Sleep(150);
        }
    }

    static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    public void Dispose()
    {
        try
        {
            running?.Kill(entireProcessTree: true);
        }
        catch (InvalidOperationException)
        {
            // it ended, or had not begun
        }
        foreach (var process in Enumerable.Reverse(processes))
        {
            process.Kill(entireProcessTree: true);
            process.WaitForExit();
            process.Dispose();
        }
        quota.Dispose();
        foreach (var scratch in new[] { "work", "local", "out" }.Select(d => Path.Combine(folder, d)).Where(Directory.Exists))
            Directory.Delete(scratch, recursive: true);
    }
}
