using Rightsizer.Analyzer.Facts;
using Rightsizer.Analyzer.Model;

namespace Rightsizer.Reports.Formatting;

/// <summary>The settings of a run as reports show them.</summary>
public static class ShownSettings
{
    /// <summary>The known ones that the log has, in the list's order; what looks like a secret is hidden.</summary>
    public static IEnumerable<(string Key, string Value)> Pick(SparkEnvironment environment) =>
        KnownSettings.Keys.Where(k => environment[k] is not null).Select(k => (k, Redaction.Value(k, environment[k])!));
}
