namespace Rightsizer.Advice.Trials;

/// <summary>What came of an advice.</summary>
enum TrialVerdict
{
    /// <summary>At least half of what was promised.</summary>
    AsPromised,

    /// <summary>Less than half of it, and more than chance.</summary>
    SavedLess,

    /// <summary>Promised, and no difference to be told from chance.</summary>
    Nothing,

    /// <summary>More than 5 % slower, or the run fails.</summary>
    Harm,

    /// <summary>No time was promised, and the run is as long as before.</summary>
    NotPromised,

    /// <summary>No time was promised, and the run is shorter.</summary>
    SavedMore,

    /// <summary>The run failed before and ends well now.</summary>
    Mended,
}
