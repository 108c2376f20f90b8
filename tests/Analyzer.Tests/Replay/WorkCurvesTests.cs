using System.Globalization;
using Rightsizer.Analyzer.Replay;
using Rightsizer.TestSupport;

namespace Rightsizer.Analyzer.Tests.Replay;

/// <summary>shared/spark-logs/work: programs that compute, shuffle, cache and read files, each at several shapes.</summary>
public class WorkCurvesTests(ITestOutputHelper output)
{
    [Fact]
    public void OneRunOfAProgramThatWorks_PredictsItsOtherShapes()
    {
        Assert.SkipWhen(SharedFolder.Path is null, SharedFolder.SkipReason);
        var runs = Load();
        var pairs = new List<(string Program, double Error, bool Inside)>();
        int cliffs = 0, told = 0;
        foreach (var from in runs)
        {
            foreach (var to in runs.Where(r =>
                r.Program == from.Program && (r.Executors, r.Cores) != (from.Executors, from.Cores) && r.Slots <= 2 * from.Slots
                && from.Slots <= 2 * r.Slots))
            {
                var answer = WhatIf.Answer(from.Prepared,
                    WhatIfSpec.Parse(string.Create(CultureInfo.InvariantCulture, $"{to.Executors}x{to.Cores}")), taskBudget: 20_000);
                if (from.Program.StartsWith("cliff", StringComparison.Ordinal))
                {
                    cliffs++;
                    if (answer.Refused is not null || answer.Doubts.Any(d => d.Effect == Effects.Cache)) told++;
                    continue;
                }
                var jobs = (double)answer.JobsMs!.Value;
                var work = (double)(answer.Jobs.Max(j => j.EndedMs) - answer.Jobs.Single(j => j.JobId == from.FirstJob).SubmittedMs);
                // the computer was slower in one of the two runs: put right by the probe of each
                var real = to.WorkMs * from.ProbeMs / to.ProbeMs;
                pairs.Add((from.Program.Split('-')[0], 100 * (work / real - 1),
                    real >= work * answer.JobsP10Ms!.Value / jobs && real <= work * answer.JobsP90Ms!.Value / jobs));
            }
        }
        foreach (var g in pairs.GroupBy(p => p.Program).OrderBy(g => g.Key, StringComparer.Ordinal))
            output.WriteLine($"{g.Key,-8} {Line([.. g])}");
        output.WriteLine($"all      {Line(pairs)}, cliffs told {told} of {cliffs}");
        var sorted = pairs.Select(p => Math.Abs(p.Error)).Order().ToArray();
        Assert.Equal((96, 2, 2), (pairs.Count, cliffs, told));
        Assert.InRange(sorted[sorted.Length / 2], 0, 16);
        Assert.InRange(sorted[(int)(0.9 * sorted.Length)], 0, 36);
        Assert.InRange(pairs.Count(p => p.Inside) / (double)pairs.Count, 0.70, 0.92);
    }

    static string Line(List<(string Program, double Error, bool Inside)> pairs)
    {
        var sorted = pairs.Select(p => Math.Abs(p.Error)).Order().ToArray();
        return string.Create(CultureInfo.InvariantCulture,
            $"n {sorted.Length,2}, median {sorted[sorted.Length / 2]:0.0} %, P90 "
                + $"{sorted[Math.Min(sorted.Length - 1, (int)(0.9 * sorted.Length))]:0.0} %, bias {pairs.Average(p => p.Error):0.0} %, "
                + $"in the band {pairs.Count(p => p.Inside)}");
    }

    static List<WorkRun> Load()
    {
        var folder = Path.Combine(SharedFolder.Path!, "spark-logs", "work");
        return [.. File.ReadLines(Path.Combine(folder, "labels.tsv")).Skip(1).Select(line => line.Split('\t')).Select(f => new WorkRun(
            f[1], Number(f[2]), Number(f[3]), Number(f[4]), Number(f[8]), double.Parse(f[9], CultureInfo.InvariantCulture),
            RunReplay.Prepare(Curves.LoadRun(Path.Combine(folder, "logs", f[0])))))];
    }

    static int Number(string digits) => int.Parse(digits, CultureInfo.InvariantCulture);

    /// <param name="Program">Name and seed.</param>
    /// <param name="Executors">How many.</param>
    /// <param name="Cores">Of each.</param>
    /// <param name="WorkMs">Submission of the first job to the end of the last.</param>
    /// <param name="FirstJob">Of the work.</param>
    /// <param name="ProbeMs">How slow the computer was.</param>
    /// <param name="Prepared">Its plan.</param>
    sealed record WorkRun(string Program, int Executors, int Cores, int WorkMs, int FirstJob, double ProbeMs, ReplayPreparation Prepared)
    {
        public int Slots => Executors * Cores;
    }
}
