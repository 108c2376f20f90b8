using Rightsizer.Analyzer.Numerics;
using Rightsizer.Analyzer.Replay;

namespace Rightsizer.Analyzer.Answers.Backtest;

/// <summary>Finds the constants with which one run predicts another best.</summary>
/// <remarks>
/// Each constant in turn takes the value of its grid with the least mean of errors without their sign (so that a few runs that went wrong
/// weigh little) plus a penalty for leaving the value it had, which the pairs have to pay for. Then the band is made as wide as its
/// 80 % need; the fewer pairs, the nearer it stays to its width before.
/// </remarks>
static class CalibrationFit
{
    /// <summary>Fewer pairs say nothing.</summary>
    const int LeastPairs = 4;

    /// <summary>The value before counts as much as that many pairs that are off by <see cref="PriorError"/>.</summary>
    const double PriorPairs = 4, PriorError = 0.10;

    /// <summary>The width before counts as that many pairs.</summary>
    const double PriorBandPairs = 10;

    /// <summary>The band holds eight in ten.</summary>
    const double Held = 0.80;
    const int Rounds = 2;

    /// <summary>Tasks simulated over a fit: about a minute of one core.</summary>
    const long TaskBudget = 400_000_000;

    static readonly Constant[] constants =
    [
        new(c => c.Contention, (c, v) => c with { Contention = v }, [0, 0.05, 0.10, 0.15, 0.20, 0.30], 0.15),
        new(c => c.LimitedContention, (c, v) => c with { LimitedContention = v }, [0, 0.05, 0.10, 0.15, 0.20, 0.25, 0.30, 0.40], 0.15),
        new(c => c.OwnOfJvm, (c, v) => c with { OwnOfJvm = v }, [0, 0.15, 0.30, 0.45, 0.55, 0.65, 0.75], 0.30),
        new(c => c.AssumedWarmUp, (c, v) => c with { AssumedWarmUp = v }, [0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6], 0.30),
    ];

    /// <summary>Null where there are too few pairs.</summary>
    /// <param name="couples">Runs that are known.</param>
    /// <param name="before">Constants to start from.</param>
    /// <param name="forOtherJobs">The constants are for jobs that are not among these: each job is then one observation.</param>
    /// <param name="cancellation">Ends it.</param>
    public static Calibration? Fit(
        IReadOnlyList<Couple> couples, Calibration before, bool forOtherJobs, CancellationToken cancellation)
    {
        // another volume is no matter of these constants
        var usable = couples.Where(c => c.From.Shape != c.To.Shape
            && WhatIf.Answer(c.From.Prepared(before), c.From.Report, Spec(c), taskBudget: 0).JobsMs is not null).ToList();
        if (usable.Count < LeastPairs) return null;
        var cost = usable.Sum(c => (long)c.From.Prepared(before).Plan!.TaskCount);
        var rounds = cost * constants.Sum(c => c.Grid.Length) * Rounds > TaskBudget ? 1 : Rounds;
        var best = before;
        var least = Loss(usable, best, before);
        for (var round = 0; round < rounds; round++)
        {
            foreach (var constant in constants)
            {
                foreach (var value in constant.Grid)
                {
                    cancellation.ThrowIfCancellationRequested();
                    if (value == constant.Of(best)) continue;
                    var tried = constant.With(best, value);
                    var loss = Loss(usable, tried, before);
                    if (loss < least) (best, least) = (tried, loss);
                }
            }
        }
        best = best with { Pairs = usable.Count, Jobs = usable.Select(c => c.From.Job).Distinct().Count() };
        return best with { BandRatio = BandRatio(usable, best, forOtherJobs ? best.Jobs : best.Pairs) };
    }

    static double Loss(List<Couple> couples, Calibration tried, Calibration before)
    {
        var errors = new double[couples.Count];
        Parallel.For(0, errors.Length, i => errors[i] = ErrorOf(couples[i], tried));
        var penalty = constants.Sum(c => Math.Pow((c.Of(tried) - c.Of(before)) / c.Scale, 2)) * PriorPairs * PriorError;
        return (errors.Sum() + penalty) / errors.Length;
    }

    static double ErrorOf(Couple couple, Calibration by)
    {
        // one that does not finish is as bad as it gets
        const double lost = 1;
        var (from, to) = (couple.From, couple.To);
        if (from.Prepared(by).Plan is not { } plan || WhatIf.Middle(plan, to.Shape) is not { } run) return lost;
        var places = Enumerable.Range(0, plan.Jobs.Count).Where(j => from.Counts(plan.Jobs[j])).ToList();
        if (places.Count == 0) return lost;
        var said = run.Jobs.Max(j => j.EndMs) - places.Min(j => run.Jobs[j].StartMs);
        return said > 0 ? Math.Abs(Math.Log(said / Backtester.Actual(from, to))) : lost;
    }

    /// <summary>
    /// As wide as eight in ten need, and one observation more that nobody saw (split conformal prediction): with nine jobs that is nearly
    /// nine in ten of what was seen.
    /// </summary>
    static double BandRatio(List<Couple> couples, Calibration by, int observations)
    {
        var apart = new double[couples.Count];
        Parallel.For(0, apart.Length, i => apart[i] = Backtester.Predict(couples[i].From, couples[i].To, by with { BandRatio = 1 }).Jobs
            ?.HalfWidths ?? 1);
        Array.Sort(apart);
        var needed = Math.Clamp(Statistics.SparkQuantile(apart, Math.Min(1, Held * (observations + 1) / observations)), 0.2, 5);
        return Math.Exp(Math.Log(needed) * apart.Length / (apart.Length + PriorBandPairs));
    }

    static WhatIfSpec Spec(Couple couple) => new(couple.To.ShapeText, couple.To.Shape);

    /// <param name="Of">Its value.</param>
    /// <param name="With">The constants with another value of it.</param>
    /// <param name="Grid">Values tried.</param>
    /// <param name="Scale">A change that is large.</param>
    sealed record Constant(Func<Calibration, double> Of, Func<Calibration, double, Calibration> With, double[] Grid, double Scale);
}
