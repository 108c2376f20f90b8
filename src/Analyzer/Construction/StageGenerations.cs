namespace Rightsizer.Analyzer.Construction;

/// <summary>The records of one stage attempt, a new one for each job that lists it anew: of all of them only two are ever shown.</summary>
sealed class StageGenerations(LiveStage first)
{
    LiveStage? executed;

    public LiveStage Latest { get; private set; } = first;

    /// <summary>The last that ran, else the latest.</summary>
    public LiveStage Shown => Latest.WasExecuted ? Latest : executed ?? Latest;

    /// <summary>A new record follows one to which nothing is added any more.</summary>
    public void Add(LiveStage next)
    {
        if (Latest.WasExecuted) executed = Latest;
        Latest = next;
    }
}
