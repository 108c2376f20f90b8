using Rightsizer.Analyzer.Answers.Fleet.Report;
using Rightsizer.Analyzer.Answers.Fleet.State;
using Rightsizer.Analyzer.Answers.Sizing;
using Rightsizer.Analyzer.Answers.Study;
using Rightsizer.Analyzer.Formatting;
using Rightsizer.Analyzer.Model;
using Rightsizer.Cli.Fleet;
using Rightsizer.EventLogParser;

namespace Rightsizer.Cli.Sizing;

/// <summary><c>size --state</c>: what was chosen, for <c>report</c> to compare with what came of it.</summary>
static class KeptMoves
{
    /// <param name="sizings">
    /// Each with the option that was taken, null for the recommendation, and the pilot that it is of a study, if any.
    /// </param>
    /// <param name="runs">Of all these jobs.</param>
    /// <param name="request">Where the state is.</param>
    /// <param name="context">Told what was kept.</param>
    public static void Write(
        IReadOnlyList<(SizingResult Sizing, SizingCandidate? Option, StudyPilot? Pilot)> sizings, IReadOnlyList<ApplicationRun> runs,
        SizeCommandRequest request, CliContext context)
    {
        if (request.State is not { } place) return;
        var byJob = runs.ToLookup(r => RecurringName.Parse(r.App.Name), StringComparer.Ordinal);
        var moves = sizings.Select(s => ChosenMove.Record(s.Sizing, s.Option, RunsOf(s.Sizing), s.Pilot)).OfType<MoveRecord>().ToList();
        var state = FleetState.Load(FleetReporting.Store(place, request.Source, context));
        foreach (var day in moves.GroupBy(m => m.ChosenOn, StringComparer.Ordinal)) state.Moves.Append(day.Key, [.. day]);
        context.Error.WriteLine(moves.Count == 0 ? "--state: no other cluster was chosen, so nothing is kept"
            : $"--state: {Quantity.Plural(moves.Count, "move")} kept; report --state says what comes of "
                + $"{(moves.Count == 1 ? "it" : "them")}");

        IReadOnlyList<ApplicationRun> RunsOf(SizingResult sizing) =>
            byJob[RecurringName.Parse(sizing.JobName)].ToList() is { Count: > 0 } of ? of : runs;
    }
}
