using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace Rightsizer.Analyzer.Answers.Fleet.Bills;

/// <summary>Tags and ids as exports write them.</summary>
static partial class BillTags
{
    const int MaxTags = 100;

    /// <summary>A JSON object of texts; empty for anything else.</summary>
    public static IReadOnlyList<KeyValuePair<string, string>> Parse(string? cell)
    {
        if (cell is null || cell.Length < 2 || cell[0] != '{') return [];
        var tags = new List<KeyValuePair<string, string>>();
        try
        {
            var reader = new Utf8JsonReader(Encoding.UTF8.GetBytes(cell));
            string? key = null;
            while (reader.Read() && tags.Count < MaxTags)
            {
                if (reader.TokenType == JsonTokenType.PropertyName) key = reader.GetString();
                else if (reader.TokenType == JsonTokenType.String && key is not null) tags.Add(new(key, reader.GetString()!));
            }
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            // what stands before the damage still holds
        }
        return tags;
    }

    /// <summary>"j-2AXXXXXXGAPLF", alone or in "arn:...:cluster/j-2AXXXXXXGAPLF".</summary>
    public static string? ClusterId(string? text) =>
        text is not null && Cluster().Match(text) is { Success: true } match ? match.Groups[1].Value : null;

    [GeneratedRegex(@"(?:^|[/:=])(j-[A-Z0-9]{8,20})(?![A-Za-z0-9])", RegexOptions.CultureInvariant)]
    private static partial Regex Cluster();
}
