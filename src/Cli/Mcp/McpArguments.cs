using System.Globalization;
using System.Text.Json;
using Rightsizer.EventLogParser;

namespace Rightsizer.Cli.Mcp;

/// <summary>The arguments of one call, each with one clear line for a wrong one.</summary>
/// <param name="tool">Its name.</param>
/// <param name="given">As the client sent them.</param>
sealed class McpArguments(string tool, IDictionary<string, JsonElement> given)
{
    const int LongestText = 4096, MostTexts = 50;

    /// <exception cref="RightsizerException">There is one that the tool does not know.</exception>
    public void CheckNames(IEnumerable<string> known)
    {
        if (given.Keys.FirstOrDefault(k => !known.Contains(k)) is not { } other) return;
        throw Wrong(other, $"unknown argument; {tool} has {string.Join(", ", known)}");
    }

    public string Required(string name) => Optional(name) ?? throw Wrong(name, "is needed");

    public string? Optional(string name) => !given.TryGetValue(name, out var value) ? null : value.ValueKind switch
    {
        JsonValueKind.Null or JsonValueKind.Undefined => null,
        JsonValueKind.String when value.GetString() is { Length: > 0 and <= LongestText } text => text,
        // assistants send ids as numbers as well
        JsonValueKind.Number => value.GetRawText(),
        _ => throw Wrong(name, "must be a text"),
    };

    /// <summary>A list of texts, or one text.</summary>
    public IReadOnlyList<string> Many(string name)
    {
        if (!given.TryGetValue(name, out var value) || value.ValueKind == JsonValueKind.Null) return [];
        if (value.ValueKind != JsonValueKind.Array) return [Required(name)];
        if (value.GetArrayLength() > MostTexts) throw Wrong(name, $"at most {MostTexts} at once");
        return [.. value.EnumerateArray().Select(v => v.ValueKind == JsonValueKind.String
            && v.GetString() is { Length: > 0 and <= LongestText } text
            ? text : throw Wrong(name, "must be a list of texts"))];
    }

    public decimal? Usd(string name) => Optional(name) is not { } text ? null
        : decimal.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var usd) && usd > 0 ? usd
        : throw Wrong(name, "must be a number above 0");

    public DateOnly? Day(string name) => Optional(name) is not { } text ? null
        : DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) ? day
        : throw Wrong(name, "must be a day such as 2026-11-14");

    public RightsizerException Wrong(string name, string what) => new(ExitCode.BadArguments, $"{tool}: {name}: {what}");
}
