using Rightsizer.Analyzer.Formatting;
using Rightsizer.Analyzer.Replay;
using Rightsizer.Reports.Formatting;

namespace Rightsizer.Reports.Text;

/// <summary>Where the time and the paid core-time went, beside each other where there is room.</summary>
static class WaterfallLines
{
    const int BarCells = 12, NameColumns = 30;

    public static void Add(TextPage page, Waterfall w)
    {
        var time = Lines($"Where {Quantity.Duration(w.TotalMs)} went", w.Time, w.TotalMs, ms => Quantity.Duration(ms));
        var cores = Lines(
            $"Where {Quantity.CoreTime(w.TotalCoreMs)} paid went", w.CoreTime, w.TotalCoreMs, ms => Quantity.CoreTime(ms, w.TotalCoreMs));
        var column = time.Max(TextColumns.Width) + 4;
        if (column + cores.Max(TextColumns.Width) > page.Width)
        {
            AddAll(page, time);
            AddAll(page, cores);
            return;
        }
        for (var i = 0; i < Math.Max(time.Count, cores.Count); i++)
        {
            var left = TextColumns.PadRight(i < time.Count ? time[i] : "", column);
            page.Line(left + (i < cores.Count ? cores[i] : ""), i == 0 ? TextStyle.Heading : TextStyle.Plain);
        }
    }

    static List<string> Lines(string title, IReadOnlyList<WaterfallLine> lines, long total, Func<long, string> format)
    {
        var values = lines.Select(l => format(l.Ms)).ToList();
        var names = lines.Select(l => PlainText.Short(Phrases.Words(l.Name), NameColumns)).ToList();
        var nameWidth = names.Count == 0 ? 0 : names.Max(TextColumns.Width);
        var valueWidth = values.Count == 0 ? 0 : values.Max(TextColumns.Width);
        return
        [
            title,
            .. lines.Select((l, i) =>
            $"  {TextColumns.PadRight(names[i], nameWidth)}  {TextColumns.PadLeft(values[i], valueWidth)}  {Bar(l.Ms, total)}".TrimEnd()),
        ];
    }

    static string Bar(long part, long total) =>
        total <= 0 ? "" : new string('#', (int)Math.Clamp(Math.Round((double)part / total * BarCells), 0, BarCells));

    static void AddAll(TextPage page, List<string> lines)
    {
        for (var i = 0; i < lines.Count; i++) page.Line(lines[i], i == 0 ? TextStyle.Heading : TextStyle.Plain);
    }
}
