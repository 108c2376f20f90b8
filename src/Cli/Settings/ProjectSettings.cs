using System.Globalization;
using System.Text;
using Rightsizer.Analyzer.Answers.Fleet.Rules;
using Rightsizer.Analyzer.Detectors;

namespace Rightsizer.Cli.Settings;

/// <summary>What a project says once for every command, in <c>.rightsizer.yml</c>; options of the command line come before it.</summary>
sealed record ProjectSettings
{
    /// <summary>Nothing is set.</summary>
    public static ProjectSettings None { get; } = new();

    /// <summary>Full path of the file; null where there is none.</summary>
    public string? File { get; init; }

    /// <summary>As <c>--region</c>.</summary>
    public string? Region { get; init; }

    /// <summary>As <c>--prices</c>, a full path.</summary>
    public string? Prices { get; init; }

    /// <summary>As <c>--discounts</c>, a full path.</summary>
    public string? Discounts { get; init; }

    /// <summary>As <c>--rules</c>, a full path.</summary>
    public string? OwnersFile { get; init; }

    /// <summary>The rules that stand in the file itself.</summary>
    public FleetRules? Owners { get; init; }

    /// <summary>Findings that are not wanted, and limits.</summary>
    public DetectorSettings Detectors { get; init; } = DetectorSettings.Default;

    /// <summary>The same for two files that ask the same of the detectors; empty where nothing is asked.</summary>
    public string DetectorsFingerprint
    {
        get
        {
            if (Detectors.IsDefault) return "";
            var text = new StringBuilder().AppendJoin(',', Detectors.Off.Order(StringComparer.Ordinal));
            foreach (var ((kind, name), value) in Detectors.Limits.OrderBy(l => l.Key.Kind, StringComparer.Ordinal)
                .ThenBy(l => l.Key.Name, StringComparer.Ordinal))
                text.Append(CultureInfo.InvariantCulture, $";{kind}.{name}={value:R}");
            return text.ToString();
        }
    }
}
