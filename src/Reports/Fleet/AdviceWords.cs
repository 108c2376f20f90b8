using Rightsizer.Analyzer.Answers.Fleet.Report;
using Rightsizer.Analyzer.Formatting;
using Rightsizer.Reports.Formatting;

namespace Rightsizer.Reports.Fleet;

/// <summary>What became of advice, in the words that every format shares.</summary>
public static class AdviceWords
{
    /// <summary>Advice that made its job worse; each is the first thing that a report says.</summary>
    public static IEnumerable<string> Worse(FleetReport report) =>
        (report.Advice?.Items ?? []).Where(i => i.Verdict == AdviceVerdict.Worse).Select(i =>
            $"Made worse: {PlainText.Short(i.Job, 40)} {Loss(i)} a run since {i.FollowedSince}, after {What(i)}. "
            + $"Promised was {Promise(i)}. Go back to the value before, unless something else explains it"
            + (i.Outcome!.AlsoChanged.Count > 0
                ? $" (also changed: {PlainText.Short(string.Join("; ", i.Outcome.AlsoChanged), 120)})." : "."));

    /// <summary>"12 of 14 judged saved at least half of what was promised (86 %)".</summary>
    public static string Summary(FleetAdviceReport advice)
    {
        var words = new List<string>
        {
            $"{Quantity.Plural(advice.Items.Count, "piece of advice", "pieces of advice")} so far",
            Counted(AdviceStatus.Applied, "applied"),
            Counted(AdviceStatus.CauseGone, "whose cause is gone"),
            Counted(AdviceStatus.Undone, "undone"),
            Counted(AdviceStatus.Open, "open"),
            Counted(AdviceStatus.Stale, "stale"),
        };
        return string.Join(", ", words.Where(w => w.Length > 0));

        string Counted(AdviceStatus status, string word) =>
            advice.Items.Count(i => i.Status == status) is > 0 and var n ? $"{Quantity.Count(n)} {word}" : "";
    }

    /// <summary>How often the promise was kept; null before anything can be judged.</summary>
    public static string? HitRate(FleetAdviceReport advice) => advice.HitRate is not { } rate ? null
        : $"{Quantity.Count(advice.Kept)} of {Quantity.Count(advice.Judged)} saved at least half of what was promised "
            + $"({Quantity.Percent(rate)}). Since then: promised ~{Sum(advice.PromisedUsd, advice.PromisedCoreMs)}, "
            + $"{Realised(advice.RealisedUsd, advice.RealisedCoreMs)}.";

    /// <summary>Status with its day: "applied since 2026-11-12".</summary>
    public static string Status(FleetAdvice item) => item.Status switch
    {
        AdviceStatus.Applied => $"applied since {item.FollowedSince}",
        AdviceStatus.CauseGone => $"cause gone since {item.FollowedSince}",
        AdviceStatus.Undone => $"applied {item.FollowedSince}, undone",
        AdviceStatus.Stale => $"stale: open since {item.FirstGiven}",
        AdviceStatus.NoRunSince => "no run since",
        _ => $"open since {item.FirstGiven}",
    };

    /// <summary>"spark.sql.shuffle.partitions 4 -> 8", else the action in words.</summary>
    public static string What(FleetAdvice item) => item is { Setting: { } setting, Proposed: not null }
        ? $"{setting} {Redaction.Value(setting, item.Now) ?? "(unset)"} -> {Redaction.Value(setting, item.AppliedValue ?? item.Proposed)}"
        : item.Action;

    /// <summary>As <see cref="What"/>, in a narrow column: the values are kept, and the end of the setting's name.</summary>
    internal static string WhatShort(FleetAdvice item, int columns)
    {
        const int leastOfName = 8;
        var whole = PlainText.OneLine(What(item));
        if (whole.Length <= columns || item is not { Setting: { } setting, Proposed: not null }) return PlainText.Short(whole, columns);
        var end = Math.Min(setting.Length, whole.Length);
        var room = columns - (whole.Length - end) - 1;
        return room < leastOfName || room >= end ? PlainText.Short(whole, columns) : "…" + whole[(end - room)..];
    }

    /// <summary>What was promised a run.</summary>
    public static string Promise(FleetAdvice item) => item.PromisedMs is > 0 and var ms ? "~" + Quantity.Duration(ms)
        : item.PromisedCoreMs is > 0 and var core ? "~" + FleetWords.CoreHours(core) : "nothing";

    /// <summary>What was realised a run, in the unit of the promise.</summary>
    public static string Realised(FleetAdvice item)
    {
        if (item.Outcome is not { } o) return "";
        var byTime = item.PromisedMs > 0;
        var amount = byTime ? o.RealisedMs : o.RealisedCoreMs;
        var words = byTime ? Quantity.Duration(Math.Abs(amount)) : FleetWords.CoreHours(Math.Abs(amount));
        return (o.VolumeRatio != 1 ? "~" : "") + (amount >= 0 ? words : words + (byTime ? " slower" : " more"));
    }

    public static string Verdict(FleetAdvice item) => item.Verdict switch
    {
        AdviceVerdict.Kept => "kept",
        AdviceVerdict.Less => "less than promised",
        AdviceVerdict.Worse => "worse",
        _ => "",
    };

    /// <summary>Runs compared, what else changed and what is in doubt; empty where there is nothing to add.</summary>
    public static string Detail(FleetAdvice item)
    {
        var words = new List<string>();
        if (item.Outcome is { } o)
        {
            words.Add($"{FleetWords.Runs(o.RunsBefore)} before, {o.RunsAfter} after");
            if (o.VolumeRatio != 1) words.Add($"{FleetWords.Growth(o.VolumeRatio - 1)} data taken out");
            if (o.AlsoChanged.Count > 0) words.Add("also changed: " + string.Join("; ", o.AlsoChanged));
        }
        if (item.Note is { } note) words.Add(note);
        return string.Join("; ", words);
    }

    static string Loss(FleetAdvice item)
    {
        var o = item.Outcome!;
        return item.PromisedMs > 0 ? $"takes {Quantity.Duration(-o.RealisedMs)} longer"
            : $"takes {FleetWords.CoreHours(-o.RealisedCoreMs)} more";
    }

    /// <summary>Estimates: the change of the data is taken out.</summary>
    static string Realised(decimal? usd, long coreMs) => (usd ?? coreMs) >= 0 ? "realised ~" + Sum(usd, coreMs)
        : $"but cost ~{Sum(usd is { } u ? -u : null, -coreMs)} more";

    static string Sum(decimal? usd, long coreMs) => usd is { } u ? Quantity.Usd(u) : FleetWords.CoreHours(coreMs);
}
