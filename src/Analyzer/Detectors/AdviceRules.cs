using System.Globalization;
using Rightsizer.Analyzer.Facts;
using Rightsizer.Analyzer.Formatting;
using Rightsizer.Analyzer.Platforms;

namespace Rightsizer.Analyzer.Detectors;

/// <summary>
/// The one gate between what a detector proposes and what a finding says. An advice that passes names a setting that the platform
/// takes, is not so already, has a value, and does not stop executors from starting: what asks for larger ones fits where the run ran.
/// </summary>
static class AdviceRules
{
    const string ExecutorMemory = "spark.executor.memory", DriverMemory = "spark.driver.memory", Overhead = "spark.executor.memoryOverhead",
        Instances = "spark.executor.instances", ShuffleService = "spark.shuffle.service.enabled",
        ShuffleTracking = "spark.dynamicAllocation.shuffleTracking.enabled";

    /// <summary>
    /// Least heap of Spark (1.5 times the 300 MiB reserved) where the Parallel collector keeps a ninth of the heap for survivors; Serial
    /// keeps a thirtieth.
    /// </summary>
    internal const double MinHeapBytes = 1.5 * Facts.ExecutorMemory.ReservedBytes * 9 / 8;

    /// <summary>What is left of the advice, in its order, with what has to be changed along with it.</summary>
    /// <param name="advice">Of a detector.</param>
    /// <param name="facts">Of the run.</param>
    /// <param name="room">The executors that start where it ran.</param>
    public static IReadOnlyList<Advice> Apply(IEnumerable<Advice> advice, RunFacts facts, ExecutorRoom room)
    {
        var (kept, larger) = (new List<Advice>(), new List<Advice>());
        foreach (var allowed in advice.Where(a => !IsIdle(a, facts))
            .SelectMany(a => PlatformAdvice.InPlaceOf(a, facts, room)).SelectMany(a => Fitting([.. Complete(a, facts)])))
        {
            if (kept.All(k => k.Setting != allowed.Setting)) kept.Add(allowed);
        }
        return [.. kept, .. larger];

        // what comes along with a setting is part of the executor that it asks for
        IEnumerable<Advice> Fitting(IReadOnlyList<Advice> together)
        {
            if (together.Count == 0 || !SettingValues.IsKey(together[0].Setting)) return together;
            var (first, change) = (together[0], room.With(together.Select(a => (a.Setting, a.Proposed))));
            if (change.Problem is not { } problem)
                return [Priced(first, change), .. together.Skip(1)];
            if (change.Larger is { } words)
            {
                var why = $"{first.Why} {first.Setting}={first.Proposed} alone does not start: {problem}.";
                larger.Add(new(words, null, null, why, Dearer("An executor", change.LargerPriceRatio) ?? first.MayCost)
                {
                    PriceRatio = change.LargerPriceRatio,
                });
            }
            return [];
        }
    }

    static Advice Priced(Advice advice, ExecutorChange change) => advice with
    {
        MayCost = MayCost(advice, change),
        PriceRatio = change.PriceRatio,
        NeedsRoom = change.Condition is not null,
    };

    static string? MayCost(Advice advice, ExecutorChange change)
    {
        string?[] all = [advice.MayCost, Dearer("A core", change.PriceRatio), change.Condition];
        var words = string.Join(' ', all.Where(w => w is not null));
        return words.Length == 0 ? null : words;
    }

    static string? Dearer(string what, decimal? ratio) => ratio is > 1 and var times
        ? string.Create(CultureInfo.InvariantCulture, $"{what} then costs {times:0.##} times as much.") : null;

    /// <summary>
    /// True for what would change nothing: dynamic allocation where it is on, by whatever name the platform has for it, or where no
    /// executor is idle for long enough to go.
    /// </summary>
    static bool IsIdle(Advice advice, RunFacts facts) =>
        advice is { Setting: "spark.dynamicAllocation.enabled", Proposed: "true" }
        && (facts.Settings.Flag(advice.Setting, false) || !facts.IdleExecutors.IsWorthIt(facts) || LacksShuffles(facts));

