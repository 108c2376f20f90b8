using System.Globalization;
using Rightsizer.Analyzer.Facts;
using Rightsizer.Analyzer.Formatting;
using Rightsizer.Analyzer.Platforms;

namespace Rightsizer.Analyzer.Answers.Sizing.Search;

/// <summary>Which limits decided, and what would make the answer another.</summary>
sealed class VerdictExplanation(SizingJob job, PricedOption? pick, IReadOnlyList<PricedOption> best, IEnumerable<Estimate> estimates)
{
    /// <summary>A limit binds when the answer without it is cheaper by that much.</summary>
    const decimal BindsAt = 0.99m;

    /// <summary>Less time than this for twice the slots is not worth having. docs/science.md 1.4.</summary>
    const double UsefulGain = 0.01;

    public List<BindingConstraint> Binding()
    {
        var binding = new List<BindingConstraint>();
        var option = pick!.Option;
        if (Cheapest() is { } cheapest && cheapest.Usd < pick.Usd * BindsAt)
            binding.Add(new("deadline", string.Create(CultureInfo.InvariantCulture,
                $"without {Quantity.Duration(job.DeadlineMs)}: {PricedOption.NameOf(cheapest.Option)} at {Quantity.Usd(cheapest.Usd)}, "
                + $"P90 {Quantity.Duration(cheapest.P90Ms)}")));
        var slots = Math.Max(1, option.Executor.Cores / job.Plan.TaskCpus);
        var heap = option.Executor.HeapMib * 1048576.0 / slots;
        var least = job.Need.LeastHeapPerSlot(slots);
        if (heap < 1.25 * least && least > SmallHeap)
            binding.Add(new("memory", string.Create(CultureInfo.InvariantCulture,
                $"a task slot needs {least / (1 << 30):0.0} GiB of heap "
                + $"({(job.Need.PeakHeapPerSlot is null ? "today's: no executor reported its peak" : "measured peak and room")}); here "
                + $"it has {heap / (1 << 30):0.0}")));
        if (option.DataGib > 0)
            binding.Add(new("disk", FormattableString.Invariant(
                $"shuffle and spill of {job.DiskBytesNeeded / (1 << 30):0} GiB with room need {option.DataGib} GiB a node")));
        if (job.Request.MaxNodes is { } max && Math.Max(
            option.Nodes, option.Platform == SizingPlatform.EmrServerless ? option.Count.Executors : 0) >= max) binding
            .Add(new("maxNodes", FormattableString.Invariant($"{max} nodes are allowed at most")));
        if (option.Type is not null && option.Nodes == SizingJob.MinNodes)
            binding.Add(new("leastNodes",
                FormattableString.Invariant($"{SizingJob.MinNodes} worker nodes at least: one lost node must not be the job")));
        var ratio = option.Count.Executors * (double)slots / job.SlotsNow;
        if (ratio is < 0.14 or > 7)
            binding.Add(new("slotsRange",
                FormattableString.Invariant($"{ratio:0.##} times the slots that were seen: nothing is predicted beyond 1/8 to 8")));
        if (Useful(option) is { } useful) binding.Add(new("usefulSlots", useful));
        return binding;
    }

    public List<string> WhatWouldChange(SizingAdvice advice, decimal? saving, SizingCandidate? baseline)
    {
        var list = new List<string>();
        if (Cheapest() is { } cheapest && pick is not null && cheapest.Usd < pick.Usd * BindsAt)
            list.Add(string.Create(CultureInfo.InvariantCulture,
                $"a deadline of {Quantity.Duration(cheapest.P90Ms)} or more: {PricedOption.NameOf(cheapest.Option)} at "
                + $"{Quantity.Usd(cheapest.Usd)} a run"));
        if (pick?.Candidate.BreakEvenSlowdownPct is { } slower)
            list.Add(FormattableString.Invariant($"Graviton more than {slower:0} % slower than simulated: then x86 is cheaper"));
        if (pick?.Candidate.Generation is { BreakEvenSlowdownPct: { } late } generation)
            list.Add(string.Create(CultureInfo.InvariantCulture,
                $"{generation.Processor} more than {late:0} % slower than simulated: then older processors are cheaper (taken as "
                + $"{generation.FasterPct:0} % faster than {generation.Against}, {generation.FasterPctP10:0} to "
                + $"{generation.FasterPctP90:0} %)"));
        if (pick?.Candidate.Spot?.LosesAboveInterruptionsPerHour is { } rate)
            list.Add(string.Create(CultureInfo.InvariantCulture,
                $"more than {rate:0.##} interruptions an hour and instance (now {pick.Candidate.Spot.InterruptionsPerHour:0.#####}): "
                + $"then On-Demand is cheaper"));
        if (job.Need.PeakHeapPerSlot is null && job.Need.HeapPerSlot > 2 * SmallHeap)
            list.Add("measured peaks of the heap (spark.eventLog.logStageExecutorMetrics=true): less memory a task slot may do, and "
                + "cheaper types fit");
        if (advice == SizingAdvice.Keep && saving is { } s && baseline?.Usd is { } was && s > 0)
            list.Add(string.Create(CultureInfo.InvariantCulture,
                $"a second log of the job on other nodes: it would narrow the estimate, and a saving of {s / was.P50 * 100:0} % could "
                + $"be advised"));
        if (job.Source is null) list.Add("the node type behind the log (--cluster): it narrows the time from ±15 %");
        return list;
    }

    Estimate? Cheapest() => cheapestKnown ??= estimates.Where(e => pick is null || AllowedHere(e)).MinBy(e => e.Usd);

    Estimate? cheapestKnown;

    /// <summary>Kinds that were shown; an estimate is not held against itself.</summary>
    bool AllowedHere(Estimate e) => best.Any(b => b.Option.Kind == e.Option.Kind) && e.Option != pick!.Option;

    string? Useful(Option option)
    {
        if (option.Count.OnDemandWorkers || job.Model.At(option.Speed, option.Count) is not { } here) return null;
        var twice = option.Count with { Executors = option.Count.Executors * 2 };
        if (!job.SlotsInRange(twice.Executors, twice.Cores) || job.Model.At(option.Speed, twice) is not { } there
            || there.EndMs < here.EndMs * (1 - UsefulGain)) return null;
        return FormattableString.Invariant($"twice the slots would save under {UsefulGain * 100:0} % of the time");
    }

    const double SmallHeap = 1L << 30;
}
