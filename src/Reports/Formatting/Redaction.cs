using Rightsizer.EventLogParser;

namespace Rightsizer.Reports.Formatting;

/// <summary>Hides what looks like a secret, also where Spark did not.</summary>
public static class Redaction
{
    public const string Hidden = "(hidden)";

    /// <summary>The value of a setting, or <see cref="Hidden"/> where its key or the value itself looks secret.</summary>
    public static string? Value(string key, string? value) => SecretSetting.IsHiddenBySpark(key, value) ? Hidden : value;
}
