namespace Rightsizer.Reports.Brief;

/// <summary>The page of a detector, cut to what an answer may be.</summary>
public static class ExplainBrief
{
    public static string Compose(Explanation explanation)
    {
        var page = new BriefPage($"more: docs/detectors/{explanation.Id}.md");
        foreach (var line in explanation.Page.TrimEnd().Split('\n'))
            if (line.Trim().Length > 0) page.Add(line.TrimEnd());
        return page.ToString();
    }

    /// <summary>Every kind with its id and what it is about.</summary>
    public static string List()
    {
        var page = new BriefPage("more: explain KIND");
        foreach (var e in Explanations.All) page.Add(e.Page.Split('\n', 2)[0].TrimStart('#', ' '));
        return page.ToString();
    }
}
