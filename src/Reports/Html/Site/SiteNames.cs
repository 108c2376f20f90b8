using Rightsizer.Analyzer.Answers.Fleet.Site;

namespace Rightsizer.Reports.Html.Site;

/// <summary>Names of the pages of a site, all in one folder: links work from a file share, S3 and a web server alike.</summary>
static class SiteNames
{
    public const string Index = "index.html", Search = "search.html";

    public static readonly (string, string)[] Bar = [(Index, "Weeks and jobs"), (Search, "Search")];

    public static string Week(string monday) => $"week-{monday}.html";

    public static string Job(string id) => $"job-{id}.html";

    public static string Run(SiteRun run) => Run(run.Id);

    public static string Run(string id) => $"run-{id}.html";

    public static string Workflow(SiteWorkflow workflow) => $"workflow-{workflow.Id}.html";

    public static Markup Link(string page, string? words) => Markup.Html($"<a href=\"{page}\">{HtmlCell.Name(words)}</a>");

    /// <summary>A run's page where it has one, else its day alone.</summary>
    public static Markup RunLink(SiteRun run, string words) => run.Findings.Count > 0 ? Link(Run(run), words) : HtmlCell.Name(words);
}