    /// <summary>Kubernetes has no shuffle service, and before Spark 3.0 no other way to let an executor go.</summary>
    static bool LacksShuffles(RunFacts facts) => !SparkDefaults.Exists(ShuffleTracking, facts.Settings.Version)
        && facts.Platform() is RunPlatform.Kubernetes or RunPlatform.EmrOnEks;

    static IEnumerable<Advice> Complete(Advice advice, RunFacts facts)
    {
        if (!SettingValues.IsKey(advice.Setting))
        {
            yield return advice;
            yield break;
        }
        if (advice.Proposed is not { } proposed || !SparkDefaults.Exists(advice.Setting, facts.Settings.Version)) yield break;
        var isJava = advice.Setting.EndsWith(".extraJavaOptions", StringComparison.Ordinal);
        var now = isJava ? JavaOptions.WithoutSparks(Now(advice, facts)) : Now(advice, facts);
        var changed = advice with
        {
            Now = now,
            Proposed = isJava ? JavaOptions.Add(Plain(now), proposed) : proposed,
        };
        if (changed.Proposed is null) yield break;
        if (advice.Setting is ExecutorMemory or DriverMemory && NotUnderMinimum(changed, facts) is var lifted) changed = lifted;
        if (changed is null || IsSo(changed, facts)) yield break;
        if (changed.Setting == Instances && (IsRaised(changed) || IsNotAsked(changed, facts)))
        {
            yield return new(
                $"ask for at most {changed.Proposed} {(changed.Proposed == "1" ? "executor" : "executors")}, in the code or with the "
                + "service that starts the job", null, null, $"{changed.Why} {Instances} "
                + (SettingValues.IsDefault(changed.Now) ? "is not in the log" : "asks for fewer")
                + ", so the log does not show what decided their number.", changed.MayCost);
            yield break;
        }
        yield return InCode(changed, facts);
        foreach (var companion in Companions(changed, facts)
            .Where(c => !IsSo(c, facts)
            && SparkDefaults.Exists(c.Setting, facts.Settings.Version)))
            yield return InCode(companion with { With = changed.Setting }, facts);
    }

    /// <summary>More executors ran than the setting asks for: it does not decide, and raising it would not mean fewer.</summary>
    static bool IsRaised(Advice advice) =>
        int.TryParse(SettingValues.Plain(advice.Now), CultureInfo.InvariantCulture, out var now)
            && int.TryParse(advice.Proposed, CultureInfo.InvariantCulture, out var proposed) && proposed > now;

    /// <summary>The log does not name the setting, and more executors ran at once than its default asks for.</summary>
    static bool IsNotAsked(Advice advice, RunFacts facts) => SettingValues.IsDefault(advice.Now)
        && int.TryParse(SettingValues.Plain(advice.Now), CultureInfo.InvariantCulture, out var now)
            && RunOverview.Compute(facts.Run).PeakExecutors > now;

    static Advice InCode(Advice advice, RunFacts facts) => !facts.IsSetInCode(advice.Setting) ? advice
        : advice with
        {
            InCode = true,
            Why = $"{advice.Why} The application's code sets this itself (spark.conf.set or SET), so change it there: spark-defaults.conf "
                + $"and --conf have no effect.",
        };

    /// <summary>The log's value, else Spark's documented default, else nothing.</summary>
    static string? Now(Advice advice, RunFacts facts)
    {
        if (advice.Now is not null && !SettingValues.IsDefault(advice.Now)) return advice.Now;
        return facts.Settings[advice.Setting] ?? (
            facts.DefaultOf(advice.Setting) is { } known ? SettingValues.Default(known)
            : null);
    }

