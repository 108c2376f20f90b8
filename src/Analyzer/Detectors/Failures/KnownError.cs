using Rightsizer.Analyzer.Facts;

namespace Rightsizer.Analyzer.Detectors.Failures;

/// <summary>Errors that neither the code nor a row of the data throws, and what helps with each.</summary>
static class KnownError
{
    /// <summary>The hash table of a join did not fit into memory (HashedRelation.scala): Spark's own lack of memory.</summary>
    public static bool IsOfHashTable(string text) =>
        text.Contains("bytes memory to build hash relation", StringComparison.Ordinal)
        || text.Contains("There is not enough memory to build hash map", StringComparison.Ordinal);

    /// <summary>Null for any other error.</summary>
    /// <param name="text">Of a task, a job or a query.</param>
    /// <param name="facts">Of the run.</param>
    public static Advice? Answer(string? text, RunFacts facts)
    {
        if (text is null) return null;
        if (Has("No space left on device")) return FullDisk.Advice(facts);
        if (Has("SlowDown") || Has("reduce your request rate"))
        {
            return new("fewer requests to S3 at a time: fewer and larger files, data under more prefixes, or fewer tasks at a time", null,
                null, "S3 answered 503 Slow Down. It takes 5,500 reads and 3,500 writes a second for each prefix (S3 guide).",
                "Fewer tasks at a time take longer.");
        }
        if (Has("is bigger than spark.driver.maxResultSize"))
        {
            return new("write the result from the executors, or collect less (limit, aggregate)", null, null,
                "The tasks sent more to the driver than spark.driver.maxResultSize allows. A higher limit needs as much more memory of "
                    + "the driver, and a broadcast join may be what collects.");
        }
        if (Has("Could not execute broadcast in ") || Has("Cannot broadcast the table that is larger than "))
        {
            return new("do not broadcast that table: remove the hint, or set spark.sql.autoBroadcastJoinThreshold=-1 for the query", null,
                null, "The table was too large to be collected and sent in time. A longer spark.sql.broadcastTimeout helps only where the "
                    + "table is small and its query slow.", "A sort-merge join shuffles both sides.");
        }
        if (IsOfHashTable(text))
        {
            return new("join by a sort-merge join (remove the hint shuffle_hash, keep spark.sql.join.preferSortMergeJoin at true), or cut "
                + "the join into more partitions", null, null, "A shuffle hash join holds one side of a partition in memory and cannot "
                    + "spill it. It did not fit into what a task may have.", "A sort-merge join sorts both sides.");
        }
        return null;

        bool Has(string part) => text.Contains(part, StringComparison.Ordinal);
    }
}
