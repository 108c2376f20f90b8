using System.Text.RegularExpressions;

namespace Rightsizer.Reports.Formatting;

/// <summary>Hides what looks like a secret, also where Spark did not.</summary>
public static partial class Redaction
{
    public const string Hidden = "(hidden)";

    /// <summary>The value of a setting, or <see cref="Hidden"/> where its key or the value itself looks secret.</summary>
    public static string? Value(string key, string? value) =>
        value is not null && (Secret().IsMatch(key) || Secret().IsMatch(value)) ? Hidden : value;

    // default of spark.redaction.regex
    [GeneratedRegex("secret|password|token|access[.]?key", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Secret();
}
