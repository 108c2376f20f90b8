using Rightsizer.Analyzer.Answers.Fleet.Report;
using Rightsizer.Analyzer.Formatting;

namespace Rightsizer.Reports.Fleet;

/// <summary>What became of a move to another cluster, in the words that every format shares.</summary>
public static class MoveWords
{
    /// <summary>"1 to go back, 3 to go on, 2 not moved yet".</summary>
    public static string Summary(IReadOnlyList<FleetMove> moves) => string.Join(", ", new[]
    {
        Counted(moves, MoveVerdict.GoBack, "to take back"),
        Counted(moves, MoveVerdict.GoOn, "to keep"),
        Counted(moves, MoveVerdict.Wait, "with too few runs yet"),
        Counted(moves, MoveVerdict.NotMoved, "not made yet"),
    }.Where(w => w.Length > 0));

    /// <summary>What to do first, then predicted, realised and the deadline.</summary>
    public static string Sentence(FleetMove m)
    {
        var estimate = m.VolumeRatio != 1 ? $" (for {FleetWords.Growth(m.VolumeRatio - 1)} data)" : "";
        var predicted = $"Predicted ~{Quantity.Duration(m.PredictedMs)}, 9 in 10 within ~{Quantity.Duration(m.PredictedP90Ms)}"
            + (m.PredictedUsd is { } usd ? $", ~{Quantity.Usd(usd)} a run" : "") + estimate;
        if (m.RealisedMs is not { } realised)
            return $"not moved to {m.Name} since it was chosen on {m.ChosenOn}. {predicted}.";
        return $"{Verdict(m)}. {predicted}; realised {Quantity.Duration(realised)}"
            + (m.RealisedUsd is { } paid ? $", {Quantity.Usd(paid, m.RealisedGround)} a run" : "")
            + (m.BeforeUsd is { } before ? $" (before the move {(m.VolumeRatio != 1 ? "~" : "")}{Quantity.Usd(before)})" : "")
            + $". Deadline of {Quantity.Duration(m.DeadlineMs)} met in {m.DeadlineMet} of {FleetWords.Runs(m.Runs)} "
            + $"on {m.Name} since {m.MovedOn}.{(m.Pilot is { } pilot ? " " + Pilot(pilot, m) : "")}";
    }

    /// <summary>Whether the pilot passed, by which rule, and what follows.</summary>
    static string Pilot(FleetPilot p, FleetMove m) => (p.Passed switch
    {
        true => "The pilot passed",
        false => "The pilot did not pass",
        _ => "The pilot cannot be judged yet",
    }) + $": it needs 9 in 10 runs within {Quantity.Duration(p.DeadlineMs)}"
        + $"{(p.MaxUsd is { } most ? $" at ~{Quantity.Usd(most)} or less" : "")}; {Quantity.Count(p.Met)} of {Quantity.Count(m.Runs)} were "
        + "within that time."
        + (p.Passed == false ? " The prediction was better than the runs: check it before you move more jobs." : "");

    static string Verdict(FleetMove m) => m.Verdict switch
    {
        MoveVerdict.GoBack => "go back to the cluster before",
        MoveVerdict.GoOn => "go on",
        _ => "wait for more runs before you judge",
    };

    static string Counted(IReadOnlyList<FleetMove> moves, MoveVerdict verdict, string words) =>
        moves.Count(m => m.Verdict == verdict) is > 0 and var n ? $"{Quantity.Count(n)} {words}" : "";
}
