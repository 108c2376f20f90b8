using System.Diagnostics;
using Rightsizer.Analyzer.Replay;

namespace Rightsizer.Analyzer.Tests.Replay;

public class MillionTasksTests(ITestOutputHelper output)
{
    /// <summary>Not part of the suite: run it with <c>-explicit only</c> to see the speed that docs/accuracy.md quotes.</summary>
    [Fact(Explicit = true)]
    public void MillionTasks_ReplayWithoutLosingOne()
    {
        const int jobs = 100, stagesOfJob = 5, tasksOfStage = 2000;
        var random = new Random(1);
        var stages = new List<PlanStage>();
        for (var s = 0; s < jobs * stagesOfJob; s++)
        {
            var tasks = Enumerable.Range(0, tasksOfStage).Select(_ => (float)(200 + random.Next(2000))).ToArray();
            stages.Add(RandomPlans.Stage(s, s / stagesOfJob, s % stagesOfJob == 0 ? [] : [s - 1], tasks, 5, 1));
        }
        var plan = RandomPlans.Plan(
            [.. Enumerable.Range(0, jobs)
                .Select(j => RandomPlans.Job(j, j == 0 ? JobGate.ApplicationStart : JobGate.JobEnd, j - 1, 50, 2))], stages, 100, 8);
        for (var round = 0; round < 3; round++)
        {
            var (watch, cpu) = (Stopwatch.StartNew(), Process.GetCurrentProcess().TotalProcessorTime);

            var run = Simulator.Run(plan, ClusterShape.Observed);

            output.WriteLine(
                $"10^6 tasks on 800 slots: {watch.ElapsedMilliseconds} ms, "
                + $"{(Process.GetCurrentProcess().TotalProcessorTime - cpu).TotalMilliseconds:0} ms of CPU");
            Assert.Equal(stages.Sum(s => Enumerable.Range(0, s.TaskCount).Sum(s.DurationMs)), run.BusySlotMs, 0);
        }
    }
}
