using Rightsizer.Analyzer.Facts;
using Rightsizer.Analyzer.Numerics;
using Rightsizer.Analyzer.Replay.Preparation;
using Rightsizer.EventLogParser.Events;

namespace Rightsizer.Analyzer.Replay.Accounting;

/// <summary>Where the wall-clock and the paid core-time of the observed run went.</summary>
/// <remarks>
/// One sweep over the run. At every moment the slots that run tasks are shared out by what their tasks did, and the idle ones by why they
/// were idle. For the wall-clock the moment
/// counts once, divided by slots; for the core-time it counts as often as there were cores. So both lists are parts of a whole and add up
/// to it exactly.
/// </remarks>
public static class WaterfallBuilder
{
    public static Waterfall Build(ReplayPlan plan)
    {
        var sweep = new Sweep(plan);
        sweep.Run();
        return new Waterfall(plan.ObservedMs, sweep.Time.Lines(plan.ObservedMs), (long)Math.Round(sweep.Cores.Total),
            sweep.Cores.Lines((long)Math.Round(sweep.Cores.Total)));
    }

    sealed class Sweep
    {
        public readonly LineSums Time = new(), Cores = new();
        readonly ReplayPlan plan;
        readonly ObservedTasks tasks;
        readonly double[] coresPerSlot, slotsPerTask;
        readonly long[] moments;
        readonly int[] subjects;
        int count;
        readonly double[] running = new double[LineSums.Work.Count], runningCores = new double[LineSums.Work.Count];
        readonly int[] tasksOfStage, slotsOf;
        readonly bool[] isRetry;
        readonly HashSet<Model.TaskTable> repeated;
        readonly bool isStream;
        int activeRetries;
        readonly double firstJobMs, lastJobMs;
        int slots, busy, jobs, waiting;
        double cores, busyCores, busySlots;
        readonly bool knowsCpuTime;
        readonly SortedSet<(double Slots, int Stage)> activeStages = [];

        const int KindBits = 3;
        const int JobEnd = 0, TaskEnd = 1, ExecutorRemoved = 2, ExecutorAdded = 3, JobStart = 4, StageSubmitted = 5, TaskStart = 6,
            StageEnd = 7;

        public Sweep(ReplayPlan plan)
        {
            this.plan = plan;
            var seen = plan.Observed ?? ObservedRun.Read(
                plan.Run, RunReplay.StagesOf(plan.Run), plan.StartMs, plan.StartMs + plan.ObservedMs, plan.TaskCpus, []);
            tasks = seen.Tasks;
            // before Spark 2.1 no task has a CPU time: what the rest of its run time was cannot be told
            knowsCpuTime = plan.Run.Stages.Any(s => s.Tasks.HasColumn(TaskMetric.ExecutorCpuTime));
            var (executors, stages) = (seen.Executors, tasks.Stages);
            slotsOf = executors.Slots;
            var ids = plan.Run.Jobs.Select(j => j.JobId).ToHashSet();
            var known = KnownJobs(plan, ids);
            moments = new long[2 * (executors.Count + known.Count + stages.Count + tasks.Count)];
            subjects = new int[moments.Length];
            coresPerSlot = new double[executors.Count];
            var cpus = new StageCpus(plan.Run);
            slotsPerTask = [.. stages.Select(cpus.SlotsHere)];
            tasksOfStage = [.. stages.Select(s => s.Tasks.Count)];
            repeated = [.. stages.Where(s => StageRetries.IsRepeated(plan.Run, s)).Select(s => s.Tasks)];
            isRetry = [.. stages.Select(s => repeated.Contains(s.Tasks) || StageRetries.IsRetry(plan.Run, s))];
            isStream = RunUse.IsStream(plan.Run);
            for (var x = 0; x < executors.Count; x++)
            {
                var ofCores = executors[x].Cores > 0 ? executors[x].Cores : plan.TaskCpus.CoresOf(slotsOf[x]);
                coresPerSlot[x] = (double)ofCores / slotsOf[x];
                Add(executors[x].AddMs, ExecutorAdded, x);
                Add(Math.Min(executors[x].GoneMs ?? plan.ObservedMs, plan.ObservedMs), ExecutorRemoved, x);
            }
            foreach (var j in known)
            {
                Add((long)j.SubmittedMs, JobStart, 0);
                Add((long)j.EndedMs, JobEnd, 0);
            }
            firstJobMs = known.Count == 0 ? 0 : known.Min(j => j.SubmittedMs);
            lastJobMs = known.Count == 0 ? 0 : known.Max(j => j.EndedMs);
            for (var s = 0; s < stages.Count; s++)
            {
                var first = tasks.FirstOfStage[s];
                long submitted = long.MaxValue, ended = 0;
                for (var t = first; t < tasks.FirstOfStage[s + 1]; t++)
                {
                    submitted = Math.Min(submitted, tasks.LaunchMs[t]);
                    ended = Math.Max(ended, tasks.LaunchMs[t] + tasks.OccupiedMs[t]);
                }
                if (stages[s].Info.SubmissionTimeMs is { } at) submitted = Math.Clamp(at - plan.StartMs, 0, submitted);
                Add(submitted, StageSubmitted, s);
                Add(ended, StageEnd, s);
                // the job of the stage may be missing from the log
                if (submitted >= ended || stages[s].JobIds.Any(ids.Contains)) continue;
                (firstJobMs, lastJobMs) = (Math.Min(firstJobMs, submitted), Math.Max(lastJobMs, ended));
            }
            for (var t = 0; t < tasks.Count; t++)
            {
                Add(tasks.LaunchMs[t], TaskStart, t);
                Add(tasks.LaunchMs[t] + tasks.OccupiedMs[t], TaskEnd, t);
            }
        }

