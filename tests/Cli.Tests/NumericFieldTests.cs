using System.Diagnostics;
using System.Globalization;
using System.Text;
using System.Text.Json;
using Rightsizer.Analyzer.Construction;
using Rightsizer.Analyzer.Facts;
using Rightsizer.Analyzer.Model;
using Rightsizer.EventLogParser;
using Rightsizer.EventLogParser.Codecs;
using Rightsizer.EventLogParser.Events;
using Rightsizer.EventLogParser.Input;
using Rightsizer.TestSupport;

namespace Rightsizer.Cli.Tests;

/// <summary>
/// Each numeric field of the first and of the last event of its kind, at twelve edge values: no figure of a log that is said to be as
/// complete as it was differs from the oracle's by more than the event's own share, which is what that figure loses without the event.
/// </summary>
public sealed class NumericFieldTests(ITestOutputHelper output) : IDisposable
{
    Process? oracle;

    public void Dispose()
    {
        oracle?.Kill();
        oracle?.Dispose();
    }

    static readonly string[] Edges =
    [
        "0", "-1", "1", "2147483647", "2147483648", "4294967296", "9007199254740993", "1152921504606846976", "9223372036854775807",
        "-9223372036854775808", "0.5", "null",
    ];

    /// <summary>The oracle for one path after the other: answers of a line, null where it has none.</summary>
    /// <remarks>It takes a number of tasks for a size: memory and time have a limit, past which it has no answer.</remarks>
    const string Driver = """
        import json, resource, signal, sys
        sys.path.insert(0, sys.argv[1])
        import oracle
        resource.setrlimit(resource.RLIMIT_AS, (1 << 30, 1 << 30))
        def late(*_): raise TimeoutError
        signal.signal(signal.SIGALRM, late)
        for line in sys.stdin:
            try:
                signal.alarm(20)
                d = oracle.report(line.strip())['derived']
                t = d['totals']
                t['paidCoreMs'], t['countedUntil'] = d['executorCoreMs'], d['countedUntil']
                print(json.dumps(t), flush=True)
            except Exception:
                print('null', flush=True)
            finally:
                signal.alarm(0)
        """;

    /// <summary>A figure by its name in the oracle's answer.</summary>
    static readonly (string Name, Func<ApplicationRun, RunTotals, double?> Ours)[] Figures =
    [
        ("numCompleteTasks", (_, t) => t.NumCompleteTasks),
        ("numFailedTasks", (_, t) => t.NumFailedTasks),
        ("numKilledTasks", (_, t) => t.NumKilledTasks),
        ("paidCoreMs", (run, _) => RunOverview.Compute(run).PaidCoreMs),
        ("countedUntil", (run, _) => run.CountedUntilMs),
        .. Enumerable.Range(0, TaskMetrics.Count).Select(m => (JsonNamingPolicy.CamelCase.ConvertName(((TaskMetric)m).ToString()),
            (Func<ApplicationRun, RunTotals, double?>)((_, t) => t.Metrics[(TaskMetric)m]))),
    ];

    readonly record struct Place(int Line, string Field, int Start, int End);

    [Fact]
    public void EdgeValues_ChangeNoCompleteFigure_ByMoreThanTheEventsShare()
    {
        if (SharedFolder.Path is not { } shared) { Assert.Skip(SharedFolder.SkipReason); return; }
        oracle = StartOracle(Path.Combine(shared, "oracle"));
        if (oracle is null) { Assert.Skip("there is no python3"); return; }
        using var folder = new TinyLog();
        var (tried, complete, wrong) = (0, 0, new List<string>());
        foreach (var path in Thoroughness.Weekly ? AllLogs(shared) : AllLogs(shared).Take(1))
        {
            var lines = Lines(path);
            var places = Places(lines);
            var good = Load(Put(folder, lines))!.Log;
            output.WriteLine($"{path}: {places.Count} fields, {good.Grade}");
            Assert.True(places.Count > 90, $"{path}: {places.Count} fields");
            foreach (var place in Thoroughness.Weekly ? places : Thoroughness.Choose(places, nth: 12))
            {
                var shares = Shares(folder, lines, place.Line);
                foreach (var edge in Edges)
                {
                    tried++;
                    var line = lines[place.Line];
                    var changed = line[..place.Start] + edge + line[place.End..];
                    var file = Put(folder, [.. lines[..place.Line], changed, .. lines[(place.Line + 1)..]]);
                    if (Ask(file) is not { } truth || Load(file) is not { } run) continue;
                    if (run.Log.Grade != good.Grade || !run.Log.Doubts.SequenceEqual(good.Doubts)) continue;
                    complete++;
                    var found = Wrong(run, truth, shares).Select(w => $"{Path.GetFileName(path)}: {place.Field} = {edge}: {w}").ToList();
                    found.ForEach(output.WriteLine);
                    wrong.AddRange(found);
                }
            }
        }
        output.WriteLine($"{tried} tried, {complete} said to be as complete as before, {wrong.Count} wrong");
        Assert.True(complete > tried / 10, $"only {complete} of {tried} are said to be complete");
        Assert.True(wrong.Count == 0, $"{wrong.Count} of {tried}:\n{string.Join('\n', wrong.Take(60))}");
    }

