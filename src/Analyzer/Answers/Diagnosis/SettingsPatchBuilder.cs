using Rightsizer.Analyzer.Detectors;
using Rightsizer.Analyzer.Detectors.Executors;
using Rightsizer.Analyzer.Facts;
using Rightsizer.Analyzer.Ledgers;
using Rightsizer.Analyzer.Replay;

namespace Rightsizer.Analyzer.Answers.Diagnosis;

/// <summary>
/// Chooses among all proposed settings those that do not exclude each other, and replays the run without all of their causes.
/// </summary>
static class SettingsPatchBuilder
{
    /// <summary>Keys of which one alone decides: the first that is proposed stays.</summary>
    static readonly string[][] Rivals =
    [
        ["spark.executor.instances", "spark.cores.max", "spark.dynamicAllocation.enabled", "spark.dynamicAllocation.maxExecutors"],
        // AQE finds the number by itself
        ["spark.sql.adaptive.enabled", "spark.sql.shuffle.partitions"],
        ["spark.sql.adaptive.advisoryPartitionSizeInBytes", "spark.sql.adaptive.coalescePartitions.parallelismFirst"],
        ["spark.decommission.enabled", "spark.shuffle.service.enabled"],
    ];

    const string IdleCores = "idleCores";

    /// <summary>Kinds whose settings are ways to one end, more memory for each task: the first way does.</summary>
    static readonly HashSet<string> OneWayOf = new(StringComparer.Ordinal) { "spill", "gc", "outOfMemory" };

    public static SettingsPatch Build(DetectorReport found, ReplayPlan? plan, MarginalCost? cost, bool isStream, double errorPct = 0)
    {
        var (chosen, left) = (new List<PatchSetting>(), new List<PatchSetting>());
        foreach (var finding in found.Findings)
        {
            string? way = null, excludedBy = null;
            foreach (var advice in finding.Advice.Where(a => SettingValues.IsKey(a.Setting) && a.Proposed is not null))
            {
                var setting = new PatchSetting(advice.Setting, advice.Now, advice.Proposed!, finding.Kind, advice.Why, advice.MayCost)
                {
                    InCode = advice.InCode,
                    With = advice.With,
                    PriceRatio = advice.PriceRatio,
                    NeedsRoom = advice.NeedsRoom,
                };
                var isWay = OneWayOf.Contains(finding.Kind) && advice.With is null;
                var isCompanion = advice.With is not null && excludedBy is not null;
                var instead = isCompanion ? excludedBy : chosen.FirstOrDefault(c => c.Key == setting.Key)?.Key
                    ?? chosen.FirstOrDefault(c => AreRivals(c.Key, setting.Key))?.Key ?? (isWay ? way : null);
                if (advice.With is null) excludedBy = instead;
                // with the same value it is there already
                if (chosen.Any(c => c.Key == setting.Key && SettingValues.Same(c.Key, c.Value, setting.Value))) continue;
                if (instead is not null)
                {
                    left.Add(setting with { Excluded = instead });
                    continue;
                }
                if (isWay) way = setting.Key;
                chosen.Add(setting);
            }
        }
        var patch = new SettingsPatch { Settings = chosen, LeftOut = left };
        return plan is null || isStream || chosen.Count == 0 ? patch
            : WithSaving(patch, found, plan, cost, Math.Abs(errorPct) / 100);
    }

    /// <summary>The run with those of the settings that can be simulated, and which these are.</summary>
    static (ReplayPlan Changed, HashSet<string> Simulated) With(SettingsPatch patch, DetectorReport found, ReplayPlan plan)
    {
        var simulated = new HashSet<string>(StringComparer.Ordinal);
        var changed = plan;
        foreach (var finding in found.Findings)
        {
            if (found.Causes.GetValueOrDefault(finding.Id) is not { } cause) continue;
            var can = patch.Settings.Where(s => s.Kind == finding.Kind && cause.EffectOf(s.With ?? s.Key) is not null).ToList();
            // several settings against one cause take it away once
            if (can.Count == 0 || cause.EffectOf(can[0].With ?? can[0].Key) is not { } effect) continue;
            // what is held against another plan than the run says which executors stay, and nothing of the tasks
            changed = cause.Baseline is null ? effect(changed) : changed.WithExecutors(effect(changed).Executors);
            simulated.UnionWith(can.Select(s => s.Key));
        }
        return (changed, simulated);
    }

    static bool AreRivals(string one, string other) =>
        Rivals.Any(r => r.Contains(one, StringComparer.Ordinal) && r.Contains(other, StringComparer.Ordinal));

    static SettingsPatch WithSaving(
        SettingsPatch patch, DetectorReport found, ReplayPlan plan, MarginalCost? cost, double errorRatio)
    {
        var (changed, simulated) = With(patch, found, plan);
        // fewer executors than the other settings have work for would take back what these save
        if (patch.Settings.FirstOrDefault(s => s.Kind != IdleCores && simulated.Contains(s.Key)) is { } other
            && patch.Settings.Any(s => s.Kind == IdleCores && simulated.Contains(s.Key)))
        {
            var without = patch with { Settings = [.. patch.Settings.Where(s => s.Kind != IdleCores)] };
            var (faster, rest) = With(without, found, plan);
            if (faster.Replayed.Finished && changed.Replayed.EndMs > faster.Replayed.EndMs * (1 + Enough.MaxSlowdown))
            {
                patch = without with
                {
                    LeftOut = [.. patch.LeftOut,
                        .. patch.Settings.Where(s => s.Kind == IdleCores).Select(s => s with { Excluded = other.Key })],
                };
                (changed, simulated) = (faster, rest);
            }
        }
        if (simulated.Count == 0 || !plan.Replayed.Finished || !changed.Replayed.Finished) return patch;
        var saved = plan.SavingOf(changed);
        // what is less than the error of the replay, or than two equal runs differ, cannot be measured: it is no promise
        var least = Math.Max(DetectorContext.MinShare, errorRatio);
        long? ms = Math.Abs(saved.SavedRatio) >= least ? (long)Math.Round(saved.SavedMs) : null;
        long? core = Math.Abs(saved.SavedCoreRatio) >= least ? (long)Math.Round(saved.SavedCoreMs) : null;
        return patch with
        {
            Settings = [.. patch.Settings.Select(s => s with { Simulated = simulated.Contains(s.Key) })],
            SavesMs = ms,
            SavesCoreMs = core,
            // what is not simulated is paid for all the same
            SavesUsd = cost?.Saved(ms, core, patch.Settings.Aggregate((decimal?)1, (ratio, s) => ratio * s.PriceRatio)),
        };
    }
}
