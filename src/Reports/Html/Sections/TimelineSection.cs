using System.Globalization;
using System.Text;
using Rightsizer.Analyzer.Model;
using Rightsizer.Analyzer.Overview;
using Rightsizer.Reports.Formatting;

namespace Rightsizer.Reports.Html.Sections;

/// <summary>Cores paid and used over time, with jobs and stages under the same axis.</summary>
static class TimelineSection
{
    const int Slices = 240, Height = 160, LaneHeight = 9, MaxLanes = 12, MaxBars = 600, Ticks = 5;

    public static Markup Of(ApplicationRun run)
    {
        if (CoreTimeline.Of(run, Slices) is not { } line) return Markup.Empty;
        var top = Math.Max(1, Math.Max(line.PaidCores.Max(), line.UsedCores.Max()));
        return Markup.Of($"""
            <section id="timeline"><h2>Cores paid and used</h2>
            <p class="legend"><span class="key paid"></span> paid <span class="key used"></span> held by tasks, the mean of each {Quantity.Duration((line.EndMs - line.StartMs) / Slices)}; at most {Quantity.Number(top)} cores</p>
            <figure class="chart" title="measured: executors added and removed, tasks launched and finished"><svg viewBox="0 0 {Slices} {Height}" preserveAspectRatio="none" role="img" aria-label="Cores paid and cores used over the run">
            <path class="paid" d="{Area(line.PaidCores, top)}"/><path class="used" d="{Area(line.UsedCores, top)}"/></svg></figure>
            {Lanes("Jobs", JobBars(run), line)}{Lanes("Stages", StageBars(run), line)}
            <div class="axis">{Markup.Join(Enumerable.Range(0, Ticks).Select(i => Markup.Of($"<span>{Quantity.Duration((line.EndMs - line.StartMs) * i / (Ticks - 1))}</span>")))}</div>
            </section>

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

    static List<Bar> JobBars(ApplicationRun run) => run.Jobs.Where(j => j.SubmissionTimeMs is > 0)
        .Select(j => new Bar(j.SubmissionTimeMs!.Value, j.CompletionTimeMs ?? run.CountedUntilMs ?? j.SubmissionTimeMs.Value, $"job {j.JobId}: {j.Description ?? j.Name}", j.Status == "FAILED"))
        .ToList();

    static List<Bar> StageBars(ApplicationRun run) => run.Stages.Where(s => s.WasExecuted && s.Info.SubmissionTimeMs is > 0)
        .Select(s => new Bar(s.FirstTaskLaunchedMs ?? s.Info.SubmissionTimeMs!.Value, s.Info.CompletionTimeMs ?? run.CountedUntilMs ?? s.Info.SubmissionTimeMs!.Value,
            $"stage {s.StageId}.{s.AttemptId}: {s.Info.Name}", s.Status == "FAILED"))
        .ToList();

    static Markup Lanes(string title, List<Bar> bars, CoreTimeline line)
    {
        // the longest ones tell the story; thousands of slivers do not
        var drawn = bars.OrderByDescending(b => b.UntilMs - b.FromMs).Take(MaxBars).OrderBy(b => b.FromMs).ThenBy(b => b.UntilMs).ToList();
        var laneEnds = new List<long>();
        var rects = new List<Markup>();
        foreach (var b in drawn)
        {
            var lane = laneEnds.FindIndex(end => end <= b.FromMs);
            if (lane < 0 && laneEnds.Count < MaxLanes)
            {
                lane = laneEnds.Count;
                laneEnds.Add(0);
            }
            if (lane < 0) continue;
            laneEnds[lane] = b.UntilMs;
            double scale = (double)Slices / (line.EndMs - line.StartMs), x = (b.FromMs - line.StartMs) * scale, width = Math.Max((b.UntilMs - b.FromMs) * scale, 0.15);
            rects.Add(Markup.Of($"<rect class=\"{(b.Failed ? "failed" : "ok")}\" x=\"{x}\" y=\"{lane * LaneHeight + 1L}\" width=\"{width}\" height=\"{LaneHeight - 2L}\"><title>{PlainText.OneLine(b.Label)}, {Quantity.Duration(b.UntilMs - b.FromMs)}</title></rect>"));
        }
        if (rects.Count == 0) return Markup.Empty;
        var height = laneEnds.Count * LaneHeight;
        var left = bars.Count - rects.Count;
        var note = left > 0 ? $"{title}, {left} shorter or overlapping ones not drawn" : title;
        return Markup.Of($"<p class=\"lane\">{note}</p><figure class=\"lanes\"><svg viewBox=\"0 0 {Slices} {height}\" preserveAspectRatio=\"none\" height=\"{height * 2L}\" role=\"img\" aria-label=\"{title} over the run\">{Markup.Join(rects)}</svg></figure>\n");
    }

    sealed record Bar(long FromMs, long UntilMs, string Label, bool Failed);
}
