using System.Text.RegularExpressions;
using Rightsizer.EventLogParser.Redacting;

namespace Rightsizer.Reports.Redacting;

/// <summary>
/// Stable stand-ins for names that are not in a log's lines, such as its path, and for sentences that hold names: the same text gets the
/// same one in every report.
/// </summary>
public sealed partial class Pseudonyms
{
    /// <summary>Shorter ones would be found inside other words.</summary>
    const int ShortestInText = 3;

    readonly Dictionary<string, string> known = new(StringComparer.Ordinal);
    List<KeyValuePair<string, string>>? longestFirst;

    /// <summary>The name of an application or its job, as a redacted log has it.</summary>
    public string? App(string? name) => Named(name, RedactionGate.AppName);

    public string? User(string? name) => Named("user", name);

    public string? Path(string? path) => Named("path", path);

    /// <summary>Anything else that people name: a cluster, a team.</summary>
    public string? Name(string? name) => Named("name", name);

    /// <summary>
    /// A sentence of ours with every name that is known by now, and whatever looks like a path, an address or a mail address, in its
    /// stand-in.
    /// </summary>
    public string? Text(string? sentence) => string.IsNullOrEmpty(sentence) ? sentence
        : Places().Replace(KnownNames(sentence),
            m => StandIn.Create(m.Value.Contains('/', StringComparison.Ordinal) ? "path" : "host", m.Value));

    string KnownNames(string sentence)
    {
        longestFirst ??= [.. known.Where(k => k.Key.Length >= ShortestInText && k.Key != k.Value).OrderByDescending(k => k.Key.Length)
            .ThenBy(k => k.Key, StringComparer.Ordinal)];
        return longestFirst.Aggregate(
            sentence, (t, k) => t.Contains(k.Key, StringComparison.Ordinal) ? t.Replace(k.Key, k.Value, StringComparison.Ordinal) : t);
    }

    string? Named(string kind, string? text) => Named(text, t => StandIn.Create(kind, t));

    string? Named(string? text, Func<string, string?> create)
    {
        if (string.IsNullOrEmpty(text)) return text;
        var standIn = create(text)!;
        if (known.TryAdd(text, standIn)) longestFirst = null;
        return standIn;
    }

    // addresses with a scheme, absolute paths, what is below a path that has its stand-in, IPv4, mail addresses, EC2's own host names
    [GeneratedRegex(
        @"\b[a-z][a-z0-9+.-]*://[^\s""',;)]+|(?<![\w/-])/[\w.@=+-]+(?:/[\w.@=+-]+)*|\bpath-[g-v]{10}(?:/[\w.@=+-]+)+|"
        + @"\b\d{1,3}(?:\.\d{1,3}){3}(?::\d+)?\b|\b[\w.+-]+@[\w-]+(?:\.[\w-]+)+|\bip-\d+-\d+-\d+-\d+[\w.-]*",
        RegexOptions.CultureInvariant)]
    private static partial Regex Places();
}
