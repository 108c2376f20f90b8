using Rightsizer.Analyzer.Model;

namespace Rightsizer.Analyzer.Facts;

/// <summary>
/// Cores that a task of each stage takes: those of the stage's resource profile, else spark.task.cpus. Slots are what an executor's cores
/// hold.
/// </summary>
sealed class StageCpus
{
    readonly Dictionary<int, double> ofProfiles = [];
    readonly HashSet<int> profilesOfExecutors;
    readonly bool weighsRunTime;

    public StageCpus(ApplicationRun run)
    {
        Setting = TaskCpus.Parse(run.Environment["spark.task.cpus"]);
        foreach (var profile in run.ResourceProfiles)
        {
            if (profile.Id != 0 && profile.TaskResources.TryGetValue("cpus", out var wanted) && TaskCpus.OfProfile(wanted) is { } cpus)
                ofProfiles.TryAdd(profile.Id, (double)cpus.Value);
        }
        weighsRunTime = SparkSettings.ParseVersion(run.App.SparkVersion) is { } version && version >= new Version(4, 1);
        profilesOfExecutors = [.. run.Executors.Select(x => x.ResourceProfileId)];
    }

    /// <summary>spark.task.cpus; 1 where the log has none that makes sense.</summary>
    public TaskCpus Setting { get; }

    /// <summary>Cores that a task of the stage takes.</summary>
    public double Of(StageAttempt stage) =>
        ofProfiles.TryGetValue(stage.Info.ResourceProfileId, out var cpus) ? cpus : (double)Setting.Value;

    /// <summary>
    /// What Executor Run Time has to be divided by to give time on the clock: from Spark 4.1 on it is that time times the cpus of the
    /// task (SPARK-51666).
    /// </summary>
    public double RunTimeCpus(StageAttempt stage) => weighsRunTime ? Math.Max(1, Of(stage)) : 1;

    /// <summary>Slots that a task of the stage takes on an executor whose slots are its cores over spark.task.cpus.</summary>
    public double SlotsElsewhere(StageAttempt stage) => Of(stage) / (double)Setting.Value;

    /// <summary>
    /// Slots that a task of the stage takes on the executors of the log: 1 where they were started for the stage's own profile, for then
    /// their slots are counted in its tasks.
    /// </summary>
    public double SlotsHere(StageAttempt stage) => HasExecutorsOfItsOwn(stage) ? 1 : SlotsElsewhere(stage);

    /// <summary>
    /// Whether a task of the stage may run on the executor. Executors of the stage's own profile, where there are any, take it alone.
    /// </summary>
    public bool MayRunOn(ExecutorLife executor, StageAttempt stage) =>
        executor.ResourceProfileId == stage.Info.ResourceProfileId || !HasExecutorsOfItsOwn(stage);

    bool HasExecutorsOfItsOwn(StageAttempt stage) => profilesOfExecutors.Contains(stage.Info.ResourceProfileId);
}
