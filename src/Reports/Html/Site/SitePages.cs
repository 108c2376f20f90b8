using System.Text;
using Rightsizer.Analyzer.Answers.Fleet.Site;
using Rightsizer.Analyzer.Answers.Fleet.State;
using Rightsizer.Analyzer.Answers.Fleet.Summaries;

namespace Rightsizer.Reports.Html.Site;

/// <summary>The pages of a site, each a file of its own without a folder. No page needs another one, a server or the network.</summary>
public static class SitePages
{
    /// <summary>Equal in every program that writes the same pages from the same site.</summary>
    public static string Version { get; } = Fingerprint.Compute([HtmlPage.Shell,
        typeof(SitePages).Assembly.ManifestModule.ModuleVersionId.ToString()]);

    /// <summary>All but the pages of runs: first page, search, weeks, jobs, workflows.</summary>
    public static IEnumerable<(string Name, Func<byte[]> Content)> Common(FleetSite site)
    {
        yield return (SiteNames.Index, () => Page(o => SiteIndexPage.Write(site, o)));
        yield return (SiteNames.Search, () => Page(o => SiteSearchPage.Write(site, o)));
        foreach (var week in site.Weeks) yield return (SiteNames.Week(week.Monday), () => Page(o => SiteWeekPage.Write(site, week, o)));
        foreach (var job in site.Jobs) yield return (SiteNames.Job(job.Id), () => Page(o => SiteJobPage.Write(site, job, o)));
        foreach (var w in site.Workflows) yield return (SiteNames.Workflow(w), () => Page(o => SiteWorkflowPage.Write(site, w, o)));
    }

    /// <summary>Name of a run's page; null for a run without findings, which has none.</summary>
    public static string? NameOf(SiteRun run) => run.Findings.Count > 0 ? SiteNames.Run(run) : null;

    /// <param name="site">Measures in which it ranks.</param>
    /// <param name="job">The run's job.</param>
    /// <param name="run">With at least one finding.</param>
    /// <param name="detail">Null where the state has none.</param>
    public static byte[] Run(FleetSite site, SiteJob job, SiteRun run, RunDetail? detail) =>
        Page(o => SiteRunPage.Write(site, job, run, detail, o));

    /// <summary>Room for most pages of runs, so that a buffer does not grow step by step.</summary>
    const int UsualBytes = 48 << 10;

    static byte[] Page(Action<TextWriter> write)
    {
        using var buffer = new MemoryStream(UsualBytes);
        using (var output = new StreamWriter(buffer, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false), 4096)) write(output);
        return buffer.ToArray();
    }
}
