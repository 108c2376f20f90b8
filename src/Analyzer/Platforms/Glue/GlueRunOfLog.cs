using Rightsizer.Analyzer.Facts.Clusters;
using Rightsizer.Analyzer.Formatting;
using Rightsizer.Analyzer.Model;

namespace Rightsizer.Analyzer.Platforms.Glue;

/// <summary>Which of the job runs of a file is the log's: by its id, else by the time.</summary>
static class GlueRunOfLog
{
    const string IdSetting = "spark.glue.JOB_RUN_ID";

    /// <summary>Null with the reason in <paramref name="missing"/> where none is, or several may be.</summary>
    /// <param name="run">The log's run.</param>
    /// <param name="given">Not empty.</param>
    /// <param name="missing">Why not.</param>
    public static GlueJobRun? Find(ApplicationRun run, IReadOnlyList<GlueJobRun> given, out string? missing)
    {
        missing = null;
        var ids = given.Where(g => g.Id is { } id && Names(run, id)).ToList();
        if (ids.Count == 1) return ids[0];
        if (given.Count == 1) return given[0];
        var then = given.Where(g => OfTimes(run, g) is null).ToList();
        if (then.Count == 1) return then[0];
        missing = $"{Quantity.Plural(then.Count, "Glue job run")} of the cluster file ran when the log began, and it names none of them: "
            + "give get-job-run of the one";
        return null;
    }

    /// <summary>Null where one of them can be the log's, or none is given.</summary>
    public static string? Contradiction(ApplicationRun run, IReadOnlyList<GlueJobRun> given)
    {
        if (given.Count == 0 || given.Any(g => g.Id is { } id && Names(run, id))) return null;
        if (IdOf(run) is { } own && given.All(g => g.Id is not null))
            return $"the log is of the Glue job run {own}, which is not in it";
        if (given.Any(g => OfTimes(run, g) is null)) return null;
        return given.Count == 1 ? OfTimes(run, given[0])
            : $"none of its {Quantity.Plural(given.Count, "Glue job run")} is named in the log or ran when it began";
    }

    static string? OfTimes(ApplicationRun run, GlueJobRun g) => ClusterOfRun.OfTimes(run, g.StartedMs, g.CompletedMs, "its job run");

    /// <summary>Glue sets the id as a property, and names the application after it: nativespark-JOB-jr_ID.</summary>
    static bool Names(ApplicationRun run, string id) => run.Environment[IdSetting] == id
        || run.App.Name?.EndsWith("-" + id, StringComparison.Ordinal) == true;

    /// <summary>"jr_..."; null where the log does not name its job run, or a redacted one has another word for it.</summary>
    static string? IdOf(ApplicationRun run)
    {
        const string prefix = "jr_";
        if (run.Environment[IdSetting] is { } id && id.StartsWith(prefix, StringComparison.Ordinal)) return id;
        return run.App.Name is { } name && name.LastIndexOf("-" + prefix, StringComparison.Ordinal) is >= 0 and var at ? name[(at + 1)..]
            : null;
    }
}
