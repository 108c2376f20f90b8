using Rightsizer.Analyzer.Answers.Diagnosis;
using Rightsizer.Analyzer.Ledgers;
using Rightsizer.Analyzer.Platforms;
using Rightsizer.Analyzer.Replay;
using Rightsizer.Analyzer.Timing.Spot;

namespace Rightsizer.Analyzer.Answers.Sizing.Search;

/// <summary>The ledger of an option: every line by the rules of docs/pricing.md, its seconds simulated.</summary>
static class CandidateLedger
{
    /// <param name="job">The job.</param>
    /// <param name="option">What.</param>
    /// <param name="run">Simulated there.</param>
    /// <param name="ms">Application time.</param>
    /// <param name="name">Of the ledger.</param>
    public static Ledger Compute(SizingJob job, Option option, SimulatedRun run, double ms, DisplayText name)
    {
        var ledger = new LedgerBuilder(job.Region, job.Request.Pricing.Discounts);
        PlatformCatalog.Find(option.Platform)!.Price(ledger, job, option, run, (decimal)Math.Round(ms) / 1000);
        if (option.IsSpot) ledger.Assume(SpotPool.KilledShare, SpotCase.Reorder);
        RunRequests.Add(ledger, job.Book, job.Run);
        return ledger.Build(LedgerKind.Option, name, (long)Math.Round(ms));
    }
}
