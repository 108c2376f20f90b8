using Rightsizer.Analyzer.Facts;
using Rightsizer.Analyzer.Model;

namespace Rightsizer.Analyzer.Replay.Preparation;

/// <summary>Tasks and executors as the log shows them, each task at its executor and holding its slot for as long as it did.</summary>
sealed record ObservedRun(ObservedTasks Tasks, ObservedExecutors Executors)
{
    public static ObservedRun Read(
        ApplicationRun run, IReadOnlyList<StageAttempt> stages, long startMs, long endMs, TaskCpus taskCpus, List<string> notes)
    {
        var cpus = new StageCpus(run);
        var tasks = ObservedTasks.Read(stages, cpus, startMs, endMs);
        var executors = ObservedExecutors.Read(run, tasks, startMs, endMs, taskCpus, notes);
        SlotOccupancy.Resolve(tasks, executors.Slots, [.. stages.Select(cpus.SlotsHere)]);
        return new ObservedRun(tasks, executors);
    }
}
