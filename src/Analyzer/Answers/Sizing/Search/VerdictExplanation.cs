using System.Globalization;
using Rightsizer.Analyzer.Facts;
using Rightsizer.Analyzer.Formatting;
using Rightsizer.Analyzer.Platforms;
using Rightsizer.Analyzer.Replay;

namespace Rightsizer.Analyzer.Answers.Sizing.Search;

/// <summary>Which limits decided, and what would make the answer another.</summary>
sealed class VerdictExplanation(SizingJob job, PricedOption? pick, IReadOnlyList<PricedOption> best, IEnumerable<Estimate> estimates)
{
    /// <summary>A limit binds when the answer without it is cheaper by that much.</summary>
    const decimal BindsAt = 0.99m;

    /// <summary>Less time than this for twice the slots is not worth having. docs/science.md 1.4.</summary>
    const double UsefulGain = 0.01;

    /// <summary>Larger runs are not simulated once more for a sentence.</summary>
    const int MostTasks = 100_000;

    public List<BindingConstraint> Binding()
    {
        var binding = new List<BindingConstraint>();
        var option = pick!.Option;
        if (Cheapest() is { } cheapest && cheapest.Usd < pick.Usd * BindsAt)
            binding.Add(new("deadline", string.Create(CultureInfo.InvariantCulture,
                $"The deadline of {Quantity.Duration(job.DeadlineMs)} decides. Without it: {PricedOption.NameOf(cheapest.Option)}, "
                + $"~{Quantity.Usd(cheapest.Usd)} a run, 9 runs in 10 within {Quantity.Duration(cheapest.P90Ms)}.")));
        var slots = job.Plan.TaskCpus.SlotsOn(option.Executor.Cores);
        var heap = option.Executor.HeapMib * 1048576.0 / slots;
        var least = job.Need.LeastHeapPerSlot(slots);
        if (heap < 1.25 * least && least > SmallHeap)
            binding.Add(new("memory", string.Create(CultureInfo.InvariantCulture,
                $"Memory decides: a task needs {least / (1 << 30):0.0} GiB of heap "
                + $"({(job.Need.PeakHeapPerSlot is null ? "as today: no executor reported its peak" : "measured peak and a reserve")}); "
                + $"here it has {heap / (1 << 30):0.0} GiB.")));
        if (job.CacheNote(option.Count.Executors, option.Executor.HeapMib) is { } cached) binding.Add(new("cache", $"{cached}."));
        if (Followers(option) is { } followers) binding.Add(new("partitions", followers));
        if (option.DataGib > 0)
            binding.Add(new("disk", string.Create(CultureInfo.InvariantCulture,
                $"Disk decides: shuffle and spill of {job.DiskBytesNeeded / (1 << 30):0} GiB, reserve included, need {option.DataGib} "
                    + $"GiB per node.")));
        if (job.Request.MaxNodes is { } max && Math.Max(
            option.Nodes, option.Platform == SizingPlatform.EmrServerless ? option.Count.Executors : 0) >= max) binding
            .Add(new("maxNodes", FormattableString.Invariant($"--max-nodes decides: at most {max} nodes are allowed.")));
        if (option.Type is not null && option.Nodes == SizingJob.MinNodes)
            binding.Add(new("leastNodes",
                FormattableString.Invariant($"At least {SizingJob.MinNodes} worker nodes, so that the loss of one does not end the job.")));
        var ratio = job.SlotsRatio(option.Count.Executors, option.Count.Cores);
        if (ratio is < 0.14 or > 7)
            binding.Add(new("slotsRange",
                string.Create(CultureInfo.InvariantCulture,
                    $"This is {ratio:0.##} times the task slots of the log; nothing is predicted below 1/8 or above 8 times.")));
        if (Useful(option) is { } useful) binding.Add(new("usefulSlots", useful));
        return binding;
    }

    /// <summary>Null, or which stages may have another number of tasks there, where that would change the time.</summary>
    string? Followers(Option option)
    {
        const double material = 0.02;
        var cores = option.Count.Executors * option.Count.Cores;
        var at = CoreFollowers.At(job.Plan, PartitionCounts.At(job.Plan, cores), option.Count.Executors, cores);
        if (at is not { Other: { } other, Doubt: { } doubt } || job.Plan.TaskCount > MostTasks) return null;
        var shape = new FixedShape(option.Count.Executors, option.Count.Cores);
        double one = Simulator.Run(at.There, shape).EndMs, two = Simulator.Run(other, shape).EndMs;
        return Math.Abs(one - two) < material * one ? null
            : doubt.Text + FormattableString.Invariant($" If not, the run itself takes {Math.Abs(two / one - 1):P0} ")
                + (two > one ? "longer." : "less.");
    }

