using Rightsizer.Analyzer.Answers.Fleet.Bills;
using Rightsizer.Analyzer.Answers.Fleet.Report;
using Rightsizer.Analyzer.Answers.Fleet.State;
using Rightsizer.Analyzer.Answers.Fleet.Summaries;
using Rightsizer.Analyzer.Ledgers;

namespace Rightsizer.Analyzer.Answers.Fleet.Export;

/// <summary>A run with its details; null where the state has none.</summary>
sealed record ExportedRun(CostedRun Costed, RunDetail? Detail)
{
    public RunSummary Run => Costed.Run!;

    /// <summary>Of the run in every table: equal for the same log in every export.</summary>
    public string Id { get; } = Fingerprint.Compute([Costed.Run!.Key.Uri]);

    /// <summary>Those of the details where they sum to the cost; else a line a service, else one line.</summary>
    public IReadOnlyList<ExportedCost> Costs()
    {
        if (Costed.Usd is not { } total) return [];
        if (Detail is { CostLines: { Count: > 0 } lines } && lines.Sum(l => l.Usd) == total)
            return [.. lines.Select(l => new ExportedCost(this, l.Service, l.Usd, l.Ground, l.Name, l))];
        if (Run.Cost?.Services is { Count: > 0 } services && services.Sum(s => s.Usd) == total)
            return [.. services.Select(s => new ExportedCost(this, ServiceOf(s.Service), s.Usd, Costed.Ground, s.Service, null))];
        return [new ExportedCost(this, CostService.Cluster, total, Costed.Ground, Run.Cost?.ActualName ?? "cost of the run", null)];
    }

    static CostService ServiceOf(string word) => BillServices.All.FirstOrDefault(s => BillServices.Word(s) == word, CostService.Cluster);
}

/// <summary>A line of what a run cost; <paramref name="Line"/> is null where only a sum is known.</summary>
sealed record ExportedCost(ExportedRun Run, CostService Service, decimal Usd, Ground Ground, string Name, RunCostLine? Line);

/// <summary>A row of a run's stages.</summary>
sealed record ExportedStage(ExportedRun Run, RunStage Stage);

/// <summary>A finding of a run; the card is null where the state has none.</summary>
sealed record ExportedFinding(ExportedRun Run, RunFinding Finding, int Rank)
{
    public FindingCard? Card => Run.Detail?.Cards.FirstOrDefault(c => c.Finding.Id == Finding.Id && c.Finding.Kind == Finding.Kind);
}

/// <summary>A part of what was paid for that did no work.</summary>
sealed record ExportedWaste(ExportedRun Run, WastePart Part);

/// <summary>An advice as a report gave it, and what became of it.</summary>
sealed record ExportedAdvice(AdviceRecord Record, FleetAdvice? Now);
