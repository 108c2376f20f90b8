using System.Collections.Concurrent;
using System.Globalization;
using Rightsizer.Analyzer.Answers.Fleet.Summaries;
using Rightsizer.EventLogParser;

namespace Rightsizer.Analyzer.Answers.Fleet.State;

/// <summary>The summaries that earlier runs kept, and those that this one adds. Safe for several threads.</summary>
public sealed class FleetState
{
    /// <summary>Other programs may compact while this one reads, but not again and again.</summary>
    const int MaxListings = 20;

    /// <summary>A day with more parts than this is compacted.</summary>
    const int MaxParts = 4;

    /// <summary>Parts asked for at once: a store far away answers slowly.</summary>
    const int ReadsAtOnce = 8;

    readonly IStateStore store;
    readonly Lock gate = new();
    readonly Dictionary<string, List<RunSummary>> byUri = new(StringComparer.Ordinal);
    readonly List<RunSummary> added = [];
    readonly SortedSet<string> corrupt = new(StringComparer.Ordinal), made = new(StringComparer.Ordinal);

    FleetState(IStateStore store) => (this.store, Details) = (store, new RunDetails(store));

    /// <summary>Finding cards, stages and cost lines of runs.</summary>
    public RunDetails Details { get; }

    /// <summary>The pricing rules under which the runs of the state were summarized, in ordinal order.</summary>
    public IReadOnlyList<string> Pricings
    {
        get
        {
            lock (gate)
                return [.. byUri.Values.SelectMany(v => v).Select(s => s.Key.Pricing).Distinct().Order(StringComparer.Ordinal)];
        }
    }

    /// <summary>What earlier reports advised.</summary>
    public RecordSet<AdviceRecord> Advice { get; private set; } = null!;

    /// <summary>The clusters that <c>size --state</c> chose.</summary>
    public RecordSet<MoveRecord> Moves { get; private set; } = null!;

    /// <summary>Parts that were left out because their bytes are not those that their names promise, in ordinal order.</summary>
    public IReadOnlyCollection<string> CorruptParts => corrupt;

    /// <summary>Lines that were left out because they are of an older version, or are no summary.</summary>
    public int UnknownLines { get; private set; }

    /// <summary>
    /// Why damaged parts could not be set aside, or many parts not made one; null where all was done. No summary is lost by it.
    /// </summary>
    public string? Untidy { get; private set; }

    /// <exception cref="RightsizerException">The state is from a newer version, or cannot be read.</exception>
    public static FleetState Load(IStateStore store)
    {
        var state = new FleetState(store);
        foreach (var (name, part) in ReadAll(store))
        {
            if (part.Newest > RunSummary.CurrentVersion)
            {
                throw new RightsizerException(ExitCode.BadArguments, string.Create(CultureInfo.InvariantCulture,
                    $"{store.Location}: a state from a newer version of rightsizer (records of version {part.Newest}, this one "
                        + $"knows {RunSummary.CurrentVersion}); update, or give another --state"));
            }
            if (part.IsCorrupt) state.corrupt.Add(name);
            state.UnknownLines += part.UnknownLines;
            foreach (var summary in part.Summaries) state.Remember(summary);
        }
        state.Advice = RecordSet<AdviceRecord>.Load(store, RecordKind.Advice);
        state.Moves = RecordSet<MoveRecord>.Load(store, RecordKind.Move);
        return state;
    }

    /// <summary>
    /// All parts as they are at one time. One that is gone when it is read was compacted by another program: what it held is in a part that
    /// is not in this listing.
    /// </summary>
    static IEnumerable<(string Name, StoredPart Part)> ReadAll(IStateStore store)
    {
        var read = new ConcurrentDictionary<string, StoredPart>(StringComparer.Ordinal);
        for (var listings = 1; ; listings++)
        {
            var names = store.List().Where(StatePart.IsNamedAsPart).Order(StringComparer.Ordinal).ToArray();
            ReadNew(store, [.. names.Where(n => !read.ContainsKey(n))], read);
            if (names.All(read.ContainsKey)) return names.Select(n => (n, read[n]));
            if (listings == MaxListings)
            {
                throw new RightsizerException(
                    ExitCode.InputUnreadable, $"{store.Location}: other programs change the state while it is read; try again");
            }
        }
    }

    static void ReadNew(IStateStore store, string[] names, ConcurrentDictionary<string, StoredPart> read)
    {
        try
        {
            Parallel.ForEach(names, new ParallelOptions { MaxDegreeOfParallelism = ReadsAtOnce }, name =>
            {
                if (StoredPart.Read(store, name) is { } part) read[name] = part;
            });
        }
        catch (AggregateException e)
        {
            System.Runtime.ExceptionServices.ExceptionDispatchInfo.Capture(e.InnerExceptions[0]).Throw();
        }
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

    /// <param name="summary">Of a log that was read.</param>
    /// <param name="detail">Of the same run; null where the log could not be read.</param>
    public void Add(RunSummary summary, RunDetail? detail = null)
    {
        var line = detail is null ? null : RecordKind.Detail.Write(detail);
        lock (gate)
        {
            if (line is not null) Details.Add(StatePart.DateOf(summary.StartMs), line);
            added.Add(summary);
            Remember(summary);
        }
    }

    /// <summary>Writes what was added since the last time.</summary>
    public void Flush()
    {
        lock (gate)
        {
            // before the summaries: a log whose summary is kept is not read again
            Details.Flush();
            foreach (var day in added.GroupBy(s => StatePart.DateOf(s.StartMs)).OrderBy(d => d.Key, StringComparer.Ordinal))
                Write(day.Key, day);
            added.Clear();
        }
    }

    /// <summary>
    /// Ends a run that read all it wanted: writes, sets aside what is damaged, and makes one part of a day that has many. What was written
    /// stays whether or not the state can be tidied.
    /// </summary>
    public void Complete()
    {
        Flush();
        try
        {
            foreach (var name in corrupt.Except(made)) store.SetAside(name);
            Compact();
            Details.Compact(Counts);
        }
        catch (RightsizerException e)
        {
            Untidy = e.Message;
        }
    }

    /// <summary>The summary with this key is the newest of its log under its prices.</summary>
    bool Counts(RunKey key) => byUri.TryGetValue(key.Uri, out var known)
        && NewestOf(known.Where(s => s.Key.Pricing == key.Pricing))?.Key == key;

    void Compact()
    {
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
            if (StoredPart.Read(store, name) is not { IsCorrupt: false } part) continue;
            // a newer version has come by meanwhile: its lines are not ours to drop
            if (part.Newest > RunSummary.CurrentVersion) return;
            summaries.AddRange(part.Summaries);
            read.Add(name);
        }
        var keep = summaries.GroupBy(s => (s.Key.Uri, s.Key.Pricing)).Select(g => NewestOf(g)!);
        var written = Write(date, keep);
        // nothing is removed before what takes its place was seen to be whole
        if (StoredPart.Read(store, written) is not { IsCorrupt: false }) return;
        foreach (var name in read.Where(n => n != written)) store.Delete(name);
    }

    string Write(string date, IEnumerable<RunSummary> summaries)
    {
        var (name, content) = StatePart.Encode(date, summaries.Select(RunSummaryJson.Write));
        // a part that is made again may have the name of the damaged one, and a store keeps what it has
        if (made.Add(name) && corrupt.Contains(name)) store.Delete(name);
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
}
