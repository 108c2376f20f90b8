using System.Globalization;
using Rightsizer.Analyzer.Facts;
using Rightsizer.Analyzer.Replay.Simulation;
using static System.FormattableString;

namespace Rightsizer.Analyzer.Replay;

/// <summary>How far a shape lies from the observed one, and how unsure that makes a prediction.</summary>
/// <param name="Tier">A: no doubt. B: doubts that shift a prediction. C: those that can turn it over.</param>
/// <param name="SlotsRatio">Slots there over slots here; see <see cref="ReplayPlan.SlotsRatio"/>.</param>
/// <param name="Executors">Executors there; under dynamic allocation at most.</param>
/// <param name="TotalCores">Cores registered when stages are planned.</param>
/// <param name="Same">The shape that ran.</param>
/// <param name="BodyFactor">On the time of every task.</param>
/// <param name="Noise">Spread of what differs from run to run.</param>
/// <param name="Working">Spread of the time in which stages run, all of it one way.</param>
/// <param name="Start">Spread of the time before the first job and of what executors need for their very first tasks.</param>
/// <param name="Cliff">What the shape does to cached data.</param>
/// <param name="Doubts">What makes it unsure, besides the noise of two runs.</param>
sealed record ShapeChange(string Tier, double SlotsRatio, int Executors, int TotalCores, bool Same, double BodyFactor, NoiseScale Noise,
    double Working, double Start, CacheCliff Cliff, IReadOnlyList<Doubt> Doubts)
{
    /// <summary>
    /// Run to run, of time that nobody else can disturb: with it the bands hold eight in ten on shared/spark-logs/curves (tasks that
    /// sleep).
    /// </summary>
    const double QuietRun = 0.006;

    /// <summary>
    /// Of the driver's gaps where tasks sleep: those of a second and more on curves/ differ by 1 % at most between eight
    /// executors and two.
    /// </summary>
    const double QuietGap = 0.02;

    /// <summary>
    /// One run to another, of time spent on CPUs, disks and networks: 3 % each in C3O's repeats on EMR, docs/science.md 0.
    /// </summary>
    const double WorkingPair = 0.042;

    /// <summary>
    /// More of the same where executors are held to a quota: repeats in shared/spark-logs/work differ by 11 % (median), which is a spread
    /// of 17 %.
    /// </summary>
    const double LimitedPair = 0.12;

    /// <summary>
    /// For each doubling or halving of slots or executors, on working time: what the plan does not model. Left-one-out errors on
    /// shared/spark-logs/work beyond their noise.
    /// </summary>
    const double Step = 0.08;

    /// <summary>
    /// For each doubling or halving of the cores of an executor that is held to a quota; the three programs of work/ that show it lie that
    /// far from their mean.
    /// </summary>
    const double LimitedCores = 0.15;

    /// <summary>For doubts that can turn a prediction over.</summary>
    const double Severe = 0.06;

    /// <summary>Where cached data may or may not fit; docs/science.md 1.4.</summary>
    internal const double CacheSpread = 0.20;

    const double ColdSpread = 0.20, GapSpread = 0.10, TaskSpread = 0.02, GrantSpread = 0.50, WarmSpread = 0.30;

    /// <summary>
    /// Start of the application with another number of executors: measured on curves/, where it is 3 s for two and 8 s for eight.
    /// </summary>
    const double StartSpread = 0.60;

    /// <summary>Below this share of the task time warm-up is no doubt.</summary>
    const double WarmUpRatio = 0.05;

    /// <param name="plan">The run.</param>
    /// <param name="shape">What is asked about.</param>
    /// <param name="asRan">The executors that ran, whatever the shape makes of them: they may be of several kinds.</param>
    public static ShapeChange Measure(ReplayPlan plan, ClusterShape shape, bool asRan = false)
    {
        var (executors, cores) = shape switch
        {
            FixedShape f => (f.Executors, f.CoresPerExecutor),
            DynamicShape d => (d.MaxExecutors, d.CoresPerExecutor),
            _ => throw new ArgumentException("no change", nameof(shape)),
        };
        var slots = executors * (double)plan.TaskCpus.SlotsOn(cores);
        var ratio = asRan ? 1 : plan.SlotsRatio(slots);
        var total = (int)Math.Min(int.MaxValue, executors * (double)cores);
        var exposure = plan.Exposure;
        var coresHere = plan.Executors.Count == 0 ? cores : plan.Executors.Average(x => x.Cores);
        var sameCores = plan.Executors.All(x => x.Cores == cores);
        var same = asRan || sameCores && executors == plan.PeakExecutors && shape switch
        {
            DynamicShape d => plan.Allocation.Dynamic && d.MinExecutors == Math.Min(RunExecutors.Read(plan.Run).Least, d.MaxExecutors),
            _ => !plan.Allocation.Dynamic,
        };
        var step = Math.Max(Math.Abs(Math.Log2(ratio)), Math.Abs(Math.Log2(ratio * coresHere / cores)));
        var cliff = CacheCliff.At(plan, executors);
        var doubts = same ? [] : DoubtsOf(plan, shape, exposure, ratio, sameCores);
        if (!same && cliff.Doubt is { } cached) doubts.Add(cached);
        var severe = !same && (cliff.Doubt is not null || ratio is < 0.25 or > 4 || !sameCores && exposure.MemoryBinds
            || !sameCores && exposure.Limited > 0.5);
        var tier = severe ? "C" : doubts.Count > 0 ? "B" : "A";
        var pair = exposure.Working * (WorkingPair + LimitedPair * exposure.Limited);
        var model = same ? 0 : exposure.Working * Step * step;
        var ofCores = exposure.Limited * LimitedCores * Math.Abs(Math.Log2(cores / Math.Max(1, coresHere)));
        var more = (severe ? Severe * exposure.Working : 0) + (same || cliff.Doubt is null ? 0 : CacheSpread);
        var working = Math.Sqrt(pair * pair + model * model + ofCores * ofCores + more * more);
        return new ShapeChange(tier, ratio, executors, total, same,
            same ? 1 : ShapeEffects.BodyFactor(exposure, plan.Calibration, ratio, coresHere, cores),
            new NoiseScale(QuietRun, ColdSpread, QuietGap + (GapSpread - QuietGap) * exposure.Working, TaskSpread, GrantSpread,
                same ? 0 : WarmSpread), working,
                same ? GapSpread : StartSpread, cliff, doubts);
    }

    static List<Doubt> DoubtsOf(ReplayPlan plan, ClusterShape shape, Exposure exposure, double ratio, bool sameCores)
    {
        var doubts = new List<Doubt>();
        var warm = WarmUpShare(plan);
        if (warm >= WarmUpRatio)
            doubts.Add(new(Effects.WarmUp, Invariant($"{warm:P0} of the task time is executors that warm up, each of them once.")));
        if (exposure.Limited > 0.5)
            doubts.Add(new(
                Effects.CpuLimited, "Tasks waited for CPUs: a quota or neighbours hold them back, and that differs from run to run."));
        if (!sameCores)
            doubts.Add(new(
                Effects.CoresPerExecutor, "Executors would have other cores, so other tasks share a JVM, its memory and its host."));
        if (Copied(plan) is { } copied) doubts.Add(copied);
        if (RunUse.InteractiveKind(plan.Run) is { } kind)
            doubts.Add(new(Effects.Session, $"A session ({kind}): the time between its commands is its users', and is taken to stay."));
        if (shape is DynamicShape) doubts.Add(new(Effects.DynamicAllocation, "Executors come and go with the backlog."));
        if (ratio is < 0.5 or > 2)
            doubts.Add(new(Effects.FarShape, Invariant($"{ratio:0.##} times the slots of the run is more than one doubling or halving.")));
        return doubts;
    }

    static Doubt? Copied(ReplayPlan plan)
    {
        int indices = 0, won = 0;
        foreach (var s in plan.Stages)
        {
            indices += s.Losers.Count;
            if (s.Losers.Count > 0) won += s.Losers.Keys.Except(s.Roots).Count();
        }
        return indices == 0 ? null : new(Effects.Speculation, string.Create(CultureInfo.InvariantCulture,
            $"Speculation copied {indices} task{(indices == 1 ? "" : "s")}, and {won} of the copies ended first. ")
            + "The same tasks are taken to be slow; one log does not show which would be.");
    }

    /// <summary>Share of the task time that warming up took inside run time.</summary>
    static double WarmUpShare(ReplayPlan plan)
    {
        double warm = 0, all = 0;
        foreach (var s in plan.Stages)
        {
            for (var t = 0; t < s.TaskCount; t++) all += s.DurationMs(t);
            foreach (var ms in s.WarmMs) warm += ms;
        }
        return all > 0 ? warm / all : 0;
    }
}
