using Rightsizer.Analyzer.Model;

namespace Rightsizer.Analyzer.Construction.Plausibility;

/// <summary>Counts the fields that were not believed.</summary>
sealed class ImplausibleTally
{
    readonly Dictionary<string, ImplausibleField> fields = new(StringComparer.Ordinal);

    public void Add(string eventName, string field, DoubtSubject subject, long times = 1)
    {
        var key = eventName + "\n" + field;
        fields[key] = fields.TryGetValue(key, out var known)
            ? known with { Count = known.Count + times }
            : new ImplausibleField(eventName, field, times, subject);
    }

    /// <summary>By event, then field.</summary>
    public IReadOnlyList<ImplausibleField> Found =>
        [.. fields.Values.OrderBy(f => f.Event, StringComparer.Ordinal).ThenBy(f => f.Field, StringComparer.Ordinal)];
}
