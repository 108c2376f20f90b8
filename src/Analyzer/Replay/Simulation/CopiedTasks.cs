namespace Rightsizer.Analyzer.Replay.Simulation;

/// <summary>Attempts of a stage whose indices speculation copied, while the stage runs at another shape.</summary>
sealed class CopiedTasks
{
    readonly Dictionary<int, int> winnerOf = [];

    public CopiedTasks(PlanStage stage)
    {
        Stage = stage;
        foreach (var (winner, lost) in stage.Losers)
        {
            winnerOf[winner] = winner;
            foreach (var t in lost) winnerOf[t] = winner;
        }
    }

    public PlanStage Stage { get; }

    /// <summary>A task that runs so long is copied, once enough others have ended.</summary>
    public double LeastMs => Stage.Speculation?.LeastMs ?? 0;

    public bool MayCopy => Succeeded >= (Stage.Speculation?.LeastSucceeded ?? 0);

    /// <summary>Tasks that ended.</summary>
    public int Succeeded { get; set; }

    /// <summary>Copies that wait until enough tasks of the stage have ended.</summary>
    public List<int> Early { get; } = [];

    /// <summary>Copies that wait for a slot: Spark gives them one after every other task of the stage.</summary>
    public List<int> Waiting { get; } = [];

    /// <summary>Of attempts that run: executor, start, and the time that they had.</summary>
    public Dictionary<int, (int Executor, double StartMs, double HadMs)> Running { get; } = [];

    /// <summary>Attempts that ended, were killed, or will not start.</summary>
    public HashSet<int> Over { get; } = [];

    public bool Has(int task) => winnerOf.ContainsKey(task);

    public bool IsLoser(int task) => winnerOf.TryGetValue(task, out var winner) && winner != task;

    public int WinnerOf(int task) => winnerOf[task];

    /// <summary>All attempts of the index of a task.</summary>
    public IEnumerable<int> Attempts(int task) => Stage.Losers[winnerOf[task]].Prepend(winnerOf[task]);

    /// <summary>The first copy that may run there: Spark runs none beside the attempt that it copies.</summary>
    public int? NextOn(int executor)
    {
        foreach (var copy in Waiting)
        {
            if (!Attempts(copy).Any(t => Running.TryGetValue(t, out var at) && at.Executor == executor)) return copy;
        }
        return null;
    }
}
