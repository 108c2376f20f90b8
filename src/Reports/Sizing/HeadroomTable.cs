using Rightsizer.Analyzer.Answers.Sizing;
using Rightsizer.Reports.Formatting;

namespace Rightsizer.Reports.Sizing;

/// <summary>The job with more input, as rows and lines that every format shows.</summary>
static class HeadroomTable
{
    /// <summary>Over the columns of <see cref="Rows"/>.</summary>
    public static string[] Heads(SizingResult r) => r.BestRank is { } rank
        ? ["input", "today's executors (9 in 10)", "$ a run", FormattableString.Invariant($"option {rank} (9 in 10)"), "$ a run"]
        : ["input", "today's executors (9 in 10)", "$ a run"];

    public static IEnumerable<string[]> Rows(SizingResult r) => r.Headroom!.Points.Select(p =>
    {
        string[] cells = [HeadroomWords.Times(p.Ratio), Time(p.Today), Usd(p.Today)];
        return r.BestRank is null ? cells : [.. cells, Time(p.Option), Usd(p.Option)];
    });

    /// <summary>What breaks, what grows, what was refused and why.</summary>
    public static IReadOnlyList<string> Lines(SizingResult r)
    {
        var headroom = r.Headroom!;
        if (headroom.Today.Refused is { } why) return [$"More input was not simulated: {why}."];
        var lines = headroom.Points.Where(p => p.Refused is not null)
            .Select(p => $"{HeadroomWords.Times(p.Ratio)} on today's executors: not predicted, {p.Refused}.").ToList();
        lines.Add(HeadroomWords.First(headroom.Today));
        lines.AddRange(headroom.Today.Breaks.Skip(1).Select(b => HeadroomWords.Break(b, headroom.Today, "Then")));
        lines.AddRange(headroom.OptionBreaks.Select(b => HeadroomWords.Break(b, headroom.Today,
            FormattableString.Invariant($"Option {r.BestRank}"))));
        lines.Add(HeadroomWords.Growth(headroom.Today));
        lines.AddRange(headroom.Today.Points.SelectMany(p => p.Answer.Doubts.Select(d => d.Text)).Distinct());
        if (headroom.Today.NotKnown.Count > 0) lines.Add($"Not known from one run: {string.Join("; ", headroom.Today.NotKnown)}.");
        return lines;
    }

    static string Time(VolumeTime? time) => time is null ? "?" : SizingWords.Time(time.TimeMs) + (time.InTime ? "" : ", late");

    static string Usd(VolumeTime? time) => time is null ? "?" : SizingWords.Usd(time.Usd);
}
