using Rightsizer.Analyzer.Ledgers;
using Rightsizer.Analyzer.Ledgers.Prices;
using Rightsizer.Analyzer.Model;

namespace Rightsizer.Analyzer.Answers.Diagnosis;

/// <summary>The S3 requests of the files that a run's SQL wrote and read, if they lie on S3.</summary>
static class RunRequests
{
    const string FilesRead = "number of files read";

    /// <summary>
    /// Nothing where the log counts no files. Where the region has no S3 prices a note says so: a hole there would hide every total.
    /// </summary>
    public static void Add(LedgerBuilder ledger, PriceBook book, ApplicationRun run)
    {
        var written = run.SqlExecutions.Where(s => s.FilesWritten is > 0)
            .Select(s => new S3Files(s.FilesWritten!.Value, Math.Max(0, s.BytesWritten ?? 0) / s.FilesWritten!.Value)).ToList();
        var scans = run.SqlExecutions.SelectMany(s => s.Metrics).Where(m => m.Name == FilesRead && m.Sum > 0).Select(m => new S3Scan(m.Sum))
            .ToList();
        if (written.Count == 0 && scans.Count == 0) return;
        if (book.S3AndNetwork(ledger.Region, "s3_put_copy_post_list").Usd is null
            || book.S3AndNetwork(ledger.Region, "s3_get_and_other").Usd is null)
        {
            ledger.Note($"requests to S3 are not priced: {PriceTables.S3AndNetwork} has none in {ledger.Region}");
            return;
        }
        S3Requests.Add(ledger, book, S3Client.Emrfs, written, scans);
        ledger.Note("requests to S3: the files that Spark's SQL counted, assumed to be on S3 through EMRFS");
    }
}
