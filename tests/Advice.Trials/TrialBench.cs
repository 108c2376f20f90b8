using System.Diagnostics;
using Rightsizer.TestSupport;

namespace Rightsizer.Advice.Trials;

/// <summary>Runs trials on clusters, one cluster after the other; what is done already is not done again.</summary>
sealed class TrialBench(string folder, TextWriter log) : IDisposable
{
    const string Base = "base", Advised = "advised", Twin = "twin";

    static readonly Lock Building = new();

    TrialCluster? cluster;
    volatile bool stopped;
    (TrialShape Shape, bool Service, bool Limited)? current;

    /// <summary>Why nothing can be tried here; null where it can.</summary>
    public static string? Skip =>
        Spark is null ? SharedFolder.SkipReason + " and SPARK_HOME is not set"
        : !File.Exists(Python) ? $"{Python} is not there (PYSPARK_PYTHON names another)"
        : !OnPath("java") ? "there is no Java on the path" : null;

    internal static string Python { get; } = Environment.GetEnvironmentVariable("PYSPARK_PYTHON") ?? "/usr/bin/python3";

    static string? Spark { get; } = new[] { Environment.GetEnvironmentVariable("SPARK_HOME"),
        SharedFolder.Path is { } shared ? Path.Combine(shared, "spark") : null }
        .FirstOrDefault(s => s is not null && Directory.Exists(Path.Combine(s, "jars")));

    /// <summary>Whether the trial's program is here.</summary>
    public static bool Has(Trial trial) =>
        File.Exists(Path.Combine(AppContext.BaseDirectory, "Programs", trial.Program))
            || SharedFolder.Path is not null && (trial.Program.EndsWith(".py", StringComparison.Ordinal) || OnPath("javac"));

    /// <summary>Brings every arm of the trial to as many runs.</summary>
    public TrialState Run(Trial trial, int repeat)
    {
        var state = TrialState.Read(folder, trial.Name);
        for (var n = 0; n < repeat; n++)
        {
            Arm(trial, state, Base, n, trial.Arguments, trial.Prepare, Settings(trial.Conf), trial.Shape, null);
            if (stopped) break;
            state.Proposal ??= state.Of(Base)[0].Log is { } first && File.Exists(first) ? TrialProposal.Of(first) : null;
            state.Write(folder);
            if (state.Proposal is { } proposal && (proposal.Settings.Count > 0 || proposal.InCode.Count > 0))
                Arm(trial, state, Advised, n, trial.Arguments, trial.Prepare, Settings(trial.Conf), trial.Shape, proposal);
            if (trial.TwinArguments is { } twin)
                Arm(trial, state, Twin, n, twin, trial.TwinPrepare ?? trial.Prepare, Settings(trial.TwinConf ?? trial.Conf),
                    trial.TwinShape ?? trial.Shape, null);
        }
        return state;
    }

    void Arm(Trial trial, TrialState state, string arm, int n, string arguments, string? prepare, Dictionary<string, string> settings,
        TrialShape shape, TrialProposal? proposal)
    {
        var runs = state.Runs.TryGetValue(arm, out var known) ? known : state.Runs[arm] = [];
        if (runs.Count > n) return;
        var advised = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var (key, value) in proposal?.InCode ?? new Dictionary<string, string>()) advised[key] = value;
        foreach (var (key, value) in proposal?.Settings ?? new Dictionary<string, string>()) advised[key] = settings[key] = value;
        settings.TryAdd("spark.executor.memory", $"{shape.MemoryMb}m");
        settings.TryAdd("spark.executor.cores", $"{shape.Cores}");
        Use(shape, settings.GetValueOrDefault("spark.shuffle.service.enabled") == "true", limited: !trial.Sleeps);
        var input = Path.Combine(folder, $"{trial.Name}-{(arm == Twin ? Twin : Base)}-input");
        string Words(string text) => text.Replace("{in}", input, StringComparison.Ordinal);
        var program = ProgramFile(trial.Program);
        if (prepare is not null && !Directory.Exists(input))
            cluster!.Run($"{trial.Name}-{arm}-input", program, Words(prepare), settings, advised, warmUp: false);
        var words = Words(arguments) + (trial.Program == "Curves" ? $" {shape.Executors}" : "");
        var watch = Stopwatch.StartNew();
        var (path, exitCode) = cluster!.Run($"{trial.Name}-{arm}-{n + 1}", program, words, settings, advised, trial.WarmsUp);
        // the session was stopped: a run that was cut is none
        if (stopped) return;
        runs.Add(new(exitCode, path is null ? null : RunTimes.Read(path), path));
        state.Write(folder);
        var times = runs[^1].Times;
        var text = FormattableString.Invariant(
            $"{trial.Name,-24} {arm,-8} {n + 1}  jobs {times?.JobsMs / 1000.0,6:F1} s  application {times?.ApplicationMs / 1000.0,6:F1} s");
        lock (log) log.WriteLine($"{text}  {(runs[^1].Ended ? "" : "FAILED ")}({watch.Elapsed.TotalSeconds:F0} s)");
    }

    void Use(TrialShape shape, bool service, bool limited)
    {
        if (current == (shape, service, limited)) return;
        cluster?.Dispose();
        current = null;
        cluster = new TrialCluster(Spark!, Path.Combine(folder, "spark"), shape, service, limited);
        current = (shape, service, limited);
    }

    static Dictionary<string, string> Settings(string text) =>
        text.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(w => w.Split('=', 2)).ToDictionary(w => w[0], w => w[1]);

    string ProgramFile(string name)
    {
        var own = Path.Combine(AppContext.BaseDirectory, "Programs", name);
        if (File.Exists(own)) return own;
        var programs = Path.Combine(SharedFolder.Path!, "spark-logs", "programs");
        if (name.EndsWith(".py", StringComparison.Ordinal)) return Path.Combine(programs, name);
        var jar = Path.Combine(folder, name + ".jar");
        lock (Building)
        {
            if (!File.Exists(jar))
                Shell($"javac -cp '{Spark}/jars/*' -d '{folder}/classes' '{programs}/{name}.java' "
                    + $"&& jar cf '{jar}' -C '{folder}/classes' .");
        }
        return jar;
    }

    static bool OnPath(string program) => Shell($"command -v {program} > /dev/null") == 0;

    static int Shell(string command)
    {
        using var shell = Process.Start("bash", ["-c", command]);
        shell.WaitForExit();
        return shell.ExitCode;
    }

    public void Dispose()
    {
        stopped = true;
        Interlocked.Exchange(ref cluster, null)?.Dispose();
    }
}
