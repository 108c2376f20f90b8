using System.Text.RegularExpressions;

namespace Rightsizer.EventLogParser;

/// <summary>Which settings may hold a secret, also where Spark did not hide it.</summary>
public static partial class SecretSetting
{
    /// <value>What Spark writes in the place of a value that it hides.</value>
    public const string HiddenBySpark = "*********(redacted)";

    /// <summary>The name or the value is one that Spark itself would hide.</summary>
    /// <param name="key">Name of a setting.</param>
    /// <param name="value">Its value; null is none.</param>
    public static bool IsHiddenBySpark(string key, string? value) => value is not null && (IsHiddenBySpark(key) || IsHiddenBySpark(value));

    /// <summary>A text that Spark's own rule would hide, be it a name or a value.</summary>
    public static bool IsHiddenBySpark(string text) => BySpark().IsMatch(text);

    /// <summary>Wider than Spark's rule: what goes into a file that others read must not be in doubt.</summary>
    public static bool IsPerhaps(ReadOnlySpan<char> text) => Wider().IsMatch(text);

    // default of spark.redaction.regex
    [GeneratedRegex("secret|password|token|access[.]?key", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex BySpark();

    [GeneratedRegex(
        "secret|password|passphrase|passwd|pwd|token|credential|(api|access|account|private|shared)[-._]?key",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Wider();
}
