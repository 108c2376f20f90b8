using Rightsizer.Analyzer.Facts;
using Rightsizer.Analyzer.Formatting;
using Rightsizer.Analyzer.Model;

namespace Rightsizer.Analyzer.Detectors.Executors;

/// <summary>Fewer executors would do the same work in the same time.</summary>
sealed class IdleCoresDetector : IDetector, INeedsAllWork, ITakesWhatIsLeft
{
    const double MaxIdleRatio = 0.25, MaxSlowdown = Enough.MaxSlowdown;

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
        var enough = Enough.Find(context);
        var isDynamic = facts.Settings.Flag("spark.dynamicAllocation.enabled", false);
        return new CauseFound
        {
            Where = [.. facts.TaskExecutors
                .Select(e => new FindingPlace { ExecutorId = e.Id, Host = e.HostName }).Take(20)],
            Evidence =
            [
                new("idleRatio", Math.Round(idle / capacity, 4), "ratio", maxIdle),
                new("idleSlotMs", Math.Round(idle), "ms"),
                new("paidCoreMs", paid, "ms"),
                new("executors", enough.Now ?? facts.TaskExecutors.Count, "count"),
                .. enough.Executors is { } n ? [new Evidence("executorsNeeded", n, "count")] : Array.Empty<Evidence>(),
            ],
            Cause = $"After the first job was submitted {Quantity.Percent(idle / capacity)} of the slots' time was idle"
                + Reason(enough, facts),
            Advice =
            [
                .. enough.Executors is { } m ? [Fewer(m, enough, facts)] : Array.Empty<Advice>(),
                .. enough.Executors is null && (isDynamic || facts.Settings.IsLocal || !facts.IdleExecutors.IsWorthIt(facts))
                    ? [InCode(enough, isDynamic, facts)] : Array.Empty<Advice>(),
                new("spark.dynamicAllocation.enabled", facts.Settings.Now("spark.dynamicAllocation.enabled", "false"), "true",
                    "Executors come with the backlog and go when idle.", "A late start of wide stages while executors are granted."),
            ],
            Confidence = Confidence.Medium,
            EstimatedCoreMs = idle,
            IsFact = true,
            // what only holds once other things were changed is not the first thing to do
            AtMost = enough.Left is null ? Severity.Info : enough.When == EnoughWhen.OthersFixed ? Severity.Warning : Severity.Critical,
            IsAfterOthers = enough.When == EnoughWhen.OthersFixed,
            Effects = Unknown.Effects("spark.dynamicAllocation.enabled"),
            Without = enough.Left is null ? null : enough.Without,
            Baseline = enough.Baseline,
        };
    }

    static string Reason(Enough enough, RunFacts facts) => (enough.Executors, enough.When) switch
    {
        ({ } k, EnoughWhen.OthersFixed) => $". With the other findings fixed, {k} of {enough.Now} executors end within "
            + $"{Quantity.Percent(MaxSlowdown)} of the time that all of them take. Before that, fewer executors take longer.",
        ({ } k, EnoughWhen.AsItRan) => $": {k} of {enough.Now} executors would have ended within {Quantity.Percent(MaxSlowdown)} of the "
            + "same time. Do that or fix the other findings, which needs all the executors.",
        ({ } k, _) =>
            $": {k} of {enough.Now} executors would have ended within {Quantity.Percent(MaxSlowdown)} of "
            + (facts.InteractiveKind is null ? "the same time." : "the time that the session's commands took."),
        _ when enough.Left is null => ".",
        _ when facts.InteractiveKind is not null => ". This is a session: between its commands no executor has work.",
        _ when enough.Now == 1 => ". There was one executor, so that none can be left out.",
        _ when enough.IsItsOwn =>
            $". {(enough.NeedsAllAsItRan ? "Fewer executors would have taken longer: they" : "They")} are idle all alike, between and "
            + "after the stages.",
        _ => $". The other findings show why{(enough.NeedsAllAsItRan ? ": fewer executors alone would take longer" : "")}.",
    };

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
                ? $" By the time of its tasks alone {Quantity.Plural(k, "executor", "executors")} in place of {now} would end its "
                + $"batches within {Quantity.Percent(StreamExecutors.MaxBatchRatio)} of their interval; no stream is simulated."
                : now < 2 ? " It had one executor, so that none can be left out."
                : facts.Batches?.MedianIntervalMs is null ? " The log does not show how often batches are due, so not how many it needs."
                : $" With fewer executors its batches would take more than {Quantity.Percent(StreamExecutors.MaxBatchRatio)} of their "
                + "interval, by the time of their tasks."),
            Advice =
            [
                .. enough is { } m ? [Fewer(m, null, facts) with { Why =
                $"Use at most {Quantity.Plural(m, "executor", "executors")} of the {now} that ran, and watch whether batches end in time.",
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
    static Advice InCode(Enough enough, bool isDynamic, RunFacts facts) => facts.InteractiveKind is not null
        ? new("end the session when it is not used", null, null, "Its executors are paid for while it waits for the next command.")
        : facts.TaskExecutors.Count == 1
        ? new("use an executor with fewer cores, or run independent queries at the same time", null, null,
            "One executor is the least that a run can have."
                + (isDynamic ? "" : " It is not idle for long enough that dynamic allocation would return it."))
        : enough.IsItsOwn
        ? new("run independent queries side by side, from several threads of the driver", null, null,
            "All executors are idle at the same times, between and after the stages. Another query can use them then"
                + (isDynamic ? "." : ", and no executor is idle for long enough that dynamic allocation would return it."))
        : new("fix the causes in the other findings", null, null, isDynamic ? "Dynamic allocation is on, and these are what is left."
            : "No executor is idle for long enough that dynamic allocation would return it.");

    static Advice Fewer(int executors, Enough? enough, RunFacts facts)
    {
        if (enough?.When == EnoughWhen.OthersFixed)
        {
            return new($"use at most {Quantity.Plural(executors, "executor")} of the {facts.TaskExecutors.Count} that ran, once the other "
                + "findings are fixed", null, null, "Then no more are needed to end in the same time.",
                "Less room for a day with more data.");
        }
        var key = facts.Settings.Flag("spark.dynamicAllocation.enabled", false) ? "spark.dynamicAllocation.maxExecutors"
            : "spark.executor.instances";
        return new(key, facts.Settings[key], SettingText.Whole(executors),
            $"Use at most {Quantity.Plural(executors, "executor", "executors")} of the {facts.TaskExecutors.Count} that ran: no more "
            + $"were needed to end in the same time.", "Less room for a day with more data.");
    }
}
