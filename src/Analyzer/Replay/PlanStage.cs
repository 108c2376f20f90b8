namespace Rightsizer.Analyzer.Replay;

/// <summary>One stage attempt of the plan with its task attempts by column, in the order in which they were launched.</summary>
public sealed record PlanStage
{
    public required int StageId { get; init; }
    public required int AttemptId { get; init; }

    /// <summary>Place in <see cref="ReplayPlan.Jobs"/>.</summary>
    public required int Job { get; init; }
    public required string Pool { get; init; }
    public required int ResourceProfileId { get; init; }

    /// <summary>
    /// Slots that a task takes: cpus of the stage's resource profile over spark.task.cpus. Executors that were started for the profile
    /// count their slots in its tasks.
    /// </summary>
    public double SlotsPerTask { get; init; } = 1;

    /// <summary>The same on the executors of the log.</summary>
    internal double SlotsPerTaskHere { get; init; } = 1;

    /// <summary>All tasks start at once or none does (barrier execution mode).</summary>
    public bool IsBarrier { get; init; }

    /// <summary>Places in <see cref="ReplayPlan.Stages"/> of what must end first.</summary>
    public required IReadOnlyList<int> Parents { get; init; }

    /// <summary>Time of the driver from the last parent's end (or the job's submission) to this stage's submission.</summary>
    public required double LagMs { get; init; }

    /// <summary>Last task's end to the stage's end.</summary>
    public required double TailMs { get; init; }

    /// <summary>False for a stage that its job did not wait for.</summary>
    public required bool HoldsJob { get; init; }

    /// <summary>Overhead (all of a task but its run time) once the executor knows the stage.</summary>
    public required double WarmOverheadMs { get; init; }

    /// <summary>What a task costs more in the executor's first wave, and in the stage's first on the executor.</summary>
    public required ColdCost Cold { get; init; }

    /// <summary>Observed bounds of the stage: submission and end.</summary>
    public required double SubmittedMs { get; init; }
    public required double EndedMs { get; init; }

    /// <summary>Row of each task in the stage attempt's table; -1 where the task was made by an edit.</summary>
    internal int[] Row { get; init; } = [];
    internal int[] Index { get; init; } = [];

    /// <summary>Launch to finish without what coldness added.</summary>
    internal float[] BodyMs { get; init; } = [];

    /// <summary>What coldness added; empty when no task was cold.</summary>
    internal float[] ColdMs { get; init; } = [];

    /// <summary>
    /// Executors that were cold at the same time, 0 for a warm task; -1 in the executor's first wave. Empty like <see cref="ColdMs"/>.
    /// </summary>
    internal short[] ColdCount { get; init; } = [];

    /// <summary>
    /// Slot-milliseconds by wave that the stage's first tasks on an executor run longer; its slots share them. Empty where none was seen.
    /// </summary>
    internal float[] WarmWaveMs { get; init; } = [];

    /// <summary>The stage had one wave: <see cref="WarmWaveMs"/> is assumed.</summary>
    internal bool WarmAssumed { get; init; }

    /// <summary>By task, the part of <see cref="WarmWaveMs"/> in its own time; empty when no task has any.</summary>
    internal float[] WarmMs { get; init; } = [];

    /// <summary>Slot freed to finish; empty when every slot was held to the finish.</summary>
    internal float[] ReleasedEarlyMs { get; init; } = [];

    /// <summary>Tasks that wait for nothing but their stage, in launch order.</summary>
    internal int[] Roots
    {
        get => roots;
        init => (roots, rootsByIndex) = (value, null);
    }

    /// <summary>
    /// Waits between launches that no full cluster explains, by place in <see cref="Roots"/>, ascending. Place 0 is the first launch.
    /// </summary>
    internal LaunchHold[] Holds { get; init; } = [];

    /// <summary>Retries and speculative copies, by the task that they follow.</summary>
    internal IReadOnlyDictionary<int, Follower[]> Followers
    {
        get => followers;
        init => (followers, followed) = (value, null);
    }

