using System.Text.RegularExpressions;

namespace Rightsizer.Analyzer.Facts;

/// <summary>Which settings may hold a secret, also where Spark did not hide it.</summary>
public static partial class SecretSetting
{
    /// <summary>The name or the value is one that Spark itself would hide.</summary>
    /// <param name="key">Name of a setting.</param>
    /// <param name="value">Its value; null is none.</param>
    public static bool IsHiddenBySpark(string key, string? value) => value is not null && (IsHiddenBySpark(key) || IsHiddenBySpark(value));

    /// <summary>A text that Spark's own rule would hide, be it a name or a value.</summary>
    internal static bool IsHiddenBySpark(string text) => BySpark().IsMatch(text);

    /// <summary>Wider than Spark's rule: what goes into a file that others read must not be in doubt.</summary>
    internal static bool IsPerhaps(string text) => Wider().IsMatch(text);

    // default of spark.redaction.regex
    [GeneratedRegex("secret|password|token|access[.]?key", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex BySpark();

    [GeneratedRegex(
        "secret|password|passwd|pwd|token|credential|(api|access)[-.]?key", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Wider();
}
