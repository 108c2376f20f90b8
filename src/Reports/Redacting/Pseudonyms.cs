using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;

namespace Rightsizer.Reports.Redacting;

/// <summary>
/// Stable stand-ins for what names a person, a machine, a place or a query: the same text gets the same one in every report.
/// </summary>
/// <remarks>No secret is mixed in, so that reports can be held against each other: who guesses a name can check the guess.</remarks>
public sealed partial class Pseudonyms
{
    /// <summary>Shorter ones would be found inside other words.</summary>
    const int ShortestInText = 3;

    readonly Dictionary<string, string> known = new(StringComparer.Ordinal);
    List<KeyValuePair<string, string>>? longestFirst;

    public string? App(string? name) => Named("app", name);

    public string? User(string? name) => Named("user", name);

    public string? Host(string? name) => Named("host", name);

    public string? Path(string? path) => Named("path", path);

    public string? Table(string? name) => Named("table", name);

    public string? Sql(string? text) => Named("sql", text);

    /// <summary>Anything else that people name: a pool, a tag, a team.</summary>
    public string? Name(string? name) => Named("name", name);

    /// <summary>What a driver program wrote, such as the reason of a failure.</summary>
    public string? Words(string? text) => Named("text", text);

    /// <summary>"collect at /home/me/etl.py:12" keeps the call and the line.</summary>
    public string? CallSite(string? name)
    {
        if (string.IsNullOrEmpty(name)) return name;
        var redacted = Place().Match(name) is { Success: true } m
            && m.Groups[2].Value is not ("NativeMethodAccessorImpl.java" or "<unknown>" or "<console>")
            ? $"{m.Groups[1].Value} at {Token("file", m.Groups[2].Value)}:{m.Groups[3].Value}"
            : Place().IsMatch(name) ? name : Token("name", name);
        return Remember(name, redacted);
    }

    /// <summary>The value of a setting: numbers, sizes and single words stay.</summary>
    public string? Setting(string? value) => value is null || Plain().IsMatch(value) ? KnownNames(value) : Token("value", value);

    /// <summary>
    /// A sentence with every name that is known by now, and whatever looks like a path, an address or a mail address, in its stand-in.
    /// </summary>
    public string? Text(string? sentence) => string.IsNullOrEmpty(sentence) ? sentence
        : Places().Replace(KnownNames(sentence)!, m => Token(m.Value.Contains('/', StringComparison.Ordinal) ? "path" : "host", m.Value));

    /// <summary>As <see cref="Text"/>, but addresses stay: where a price comes from is public.</summary>
    public string? KnownNames(string? sentence)
    {
        if (string.IsNullOrEmpty(sentence)) return sentence;
        longestFirst ??= [.. known.Where(k => k.Key.Length >= ShortestInText && k.Key != k.Value).OrderByDescending(k => k.Key.Length)
            .ThenBy(k => k.Key, StringComparer.Ordinal)];
        return longestFirst.Aggregate(
            sentence, (t, k) => t.Contains(k.Key, StringComparison.Ordinal) ? t.Replace(k.Key, k.Value, StringComparison.Ordinal) : t);
    }

    string? Named(string kind, string? text) => string.IsNullOrEmpty(text) ? text : Remember(text, Token(kind, text));

    string Remember(string text, string standIn)
    {
        if (known.TryAdd(text, standIn)) longestFirst = null;
        return standIn;
    }

    static string Token(string kind, string text) =>
        $"{kind}-{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)).AsSpan(0, 5))}";

    [GeneratedRegex(@"^(.+?) at (.+):(\d+)$", RegexOptions.CultureInvariant)]
    private static partial Regex Place();

    [GeneratedRegex(@"^[\w.,%+\-\[\]*]{0,60}(?: \(default\))?$", RegexOptions.CultureInvariant)]
    private static partial Regex Plain();

    // addresses with a scheme, absolute paths of two steps, IPv4, mail addresses, EC2's own host names
    [GeneratedRegex(
        @"\b[a-z][a-z0-9+.-]*://[^\s""',;)]+|(?<![\w/-])/[\w.@=+-]+(?:/[\w.@=+-]+)+|\b\d{1,3}(?:\.\d{1,3}){3}(?::\d+)?\b|\b[\w.+-]+@[\w-]+(?:\.[\w-]+)+|\bip-\d+-\d+-\d+-\d+[\w.-]*",
        RegexOptions.CultureInvariant)]
    private static partial Regex Places();
}