    static IEnumerable<string> AllLogs(string shared) => Directory.GetFiles(Path.Combine(shared, "attack"), "good.json")
        .Concat(SharedLogs.All.Where(l => File.Exists(l.Path) && new FileInfo(l.Path).Length is > 2_000 and < 60_000)
            .OrderBy(l => l.Name, StringComparer.Ordinal).Where((_, i) => i % 7 == 3).Select(l => l.Path)).Take(5);

    static IEnumerable<string> Wrong(ApplicationRun run, Dictionary<string, double?> truth, Dictionary<string, double> shares)
    {
        var totals = RunTotals.Compute(run);
        foreach (var (name, ours) in Figures)
        {
            if (ours(run, totals) is not { } value || truth.GetValueOrDefault(name) is not { } right) continue;
            if (Math.Abs(value - right) > shares.GetValueOrDefault(name) + 1)
                yield return string.Create(CultureInfo.InvariantCulture, $"{name} {value}, the oracle says {right}");
        }
    }

    /// <summary>What each figure loses without the event.</summary>
    Dictionary<string, double> Shares(TinyLog folder, string[] lines, int without)
    {
        var whole = Ask(Put(folder, lines))!;
        var less = Ask(Put(folder, [.. lines.Where((_, i) => i != without)])) ?? [];
        return whole.Where(w => w.Value is not null)
            .ToDictionary(w => w.Key, w => Math.Abs(w.Value!.Value - (less.GetValueOrDefault(w.Key) ?? 0)), StringComparer.Ordinal);
    }

    static string Put(TinyLog folder, string[] lines)
    {
        File.WriteAllLines(folder.In("log"), lines);
        return folder.In("log");
    }

    static ApplicationRun? Load(string file)
    {
        try
        {
            return ApplicationRunLoader.Load(EventLogLocator.Find(file)[0]);
        }
        catch (RightsizerException)
        {
            return null;
        }
    }

    static Process? StartOracle(string folder)
    {
        try
        {
            return Process.Start(new ProcessStartInfo("python3", ["-c", Driver, folder])
            {
                RedirectStandardInput = true,
                RedirectStandardOutput = true,
            });
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return null;
        }
    }

    /// <summary>Null where the oracle has no answer.</summary>
    Dictionary<string, double?>? Ask(string path)
    {
        oracle!.StandardInput.WriteLine(path);
        oracle.StandardInput.Flush();
        if (oracle.StandardOutput.ReadLine() is not { } line)
        {
            // a number that it took for a size has ended it
            oracle.Dispose();
            oracle = StartOracle(Path.Combine(SharedFolder.Path!, "oracle"));
            return null;
        }
        using var answer = JsonDocument.Parse(line);
        return answer.RootElement.ValueKind == JsonValueKind.Null ? null
            : answer.RootElement.EnumerateObject().ToDictionary(
                p => p.Name, p => p.Value.ValueKind == JsonValueKind.Number ? p.Value.GetDouble() : (double?)null, StringComparer.Ordinal);
    }

    static string[] Lines(string path)
    {
        using var stream = DecodedStream.Open(EventLogLocator.Find(path)[^1].Parts[0]);
        using var reader = new StreamReader(stream, Encoding.UTF8);
        return reader.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries);
    }

    /// <summary>Each numeric field of the first and of the last event of its kind.</summary>
    static List<Place> Places(string[] lines)
    {
        var first = new Dictionary<string, Place>(StringComparer.Ordinal);
        var last = new Dictionary<string, Place>(StringComparer.Ordinal);
        for (var i = 0; i < lines.Length; i++)
        {
            // positions are of bytes, and these logs are ASCII
            if (lines[i].Any(c => c > 127)) continue;
            foreach (var place in Numbers(lines[i], i))
            {
                first.TryAdd(place.Field, place);
                last[place.Field] = place;
            }
        }
        return [.. first.Values.Concat(last.Where(l => l.Value.Line != first[l.Key].Line).Select(l => l.Value))];
    }

    static List<Place> Numbers(string line, int number)
    {
        var places = new List<Place>();
        var path = new Stack<string>();
        var reader = new Utf8JsonReader(Encoding.UTF8.GetBytes(line));
        string? name = null, kind = null;
        while (reader.Read())
        {
            switch (reader.TokenType)
            {
                case JsonTokenType.PropertyName: name = reader.GetString(); break;
                case JsonTokenType.StartObject or JsonTokenType.StartArray:
                    path.Push(name ?? "[]");
                    name = null;
                    break;
                case JsonTokenType.EndObject or JsonTokenType.EndArray: path.Pop(); break;
                case JsonTokenType.String when name == "Event" && path.Count == 1: kind = reader.GetString(); break;
                case JsonTokenType.Number when !path.Contains("Accumulables"):
                    var field = kind + "/" + string.Join('/', path.Reverse().Skip(1).Append(name ?? "[]"));
                    places.Add(new Place(number, field, (int)reader.TokenStartIndex, (int)reader.BytesConsumed));
                    break;
            }
        }
        return places;
    }
}
