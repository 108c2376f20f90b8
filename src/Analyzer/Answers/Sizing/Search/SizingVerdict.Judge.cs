using Rightsizer.Analyzer.Formatting;
using Rightsizer.Analyzer.Ledgers;
using Rightsizer.Analyzer.Timing.Spot;

namespace Rightsizer.Analyzer.Answers.Sizing.Search;

/// <summary>Whether the best option is worth a change, and the sentence that says why.</summary>
sealed partial class SizingVerdict
{
    /// <summary>Change is advised only if saving is likely and worth it. docs/science.md 7.</summary>
    const double MinProbability = 0.9;
    const decimal MinSavingRatio = 0.05m, MinSavingUsd = 0.01m, MinSavingUsdAYear = 1;

    /// <param name="Whole">A sentence without its end.</param>
    /// <param name="Short">Its answer alone; null where it is as short.</param>
    readonly record struct Because(string Whole, string? Short = null)
    {
        public static Because Explained(string answer, string rest) => new(answer + rest, answer);
    }

    (SizingAdvice, Because, double?) Judge(
        PricedOption? candidate, IReadOnlyList<PricedOption> shown, SizingCandidate today, SizingCandidate? baseline)
    {
        var late = job.Request.DeadlineMs is not null && TodayP90(today) > job.DeadlineMs;
        if (candidate is null) return (SizingAdvice.Keep, WithoutCandidate(shown), null);
        var time = $"~{Quantity.Duration(candidate.Candidate.TimeMs!.P50)} (9 runs in 10 within "
            + $"{Quantity.Duration(candidate.Candidate.TimeMs.P90)})";
        if (job.Request.NoBaseline)
            return (SizingAdvice.Change, new($"the cheapest that meets the deadline: {candidate.Candidate.Name} at "
                + $"~{Quantity.Usd(candidate.Usd)} a run, {time}{Conditions(candidate, baseline)}"), null);
        if (baseline?.Usd is not { } was)
            return (SizingAdvice.Keep, Because.Explained("today's cluster has no price (--usd-per-hour gives one)",
                $"; the cheapest that meets the deadline is {candidate.Candidate.Name}: ~{Quantity.Usd(candidate.Usd)} a run, "
                    + time), null);
        var misses = $"today 9 runs in 10 take up to {Quantity.Duration(TodayP90(today))}, which misses the deadline; ";
        if (baseline.Ledger is not { Basis: CostBasis.Known } ledger)
        {
            var readings = TodayReadings.Read(job, baseline);
            var whole = readings.Against(candidate, time) + Conditions(candidate, baseline);
            return late ? (SizingAdvice.Change, new(misses + whole), null)
                : (SizingAdvice.Keep, new(whole, readings.InShort(candidate)), null);
        }
        // what little of it is assumed cannot make a saving likely
        var stranded = Stranded(candidate, baseline);
        var surely = was.P50 - stranded - ledger.AssumedUsd;
        var probability = Math.Round(
            candidate.Runs.Sum(r => r.Usd < surely * (decimal)Math.Exp(SpotSimulation.RunFactor(r.Replicate)) ? r.Weight : 0), 6);
        var saving = was.P50 - stranded - candidate.Usd;
        var words = $": {candidate.Candidate.Name} costs ~{Quantity.Usd(candidate.Usd)} a run against "
            + $"{Quantity.Usd(was.P50, ledger.Ground)} today, {time}{Conditions(candidate, baseline)}";
        if (late) return (SizingAdvice.Change, new(misses + words[2..]), probability);
        if (Small(saving, candidate.Usd, was.P50, probability) is { } small)
            return (SizingAdvice.Keep, Because.Explained(small, words), probability);
        var likely = !job.KnowsSpread ? ""
            : FormattableString.Invariant($" ({(probability > 0.99 ? "over 99" : Math.Floor(probability * 100))} % likely to save at all)");
        return (SizingAdvice.Change, new($"saves {Quantity.Percent((double)(saving / was.P50))}{likely}{words}"), probability);
    }

    /// <summary>Why a saving is not worth a change or not sure; null where it is.</summary>
    string? Small(decimal saving, decimal usd, decimal was, double probability) =>
        saving <= 0 && usd < was ? "no other cluster saves more than the commitment costs that it leaves unused"
        : saving <= 0 ? $"no other cluster costs less: the best {Dearer(usd, was)}"
        : saving < was * MinSavingRatio
            ? $"the best other cluster saves {Quantity.Percent((double)(saving / was))}, under {Quantity.Percent((double)MinSavingRatio)}"
        : TooLittle(saving) is { } little ? little
        : probability >= MinProbability ? null
        : job.KnowsSpread ? FormattableString.Invariant(
            $"a saving is only {Math.Floor(probability * 100)} % likely, under {MinProbability * 100:0} %")
        : "a saving is within what is not known of the prediction";

    Because WithoutCandidate(IReadOnlyList<PricedOption> shown)
    {
        if (shown.Where(p => p.Candidate.TimeMs!.P90 <= job.DeadlineMs).MinBy(p => p.Usd) is { } barred)
            return Because.Explained(
                $"the job {job.Needs.First(n => n.Keeps(barred.Option.Platform)).Words}, and cannot run elsewhere before",
                $". Then the cheapest is {barred.Candidate.Name} at ~{Quantity.Usd(barred.Usd)} a run");
        return shown.OrderBy(p => p.Candidate.TimeMs!.P90).FirstOrDefault() is not { } soonest
            ? new("no option that is allowed and has a price can run it")
            : Because.Explained($"no option meets {Quantity.Duration(job.DeadlineMs)} in 9 runs of 10",
                $"; the fastest is {soonest.Candidate.Name} with {Quantity.Duration(soonest.Candidate.TimeMs!.P90)} at "
                + $"~{Quantity.Usd(soonest.Usd)}");
    }

    /// <summary>Null where the saving is worth a change.</summary>
    string? TooLittle(decimal saving) => job.Request.RunsPerWeek is { } week
        ? saving * week * PricedOption.WeeksPerYear < MinSavingUsdAYear
        ? FormattableString.Invariant($"the saving is under ${MinSavingUsdAYear:0} a year") : null
        : saving < MinSavingUsd
        ? FormattableString.Invariant($"the saving is under ${MinSavingUsd:0.00} a run (--runs-per-week shows what a year saves)") : null;

    static string Dearer(decimal usd, decimal was) => was <= 0 || usd <= was ? "costs as much"
        : usd < 2 * was ? FormattableString.Invariant($"costs {(usd / was - 1) * 100:0.#} % more")
        : FormattableString.Invariant($"costs {usd / was:0.#} times as much");
}
