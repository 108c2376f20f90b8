using Rightsizer.Analyzer.Replay;
using Rightsizer.Analyzer.Replay.Accounting;

namespace Rightsizer.Analyzer.Detectors.Executors;

/// <summary>When fewer executors would do.</summary>
enum EnoughWhen
{
    /// <summary>Whether the other findings are fixed or not.</summary>
    Always,

    /// <summary>In the run as it was. Once the other findings are fixed, all executors have work.</summary>
    AsItRan,

    /// <summary>Once the other findings are fixed. In the run as it was they would take longer.</summary>
    OthersFixed,
}

/// <summary>How many executors would have kept the time of a run.</summary>
sealed record Enough
{
    /// <summary>By which a run may take longer with fewer executors.</summary>
    internal const double MaxSlowdown = 0.02;

    /// <summary>Executors that would do; null where all are needed, or where nothing can be simulated.</summary>
    public int? Executors { get; init; }

    /// <summary>What the run had; null where nothing can be simulated.</summary>
    public int? Now { get; init; }
    public EnoughWhen When { get; init; }

    /// <summary>No other finding says why executors are idle.</summary>
    public bool IsItsOwn { get; init; }

    /// <summary>That the run as it was would take longer with fewer executors was simulated.</summary>
    public bool NeedsAllAsItRan { get; init; }

    /// <summary>The run without the other causes; null where nothing can be simulated.</summary>
    public ReplayPlan? Left { get; init; }

    /// <summary>
    /// What <see cref="Without"/> is held against. What the others explain is taken out on both sides, so that only what is left is
    /// counted, except where fewer executors are instead of them.
    /// </summary>
    public Func<ReplayPlan, ReplayPlan>? Baseline => When == EnoughWhen.AsItRan || Left is not { } left ? null : _ => left;

    /// <summary>A plan with the executors that would do.</summary>
    public ReplayPlan Without(ReplayPlan plan) => When == EnoughWhen.AsItRan && Executors is { } k ? With(plan, k)
        : Executors is { } n ? With(Left!, n) : Left!;

    public static Enough Find(DetectorContext context)
    {
        if (context.Plan is not { } plan) return new();
        var left = context.Found.Aggregate(plan, WithoutCause);
        var isItsOwn = ReferenceEquals(left, plan);
        // a session may take that share longer of what its commands take: who waits for them does not see how long nobody asked
        var waitMs = context.Facts.InteractiveKind is null ? 0 : context.Facts.Gaps.Sum(g => g.Ms);
        var slackMs = MaxSlowdown * Math.Max(0, plan.Replayed.EndMs - waitMs);
        var enough = new Enough { Now = left.Executors.Count, IsItsOwn = isItsOwn, Left = left };
        // executors that came in place of others are counted twice here, and once in the table
        var asItRan = plan.Executors.Count == plan.PeakExecutors ? FewerExecutors.Find(plan, slackMs) : null;
        var needsAll = asItRan == plan.Executors.Count;
        // of executors that came one after the other fewer in all are no fewer at a time
        var fewest = Fewest(left, slackMs) is { } n && (n < left.PeakExecutors || left.Executors.Count == left.PeakExecutors)
            ? n : (int?)null;
        return (asItRan, fewest) switch
        {
            (null, { } m) => enough with { Executors = m },
            ({ } k, { } m) when !needsAll => enough with { Executors = Math.Max(k, m) },
            (_, { } m) when !isItsOwn => enough with { Executors = m, When = EnoughWhen.OthersFixed },
            ({ } k, null) when !needsAll && !isItsOwn && KeepsTime(plan, With(plan, k), slackMs) =>
                enough with { Executors = k, When = EnoughWhen.AsItRan },
            _ => enough with { NeedsAllAsItRan = needsAll || isItsOwn && asItRan is null },
        };
    }

    static bool KeepsTime(ReplayPlan plan, ReplayPlan changed, double slackMs) =>
        changed.Replayed.Finished && changed.Replayed.EndMs <= plan.Replayed.EndMs + slackMs;

    /// <summary>
    /// The plan without one more cause. Those that change the executors are left in: what is paid must stay what was paid.
    /// </summary>
    static ReplayPlan WithoutCause(ReplayPlan plan, CauseFound cause) =>
        cause.Without?.Invoke(plan) is { } changed && ReferenceEquals(changed.Executors, plan.Executors) ? changed : plan;

    static ReplayPlan With(ReplayPlan plan, int executors)
    {
        var first = plan.Executors.OrderBy(e => e.AddMs).Take(executors).ToHashSet(ReferenceEqualityComparer.Instance);
        return plan.WithExecutors(plan.Executors.Where(first.Contains));
    }

    /// <summary>As few of the plan's executors as keep its time; null where none can go.</summary>
    static int? Fewest(ReplayPlan plan, double slackMs)
    {
        var count = plan.Executors.Count;
        var tries = new ReplayPlan?[count];
        // the first that is asked for is replayed beside the run as it is
        if (count > 1) Try(count / 2).ReplayBeside();
        var limit = plan.Replayed.EndMs + slackMs;
        int? best = null;
        for (int low = 1, high = count - 1; low <= high;)
        {
            var middle = (low + high) / 2;
            var tried = Try(middle);
            // too few slots for the work: that needs no replay
            var fits = SimulationBounds.LeastMs(tried) <= limit;
            if (fits)
            {
                // the one that is asked for next if this one fits is replayed beside it
                if (low <= middle - 1 && Try((low + middle - 1) / 2) is var next && SimulationBounds.LeastMs(next) <= limit)
                    next.ReplayBeside();
                fits = KeepsTime(plan, tried, slackMs);
            }
            if (fits) (best, high) = (middle, middle - 1);
            else low = middle + 1;
        }
        return best;

        ReplayPlan Try(int executors) => tries[executors] ??= With(plan, executors);
    }
}
