namespace Rightsizer.Analyzer.Replay.Simulation;

/// <summary>A stage between its submission and its end.</summary>
sealed class StageState
{
    public PlanStage Stage = null!;
    public int[] Order = [];
    public int Next, HoldCursor, Left, Running;
    public double HoldUntilMs = double.NaN;

    /// <summary>Slots of a task.</summary>
    public double Weight = 1;
    public readonly Queue<int> Released = new();

    /// <summary>Null where speculation copied nothing, and at the observed shape.</summary>
    public CopiedTasks? Copies;

    /// <summary>By task, whether others follow it.</summary>
    bool[] followed = [];

    /// <summary>By executor; 0 until the stage's first task there.</summary>
    ColdState[] cold = [];

    /// <summary>Ends of the cold waves still going on, to count them.</summary>
    readonly List<double> coldUntilMs = [];
    public int GoingCold;
    readonly TaskNoise noise = new();

    /// <summary>Tasks that follow <paramref name="task"/>.</summary>
    public Follower[] FollowersOf(int task) => followed.Length > 0 && followed[task] ? Stage.Followers[task] : [];

    public bool HasTasks => Next < Order.Length || Released.Count > 0 || Copies is { Waiting.Count: > 0 };

    /// <summary>Nothing but copies is left to launch.</summary>
    public bool HasCopiesAlone => Next >= Order.Length && Released.Count == 0;

    /// <summary>Factor on the time of a task of this stage, which is at <paramref name="place"/> in the plan.</summary>
    public double NoiseOf(RunNoise drawn, int place, int task) => noise.Of(drawn, place, task);

    public void Begin(PlanStage stage, bool observed, int executors)
    {
        Stage = stage;
        Order = observed ? stage.Roots : stage.RootsByIndex;
        Next = HoldCursor = Running = GoingCold = 0;
        Left = stage.TaskCount;
        followed = stage.Followed;
        Weight = observed ? stage.SlotsPerTaskHere : stage.SlotsPerTask;
        HoldUntilMs = double.NaN;
        Released.Clear();
        Copies = observed || stage.Losers.Count == 0 ? null : new CopiedTasks(stage);
        coldUntilMs.Clear();
        noise.Begin(stage.TaskCount);
        if (cold.Length < executors) cold = new ColdState[Math.Max(executors, cold.Length * 2)];
        else Array.Clear(cold);
    }

    public ref ColdState ColdOn(int executor)
    {
        if (executor >= cold.Length) Array.Resize(ref cold, Math.Max(executor + 1, cold.Length * 2));
        return ref cold[executor];
    }

    public int StillCold(double nowMs)
    {
        var left = 0;
        for (var i = 0; i < coldUntilMs.Count; i++)
        {
            if (!(coldUntilMs[i] <= nowMs)) coldUntilMs[left++] = coldUntilMs[i];
        }
        coldUntilMs.RemoveRange(left, coldUntilMs.Count - left);
        return left;
    }

    public void AddCold(double untilMs) => coldUntilMs.Add(untilMs);
}

/// <summary>How far an executor knows a stage.</summary>
struct ColdState
{
    public bool Seen;
    public bool FirstOfExecutor;

    /// <summary>Executors cold at the same moment; 0 while the wave is being counted.</summary>
    public int Count;
    public double UntilMs;

    /// <summary>Tasks of the stage launched there.</summary>
    public int Launched;
}