    public List<string> WhatWouldChange(SizingAdvice advice, decimal? saving, SizingCandidate? baseline)
    {
        var list = new List<string>();
        if (Cheapest() is { } cheapest && pick is not null && cheapest.Usd < pick.Usd * BindsAt)
            list.Add(string.Create(CultureInfo.InvariantCulture,
                $"With a deadline of {Quantity.Duration(cheapest.P90Ms)} or more: {PricedOption.NameOf(cheapest.Option)} at "
                + $"~{Quantity.Usd(cheapest.Usd)} a run."));
        if (pick?.Candidate.BreakEvenSlowdownPct is { } slower)
            list.Add(FormattableString.Invariant($"If Graviton is more than {slower:0} % slower than simulated, x86 is cheaper."));
        if (pick?.Candidate.Generation is { BreakEvenSlowdownPct: { } late } generation)
            list.Add(string.Create(CultureInfo.InvariantCulture,
                $"If {generation.Processor} is more than {late:0} % slower than simulated, older processors are cheaper (assumed: "
                + $"{generation.FasterPct:0} % faster than {generation.Against}, range {generation.FasterPctP10:0} % to "
                + $"{generation.FasterPctP90:0} %)."));
        if (pick?.Candidate.Spot?.LosesAboveInterruptionsPerHour is { } rate)
            list.Add(string.Create(CultureInfo.InvariantCulture,
                $"With more than {rate:0.##} interruptions per instance and hour (now "
                + $"{pick.Candidate.Spot.InterruptionsPerHour:0.#####}), On-Demand is cheaper."));
        if (Permanent() is { } permanent) list.Add(permanent);
        if (job.Need.PeakHeapPerSlot is null && job.Need.HeapPerSlot > 2 * SmallHeap)
            list.Add("Record peaks of the heap (spark.eventLog.logStageExecutorMetrics=true): if tasks need less memory, cheaper instance "
                + "types fit.");
        if (advice == SizingAdvice.Keep && saving is { } s && baseline?.Usd is { } was && s > 0)
            list.Add("A second log of this job on other nodes would narrow the estimate; then a saving of "
                + $"{Quantity.Percent((double)(s / was.P50))} could be recommended.");
        if (job.Source is null)
            list.Add("Name the nodes that ran (--cluster): that narrows the predicted time"
                + (pick?.Candidate.TimeMs is { } time
                    ? $", now {Quantity.Duration(time.P10)} to {Quantity.Duration(time.P90)} in 8 runs of 10." : "."));
        return list;
    }

    /// <summary>Where the nodes of the best cluster, kept for a whole week, cost as much as the runs on the recommendation.</summary>
    string? Permanent()
    {
        if (pick is null || PermanentCluster.Of(best, job.DeadlineMs) is not { } permanent
            || permanent.CheaperFrom(pick.Usd) is not { } runs) return null;
        return string.Create(CultureInfo.InvariantCulture,
            $"From about {Quantity.Count((long)runs)} runs a week on, one after another, a permanent cluster of "
            + $"{permanent.Cluster.Candidate.Name} ({Quantity.Usd(permanent.Cluster.Option.UsdPerHour)} an hour) costs less.");
    }

    /// <summary>Of those that miss the deadline: one that meets it and was not chosen turned out dearer when it was simulated.</summary>
    Estimate? Cheapest() => cheapestKnown ??= estimates.Where(e => e.P90Ms > job.DeadlineMs && (pick is null || AllowedHere(e)))
        .MinBy(e => e.Usd);

    Estimate? cheapestKnown;

    /// <summary>Kinds that were shown; an estimate is not held against itself.</summary>
    bool AllowedHere(Estimate e) => best.Any(b => b.Option.Kind == e.Option.Kind) && e.Option != pick!.Option;

    string? Useful(Option option)
    {
        if (option.Count.IsOnDemand || job.Model.At(option.Speed, option.Count) is not { } here) return null;
        var twice = option.Count with { Executors = option.Count.Executors * 2 };
        if (!job.SlotsInRange(twice.Executors, twice.Cores) || job.Model.At(option.Speed, twice) is not { } there
            || there.EndMs < here.EndMs * (1 - UsefulGain)) return null;
        return FormattableString.Invariant($"Twice the task slots would save less than {UsefulGain * 100:0} % of the time.");
    }

    const double SmallHeap = 1L << 30;
}
