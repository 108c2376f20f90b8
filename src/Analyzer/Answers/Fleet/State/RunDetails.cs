using System.Globalization;
using Rightsizer.Analyzer.Answers.Fleet.Summaries;
using Rightsizer.EventLogParser;

namespace Rightsizer.Analyzer.Answers.Fleet.State;

/// <summary>The details of runs in a state, read a day at a time: all of them may be large. Parts follow the rules of runs.</summary>
public sealed class RunDetails
{
    /// <summary>A day with more parts than this is compacted.</summary>
    const int MaxParts = 4;

    readonly IStateStore store;
    readonly List<(string Day, byte[] Line)> added = [];
    Dictionary<string, List<string>>? byDay;

    internal RunDetails(IStateStore store) => this.store = store;

    /// <summary>Names of a day's parts, in ordinal order: equal names, equal details.</summary>
    /// <param name="day">UTC day of the runs' start, ISO.</param>
    public IReadOnlyList<string> PartsOf(string day) => Listed().GetValueOrDefault(day) ?? [];

    /// <summary>The details of a day's runs by the keys of their summaries. Damaged parts and lines are left out.</summary>
    /// <param name="day">UTC day of the runs' start, ISO.</param>
    /// <exception cref="RightsizerException">A line is from a newer version.</exception>
    public IReadOnlyDictionary<RunKey, RunDetail> Read(string day)
    {
        var found = new Dictionary<RunKey, RunDetail>();
        foreach (var name in PartsOf(day))
        {
            foreach (var line in Lines(name))
            {
                if (Known(line.Span) is { } detail) found[detail.Key] = detail;
            }
        }
        return found;
    }

    internal void Add(string day, byte[] line) => added.Add((day, line));

    internal void Flush()
    {
        foreach (var day in added.GroupBy(d => d.Day, StringComparer.Ordinal).OrderBy(d => d.Key, StringComparer.Ordinal))
            Write(day.Key, day.Select(d => d.Line));
        added.Clear();
    }

    /// <summary>Makes one part of a day that has many, with the details of the summaries that count.</summary>
    internal void Compact(Func<RunKey, bool> counts)
    {
        byDay = null;
        foreach (var (day, names) in Listed().Where(d => d.Value.Count > MaxParts).ToList())
        {
            var kept = new SortedSet<byte[]>(LineOrder.Instance);
            foreach (var line in names.SelectMany(Lines))
            {
                if (Known(line.Span) is { } detail && counts(detail.Key)) kept.Add(line.ToArray());
            }
            var written = Write(day, kept);
            if (store.Read(written) is not { } content || !StatePart.IsPart(StateFolders.Details, written, out _, out var hash)
                || StatePart.HashOf(content) != hash) continue;
            foreach (var name in names.Where(n => n != written)) store.Delete(name);
            byDay = null;
        }
    }

    string Write(string day, IEnumerable<byte[]> lines)
    {
        var (name, content) = StatePart.Encode(day, lines, StateFolders.Details);
        store.Write(name, content);
        byDay = null;
        return name;
    }

    Dictionary<string, List<string>> Listed()
    {
        if (byDay is not null) return byDay;
        byDay = new Dictionary<string, List<string>>(StringComparer.Ordinal);
        foreach (var name in store.List().Order(StringComparer.Ordinal))
        {
            if (!StatePart.IsPart(StateFolders.Details, name, out var day, out _)) continue;
            if (!byDay.TryGetValue(day, out var names)) byDay[day] = names = [];
            names.Add(name);
        }
        return byDay;
    }

    /// <summary>None of a part that is gone or damaged.</summary>
    IEnumerable<ReadOnlyMemory<byte>> Lines(string name)
    {
        if (store.Read(name) is not { } content || !StatePart.IsPart(StateFolders.Details, name, out _, out var hash)
            || StatePart.HashOf(content) != hash) yield break;
        ReadOnlyMemory<byte> rest = content;
        while (rest.Length > 0)
        {
            var end = rest.Span.IndexOf((byte)'\n');
            var line = end < 0 ? rest : rest[..end];
            rest = end < 0 ? default : rest[(end + 1)..];
            if (line.Length > 0) yield return line;
        }
    }

    /// <summary>Null for a line that is none of this version; one of a newer version ends the reading.</summary>
    RunDetail? Known(ReadOnlySpan<byte> line)
    {
        if (RecordKind.Detail.Read(line) is { RecordVersion: RecordKind.CurrentVersion } detail) return detail;
        var version = RecordKind.VersionOf(line);
        return version <= RecordKind.CurrentVersion ? null : throw new RightsizerException(ExitCode.BadArguments, string.Create(
            CultureInfo.InvariantCulture, $"{store.Location}: a state from a newer version of rightsizer (details of version {version}, "
            + $"this one knows {RecordKind.CurrentVersion}); update, or give another --state"));
    }
}