        /// <summary>
        /// Without the job that stands for those that the log lost: it lasts as long as the application, and would hide the time before
        /// the first job and between jobs.
        /// </summary>
        static List<PlanJob> KnownJobs(ReplayPlan plan, HashSet<int> ids)
        {
            var known = plan.Jobs.Where(j => ids.Contains(j.JobId)).ToList();
            return known.Count > 0 ? known : [.. plan.Jobs];
        }

        /// <summary>Time and kind in one number, because that sorts ten times faster than a tuple.</summary>
        void Add(long timeMs, int kind, int subject) => (moments[count], subjects[count++]) = ((timeMs << KindBits) | (uint)kind, subject);

        public void Run()
        {
            long now = 0;
            foreach (var i in StableOrder.Compute(moments))
            {
                var until = Math.Min(moments[i] >> KindBits, plan.ObservedMs);
                if (until > now) Spend(now, until);
                now = Math.Max(now, until);
                Change((int)(moments[i] & ((1 << KindBits) - 1)), subjects[i]);
            }
            if (plan.ObservedMs > now) Spend(now, plan.ObservedMs);
        }

        void Change(int kind, int subject)
        {
            switch (kind)
            {
                case JobStart: jobs++; break;
                case JobEnd: jobs--; break;
                case ExecutorAdded:
                case ExecutorRemoved:
                    var sign = kind == ExecutorAdded ? 1 : -1;
                    slots += sign * slotsOf[subject];
                    cores += sign * slotsOf[subject] * coresPerSlot[subject];
                    break;
                case StageSubmitted:
                    waiting += tasksOfStage[subject];
                    if (activeStages.Add((tasksOfStage[subject] * slotsPerTask[subject], subject)) && isRetry[subject]) activeRetries++;
                    break;
                case StageEnd:
                    if (activeStages.Remove((tasksOfStage[subject] * slotsPerTask[subject], subject)) && isRetry[subject]) activeRetries--;
                    break;
                case TaskStart: ChangeTask(subject, 1); break;
                default: ChangeTask(subject, -1); break;
            }
        }

        void ChangeTask(int task, int sign)
        {
            busy += sign;
            if (sign > 0) waiting--;
            var held = slotsPerTask[tasks.Stage[task]];
            var weight = held * coresPerSlot[tasks.Executor[task]];
            busySlots += sign * held;
            busyCores += sign * weight;
            Span<double> parts = stackalloc double[LineSums.Work.Count];
            Parts(task, parts);
            for (var i = 0; i < parts.Length; i++)
            {
                running[i] += sign * held * parts[i];
                runningCores[i] += sign * weight * parts[i];
            }
        }

        /// <summary>Shares of the task's time, summing to one.</summary>
        void Parts(int task, Span<double> parts)
        {
            if (!tasks.Succeeded[task] && tasks.Table(task).Status(tasks.Row(task)) is Model.TaskStatus.Failed or Model.TaskStatus.Killed
                || repeated.Contains(tasks.Table(task)))
            {
                parts[LineSums.FailedAttempts] = 1;
                return;
            }
            var c = TaskComponents.Split(tasks.Table(task), tasks.Row(task));
            var all = c.CpuMs + c.GcMs + c.FetchWaitMs + c.ShuffleWriteMs + c.SpillMs + c.IoAndWaitMs + c.DeserializeMs
                + c.SchedulerDelayMs;
            if (all <= 0)
            {
                parts[knowsCpuTime ? LineSums.IoAndWait : LineSums.UnknownRunTime] = 1;
                return;
            }
            var (wait, unknown) = knowsCpuTime ? (c.IoAndWaitMs, 0.0) : (0.0, c.IoAndWaitMs);
            ReadOnlySpan<double> ms = [
                c.CpuMs, c.GcMs, c.SpillMs, c.FetchWaitMs, c.ShuffleWriteMs, wait, unknown, c.DeserializeMs, c.SchedulerDelayMs];
            for (var i = 0; i < ms.Length; i++) parts[i] = ms[i] / all;
        }

        void Spend(long from, long to)
        {
            var ms = to - from;
            var reason = Reason(from);
            var width = Math.Max(slots, busySlots);
            if (width == 0) Time.Idle(reason, ms);
            else
            {
                for (var i = 0; i < running.Length; i++) Time.Worked(i, ms * running[i] / width);
                Time.Idle(reason, ms * (width - busySlots) / width);
            }
            for (var i = 0; i < runningCores.Length; i++) Cores.Worked(i, ms * runningCores[i]);
            Cores.Idle(reason, ms * Math.Max(0, cores - busyCores));
        }

        string Reason(long now)
        {
            if (now < firstJobMs) return "beforeFirstJob";
            if (now >= lastJobMs) return "afterLastJob";
            if (busy == 0 && waiting <= 0) return jobs > 0 ? "betweenStages" : isStream ? "triggerWait" : "driver";
            if (slots == 0) return "waitingForExecutors";
            if (activeRetries > 0 && activeRetries == activeStages.Count) return "repeatedStages";
            if (waiting > 0) return "waitingForLaunch";
            // a stage that once filled the cluster leaves a tail; one that never could has too few tasks
            return activeStages.Count > 0 && activeStages.Max.Slots >= slots ? "waitingForTail" : "tooFewTasks";
        }
    }
}