    static string? Plain(string? now) => SettingValues.IsDefault(now) ? null : now;

    static bool IsSo(Advice advice, RunFacts facts) =>
        SettingValues.Same(advice.Setting, advice.Now, advice.Proposed)
            || SettingValues.Same(advice.Setting, facts.Settings[advice.Setting], advice.Proposed) && Plain(advice.Now) is null;

    /// <summary>Null where the heap would not become smaller after all.</summary>
    static Advice? NotUnderMinimum(Advice advice, RunFacts facts)
    {
        var heap = facts.Settings.Bytes(advice.Setting, 1 << 30, 1 << 20);
        var proposed = SparkSettings.ParseBytes(advice.Proposed, 1 << 20) ?? 0;
        if (proposed >= MinHeapBytes) return advice;
        return heap <= MinHeapBytes ? null : advice with { Proposed = SettingText.Size(MinHeapBytes) };
    }

    static IEnumerable<Advice> Companions(Advice advice, RunFacts facts)
    {
        switch (advice.Setting)
        {
            case ExecutorMemory when PlatformSettings.HasContainers(facts.Platform()):
                if (OverheadFor(advice, facts) is { } overhead) yield return overhead;
                break;
            case "spark.dynamicAllocation.enabled" when advice.Proposed == "true"
                && !facts.Settings.Flag(ShuffleService, false):
                yield return KeepsShuffles(facts);
                break;
            case "spark.decommission.enabled" when advice.Proposed == "true":
                const string storage = "spark.storage.decommission.enabled", blocks = "spark.storage.decommission.shuffleBlocks.enabled";
                yield return new(storage, facts.Settings.Now(storage, "false"), "true",
                    $"Moves blocks before the executor goes; {blocks} has to stay true for it.");
                yield return new(blocks, facts.Settings.Now(blocks, "true"), "true",
                    "Shuffle output is moved as well, so that no stage is repeated for it.");
                break;
        }
    }

    /// <summary>
    /// What dynamic allocation needs so that an executor can go: without either of them Spark refuses to start. The tracking of shuffles is
    /// there from Spark 3.0 on.
    /// </summary>
    static Advice KeepsShuffles(RunFacts facts)
    {
        if (!SparkDefaults.Exists(ShuffleTracking, facts.Settings.Version))
            return new(ShuffleService, facts.Settings.Now(ShuffleService, "false"), "true",
                "Before Spark 3.0 an application with dynamic allocation does not start without it.",
                "The service has to run on each host.");
        return new(ShuffleTracking, facts.Settings[ShuffleTracking]
            ?? SettingValues.Default(SparkDefaults.Find(ShuffleTracking, facts.Settings.Version, facts.Platform())!), "true",
            "Without a shuffle service an executor is removed only when its shuffle output is no longer needed.");
    }

    /// <summary>
    /// The overhead that goes with another heap: its usual share of a larger one, and no less than before beside a smaller one, because
    /// native memory does not shrink with the heap.
    /// </summary>
    static Advice? OverheadFor(Advice heap, RunFacts facts)
    {
        double before = facts.Settings.ExecutorHeapBytes, after = SparkSettings.ParseBytes(heap.Proposed, 1 << 20) ?? before;
        var set = facts.Settings.SetOverheadBytes;
        var (usualBefore, usualAfter) = (facts.UsualOverheadBytes(before), facts.UsualOverheadBytes(after));
        if (after > before && set is { } o && o < usualAfter)
            return new(Overhead, SettingText.Size(o), SettingText.Size(usualAfter),
                "A larger heap needs more memory outside the heap: the share of it that is the default here.", "More memory paid for.");
        if (after < before && set is null && usualBefore > usualAfter)
            return new(Overhead, facts.OverheadNow(), SettingText.Size(usualBefore),
                "Keeps the memory outside the heap as it was: it would shrink with the heap, and what native code and Python need "
                    + "does not.");
        return null;
    }
}
