using System.Globalization;
using System.Text;
using Rightsizer.Analyzer.Facts;
using Rightsizer.Analyzer.Formatting;
using Rightsizer.Analyzer.Model;
using Rightsizer.Reports.Formatting;

namespace Rightsizer.Reports.Html.Sections;

/// <summary>Cores paid and used over time, with jobs and stages under the same axis.</summary>
static class TimelineSection
{
    const int Slices = 400, Height = 160, LaneHeight = 9, MaxLanes = 12, MaxBars = 600, Ticks = 5, LabelColumns = 120;

    public static Markup Render(ApplicationRun run)
    {
        if (CoreTimeline.Compute(run, Slices) is not { } line) return Markup.Empty;
        var top = Math.Max(1, Math.Max(line.PaidCores.Max(), line.UsedCores.Max()));
        var (jobs, jobsLeft) = Lanes("jobs", JobSpans(run), line);
        var (stages, stagesLeft) = Lanes("stages", StageSpans(run), line);
        var left = jobsLeft + stagesLeft > 0
            ? $" {Quantity.Plural(jobsLeft, "short job")} and {Quantity.Plural(stagesLeft, "short stage")} are not drawn." : "";
        var slice = (double)(line.EndMs - line.StartMs) / Slices;
        var chart = new HtmlChart
        {
            X = new("since start", "ms"),
            Y = new("cores", "cores"),
            XValues = [.. Enumerable.Range(0, Slices).Select(i => Math.Round(i * slice))],
            Series =
            [
                new("paid", [.. line.PaidCores.Select(c => (double?)Math.Round(c, 2))], "paid", ChartStyle.Steps),
                new("used", [.. line.UsedCores.Select(c => (double?)Math.Round(c, 2))], "used", ChartStyle.Steps),
            ],
            Lanes = [jobs, stages],
        };
        var still = Markup.Html($"""
            <svg viewBox="0 0 {(long)Slices} {(long)Height}" preserveAspectRatio="none" role="img" aria-label="Cores paid and cores used over the run">
            <path class="paid" d="{Area(line.PaidCores, top)}"/><path class="used" d="{Area(line.UsedCores, top)}"/></svg>
            {Still(jobs, line)}{Still(stages, line)}
            <div class="axis">{Markup.Join(Enumerable.Range(0, Ticks).Select(i => Markup.Html($"<span>{Quantity.Duration((line.EndMs - line.StartMs) * i / (Ticks - 1))}</span>")))}</div>
            """);
        return Markup.Html($"""
            <section id="timeline"><h2>Cores paid and used</h2>
            <p class="legend"><span class="key paid"></span> paid <span class="key used"></span> held by tasks, the mean of each {Quantity.Duration((long)slice)}; at most {Quantity.Number(top)} cores.{left} <span class="soft">Drag to zoom, double-click to see all.</span></p>
            {chart.ToMarkup(still, "measured: executors added and removed, tasks launched and finished", "Cores paid and cores used over the run, with its jobs and stages")}</section>

            """);
    }

    static string Area(IReadOnlyList<double> cores, double top)
    {
        var path = new StringBuilder($"M0,{Height}");
        for (var i = 0; i < cores.Count; i++)
        {
            var y = (Height * (1 - cores[i] / top)).ToString("0.#", CultureInfo.InvariantCulture);
            path.Append(CultureInfo.InvariantCulture, $"L{i},{y}H{i + 1}");
        }
        return path.Append(CultureInfo.InvariantCulture, $"V{Height}Z").ToString();
    }

    static List<Span> JobSpans(ApplicationRun run) => run.Jobs.Where(j => j.SubmissionTimeMs is > 0)
        .Select(j => new Span(j.SubmissionTimeMs!.Value, j.CompletionTimeMs ?? run.CountedUntilMs ?? j.SubmissionTimeMs.Value,
        $"job {j.JobId}: {j.Description ?? j.Name}", j.Status == "FAILED"))
        .ToList();

    static List<Span> StageSpans(ApplicationRun run) => run.Stages.Where(s => s.WasExecuted && s.Info.SubmissionTimeMs is > 0)
        .Select(s => new Span(s.FirstTaskLaunchedMs ?? s.Info.SubmissionTimeMs!.Value,
        s.Info.CompletionTimeMs ?? run.CountedUntilMs ?? s.Info.SubmissionTimeMs!.Value,
            $"stage {s.StageId}.{s.AttemptId}: {s.Info.Name}", s.Status == "FAILED"))
        .ToList();

    /// <summary>The longest ones tell the story; thousands of slivers do not.</summary>
    static (ChartLanes Lanes, int NotDrawn) Lanes(string title, List<Span> spans, CoreTimeline line)
    {
        var drawn = spans.OrderByDescending(b => b.UntilMs - b.FromMs).Take(MaxBars).OrderBy(b => b.FromMs).ThenBy(b => b.UntilMs);
        var laneEnds = new List<long>();
        var bars = new List<ChartBar>();
        foreach (var s in drawn)
        {
            var lane = laneEnds.FindIndex(end => end <= s.FromMs);
            if (lane < 0 && laneEnds.Count < MaxLanes)
            {
                lane = laneEnds.Count;
                laneEnds.Add(0);
            }
            if (lane < 0) continue;
            laneEnds[lane] = s.UntilMs;
            bars.Add(new(s.FromMs - line.StartMs, s.UntilMs - line.StartMs, lane, PlainText.Short(s.Label, LabelColumns), s.Failed));
        }
        var left = spans.Count - bars.Count;
        return (new(title, bars), left);
    }

    static Markup Still(ChartLanes lanes, CoreTimeline line)
    {
        if (lanes.Bars.Count == 0) return Markup.Empty;
        var scale = (double)Slices / (line.EndMs - line.StartMs);
        var height = (lanes.Bars.Max(b => b.Lane) + 1) * LaneHeight;
        var rects = lanes.Bars.Select(b => Markup.Html(
            $"<rect class=\"{(b.Failed ? "failed" : "ok")}\" x=\"{b.From * scale}\" y=\"{b.Lane * LaneHeight + 1L}\" "
                + $"width=\"{Math.Max((b.Until - b.From) * scale, 0.15)}\" height=\"{LaneHeight - 2L}\"/>"));
        return Markup.Html(
            $"<p class=\"lane\">{lanes.Title}</p><div class=\"lanes\"><svg viewBox=\"0 0 {(long)Slices} {(long)height}\" "
            + $"preserveAspectRatio=\"none\" height=\"{height * 2L}\" aria-hidden=\"true\">{Markup.Join(rects)}</svg></div>\n");
    }

    sealed record Span(long FromMs, long UntilMs, string Label, bool Failed);
}
