using System.Globalization;
using Rightsizer.Analyzer.Answers.Fleet.Summaries;
using Rightsizer.EventLogParser;

namespace Rightsizer.Analyzer.Answers.Fleet.State;

/// <summary>The summaries that earlier runs kept, and those that this one adds. Safe for several threads.</summary>
public sealed class FleetState
{
    /// <summary>A day with more parts than this is compacted.</summary>
    const int MaxParts = 4;

    /// <summary>Parts asked for at once: a store far away answers slowly.</summary>
    const int ReadsAtOnce = 8;

    readonly IStateStore store;
    readonly Lock gate = new();
    readonly Dictionary<string, List<RunSummary>> byUri = new(StringComparer.Ordinal);
    readonly List<RunSummary> added = [];
    readonly List<string> corrupt = [];
    int removed;

    FleetState(IStateStore store) => this.store = store;

    /// <summary>Parts that were left out because their bytes are not those that their names promise.</summary>
    public IReadOnlyList<string> CorruptParts => corrupt;

    /// <exception cref="RightsizerException">The state is from a newer version.</exception>
    public static FleetState Load(IStateStore store)
    {
        var state = new FleetState(store);
        var names = store.List().Where(n => StatePart.IsPart(n, out _, out _)).Order(StringComparer.Ordinal).ToArray();
        var parts = new (List<RunSummary>? Summaries, int Newest)[names.Length];
        try
        {
            Parallel.For(0, names.Length, new ParallelOptions { MaxDegreeOfParallelism = ReadsAtOnce },
                i => parts[i] = state.ReadPart(names[i]));
        }
        catch (AggregateException e)
        {
            System.Runtime.ExceptionServices.ExceptionDispatchInfo.Capture(e.InnerExceptions[0]).Throw();
        }
        for (var i = 0; i < names.Length; i++)
        {
            if (parts[i].Newest > RunSummary.CurrentVersion)
            {
                throw new RightsizerException(ExitCode.BadArguments, string.Create(CultureInfo.InvariantCulture,
                    $"{store.Location}: a state from a newer version of rightsizer (records of version {parts[i].Newest}, this one "
                        + $"knows {RunSummary.CurrentVersion}); update, or give another --state"));
            }
            foreach (var summary in parts[i].Summaries ?? []) state.Remember(summary);
        }
        return state;
    }

    /// <summary>The summary that holds for a log as it lies there; null where there is none, or another try may mend it.</summary>
    public RunSummary? Find(RunKey key)
    {
        lock (gate)
        {
            return byUri.TryGetValue(key.Uri, out var known)
                ? known.FirstOrDefault(s => s.Key.Matches(key) && s.Failure is not (ReadFailure.InputError or ReadFailure.Timeout)) : null;
        }
    }

    /// <summary>Of each log the newest summary under these pricing rules, by URI.</summary>
    public IReadOnlyList<RunSummary> Newest(string pricing)
    {
        lock (gate)
        {
            return [.. byUri.OrderBy(u => u.Key, StringComparer.Ordinal).Select(u => NewestOf(u.Value.Where(s => s.Key.Pricing == pricing)))
                .OfType<RunSummary>()];
        }
    }

    public void Add(RunSummary summary)
    {
        lock (gate)
        {
            added.Add(summary);
            Remember(summary);
        }
    }

    /// <summary>Removes corrupt parts and writes what was added since the last time.</summary>
    public void Flush()
    {
        lock (gate)
        {
            // a part that is made anew may have the name of the damaged one
            foreach (var name in corrupt.Skip(removed)) store.Delete(name);
            removed = corrupt.Count;
            foreach (var day in added.GroupBy(s => StatePart.DateOf(s.StartMs)).OrderBy(d => d.Key, StringComparer.Ordinal))
                Write(day.Key, day);
            added.Clear();
        }
    }

    /// <summary>Ends a run that read all it wanted: writes, and makes one part of a day that has many.</summary>
    public void Complete()
    {
        Flush();
        var days = store.List().Select(n => (Name: n, IsPart: StatePart.IsPart(n, out var date, out _), Date: date)).Where(n => n.IsPart)
            .GroupBy(n => n.Date, StringComparer.Ordinal);
        foreach (var day in days.Where(d => d.Count() > MaxParts)) Compact(day.Key, [.. day.Select(d => d.Name)]);
    }

    void Compact(string date, List<string> names)
    {
        var summaries = new List<RunSummary>();
        var read = new List<string>();
        foreach (var name in names)
        {
            var (found, newest) = ReadPart(name);
            // a newer version has come by meanwhile: its lines are not ours to drop
            if (newest > RunSummary.CurrentVersion) return;
            if (found is null) continue;
            summaries.AddRange(found);
            read.Add(name);
        }
        var keep = summaries.GroupBy(s => (s.Key.Uri, s.Key.Pricing)).Select(g => NewestOf(g)!);
        var written = Write(date, keep);
        foreach (var name in read.Where(n => n != written)) store.Delete(name);
    }

    string Write(string date, IEnumerable<RunSummary> summaries)
    {
        var (name, content) = StatePart.Encode(date, summaries.Select(RunSummaryJson.Write));
        store.Write(name, content);
        return name;
    }

    void Remember(RunSummary summary)
    {
        if (!byUri.TryGetValue(summary.Key.Uri, out var known)) byUri[summary.Key.Uri] = known = [];
        known.Add(summary);
    }

    static RunSummary? NewestOf(IEnumerable<RunSummary> summaries)
    {
        RunSummary? newest = null;
        foreach (var s in summaries)
        {
            if (newest is null) newest = s;
            else
            {
                var order = (s.Key.ModifiedMs ?? 0, s.Key.SizeBytes ?? 0)
                    .CompareTo((newest.Key.ModifiedMs ?? 0, newest.Key.SizeBytes ?? 0));
                if (order > 0 || order == 0 && LineOrder.Instance.Compare(RunSummaryJson.Write(s), RunSummaryJson.Write(newest)) > 0)
                    newest = s;
            }
        }
        return newest;
    }

    /// <summary>Null where the part is gone or corrupt.</summary>
    (List<RunSummary>? Summaries, int Newest) ReadPart(string name)
    {
        if (store.Read(name) is not { } content) return (null, 0);
        StatePart.IsPart(name, out _, out var hash);
        if (StatePart.HashOf(content) != hash)
        {
            lock (gate) corrupt.Add(name);
            return (null, 0);
        }
        var summaries = new List<RunSummary>();
        var newest = 0;
        var rest = content.AsSpan();
        while (rest.Length > 0)
        {
            var end = rest.IndexOf((byte)'\n');
            var line = end < 0 ? rest : rest[..end];
            rest = end < 0 ? [] : rest[(end + 1)..];
            if (RunSummaryJson.Read(line, out var version) is { } summary) summaries.Add(summary);
            newest = Math.Max(newest, version);
        }
        return (summaries, newest);
    }
}
