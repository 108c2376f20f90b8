using Rightsizer.Analyzer.Model;

namespace Rightsizer.Analyzer.Replay.Preparation;

/// <summary>Slots that a task of a stage takes.</summary>
/// <param name="Elsewhere">On an executor whose slots are its cores over spark.task.cpus.</param>
/// <param name="Here">On the executors of the log: 1 where they were started for the stage's own profile, for then their slots are counted
/// in its tasks.</param>
readonly record struct TaskSlots(double Elsewhere, double Here)
{
    public static TaskSlots Count(ApplicationRun run, StageAttempt stage, int taskCpus)
    {
        var id = stage.Info.ResourceProfileId;
        if (id == 0) return new(1, 1);
        var profile = run.ResourceProfiles.FirstOrDefault(p => p.Id == id);
        if (profile is null || !profile.TaskResources.TryGetValue("cpus", out var cpus) || cpus <= 0) return new(1, 1);
        var slots = cpus / taskCpus;
        return new(slots, run.Executors.Any(x => x.ResourceProfileId == id) ? 1 : slots);
    }
}
