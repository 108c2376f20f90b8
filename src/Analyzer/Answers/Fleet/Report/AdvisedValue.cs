using System.Globalization;
using Rightsizer.Analyzer.Answers.Fleet.State;
using Rightsizer.Analyzer.Answers.Fleet.Summaries;

namespace Rightsizer.Analyzer.Answers.Fleet.Report;

/// <summary>Whether a run has the value that an advice proposes.</summary>
static class AdvisedValue
{
    /// <summary>Part of the way from the value before to the proposed one that counts as having followed it.</summary>
    const double EnoughOfTheWay = 0.75;

    /// <summary>The run's value of the property; null where the summary does not say.</summary>
    public static string? Read(RunSummary run, string setting) =>
        run.Settings?.GetValueOrDefault(setting) ?? run.AdvisedSettings?.GetValueOrDefault(setting);

    /// <summary>True where summaries say the property and the advice names a value for it.</summary>
    public static bool CanTell(AdviceRecord advice) =>
        advice is { Setting: { } setting, Proposed: not null } && CostSettings.IsKept(setting);

    /// <summary>
    /// The same value, or a number that goes at least most of the way from <see cref="AdviceRecord.Now"/> in the same direction.
    /// </summary>
    public static bool IsFollowed(AdviceRecord advice, RunSummary run)
    {
        if (!CanTell(advice) || Read(run, advice.Setting!) is not { } value) return false;
        if (string.Equals(value.Trim(), advice.Proposed!.Trim(), StringComparison.OrdinalIgnoreCase)) return true;
        if (Number(value) is not { } has || Number(advice.Proposed) is not { } wanted) return false;
        if (has == wanted) return true;
        return Number(advice.Now) is { } from && from != wanted && (has - from) / (wanted - from) >= EnoughOfTheWay;
    }

    /// <summary>A number with Spark's suffix of bytes or time, in bytes or as it stands; null for anything else.</summary>
    internal static double? Number(string? text)
    {
        // "200 (default)" is how a finding marks what was not set
        var word = (text ?? "").Trim().Split(' ')[0];
        var digits = word.TrimEnd('b', 'B');
        var factor = 1.0;
        if (digits.Length > 1 && "kmgt".IndexOf(char.ToLowerInvariant(digits[^1]), StringComparison.Ordinal) is >= 0 and var at)
        {
            factor = Math.Pow(1024, at + 1);
            digits = digits[..^1];
        }
        return double.TryParse(digits, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture,
            out var number) ? number * factor : null;
    }
}
