using Rightsizer.Analyzer.Model;
using Rightsizer.Reports.Formatting;

namespace Rightsizer.Reports.Html.Sections;

/// <summary>The settings that decide time and money.</summary>
static class SettingSection
{
    public static Markup Render(ApplicationRun run)
    {
        var table = new HtmlTable(
            "Set in this run, from the settings that decide time and money", new("property"), new("value", Wide: true));
        foreach (var (key, value) in ShownSettings.Pick(run.Environment))
            table.Add(new(Markup.Html($"<code>{key}</code>")), HtmlCell.Text(value));
        return table.Count == 0 ? Markup.Empty
            : Markup.Html($"<section id=\"settings\"><h2>Settings</h2>\n{table.ToMarkup()}</section>\n\n");
    }
}
