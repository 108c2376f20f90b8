using Rightsizer.Analyzer.Facts;
using Rightsizer.Analyzer.Formatting;
using Rightsizer.Analyzer.Model;

namespace Rightsizer.Analyzer.Replay;

/// <summary>The same run at fewer and at more executors of its own kind, each with its band, beside what it was.</summary>
public sealed record ExecutorSweep
{
    /// <summary>Executors over those of the run; beyond a quarter and four times a prediction says little.</summary>
    static readonly double[] Ratios = [0.25, 0.5, 0.75, 1, 1.25, 1.5, 2, 3, 4];

    /// <summary>The few that a text shows.</summary>
    static readonly double[] BriefRatios = [0.5, 1, 2, 4];

    /// <summary>Of a brief sweep: a text is read at once.</summary>
    const int BriefTaskBudget = 100_000, BriefMostTasks = 50_000;

    /// <summary>A larger run would keep its reader waiting; <c>--what-if</c> asks for single shapes of it.</summary>
    const int MostTasks = 250_000;

    /// <summary>The largest size has four times as many.</summary>
    const int MostExecutors = 5_000;

    /// <summary>Tasks simulated over the replicates of one shape.</summary>
    const int TaskBudget = 1_000_000;

    /// <summary>Dynamic allocation: the executors are the most that it may have.</summary>
    public required bool Dynamic { get; init; }
    public int CoresPerExecutor { get; init; }

    /// <summary>The run itself: most executors at one time, its duration, its price where it has one.</summary>
    public int TodayExecutors { get; init; }
    public long? TodayMs { get; init; }
    public decimal? TodayUsd { get; init; }

    /// <summary>A number of executors that a finding names; null where none does.</summary>
    public int? AskedExecutors { get; init; }

    /// <summary>By executors, ascending.</summary>
    public IReadOnlyList<SweepPoint> Points { get; init; } = [];

    /// <summary>Sizes without a time, by executors, ascending; empty where nothing is predicted at all.</summary>
    public IReadOnlyList<SweepRefusal> Refusals { get; init; } = [];

    /// <summary>Null, or why there are no points.</summary>
    public string? Refused { get; init; }

    /// <param name="run">The run.</param>
    /// <param name="prepared">Its replay.</param>
    /// <param name="todayUsd">What it cost; null where it has no price.</param>
    /// <param name="priceUsd">What a simulated run costs.</param>
    /// <param name="brief">Few points, from fewer simulations.</param>
    /// <param name="asked">A number of executors that a finding names; null where none does.</param>
    public static ExecutorSweep Simulate(ApplicationRun run, ReplayPreparation prepared, decimal? todayUsd,
        Func<SimulatedRun, decimal?> priceUsd, bool brief = false, int? asked = null)
    {
        var overview = RunOverview.Compute(run);
        var sweep = new ExecutorSweep
        {
            Dynamic = prepared.Plan?.Allocation.Dynamic == true,
            CoresPerExecutor = overview.Shapes.Count > 0 ? overview.Shapes[0].Cores : 0,
            TodayExecutors = overview.PeakExecutors,
            TodayMs = run.App.DurationMs,
            TodayUsd = todayUsd,
            AskedExecutors = asked,
        };
        if (prepared.Plan is not { } plan) return sweep with { Refused = prepared.Refused };
        if (!run.WorkerExecutors.Any(x => x.PaidCores > 0))
        {
            return sweep with
            {
                Refused = ClusterManager.Detect(run) == ClusterManager.Local ? "the run had no executors of its own (local mode)"
                    : "the log names no executor with cores"
            };
        }
        var tooMany = plan.TaskCount > (brief ? BriefMostTasks : MostTasks) ? $"{Quantity.Count(plan.TaskCount)} tasks"
            : sweep.TodayExecutors > MostExecutors ? $"{Quantity.Count(sweep.TodayExecutors)} executors" : null;
        if (tooMany is not null)
            return sweep with { Refused = $"{tooMany} are too many to try every size at once; ask for single ones with --what-if" };
        var report = RunReplay.Report(run, prepared);
        var counts = (brief ? BriefRatios : Ratios).Select(r => Math.Max(1, (int)Math.Round(r * sweep.TodayExecutors)));
        var sizes = (asked is { } extra ? counts.Append(extra) : counts).Distinct().Order().ToArray();
        var answers = new (int Executors, WhatIfAnswer Answer)[sizes.Length];
        Parallel.For(0, sizes.Length, new ParallelOptions { MaxDegreeOfParallelism = plan.IsOnOneCore ? 1 : -1 },
            i => answers[i] = (sizes[i], Ask(sizes[i])));
        var points = answers.Where(a => a.Answer.DurationMs is not null).Select(a => new SweepPoint(a.Executors, a.Answer)).ToList();
        return points.Count < 2 ? sweep with
        {
            Refused = answers.Select(a => a.Answer.Refused).FirstOrDefault(r => r is not null)
            ?? "only one size can be predicted"
        } : sweep with
        {
            Points = points,
            Refusals = [.. answers.Where(a => a.Answer.Refused is not null).Select(a => new SweepRefusal(a.Executors, a.Answer.Refused!))],
        };

        WhatIfAnswer Ask(int executors)
        {
            var shape = ShapeOf(plan, executors, sweep.CoresPerExecutor);
            return WhatIf.Answer(prepared, report, new WhatIfSpec("", shape), priceUsd, taskBudget: brief ? BriefTaskBudget : TaskBudget);
        }
    }

    /// <summary>That many executors of the run's kind: under dynamic allocation the most that there may be.</summary>
    internal static ClusterShape ShapeOf(ReplayPlan plan, int executors, int cores) => plan.Allocation.Dynamic
        ? new DynamicShape(Math.Min(Least(plan.Run), executors), executors, cores) : new FixedShape(executors, cores);

    static int Least(ApplicationRun run) =>
        int.TryParse(run.Environment["spark.dynamicAllocation.minExecutors"], System.Globalization.CultureInfo.InvariantCulture,
            out var least) && least > 0 ? least : 0;
}

/// <param name="Executors">Of the run's own size; under dynamic allocation the most there may be.</param>
/// <param name="Answer">Time with its band, and cost.</param>
public sealed record SweepPoint(int Executors, WhatIfAnswer Answer);

/// <param name="Executors">As in <see cref="SweepPoint"/>.</param>
/// <param name="Refused">Why there is no time.</param>
public sealed record SweepRefusal(int Executors, string Refused);
