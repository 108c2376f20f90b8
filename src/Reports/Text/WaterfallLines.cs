using Rightsizer.Analyzer.Formatting;
using Rightsizer.Analyzer.Replay;
using Rightsizer.Reports.Formatting;

namespace Rightsizer.Reports.Text;

/// <summary>Where the time and the paid core-time went, beside each other where there is room.</summary>
static class WaterfallLines
{
    const int BarCells = 12, NameColumns = 34;

    /// <summary>Parts under this share of the whole are one line together.</summary>
    const double SmallShare = 0.03;

    public static void Add(TextPage page, Waterfall w)
    {
        var time = Lines($"Where {Quantity.Duration(w.TotalMs)} went", w.Time, w.TotalMs, ms => Quantity.Duration(ms));
        var cores = Lines(
            $"Where {Quantity.CoreTime(w.TotalCoreMs)} of paid core time went", w.CoreTime, w.TotalCoreMs,
            ms => Quantity.CoreTime(ms, w.TotalCoreMs));
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
        var parts = Folded(lines, total);
        var values = parts.Select(l => format(l.Ms)).ToList();
        var names = parts.Select(l => PlainText.Short(l.Name, NameColumns)).ToList();
        var nameWidth = names.Count == 0 ? 0 : names.Max(TextColumns.Width);
        var valueWidth = values.Count == 0 ? 0 : values.Max(TextColumns.Width);
        return
        [
            title,
            .. parts.Select((l, i) =>
            $"  {TextColumns.PadRight(names[i], nameWidth)}  {TextColumns.PadLeft(values[i], valueWidth)}  {Bar(l.Ms, total)}".TrimEnd()),
        ];
    }

    /// <summary>Largest first, then the small parts as one.</summary>
    static List<(string Name, long Ms)> Folded(IReadOnlyList<WaterfallLine> lines, long total)
    {
        var sorted = lines.OrderByDescending(l => l.Ms).Select(l => (Name: Phrases.TimePart(l.Name), l.Ms)).ToList();
        var small = sorted.Where(l => l.Ms < SmallShare * total).ToList();
        if (small.Count < 2) return sorted;
        return [.. sorted.Take(sorted.Count - small.Count), ($"{small.Count} smaller parts", small.Sum(l => l.Ms))];
    }

    static string Bar(long part, long total) =>
        total <= 0 ? "" : new string('#', (int)Math.Clamp(Math.Round((double)part / total * BarCells), 0, BarCells));

    static void AddAll(TextPage page, List<string> lines)
    {
        for (var i = 0; i < lines.Count; i++) page.Line(lines[i], i == 0 ? TextStyle.Heading : TextStyle.Plain);
    }
}
