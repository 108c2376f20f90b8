using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace Rightsizer.Spark.Tests;

/// <summary>Holds an answer of Spark's REST API against our JSON, field by field, and counts.</summary>
sealed partial class RestComparison
{
    readonly List<string> differences = [];
    readonly SortedSet<string> notOurs = new(StringComparer.Ordinal);

    /// <summary>Leaf values compared.</summary>
    public int Compared { get; private set; }

    public int Equal { get; private set; }

    public IReadOnlyList<string> Differences => differences;

    /// <summary>REST fields met that our JSON does not have.</summary>
    public IReadOnlyCollection<string> NotOurs => notOurs;

    public void Object(string place, JsonElement rest, JsonElement ours, RestShape shape)
    {
        foreach (var field in rest.EnumerateObject())
        {
            if (shape.NotOurs.Contains(field.Name))
            {
                notOurs.Add(field.Name);
                continue;
            }
            var path = place + "." + field.Name;
            if (ours.TryGetProperty(shape.Renamed.GetValueOrDefault(field.Name, field.Name), out var value))
                Value(path, field.Name, field.Value, value, shape);
            else Leaf(path, field.Value.GetRawText(), "missing");
        }
        foreach (var name in shape.Optional)
        {
            if (!rest.TryGetProperty(name, out _) && ours.TryGetProperty(name, out var value) && value.ValueKind != JsonValueKind.Null)
                Leaf(place + "." + name, "absent", value.GetRawText());
        }
    }

    public void Leaf(string path, string rest, string ours)
    {
        Compared++;
        if (rest == ours) Equal++;
        else differences.Add($"{path}: served {Short(rest)}, ours {Short(ours)}");
    }

    void Value(string path, string name, JsonElement rest, JsonElement ours, RestShape shape)
    {
        if (shape.ZeroFilled.Contains(name) && ours.ValueKind == JsonValueKind.Object)
        {
            foreach (var metric in rest.EnumerateObject())
                Leaf(path + "." + metric.Name, Text(metric.Value), ours.TryGetProperty(metric.Name, out var peak) ? Text(peak) : "0");
        }
        else if (rest.ValueKind == JsonValueKind.Object && ours.ValueKind == JsonValueKind.Object) Object(path, rest, ours, shape);
        else if (rest.ValueKind == JsonValueKind.Array && ours.ValueKind == JsonValueKind.Array) Array(path, name, rest, ours, shape);
        else Leaf(path, Text(rest), Text(ours));
    }

    void Array(string path, string name, JsonElement rest, JsonElement ours, RestShape shape)
    {
        if (shape.Unordered.Contains(name))
        {
            Leaf(path, Sorted(rest), Sorted(ours));
            return;
        }
        Leaf(path + ".length", Text(rest.GetArrayLength()), Text(ours.GetArrayLength()));
        foreach (var (i, (served, value)) in rest.EnumerateArray().Zip(ours.EnumerateArray()).Index())
            Value($"{path}[{i}]", name, served, value, shape);
    }

    static string Sorted(JsonElement array) => string.Join(", ", array.EnumerateArray().Select(Canonical).Order(StringComparer.Ordinal));

    /// <summary>Objects by field name, without nulls, which REST leaves out.</summary>
    static string Canonical(JsonElement e) => e.ValueKind == JsonValueKind.Object
        ? string.Join(", ", e.EnumerateObject().Where(p => p.Value.ValueKind != JsonValueKind.Null)
        .OrderBy(p => p.Name, StringComparer.Ordinal).Select(p => p.Name + " " + Canonical(p.Value)))
        : Text(e);

    static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);

    /// <summary>One spelling for what is the same: REST's dates are epoch milliseconds here, and 3.0 is 3.</summary>
    static string Text(JsonElement e) => e.ValueKind switch
    {
        JsonValueKind.Number => (e.GetDecimal() / 1.0000000000000000000000000000m).ToString(CultureInfo.InvariantCulture),
        JsonValueKind.String when e.GetString() is { } s => RestDate().IsMatch(s)
            ? DateTimeOffset.ParseExact(s, "yyyy-MM-dd'T'HH:mm:ss.fff'GMT'", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal)
                .ToUnixTimeMilliseconds().ToString(CultureInfo.InvariantCulture)
            : s,
        _ => e.GetRawText(),
    };

    static string Short(string text) => text.Length > 100 ? text[..100] + "..." : text;

    [GeneratedRegex(@"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}GMT$")]
    private static partial Regex RestDate();
}
