using Rightsizer.Analyzer.Model;
using Rightsizer.EventLogParser;

namespace Rightsizer.Analyzer.Platforms.Files;

/// <summary>What a job sets for its own work, apart from its executors: a file for another cluster carries it over.</summary>
/// <param name="Carried">spark.sql.* and how its jobs share the executors, by name.</param>
/// <param name="NotCarried">
/// Names of the others of them: not the same in every run, of the place where it ran, perhaps a secret, or nothing that a command holds.
/// </param>
public sealed record JobSettings(IReadOnlyList<KeyValuePair<string, string>> Carried, IReadOnlyList<string> NotCarried)
{
    const int MaxValueLength = 500;
    const string Mode = "spark.scheduler.mode";
    const string DefaultMode = "FIFO";

    /// <summary>Set by the platform where it ran, and wrong or needless anywhere else.</summary>
    static readonly string[] platformOwn =
    [
        "spark.sql.warehouse.dir", "spark.sql.hive.metastore.", "spark.sql.catalogImplementation", "spark.sql.emr.internal.",
        "spark.sql.parquet.output.committer.class", "spark.sql.parquet.fs.optimized.committer.",
    ];

    static readonly string[] objectStores = ["s3://", "s3a://", "s3n://"];

    /// <summary>Classes that only the platform of their maker has.</summary>
    static readonly string[] makers = ["com.databricks.", "com.amazon", "com.google.", "com.microsoft."];

    /// <summary>Nothing set.</summary>
    public static JobSettings None { get; } = new([], []);

    /// <summary>What all runs of a job have in common.</summary>
    public static JobSettings Collect(IReadOnlyList<ApplicationRun> runs)
    {
        var carried = new List<KeyValuePair<string, string>>();
        var not = new List<string>();
        foreach (var key in runs.SelectMany(r => r.Environment.SparkProperties.Keys).Where(IsOfTheJob)
            .Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal))
        {
            var value = runs[^1].Environment[key];
            // Spark logs the mode of every run, set or not
            if (key == Mode && runs.All(r => r.Environment[key] is null or DefaultMode)) continue;
            if (value is not null && runs.All(r => r.Environment[key] == value) && IsFree(key, value)) carried.Add(new(key, value));
            else not.Add(key);
        }
        return new JobSettings(carried, not);
    }

    static bool IsOfTheJob(string key) =>
        key is Mode or "spark.scheduler.allocation.file"
        || (key.StartsWith("spark.sql.", StringComparison.Ordinal)
            && !Array.Exists(platformOwn, p => key.StartsWith(p, StringComparison.Ordinal)));

    static bool IsFree(string key, string value) =>
        IsPlain(key) && IsPlain(value) && value.Length <= MaxValueLength && !SecretSetting.IsPerhaps(key) && !SecretSetting.IsPerhaps(value)
        && !Array.Exists(makers, m => value.Contains(m, StringComparison.Ordinal)) && !value.Split(',', '=').Any(IsLocal);

    /// <summary>A file or an address of the place where the job ran: only an object store is the same from everywhere.</summary>
    static bool IsLocal(string word) =>
        word.StartsWith('/') || (word.Contains(":/", StringComparison.Ordinal)
            && !Array.Exists(objectStores, s => word.StartsWith(s, StringComparison.Ordinal)));

    /// <summary>Goes through a shell and a list of --conf without quotes; no "@", before which an address has a password.</summary>
    static bool IsPlain(string text) =>
        text.Length > 0 && text.All(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '_' or '-' or '/' or ':' or ',' or '=' or '+' or '%');
}
