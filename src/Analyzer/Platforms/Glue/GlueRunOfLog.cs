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
        if (run.Environment[IdSetting] is { } own && given.All(g => g.Id is not null))
        {
            missing = $"the log is of the Glue job run {own}, which is not in the cluster file";
            return null;
        }
        if (given.Count == 1) return given[0];
        var then = run.App.StartTimeMs is not { } start ? []
            : given.Where(g => g.StartedMs <= start && start <= (g.CompletedMs ?? long.MaxValue)).ToList();
        if (then.Count == 1) return then[0];
        missing = then.Count == 0
            ? $"none of the {Quantity.Plural(given.Count, "Glue job run")} in the cluster file is named in the log or ran when it began"
            : $"{Quantity.Plural(then.Count, "Glue job run")} of the cluster file ran when the log began, and it names none of them: give "
                + "get-job-run of the one";
        return null;
    }

    /// <summary>Glue sets the id as a property, and names the application after it: nativespark-JOB-jr_ID.</summary>
    static bool Names(ApplicationRun run, string id) => run.Environment[IdSetting] == id
        || run.App.Name?.EndsWith("-" + id, StringComparison.Ordinal) == true;
}
