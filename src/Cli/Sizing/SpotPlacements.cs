using Rightsizer.Analyzer.Answers.Sizing;
using Rightsizer.Analyzer.Facts.Clusters;
using Rightsizer.Analyzer.Formatting;
using Rightsizer.Aws.Pricing;
using Rightsizer.EventLogParser;
using Rightsizer.Reports.Formatting;

namespace Rightsizer.Cli.Sizing;

/// <summary>What <c>--placement-scores</c> adds to the options with Spot nodes: one request each.</summary>
static class SpotPlacements
{
    /// <summary>The result with scores where EC2 gave them; what it did not give is said, and the report is as without.</summary>
    public static SizingResult Add(SizingResult sizing, SizeCommandRequest request, CliContext context)
    {
        var asked = sizing.Offers.Where(o => o is { Rank: > 0, Spot: not null }).ToList();
        if (asked.Count == 0)
        {
            context.Error.WriteLine("--placement-scores: no option has Spot nodes, so nothing was asked");
            return sizing;
        }
        var found = new Dictionary<int, SpotPlacement>();
        try
        {
            var scores = new PlacementScores(request.Source.Profile);
            foreach (var offer in asked)
            {
                var spot = offer.Nodes.Where(n => n.Purchase == Purchase.Spot).ToList();
                string[] types = [.. spot.SelectMany(n => n.SpotAlternatives.Prepend(n.InstanceType)).Distinct(StringComparer.Ordinal)];
                if (types.Length < SpotPlacement.LeastTypes)
                    context.Error.WriteLine(FormattableString.Invariant(
                        $"--placement-scores: option {offer.Rank} has {Quantity.Plural(types.Length, "instance type")}; EC2 scores fewer ")
                        + FormattableString.Invariant($"than {SpotPlacement.LeastTypes} low whatever the capacity, so it was not asked"));
                else found[offer.Rank] = scores.AskAsync(
                    sizing.Region, types, spot.Sum(n => n.Count), DateTime.UtcNow, context.Cancellation).GetAwaiter().GetResult();
            }
        }
        catch (RightsizerException e) when (e.ExitCode == ExitCode.InputUnreadable)
        {
            context.Error.WriteLine($"--placement-scores: {PlainText.OneLine(e.Message)}; the report has no scores");
        }
        return sizing with { Offers = [.. sizing.Offers.Select(With)], Pick = sizing.Pick is { } pick ? With(pick) : null };

        SizingCandidate With(SizingCandidate c) => c is { Rank: > 0, Spot: { } spot } && found.TryGetValue(c.Rank, out var placement)
            ? c with { Spot = spot with { Placement = placement } } : c;
    }
}
