using Rightsizer.Analyzer.Answers.Diagnosis;
using Rightsizer.Analyzer.Formatting;
using Rightsizer.Analyzer.Ledgers;
using Rightsizer.Reports.Formatting;

namespace Rightsizer.Reports.Charts.Run;

/// <summary>Ledgers as bars: compute, fees, disk and start-up of each.</summary>
public static class CostChart
{
    static readonly (string Name, Hue Hue)[] Parts =
        [("compute", Hue.Accent), ("fees", Hue.Violet), ("disk and other", Hue.Exchange), ("start-up", Hue.StartUp)];

    /// <summary>What a run cost beside what it would cost elsewhere; null where nothing has a price.</summary>
    public static ChartModel? Build(CostReport cost) =>
        Build("cost-by-option", Bars(cost),
            $"Each bar is the sum of the lines of its ledger. {PlainText.OneLine(Phrases.PriceBook(cost))}");

    /// <summary>This run first, then the alternatives in their order.</summary>
    public static IReadOnlyList<(string Name, Ledger Ledger, string? Link, bool IsMain)> Bars(CostReport cost) =>
        [.. (cost.Actual is { } actual ? [actual] : Array.Empty<Ledger>()).Concat(cost.Alternatives)
            .Select((l, i) => (ReferenceEquals(l, cost.Actual) ? "this run" : PlainText.OneLine(l.Title), l, (string?)$"ledger-{i}",
                ReferenceEquals(l, cost.Actual)))];

    /// <summary>Null where no ledger has a price.</summary>
    /// <param name="id">Of the chart.</param>
    /// <param name="bars">Name of each bar, its ledger, the id of its table, and whether it is the one to look at.</param>
    /// <param name="source">How the values are known.</param>
    /// <param name="medians">
    /// Ledgers whose figure everywhere else is the median of simulated runs: their bars are as long as that, in the ledger's parts.
    /// </param>
    public static ChartModel? Build(string id, IReadOnlyList<(string Name, Ledger Ledger, string? Link, bool IsMain)> bars, string source,
        IReadOnlyDictionary<Ledger, decimal>? medians = null)
    {
        decimal TotalOf(Ledger l) => medians is not null && medians.TryGetValue(l, out var median) ? median : l.TotalUsd ?? l.PricedPartUsd;
        decimal PartUsd(Ledger l, int part)
        {
            var usd = l.Lines.Where(x => PartOf(x) == part).Sum(x => x.AmountUsd ?? 0);
            return l.PricedPartUsd > 0 && TotalOf(l) != l.PricedPartUsd ? usd / l.PricedPartUsd * TotalOf(l) : usd;
        }
        string Words(Ledger l) =>
            medians is not null && medians.TryGetValue(l, out var usd) ? Quantity.Usd(usd, l.Ground) : Phrases.Total(l);

        var priced = bars.Where(b => TotalOf(b.Ledger) > 0).ToList();
        if (priced.Count == 0) return null;
        var most = priced.Max(b => (double)TotalOf(b.Ledger));
        var marks = new List<ChartMark>();
        for (var i = 0; i < priced.Count; i++)
        {
            var (name, ledger, link, isMain) = priced[i];
            double at = 0;
            for (var p = 0; p < Parts.Length; p++)
            {
                var usd = PartUsd(ledger, p);
                if (usd <= 0) continue;
                marks.Add(new BoxMark(at, at + (double)usd, i + 0.2, i + 0.8)
                {
                    Hue = Parts[p].Hue,
                    Outlined = isMain,
                    Link = link,
                    Detail = $"{name}: {Parts[p].Name} {Quantity.Usd(usd, ledger.Ground)} of {Words(ledger)}",
                });
                at += (double)usd;
            }
            marks.Add(new BoxMark(at, at, i + 0.2, i + 0.8) { Hue = Hue.Ink, Fill = ChartFill.None, Label = Words(ledger) });
        }
        var (low, high) = (priced.MinBy(b => TotalOf(b.Ledger)), priced.MaxBy(b => TotalOf(b.Ledger)));
        return new ChartModel
        {
            Id = id,
            Title = priced.Count == 1 ? $"{low.Name}: {Words(low.Ledger)}"
                : $"From {Words(low.Ledger)} ({low.Name}) to {Words(high.Ledger)} ({high.Name})",
            Source = source,
            X = new("USD a run", "usd", 0, most * 1.12),
            Y = ChartAxis.Named("", [.. priced.Select(b => b.Name)]),
            Marks = marks,
            Keys = [.. Parts.Where((_, p) => priced.Any(b => b.Ledger.Lines.Any(l => PartOf(l) == p && l.AmountUsd > 0))).Select(p =>
                new ChartKey(p.Name, p.Hue))],
            Height = priced.Count * 30,
            Values = new(["option", .. Parts.Select(p => p.Name), "total"], [.. priced.Select(b => (IReadOnlyList<string>)
                [b.Name, .. Parts.Select((_, p) => Quantity.Usd(PartUsd(b.Ledger, p))), Words(b.Ledger)])]),
        };
    }

    static int PartOf(LedgerLine l) => l.Purpose == LinePurpose.StartUp ? 3 : l.Service switch
    {
        CostService.EmrFee or CostService.EmrOnEks or CostService.EksControlPlane => 1,
        CostService.Ebs or CostService.S3 or CostService.Transfer => 2,
        _ => 0,
    };
}
