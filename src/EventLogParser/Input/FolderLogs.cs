namespace Rightsizer.EventLogParser.Input;

/// <summary>Tells from the names in one folder which logs it holds.</summary>
static class FolderLogs
{
    /// <summary>The folder as one log in several parts, or as several rolling ones; empty when its files stand alone.</summary>
    /// <param name="location">Path or URI of the folder.</param>
    /// <param name="entries">The files right in it.</param>
    public static IReadOnlyList<EventLog> InParts(string location, IReadOnlyList<LogPart> entries)
    {
        var rolling = Rolling(location, entries);
        if (rolling.Count > 0) return rolling;
        if (Spark1(location, entries) is { } spark1) return [spark1];
        if (Databricks(location, entries) is { } databricks) return [databricks];
        return [];
    }

    /// <summary>A log that is one file.</summary>
    public static EventLog Single(LogPart entry) => new()
    {
        Kind = EventLogKind.Single,
        Location = entry.Location,
        Parts = [LeafPart.WithoutFolder(entry)],
        InProgress = LogNames.IsInProgress(entry.Name),
    };

    static List<EventLog> Rolling(string location, IReadOnlyList<LogPart> entries)
    {
        var parts = new List<(string Application, int Index, bool Compact, LogPart Part)>();
        foreach (var part in entries.Select(LeafPart.WithoutFolder))
        {
            if (LogNames.IsRollingPart(part.Name, out var index, out var application))
            {
                parts.Add((application, index, part.Name.EndsWith(LogNames.Compact, StringComparison.Ordinal), part));
            }
        }
        var logs = new List<EventLog>();
        foreach (var application in parts.GroupBy(p => p.Application, StringComparer.Ordinal).OrderBy(g => g.Key, StringComparer.Ordinal))
        {
            // A compacted file holds all that is still wanted of itself and of the files before it.
            var ordered = application.OrderBy(p => p.Index).ThenBy(p => p.Compact).ThenBy(p => p.Part.Name, StringComparer.Ordinal)
                .ToList();
            var first = Math.Max(0, ordered.FindLastIndex(p => p.Compact));
            var read = ordered[first..];
            var compacted = read[0].Compact;
            var complete = LogNames.StatusPrefix + application.Key;
            var status = entries.Select(e => LeafPart.WithoutFolder(e).Name)
                .Where(n => n == complete || n == complete + LogNames.InProgress).ToList();
            logs.Add(new EventLog
            {
                Kind = EventLogKind.Rolling,
                Location = location,
                Parts = [.. read.Select(p => p.Part)],
                InProgress = status.Count == 0 ? null : status.Any(LogNames.IsInProgress),
                MissingIndices = Missing(compacted ? read[0].Index : 1, [.. read.Select(p => p.Index)]),
                Compacted = compacted,
            });
        }
        return logs;
    }

    static EventLog? Spark1(string location, IReadOnlyList<LogPart> entries)
    {
        var parts = new List<(int Index, LogPart Part)>();
        foreach (var part in entries.Select(LeafPart.WithoutFolder))
        {
            if (LogNames.IsSpark1Part(part.Name, out var index)) parts.Add((index, part));
        }
        if (parts.Count == 0) return null;
        var names = entries.Select(e => LeafPart.WithoutFolder(e).Name).ToList();
        return new EventLog
        {
            Kind = EventLogKind.Spark1Folder,
            Location = location,
            Parts = [.. parts.OrderBy(p => p.Index).Select(p => p.Part)],
            InProgress = !names.Contains(LogNames.Spark1Complete),
            SparkVersionFromName = names.Order(StringComparer.Ordinal)
                .FirstOrDefault(n => n.StartsWith(LogNames.Spark1Version, StringComparison.Ordinal))?[LogNames.Spark1Version.Length..],
        };
    }

    static EventLog? Databricks(string location, IReadOnlyList<LogPart> entries)
    {
        // Parts are numbered by their first line; the undated one is being written and comes last.
        var parts = entries.Select(LeafPart.WithoutFolder).Where(p => LogNames.IsDatabricksPart(p.Name))
            .Select(p => (Number: RolloverNumber(p), Part: p))
            .OrderBy(p => p.Number ?? int.MaxValue)
            .ThenBy(p => p.Part.Name is "eventlog" or "eventlog.gz")
            .ThenBy(p => p.Part.Name, StringComparer.Ordinal)
            .ToList();
        if (parts.Count == 0) return null;
        return new EventLog
        {
            Kind = EventLogKind.DatabricksFolder,
            Location = location,
            Parts = [.. parts.Select(p => p.Part)],
            MissingIndices = Missing(0, [.. parts.Where(p => p.Number is not null).Select(p => p.Number!.Value)]),
        };
    }

    static int? RolloverNumber(LogPart part)
    {
        try
        {
            return LogPeek.RolloverNumber(part);
        }
        catch (RightsizerException)
        {
            return null; // whoever reads the part will meet the same complaint and tell it
        }
    }

    /// <summary>
    /// Numbers that are not there from the first that should be to the last that is; at most so many that a made-up index costs
    /// nothing.
    /// </summary>
    static List<int> Missing(int first, IReadOnlyCollection<int> present)
    {
        const int Listed = 1000;
        var missing = new List<int>();
        var next = first;
        foreach (var index in present.Distinct().Order())
        {
            for (; next < index && missing.Count < Listed; next++) missing.Add(next);
            next = Math.Max(next, index + 1);
        }
        return missing;
    }
}
