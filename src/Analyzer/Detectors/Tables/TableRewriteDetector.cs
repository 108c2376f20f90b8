using Rightsizer.Analyzer.Facts.Tables;
using Rightsizer.Analyzer.Formatting;
using Rightsizer.Analyzer.Model;

namespace Rightsizer.Analyzer.Detectors.Tables;

/// <summary>UPDATE, DELETE or MERGE of a Delta table wrote many rows again that it did not change.</summary>
sealed class TableRewriteDetector : IDetector
{
    const double MinCopiedRatio = 4, MinRewriteMs = 1_000;

    public DetectorDescriptor Descriptor { get; } = new(
        DetectorIds.TableRewrite, "tableRewrite", "Unchanged rows of a table are written again", DetectorCategory.Files,
        [
            new("minCopiedRatio", MinCopiedRatio, "ratio", "rows copied over rows changed; under it most of the writing is asked for"),
            new("minRewriteMs", MinRewriteMs, "ms", "\"time taken to rewrite the matched files\"; a shorter one is worth no change")
            { IsSettable = true },
            new("minShare", DetectorContext.MinShare, "ratio", "no simulation is exact to less of the run"),
        ],
        new("Mark changed rows instead of writing files again", Degree.Low, Degree.Medium, "older readers cannot read such tables"));

    public Verdict Detect(ApplicationRun run, DetectorContext context)
    {
        var facts = context.Facts;
        var minRewriteMs = context.Limit(Descriptor, "minRewriteMs");
        var all = run.SqlExecutions.Select(TableRewrite.Read).OfType<TableRewrite>().ToList();
        if (all.Count == 0) return Verdict.NotApplicable("no UPDATE, DELETE or MERGE reports what it rewrote");
        var wide = all.Where(r => r.RewriteMs >= minRewriteMs && r.RowsCopied > 0 && r.RowsCopied >= MinCopiedRatio * r.RowsChanged)
            .OrderByDescending(r => r.RewriteMs).ThenBy(r => r.Sql.Id).ToList();
        if (wide.Count == 0) return Verdict.Clean("most rows that were written again had changed, or it took little time");
        var top = wide[0];
        double total = wide.Sum(r => r.RewriteMs);
        return new CauseFound
        {
            Where = [.. wide.Take(20).Select(r => new FindingPlace
            {
                SqlExecutionId = r.Sql.Id, Label = facts.Tables.Of(r.Sql)?.Words, Share = r.RewriteMs / total,
            })],
            Evidence =
            [
                new("rewriteMs", total, "ms", minRewriteMs),
                new("rowsChanged", top.RowsChanged, "count"),
                new("rowsCopied", top.RowsCopied, "count"),
                new("filesRemoved", top.FilesRemoved, "count"),
                new("bytesRemoved", top.BytesRemoved, "bytes"),
                new("bytesAdded", top.BytesAdded, "bytes"),
            ],
            Cause = $"{facts.Tables.Of(top.Sql)?.Words ?? $"SQL {top.Sql.Id}"} changed {Quantity.Plural(top.RowsChanged, "row", "rows")} "
                + $"and wrote {Quantity.Plural(top.RowsCopied, "row", "rows")} again as they were, because they were in the same "
                + $"{Quantity.Plural(top.FilesRemoved, "file", "files")}. The rewrite took {Quantity.Duration(top.RewriteMs)}.",
            Advice =
            [
                new("set the table property delta.enableDeletionVectors to true", null, null,
                    "A row that goes is then marked in a small file, and its neighbours stay where they are.",
                    "Readers older than Delta 2.3 cannot read the table; OPTIMIZE or REORG TABLE ... APPLY (PURGE) has to clean up later."),
                new("cluster or partition the table by the columns of the condition", null, null,
                    "The rows that change are then in fewer files."),
            ],
            Confidence = Confidence.Medium,
            EstimatedMs = total,
            AtMost = Severity.Warning,
        };
    }
}
