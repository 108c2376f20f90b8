using Rightsizer.Analyzer.Facts;
using Rightsizer.Analyzer.Formatting;
using Rightsizer.Analyzer.Model;
using Rightsizer.Analyzer.Replay;
using Rightsizer.Analyzer.Replay.Accounting;

namespace Rightsizer.Analyzer.Detectors.Executors;

/// <summary>Fewer executors would do the same work in the same time.</summary>
sealed class IdleCoresDetector : IDetector, INeedsAllWork, ITakesWhatIsLeft
{
    const double MaxIdleRatio = 0.25, MaxSlowdown = 0.02;

    public DetectorDescriptor Descriptor { get; } = new(
        DetectorIds.IdleCores, "idleCores", "Paid cores are idle", DetectorCategory.Scheduling,
        [
            new("maxIdleRatio", MaxIdleRatio, "ratio",
                "idle over paid core time after the first job: a run with a tail and a start has about this") { IsSettable = true },
            new("maxSlowdownRatio", MaxSlowdown, "ratio",
                "by which the run may take longer with fewer executors: the noise between two equal runs"),
            new("minShare", DetectorContext.MinShare, "ratio", "no simulation is exact to less of the run") { IsSettable = true },
        ],
        new("Hold fewer executors, or give them back when idle", Degree.Low, Degree.Medium, "less room on a day with more data"));

    public Verdict Detect(ApplicationRun run, DetectorContext context)
    {
        var facts = context.Facts;
        if (run.Log.Lacks("TaskEnd")) return Verdict.NotApplicable("the log does not say how long tasks ran");
        if (facts.PaidCoreMs is not { } paid || facts.FirstJobMs is not { } first || run.CountedUntilMs is not { } end || end <= first)
            return Verdict.NotApplicable("the log knows no executors or no job");
        var busy = facts.ExecutedStages
            .Sum(s => facts.Cpus.SlotsHere(s.Stage)
                * Enumerable.Range(0, s.Stage.Tasks.Count).Sum(r => (double)Math.Max(0, s.Stage.Tasks.DurationMs(r) ?? 0)));
        var capacity = facts.TaskExecutors
            .Sum(e => (double)Math.Max(0, Math.Min(end, e.RemoveTimeMs ?? end) - Math.Max(first, e.AddTimeMs)) * RunFacts.SlotsOf(e));
        var idle = Math.Max(0, capacity - busy);
        var maxIdle = context.Limit(Descriptor, "maxIdleRatio");
        if (capacity <= 0 || idle < maxIdle * capacity) return Verdict.Clean("cores are busy most of the time");
        if (facts.IsStream) return OfStream(idle, capacity, paid, maxIdle, facts);
        var left = context.Plan is { } plan ? context.Found.Aggregate(plan, WithoutCause) : null;
        var fewer = left is null ? null : FewestExecutors(left);
        // with the causes removed no executor can go; with the program as it is some may
        var asIs = fewer is null && context.Plan is { } whole && !ReferenceEquals(left, whole)
            ? FewestExecutors(whole)?.Executors.Count : null;
        var (now, enough) = (left?.Executors.Count ?? facts.TaskExecutors.Count, fewer?.Executors.Count);
        return new CauseFound
        {
            Where = [.. facts.TaskExecutors
                .Select(e => new FindingPlace { ExecutorId = e.Id, Host = e.HostName }).Take(20)],
            Evidence =
            [
                new("idleRatio", Math.Round(idle / capacity, 4), "ratio", maxIdle),
                new("idleSlotMs", Math.Round(idle), "ms"),
                new("paidCoreMs", paid, "ms"),
                new("executors", now, "count"),
                .. enough is { } n ? [new Evidence("executorsNeeded", n, "count")] : Array.Empty<Evidence>(),
            ],
            Cause = $"After the first job was submitted {Quantity.Percent(idle / capacity)} of the slots' time was idle"
                + (enough is { } k ? $": {k} of {now} executors would have ended within {Quantity.Percent(MaxSlowdown)} of the same time."
                : left is null ? "." : facts.InteractiveKind is not null
                ? ". This is a session: between its commands no executor has work."
                : now == 1 ? ". There was one executor, so that none can be left out."
                : ReferenceEquals(left, context.Plan)
                ? ". Fewer executors would have taken longer: it is idle on all of them alike, between and after the stages."
                : ". The other findings show why. " + (asIs is { } few
                    ? $"If nothing else changes, {few} of {now} executors would end within {Quantity.Percent(MaxSlowdown)} of the same "
                        + "time."
                    : "Fewer executors alone would take longer.")),
            Advice =
            [
                .. enough is { } m ? [Fewer(m, facts)] : Array.Empty<Advice>(),
                .. enough is null && !facts.IdleExecutors.IsWorthIt(facts) ? [InCode(ReferenceEquals(left, context.Plan), facts)]
                    : Array.Empty<Advice>(),
                new("spark.dynamicAllocation.enabled", facts.Settings.Now("spark.dynamicAllocation.enabled", "false"), "true",
                    "Executors come with the backlog and go when idle.", "A late start of wide stages while executors are granted."),
            ],
            Confidence = Confidence.Medium,
            EstimatedCoreMs = idle,
            IsFact = true,
            AtMost = left is null ? Severity.Info : Severity.Critical,
            Effects = Unknown.Effects("spark.dynamicAllocation.enabled"),
            // what the others explain is taken out on both sides, so that only what is left is counted here
            Without = left is null ? null : _ => fewer ?? left,
            Baseline = left is null ? null : _ => left,
        };
    }

