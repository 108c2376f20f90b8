using Rightsizer.Analyzer.Detectors;
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

    /// <summary>Kinds whose settings are ways to one end, more memory for each task: the first way does.</summary>
    static readonly HashSet<string> OneWayOf = new(StringComparer.Ordinal) { "spill", "gc", "outOfMemory" };

    public static SettingsPatch Build(DetectorReport found, ReplayPlan? plan, decimal? usdPerCoreHour, bool isStream)
    {
        var (chosen, left) = (new List<PatchSetting>(), new List<PatchSetting>());
        foreach (var finding in found.Findings)
        {
            string? way = null, excludedBy = null;
            foreach (var advice in finding.Advice.Where(a => SettingValues.IsKey(a.Setting) && a.Proposed is not null))
            {
                var setting = new PatchSetting(advice.Setting, advice.Now, advice.Proposed!, finding.Kind, advice.Why, advice.MayCost);
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
        return plan is null || isStream || chosen.Count == 0 ? patch : WithSaving(patch, found, plan, usdPerCoreHour);
    }

    static bool AreRivals(string one, string other) =>
        Rivals.Any(r => r.Contains(one, StringComparer.Ordinal) && r.Contains(other, StringComparer.Ordinal));

    static SettingsPatch WithSaving(SettingsPatch patch, DetectorReport found, ReplayPlan plan, decimal? usdPerCoreHour)
    {
        var kinds = patch.Settings.Select(s => s.Kind).ToHashSet(StringComparer.Ordinal);
        var changed = plan;
        foreach (var finding in found.Findings.Where(f => kinds.Contains(f.Kind)))
        {
            if (found.Causes.GetValueOrDefault(finding.Id) is not { Without: { } without } cause) continue;
            // what is held against another plan than the run says which executors stay, and nothing of the tasks
            changed = cause.Baseline is null ? without(changed) : changed.WithExecutors(without(changed).Executors);
        }
        if (ReferenceEquals(changed, plan) || !plan.Replayed.Finished || !changed.Replayed.Finished) return patch;
        var saved = plan.SavingOf(changed);
        return patch with
        {
            SavesMs = (long)Math.Round(saved.SavedMs),
            SavesCoreMs = (long)Math.Round(saved.SavedCoreMs),
            SavesUsd = usdPerCoreHour is { } usd ? BillingMath.Round6((decimal)saved.SavedCoreMs * usd / 3_600_000m) : null,
        };
    }
}
