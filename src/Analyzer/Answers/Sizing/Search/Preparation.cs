using Rightsizer.Analyzer.Facts;
using Rightsizer.Analyzer.Model;
using Rightsizer.Analyzer.Numerics;
using Rightsizer.Analyzer.Platforms;
using Rightsizer.Analyzer.Platforms.EmrOnEc2;
using Rightsizer.Analyzer.Replay;
using Rightsizer.Analyzer.Timing;

namespace Rightsizer.Analyzer.Answers.Sizing.Search;

/// <summary>From logs to a job that can be sized, or the reason why not.</summary>
sealed record Preparation
{
    public required IReadOnlyList<SizedRun> Runs { get; init; }

    /// <summary>Null when refused.</summary>
    public SizingJob? Job { get; init; }
    public SizingCandidate? Today { get; init; }

    /// <summary>The run that stands for the job; null where no log has a time.</summary>
    public ApplicationRun? Median { get; init; }
    public string? Refused { get; init; }

    public static Preparation Prepare(IReadOnlyList<ApplicationRun> runs, SizingRequest request, CancellationToken cancellation,
        long taskBudget = TimeModel.DefaultTaskBudget)
    {
        var sized = new List<SizedRun>();
        var usable = new List<(ApplicationRun Run, ReplayPlan Plan, RunShape Shape)>();
        foreach (var run in runs)
        {
            cancellation.ThrowIfCancellationRequested();
            var prepared = RunReplay.Prepare(run, request.Calibration);
            var report = RunReplay.Report(run, prepared);
            var shape = RunShape.Read(run, out var noShape);
            var why = report.Refused ?? noShape ?? (run.App.EndTimeMs is null ? "the application has no end in the log" : null)
                ?? Refusals.OfPrediction(prepared.Plan!, 1) ?? EngineOf(run, request);
            if (why is null) usable.Add((run, prepared.Plan!, shape!));
            sized.Add(new SizedRun
            {
                AppId = run.App.Id,
                Name = run.App.Name,
                ObservedMs = run.ObservedMs,
                ReplayErrorPct = report.ErrorPct,
                NotUsed = why
            });
        }
        if (usable.Count == 0)
        {
            var timed = runs.Where(r => r.ObservedMs is > 0).OrderBy(r => r.ObservedMs).ToList();
            var median = timed.Count == 0 ? null : timed[Statistics.RankIndex(timed.Count, 0.5)];
            return new Preparation
            {
                Runs = sized,
                Median = median,
                Today = median is null ? null : TodayCandidate.Describe(
                    median, RunShape.Read(median, out _), [.. timed.Select(r => r.ObservedMs!.Value)], request.Pricing, request),
                Refused = runs.Count == 0 ? "no run was given" : runs.Count == 1 ? sized[0].NotUsed
                    : FormattableString.Invariant($"none of {runs.Count} runs can be used; the first: {sized[0].NotUsed}"),
            };
        }
        usable = [.. usable.OrderBy(u => u.Plan.ObservedMs).ThenBy(u => u.Run.App.Id, StringComparer.Ordinal)];
        var at = Statistics.RankIndex(usable.Count, 0.5);
        var (chosen, plan, chosenShape) = usable[at];
        // a cluster file of another run is none of the job's
        request = request with { Pricing = request.Pricing.For(chosen) };
        var pricing = request.Pricing;
        var heavy = usable[Statistics.RankIndex(usable.Count, 0.95)].Plan.ObservedMs;
        var work = WorkProfile.Measure(plan);
        var slots = plan.TaskCpus.SlotsOn(chosenShape.ExecutorCores);
        var region = pricing.RegionOf(chosen).Region;
        var (source, occupancy) = SourceNode.Infer(chosen, chosenShape, pricing.Cluster, region, pricing.Book);
        var learnt = OwnPairs.Learn([.. usable.Select(u => (u.Run, u.Shape))], source, pricing, region);
        var today = TodayCandidate.Describe(chosen, chosenShape, [.. usable.Select(u => u.Plan.ObservedMs)], pricing, request);
        return new Preparation
        {
            Runs = sized,
            Median = chosen,
            Today = today,
            Job = new SizingJob
            {
                Request = request,
                Region = region,
                Run = chosen,
                Shape = chosenShape,
                Model = new TimeModel(plan, work, cancellation) { TaskBudget = taskBudget },
                Need = MemoryNeed.Over(
                    [.. usable.Select(u => MemoryNeed.Measure(u.Run, u.Shape, u.Plan.TaskCpus.SlotsOn(u.Shape.ExecutorCores)))], at),
                Spread = new TimeSpread(work, learnt),
                Learnt = learnt,
                SourceArchitecture = chosen.Environment.Architecture,
                Needs = Needs.Find(chosen),
                Source = source,
                SourceOccupancy = occupancy,
                LoadRatio = Math.Max(1, (double)heavy / plan.ObservedMs),
                KnowsSpread = sized.Count(r => r.NotUsed is null) >= SizingResult.RunsForSpread,
                DeadlineMs = request.DeadlineMs
                    ?? (heavy + today.StartUpMs) * SizingRequest.DefaultDeadlineRatio,
            },
        };
    }

    static string? EngineOf(ApplicationRun run, SizingRequest request) =>
        request.EngineFactor is not null ? null : Needs.Find(run).FirstOrDefault(n => n.ChangesEngine)?.Words;
}
