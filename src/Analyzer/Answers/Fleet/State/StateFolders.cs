namespace Rightsizer.Analyzer.Answers.Fleet.State;

/// <summary>The folders of a state, by what is in them: each is followed by a UTC day.</summary>
public static class StateFolders
{
    internal const string Runs = "date=", Advice = "advice=", Moves = "move=", Details = "detail=",
        Calibrations = "calibration=";

    /// <summary>How the names of a state's folders begin; everything else under its place is left alone.</summary>
    public static IReadOnlyList<string> Prefixes { get; } = [Runs, Advice, Moves, Details, Calibrations];
}