    /// <summary>
    /// By the attempt that ended first of an index that speculation copied, the others that ran then: Spark kills those. Their own times
    /// are not known. At the observed shape they keep the times that they had.
    /// </summary>
    internal IReadOnlyDictionary<int, int[]> Losers { get; init; } = NoLosers;

    internal static readonly IReadOnlyDictionary<int, int[]> NoLosers = new Dictionary<int, int[]>();

    /// <summary>When Spark copies a task of the stage; null where it copied none.</summary>
    internal SpeculationRule? Speculation { get; init; }

    /// <summary>By task, whether others follow it: few tasks are followed, and every one is asked. Empty where none is.</summary>
    internal bool[] Followed => followed ??= MarkFollowed();

    readonly int[] roots = [];
    readonly IReadOnlyDictionary<int, Follower[]> followers = new Dictionary<int, Follower[]>();
    int[]? rootsByIndex;
    bool[]? followed;

    public int TaskCount => Row.Length;

    /// <summary>Row of the task in <see cref="Model.StageAttempt.Tasks"/>; -1 where the task was made by an edit.</summary>
    public int RowOf(int task) => Row[task];

    /// <summary>Launch to finish as observed (or as edited).</summary>
    public double DurationMs(int task) => BodyMs[task] + (ColdMs.Length == 0 ? 0 : ColdMs[task]) + (WarmMs.Length == 0 ? 0 : WarmMs[task]);

    /// <summary>Time in which the task holds its slot.</summary>
    public double OccupiedMs(int task) => DurationMs(task) - (ReleasedEarlyMs.Length == 0 ? 0 : ReleasedEarlyMs[task]);

    /// <summary>Spark's own order, of a run at another shape: by index within the stage.</summary>
    internal int[] RootsByIndex => rootsByIndex ??= SortByIndex();

    bool[] MarkFollowed()
    {
        if (followers.Count == 0) return [];
        var marked = new bool[TaskCount];
        foreach (var task in followers.Keys) marked[task] = true;
        return marked;
    }

    int[] SortByIndex()
    {
        var sorted = (int[])Roots.Clone();
        var keys = Array.ConvertAll(sorted, r => ((long)Index[r] << 32) | (uint)r);
        Array.Sort(keys, sorted);
        return sorted;
    }
}

/// <summary>What a first wave costs.</summary>
/// <param name="FirstOfExecutorMs">Milliseconds in the first wave of an executor: classes, connections.</param>
/// <param name="FirstOfStageMs">Milliseconds in the first wave of a stage on an executor (task binary, broadcasts, map statuses), for each
/// executor that meets the stage at the same moment: they all ask the one driver.</param>
/// <param name="OwnSlotMs">Slot-milliseconds that each executor spends by itself on meeting a stage, however many others do; its slots
/// share them.</param>
/// <param name="Slots">Slots of an executor where all this was seen.</param>
/// <param name="InsideRunRatio">Share by which the run time itself grows, where the stage reads a shuffle.</param>
public readonly record struct ColdCost(double FirstOfExecutorMs, double FirstOfStageMs, double OwnSlotMs, int Slots, double InsideRunRatio)
{
    /// <summary>What a task of a first wave costs more.</summary>
    /// <param name="together">Executors that meet the stage at the same moment.</param>
    /// <param name="slots">Of the executor.</param>
    internal double OfStage(int together, int slots) => FirstOfStageMs * together + OwnSlotMs / slots;
}

/// <param name="Place">0-based place in the launch order.</param>
/// <param name="WaitMs">Wait once the task before was launched and a slot was free.</param>
readonly record struct LaunchHold(int Place, float WaitMs);

/// <param name="Task">The task that may start.</param>
/// <param name="AfterLaunchMs">That long after the other's launch; negative: at the other's end.</param>
readonly record struct Follower(int Task, float AfterLaunchMs);
