using System.Globalization;
using Rightsizer.EventLogParser;

namespace Rightsizer.Analyzer.Answers.Fleet.State;

/// <summary>The records of one kind in a state: those that were there, and those that are added. Parts follow the rules of runs.</summary>
public sealed class RecordSet<T> where T : class
{
    /// <summary>A day with more parts than this is compacted.</summary>
    const int MaxParts = 4;

    /// <summary>Times that a state which others change meanwhile is listed.</summary>
    const int MaxListings = 5;

    readonly IStateStore store;
    readonly RecordKind<T> kind;
    readonly List<T> records = [];
    readonly HashSet<string> lines = new(StringComparer.Ordinal);
    readonly List<string> corrupt = [];
    int aside;
    readonly Dictionary<string, List<string>> names = new(StringComparer.Ordinal);

    RecordSet(IStateStore store, RecordKind<T> kind) => (this.store, this.kind) = (store, kind);

    /// <summary>In ordinal order of their days and lines.</summary>
    public IReadOnlyList<T> Records => records;

    /// <summary>Parts that were left out because their bytes are not those that their names promise.</summary>
    public IReadOnlyList<string> CorruptParts => corrupt;

    /// <summary>Lines that were left out because they cannot be read or cannot be true.</summary>
    public int LinesLeftOut { get; private set; }

    internal static RecordSet<T> Load(IStateStore store, RecordKind<T> kind)
    {
        // a part that is gone when it is read was compacted by another program: the next listing has the part that holds its lines
        RecordSet<T> set;
        var listings = 0;
        do
        {
            set = new RecordSet<T>(store, kind);
        }
        while (!set.ReadAll() && ++listings < MaxListings);
        return set;
    }

    bool ReadAll()
    {
        var whole = true;
        foreach (var name in store.List().Order(StringComparer.Ordinal))
        {
            if (StatePart.IsPart(kind.Prefix, name, out var date, out var hash)) whole &= Read(name, date, hash);
        }
        return whole;
    }

    /// <summary>Writes records of one day that are not there yet; a day of many parts becomes one part.</summary>
    /// <param name="day">UTC day, ISO.</param>
    /// <param name="added">In any order.</param>
    public void Append(string day, IReadOnlyList<T> added)
    {
        foreach (var name in corrupt.Skip(aside)) store.SetAside(name);
        aside = corrupt.Count;
        var fresh = added.Select(kind.Write).Where(l => !lines.Contains(Convert.ToBase64String(l))).ToList();
        if (fresh.Count == 0) return;
        Write(day, fresh);
        records.AddRange(added);
        foreach (var line in fresh) lines.Add(Convert.ToBase64String(line));
        if (names.GetValueOrDefault(day) is { Count: > MaxParts } parts) Compact(day, parts);
    }

    void Compact(string day, List<string> parts)
    {
        var kept = new SortedSet<byte[]>(LineOrder.Instance);
        foreach (var name in parts)
        {
            if (store.Read(name) is not { } content) continue;
            foreach (var line in Lines(content)) kept.Add(line);
        }
        var old = parts.ToList();
        var written = Write(day, kept);
        foreach (var name in old.Where(n => n != written)) store.Delete(name);
        names[day] = [written];
    }

    string Write(string day, IEnumerable<byte[]> content)
    {
        var (name, bytes) = StatePart.Encode(day, content, kind.Prefix);
        store.Write(name, bytes);
        Know(day, name);
        return name;
    }

    void Know(string day, string name)
    {
        if (!names.TryGetValue(day, out var of)) names[day] = of = [];
        if (!of.Contains(name, StringComparer.Ordinal)) of.Add(name);
    }

    /// <summary>False where the part is gone.</summary>
    bool Read(string name, string date, string hash)
    {
        if (store.Read(name) is not { } content) return false;
        if (StatePart.HashOf(content) != hash)
        {
            corrupt.Add(name);
            return true;
        }
        Know(date, name);
        foreach (var line in Lines(content))
        {
            var version = RecordKind.VersionOf(line);
            if (version > RecordKind.CurrentVersion)
                throw new RightsizerException(ExitCode.BadArguments, string.Create(CultureInfo.InvariantCulture,
                    $"{store.Location}: a state from a newer version of rightsizer ({kind.Prefix.TrimEnd('=')} records of version "
                    + $"{version}, this one knows {RecordKind.CurrentVersion}); update, or give another --state"));
            if (version == RecordKind.CurrentVersion && kind.Read(line) is { } record)
            {
                if (lines.Add(Convert.ToBase64String(line))) records.Add(record);
            }
            else LinesLeftOut++;
        }
        return true;
    }

    static List<byte[]> Lines(byte[] content)
    {
        var found = new List<byte[]>();
        var rest = content.AsSpan();
        while (rest.Length > 0)
        {
            var end = rest.IndexOf((byte)'\n');
            var line = end < 0 ? rest : rest[..end];
            if (line.Length > 0) found.Add(line.ToArray());
            rest = end < 0 ? [] : rest[(end + 1)..];
        }
        return found;
    }
}
