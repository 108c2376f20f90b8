using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;
using Rightsizer.Fuzz.Targets;

namespace Rightsizer.Fuzz;

/// <summary>Tries one input after the other and keeps those that broke something.</summary>
sealed class FuzzRun
{
    /// <summary>Finds after which nothing new is learned.</summary>
    const int MaxKinds = 40;

    static readonly FuzzTarget[] All =
    [
        new LanesTarget("lines", 200, null),
        new LanesTarget("settings", 50, "SparkListenerEnvironmentUpdate"),
        new LanesTarget("plans", 60, "SQL"),
        new CodecTarget(),
        new ZipTarget(),
        new RollingTarget(),
        new CommandTarget(),
        new RedactTarget(),
        new SideFileTarget(),
        new StateTarget(),
        new HistoryServerTarget(),
        new WebHdfsTarget(),
    ];

    readonly FuzzSettings settings;
    readonly TextWriter output;
    readonly FuzzTarget[] targets;
    readonly int shares;
    readonly Stopwatch clock = Stopwatch.StartNew();
    readonly ConcurrentDictionary<string, long> kinds = new(StringComparer.Ordinal);
    readonly ConcurrentDictionary<string, (long Inputs, TimeSpan Used)> tried = new(StringComparer.Ordinal);
    long next, peakBytes;
    volatile bool stopped;

    FuzzRun(FuzzSettings settings, TextWriter output)
    {
        (this.settings, this.output) = (settings, output);
        targets = [.. All.Where(t => settings.Targets.Count == 0 || settings.Targets.Contains(t.Name))];
        shares = targets.Sum(t => t.Share);
        next = settings.First - 1;
    }

    /// <summary>0 where nothing broke, 1 where something did.</summary>
    public static int Run(FuzzSettings settings, TextWriter output)
    {
        var run = new FuzzRun(settings, output);
        output.WriteLine($"fuzz: {Seeds.Logs.Count} logs of {KilobytesOf(Seeds.Logs)} and as many of "
            + $"{KilobytesOf(Seeds.SmallLogs)} kB, {Seeds.Coded.Count} files to begin with");
        if (run.targets.Length == 0)
        {
            output.WriteLine("No such target. Targets: " + string.Join(", ", All.Select(t => t.Name)));
            return 2;
        }
        // a run that is stopped from outside still says what it has tried
        using var stop = PosixSignalRegistration.Create(PosixSignal.SIGTERM, c => run.stopped = c.Cancel = true);
        using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, c => run.stopped = c.Cancel = true);
        var workers = Enumerable.Range(0, settings.Workers).Select(_ => new Thread(run.Work, maxStackSize: 16 << 20)).ToList();
        foreach (var worker in workers) worker.Start();
        foreach (var worker in workers) worker.Join();
        return run.Tell();
    }

    static string KilobytesOf(IReadOnlyList<IReadOnlyList<byte[]>> logs) =>
        string.Join("/", logs.Select(l => (l.Sum(line => line.Length) / 1000).ToString(CultureInfo.InvariantCulture)));

    void Work()
    {
        using var folder = new WorkFolder();
        var told = clock.Elapsed;
        for (long i; !stopped && kinds.Count < MaxKinds && clock.Elapsed < settings.Time
            && (i = Interlocked.Increment(ref next)) - settings.First < settings.Inputs;)
        {
            var random = new Random(HashOf(settings.Seed, i));
            var at = random.Next(shares);
            var target = targets.First(t => (at -= t.Share) < 0);
            var before = Environment.CpuUsage.TotalTime;
            Try(target, i, random, folder);
            var used = Environment.CpuUsage.TotalTime - before;
            tried.AddOrUpdate(target.Name, (1, used), (_, t) => (t.Inputs + 1, t.Used + used));
            if (clock.Elapsed - told < TimeSpan.FromMinutes(1)) continue;
            told = clock.Elapsed;
            output.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"{i + 1 - settings.First} inputs in {told.TotalSeconds:0} s, {kinds.Count} kinds of finds, {peakBytes >> 20} MB"));
            output.Flush();
        }
    }

    void Try(FuzzTarget target, long i, Random random, WorkFolder folder)
    {
        folder.Clear();
        var began = clock.Elapsed;
        // an input that never ends ends the run, with its number
        var cpuBegan = Environment.CpuUsage.TotalTime;
        using var watch = new Timer(_ =>
        {
            // the machine may have other work: what counts is the processor's time, and for what waits for ever that of the clock
            var used = Environment.CpuUsage.TotalTime - cpuBegan;
            if (used < settings.Limit * settings.Workers && clock.Elapsed - began < settings.Limit * 20) return;
            Keep(target, i, folder, new BrokenInvariantException("does not end"));
            Tell();
            Environment.Exit(1);
        }, null, settings.Limit, TimeSpan.FromSeconds(5));
        try
        {
            target.Try(random, folder);
        }
        catch (Exception e)
        {
            Keep(target, i, folder, e);
        }
        if ((i & 63) == 0) peakBytes = Math.Max(peakBytes, Environment.WorkingSet);
    }

    void Keep(FuzzTarget target, long i, WorkFolder folder, Exception e)
    {
        var inner = e.InnerException ?? e;
        var frame = inner.StackTrace?.Split('\n').FirstOrDefault(l => l.Contains("Rightsizer", StringComparison.Ordinal))?.Trim();
        var kind = $"{target.Name}: {e.GetType().Name}: {Shorten(e.Message)} {frame}";
        if (!kinds.TryAdd(kind, i)) return;
        var place = Path.Combine(settings.Keep, string.Create(CultureInfo.InvariantCulture, $"{target.Name}-{settings.Seed}-{i}"));
        Directory.CreateDirectory(place);
        folder.Keep(place);
        File.WriteAllText(Path.Combine(place, "what.txt"), e.ToString());
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"input {i}: {kind}"));
        output.Flush();
    }

    static string Shorten(string text)
    {
        var line = text.Split('\n')[0];
        // numbers differ from one input to the next of the same kind
        line = System.Text.RegularExpressions.Regex.Replace(line, @"\d+", "0");
        return line.Length > 160 ? line[..160] : line;
    }

    int Tell()
    {
        var rates = tried.OrderBy(t => t.Key, StringComparer.Ordinal).Select(t => string.Create(CultureInfo.InvariantCulture,
            $"{t.Key} {t.Value.Inputs} ({t.Value.Used.TotalMilliseconds / t.Value.Inputs / settings.Workers:0.00} ms)"));
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"fuzz: seed {settings.Seed}, inputs {settings.First} to {next}, ")
            + string.Create(CultureInfo.InvariantCulture, $"{clock.Elapsed.TotalSeconds:0} s, {peakBytes >> 20} MB: ")
            + string.Join(", ", rates));
        output.WriteLine(kinds.IsEmpty ? "fuzz: nothing broke"
            : string.Create(CultureInfo.InvariantCulture, $"fuzz: {kinds.Count} kinds of finds, in {settings.Keep}"));
        output.Flush();
        return kinds.IsEmpty ? 0 : 1;
    }

    /// <summary>SplitMix64: neighbours have nothing in common.</summary>
    static int HashOf(int seed, long i)
    {
        var z = unchecked((ulong)i * 0x9E3779B97F4A7C15 + (ulong)seed * 0xD1B54A32D192ED03);
        z = unchecked((z ^ (z >> 30)) * 0xBF58476D1CE4E5B9);
        z = unchecked((z ^ (z >> 27)) * 0x94D049BB133111EB);
        return (int)(z ^ (z >> 31));
    }
}