    /// <summary>
    /// A stream has as many executors as it needs when its batches end before the next one is due. Fewer cost less and change nothing of
    /// its length.
    /// </summary>
    static CauseFound OfStream(double idle, double capacity, double paid, double maxIdle, RunFacts facts)
    {
        var (now, enough) = (facts.TaskExecutors.Count, StreamExecutors.Enough(facts));
        var dynamic = facts.Settings.Flag("spark.dynamicAllocation.enabled", false);
        return new CauseFound
        {
            Where = [.. facts.TaskExecutors.Select(e => new FindingPlace { ExecutorId = e.Id, Host = e.HostName }).Take(20)],
            Evidence =
            [
                new("idleRatio", Math.Round(idle / capacity, 4), "ratio", maxIdle),
                new("idleSlotMs", Math.Round(idle), "ms"),
                new("paidCoreMs", paid, "ms"),
                new("executors", now, "count"),
                .. enough is { } n ? [new Evidence("executorsNeeded", n, "count")] : Array.Empty<Evidence>(),
            ],
            Cause = $"After its first batch the stream left {Quantity.Percent(idle / capacity)} of the slots' time idle." + (enough is { } k
                ? $" With {Quantity.Plural(k, "executor", "executors")} in place of {now} its batches would still end within "
                + $"{Quantity.Percent(StreamExecutors.MaxBatchRatio)} of their interval."
                : " Fewer executors would make its batches too long."),
            Advice =
            [
                .. enough is { } m ? [Fewer(m, facts) with { Why =
                $"Use at most {Quantity.Plural(m, "executor", "executors")} of the {now} that ran: batches still end in time.",
                MayCost = "Less room to catch up after a pause." }] : Array.Empty<Advice>(),
                .. dynamic ? Array.Empty<Advice>() : [new Advice(
                "spark.dynamicAllocation.enabled", facts.Settings["spark.dynamicAllocation.enabled"], "true",
                "Executors that are idle between batches are given back.", "A batch after a pause waits for executors.")],
                StreamExecutors.FewerBatches(facts),
            ],
            Confidence = Confidence.Medium,
            IsFact = true,
            EstimatedCoreMs = idle,
            FixedCoreMs = enough is { } e ? paid * (now - e) / now : null,
            AtMost = enough is null ? Severity.Info : Severity.Critical,
        };
    }

    /// <summary>Where neither fewer executors nor dynamic allocation would pay less.</summary>
    static Advice InCode(bool isItsOwn, RunFacts facts) => facts.InteractiveKind is not null
        ? new("end the session when it is not used", null, null, "Its executors are paid for while it waits for the next command.")
        : facts.TaskExecutors.Count == 1
        ? new("use an executor with fewer cores, or run independent queries at the same time", null, null,
            "One executor is the least that a run can have. It is not idle for long enough that dynamic allocation would return it.")
        : isItsOwn
        ? new("run independent queries side by side, from several threads of the driver", null, null,
            "All executors are idle at the same times, between and after the stages. Another query can use them then, and no executor is "
                + "idle for long enough that dynamic allocation would return it.")
        : new("fix the causes in the other findings first", null, null,
            "The idle time is theirs. No executor is idle for long enough that dynamic allocation would return it.");

    static Advice Fewer(int executors, RunFacts facts)
    {
        var key = facts.Settings.Flag("spark.dynamicAllocation.enabled", false) ? "spark.dynamicAllocation.maxExecutors"
            : "spark.executor.instances";
        return new(key, facts.Settings[key], SettingText.Whole(executors),
            $"Use at most {Quantity.Plural(executors, "executor", "executors")} of the {facts.TaskExecutors.Count} that ran: no more "
            + $"were needed to end in the same time.", "Less room for a day with more data.");
    }

    /// <summary>
    /// The plan without one more cause. Those that change the executors are left in: what is paid must stay what was paid.
    /// </summary>
    static ReplayPlan WithoutCause(ReplayPlan plan, CauseFound cause) =>
        cause.Without?.Invoke(plan) is { } changed && ReferenceEquals(changed.Executors, plan.Executors) ? changed : plan;

    /// <summary>The plan with as few of its executors as keep its time; null where none can go.</summary>
    static ReplayPlan? FewestExecutors(ReplayPlan plan)
    {
        var first = plan.Executors.OrderBy(e => e.AddMs).ToList();
        var tries = new ReplayPlan?[first.Count];
        // the first that is asked for is replayed beside the run as it is
        if (first.Count > 1) Try(first.Count / 2).ReplayBeside();
        var limit = plan.Replayed.EndMs * (1 + MaxSlowdown);
        ReplayPlan? best = null;
        for (int low = 1, high = first.Count - 1; low <= high;)
        {
            var count = (low + high) / 2;
            var tried = Try(count);
            // too few slots for the work: that needs no replay
            var fits = SimulationBounds.LeastMs(tried) <= limit;
            if (fits)
            {
                // the one that is asked for next if this one fits is replayed beside it
                if (low <= count - 1 && Try((low + count - 1) / 2) is var next && SimulationBounds.LeastMs(next) <= limit)
                    next.ReplayBeside();
                fits = tried.Replayed.Finished && tried.Replayed.EndMs <= limit;
            }
            if (fits) (best, high) = (tried, count - 1);
            else low = count + 1;
        }
        return best;

        ReplayPlan Try(int count) => tries[count] ??= plan.WithExecutors(plan.Executors.Where(first.Take(count).ToHashSet().Contains));
    }
}
