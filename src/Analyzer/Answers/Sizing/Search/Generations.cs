using Rightsizer.Analyzer.Ledgers.Prices;
using Rightsizer.Analyzer.Platforms;
using Rightsizer.Analyzer.Timing;

namespace Rightsizer.Analyzer.Answers.Sizing.Search;

/// <summary>What an option's processors are taken to do beside those seen, and how far that may be wrong.</summary>
sealed class Generations(SizingJob job, IEnumerable<Estimate> estimates)
{
    readonly Silicon from = job.Source is { } source ? Silicon.Find(source)
        : job.SourceArchitecture == "arm64" ? Silicon.UnknownArm : Silicon.UnknownX86;

    public GenerationPrior? Of(PricedOption priced)
    {
        if (priced.Option.Type is not { } type) return null;
        var gain = Gain(type);
        var spread = SpreadOf(type);
        return new GenerationPrior
        {
            Processor = Silicon.Find(type).Name,
            Against = from.Name,
            FasterPct = Pct(gain),
            FasterPctP10 = Pct(gain - TimeSpread.Z90 * spread),
            FasterPctP90 = Pct(gain + TimeSpread.Z90 * spread),
            LearntFromRuns = job.Learnt?.RunsOf(Silicon.Find(type)) ?? 0,
            BreakEvenSlowdownPct = gain > 1e-9 && Best(priced.Option.Kind) is { } other ? BreakEven(priced, other.Usd) : null,
        };
    }

    /// <summary>For the assumptions of a result.</summary>
    public string Words =>
        $"{Seen}; newer processors are taken as half as much faster as AWS publishes at best, Graviton2 as 10 % faster than a shared x86 "
        + "thread of 2019 (docs/science.md 1.3)"
        + (job.Learnt is null ? "" : "; the job's own runs on several processors correct that");

    string Seen => job.Source is { } source
        ? $"seen on {source.Name} ({from.Name}); CPU time on other types of the architecture ±10 %, of the other ±15 %"
        : $"the machine the run was seen on is not known: taken as a vCPU of "
        + $"{(from == Silicon.UnknownArm ? "Graviton2" : "2021 (Intel Ice Lake)")}, ±15 %";

    static double BreakEven(PricedOption priced, decimal otherUsd)
    {
        double ms = priced.Candidate.RunMs!.Value, all = ms + priced.Option.StartUpMs;
        return Math.Round((((double)(otherUsd / priced.Usd) * all - priced.Option.StartUpMs) / ms - 1) * 100, 1);
    }

    /// <summary>Best of the kind on processors that are taken as no faster than those seen.</summary>
    Estimate? Best(OfferKind kind)
    {
        if (best is null)
        {
            best = [];
            foreach (var e in estimates.Where(e => e.Option.Type is { } t && Gain(t) <= 1e-9))
            {
                if (!best.TryGetValue(e.Option.Kind, out var b) || OptionSearch.Compare(e, b, job.DeadlineMs) < 0) best[e.Option.Kind] = e;
            }
        }
        return best.GetValueOrDefault(kind);
    }

    Dictionary<OfferKind, Estimate>? best;

    /// <summary>Logarithm of the speed of a busy vCPU over that of one of the same kind as those seen.</summary>
    double Gain(InstanceType type)
    {
        var to = Silicon.Find(type);
        return (job.Learnt?.LogOf(to) ?? to.LogSpeed) - (job.Learnt?.LogOf(from) ?? from.LogSpeed);
    }

    double SpreadOf(InstanceType type)
    {
        var to = Silicon.Find(type);
        return job.Learnt?.SpreadOf(to) ?? Silicon.SpreadBetween(from, to);
    }

    static double Pct(double log) => Math.Round((Math.Exp(log) - 1) * 100, 1);
}
