using System.Globalization;
using Rightsizer.Analyzer.Answers.Sizing;
using Rightsizer.Analyzer.Formatting;
using Rightsizer.Analyzer.Ledgers;
using Rightsizer.Reports.Emit;
using Rightsizer.Reports.Formatting;

namespace Rightsizer.Reports.Sizing;

/// <summary>The first lines of a sizing, the same in every format.</summary>
static class SizingAnswer
{
    public static FirstLines Compose(SizingResult r)
    {
        var best = r is { Advice: SizingAdvice.Change, Pick: { IsToday: false } pick } ? pick
            : r.BestRank is { } rank ? r.Offers.FirstOrDefault(o => o.Rank == rank) : null;
        return new FirstLines($"{r.JobName ?? "(unnamed application)"}: {SizingWords.Runs(r)}; {SizingWords.Today(r)}", Sentence(r, best))
        {
            Next = Next(r, best),
            Paste = best is null ? [] : [$"rightsizer size LOG --emit {Emitter.KindFor(best)} {Quantity.Count(best.Rank)}"],
        };
    }

    static string Sentence(SizingResult r, SizingCandidate? best) => r.Advice switch
    {
        SizingAdvice.Change when best is not null => $"Change to {Option(best, r)}{Longer(best, r)}.{Saving(r)}",
        SizingAdvice.Refused => $"No recommendation: {r.Reason}.",
        _ when best is null && r is { DeadlineGiven: true, DeadlineMs: { } limit, Today.TimeMs: { } today } && today.P90 > limit =>
            $"Nothing meets the deadline, and neither does what you have: {Why(r)}.",
        _ when best is not null && r.Today?.Usd is null && r.DeadlineMs is { } ms =>
            $"Cheapest within {Quantity.Duration(ms)}{Default(r)}: {Option(best, r)}{Longer(best, r)}. Whether a change saves money is "
                + "open: today's cost is not known.",
        _ when best is not null && r.BaselineBasis is not CostBasis.Known => $"Keep what you have until its cost is known: {Why(r)}.",
        _ => $"Keep what you have: {Why(r)}.",
    };

    /// <summary>Short, since the reason itself stands further down.</summary>
    static string Why(SizingResult r) => (r.ShortReason ?? r.Reason).ToString();

    /// <summary>"3 x m6g.xlarge On-Demand: ~$1.20 a run instead of $2.30, ~41 min 00 s (9 runs in 10 within 47 min 00 s)".</summary>
    static string Option(SizingCandidate c, SizingResult r)
    {
        var instead = r.SavingUsd is not null && r.Today?.Usd is { } was ? $" instead of {SizingWords.Cost(r.Today, was.P50)}" : "";
        var cost = c.Usd is { } usd ? $"~{Quantity.Usd(usd.P50)} a run{instead}" : "no price";
        return c.TimeMs is not { } t ? $"{c.Name}: {cost}"
            : $"{c.Name}: {cost}, ~{Quantity.Duration(t.P50)} (9 runs in 10 within {Quantity.Duration(t.P90)})";
    }

    /// <summary>Where the deadline comes from if nobody gave it and a start-up that is assumed is in it.</summary>
    static string Default(SizingResult r) => r is { DeadlineGiven: false, Today: { StartUp: StartUpReading.Assumed, StartUpMs: > 0 } }
        ? string.Create(CultureInfo.InvariantCulture,
            $" ({SizingRequest.DefaultDeadlineRatio} times today with a cluster's start; --deadline sets it)") : "";

    static string Longer(SizingCandidate best, SizingResult r) =>
        SizingWords.Slower(best, r.Today) is { } slower ? $"; that is {slower}" : "";

    static string Saving(SizingResult r)
    {
        if (r.SavingUsd is not { } saving) return "";
        var year = r.YearSavingUsd is { } y ? $"{Quantity.UsdAYear(Math.Abs(y))} a year" : $"~{Quantity.Usd(Math.Abs(saving))} a run";
        var words = saving >= 0 ? $" This saves {year}" : $" This costs {year} more";
        return SizingWords.Likely(r) is { } likely && saving >= 0 ? $"{words}; it is {likely} likely to cost less." : words + ".";
    }

    static string? Next(SizingResult r, SizingCandidate? best) => best is null ? null
        : r.Advice == SizingAdvice.Change ? "Write it as a file for the AWS CLI (or --emit terraform):"
        : r.Today?.Usd is null ? "Give today's cost with --usd-per-hour or --cluster, or try the cheapest:"
        : "To try the best other option:";
}
