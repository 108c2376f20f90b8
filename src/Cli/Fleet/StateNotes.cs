using Rightsizer.Analyzer.Answers.Fleet.State;
using Rightsizer.Analyzer.Formatting;

namespace Rightsizer.Cli.Fleet;

/// <summary>What the reader of a report must know of the state that it was made from.</summary>
static class StateNotes
{
    public static IReadOnlyList<string> List(FleetState? state)
    {
        var notes = new List<string>();
        if (state is null) return notes;
        var untidy = state.Untidy is not null;
        if (state.CorruptParts.Count is var corrupt and > 0)
        {
            var moved = untidy ? "" : " (moved to _damaged in the state)";
            var was = corrupt == 1 ? "was" : "were";
            notes.Add($"{Quantity.Plural(corrupt, "part")} of the state {was} damaged and not used{moved}. Logs that still exist "
                + "were read again; runs whose logs are gone are missing from this report.");
        }
        if (state.UnknownLines is var unknown and > 0)
        {
            var are = unknown == 1 ? "is" : "are";
            notes.Add($"{Quantity.Plural(unknown, "run summary", "run summaries")} in the state {are} of an older version of "
                + "rightsizer and not used. Logs that still exist were read again.");
        }
        if (state.Advice.CorruptParts.Count + state.Moves.CorruptParts.Count is var lost and > 0)
            notes.Add($"{Quantity.Plural(lost, "part")} of the state with earlier advice or moves {(lost == 1 ? "was" : "were")} damaged "
                + "and not used: what it held is not in this report.");
        if (untidy) notes.Add("The state could not be tidied: it is read-only or its disk is full. What was read is saved.");
        return notes;
    }
}
