using Rightsizer.Analyzer.Answers.Fleet.State;
using Rightsizer.Analyzer.Detectors;
using Rightsizer.Analyzer.Facts;
using Rightsizer.Analyzer.Ledgers;
using Rightsizer.Analyzer.Model;
using Rightsizer.EventLogParser;
using Rightsizer.EventLogParser.Events;

namespace Rightsizer.Analyzer.Answers.Fleet.Summaries;

/// <summary>From an analysed run to what its pages and tables need, within <see cref="MaxBytes"/>.</summary>
static class RunDetailBuilder
{
    /// <value>Bytes of a line: cost lines, then cards, then stages take of it.</value>
    public const int MaxBytes = 20_000;

    /// <value>Bytes that cards leave for stages.</value>
    const int ForStages = 6_000;
    const int MaxStages = 40, MaxPlaces = 4, MaxCostLines = 30, MaxName = 120, MaxText = 1_000;

    public static RunDetail From(RunKey key, AnalysisResult result)
    {
        var names = StageNames.Name(result.Run);
        var lines = CostLines(result.Cost.Actual);
        var rest = MaxBytes - RecordKind.SizeOf(new RunDetail { Key = key, Cards = [], Stages = [], CostLines = lines });
        var cards = new List<FindingCard>();
        foreach (var finding in result.Findings)
        {
            var card = CardOf(finding, result.Run, names);
            var size = RecordKind.SizeOf(card) + 1;
            if (rest - size < ForStages) break;
            rest -= size;
            cards.Add(card);
        }
        return new RunDetail
        {
            Key = key,
            Cards = cards,
            CardsLeftOut = result.Findings.Count - cards.Count,
            Stages = Stages(result.Run, names, rest),
            CostLines = lines,
        };
    }

    static IReadOnlyList<RunCostLine> CostLines(Ledger? ledger) => ledger?.TotalUsd is null || ledger.Lines.Count > MaxCostLines ? []
        : [.. ledger.Lines.Select(l => new RunCostLine(l.Service, l.Purpose, Cut(l.Name.ToString(), MaxName), l.Quantity, l.Unit,
            l.UnitPriceUsd!.Value, l.AmountUsd!.Value, Cut(l.Source, MaxName), l.Date, l.Ground))];

    static FindingCard CardOf(Finding f, ApplicationRun run, Func<StageAttempt, string?> names)
    {
        var kept = f with
        {
            Title = Cut(f.Title, MaxText),
            Cause = Cut(f.Cause, MaxText),
            Where = [.. f.Where.Take(MaxPlaces).Select(p => p with
            {
                Label = Short(NameOf(p, run, names) ?? p.Label),
                Host = Short(p.Host),
                ExecutorId = Short(p.ExecutorId),
            })],
            Advice = [.. f.Advice.Select(a => a with
            {
                Setting = Cut(a.Setting, MaxText),
                Now = SecretSetting.IsHiddenBySpark(a.Setting, a.Now) ? null : Value(a.Now),
                Proposed = SecretSetting.IsHiddenBySpark(a.Setting, a.Proposed) ? null : Value(a.Proposed),
                Why = Cut(a.Why, MaxText),
                MayCost = a.MayCost is null ? null : Cut(a.MayCost, MaxText),
            })],
        };
        return new(kept) { MorePlaces = Math.Max(0, f.Where.Count - MaxPlaces) };
    }

    /// <summary>The stages with the most run time, as many as fit, and one row for the others.</summary>
    static List<RunStage> Stages(ApplicationRun run, Func<StageAttempt, string?> names, int bytes)
    {
        var executed = run.Stages.Where(s => s.WasExecuted).ToList();
        var kept = new List<RunStage>();
        var others = new RunStage();
        // a row of all others has no name and no status
        var rest = bytes - RecordKind.SizeOf(SumOf(executed));
        foreach (var stage in executed.OrderByDescending(s => s.Metrics[TaskMetric.ExecutorRunTime]).ThenBy(s => s.StageId)
            .ThenBy(s => s.AttemptId))
        {
            var row = Figures(stage) with
            {
                Id = stage.StageId,
                Attempt = stage.AttemptId,
                Name = Short(names(stage)),
                Status = stage.Status,
                SubmittedMs = stage.Info.SubmissionTimeMs,
                CompletedMs = stage.Info.CompletionTimeMs,
            };
            var size = kept.Count < MaxStages ? RecordKind.SizeOf(row) + 1 : int.MaxValue;
            if (size > rest)
            {
                others = others.Plus(Figures(stage));
                rest = 0;
                continue;
            }
            rest -= size;
            kept.Add(row);
        }
        kept = [.. kept.OrderBy(s => s.Id).ThenBy(s => s.Attempt)];
        if (others.Attempts > 0) kept.Add(others);
        return kept;
    }

    static RunStage SumOf(List<StageAttempt> stages) =>
        stages.Aggregate(new RunStage(), (sum, stage) => sum.Plus(Figures(stage)));

    static RunStage Figures(StageAttempt stage)
    {
        var m = stage.Metrics;
        return new RunStage
        {
            Tasks = stage.Tasks.Count,
            FailedTasks = stage.NumFailedTasks,
            RunMs = m[TaskMetric.ExecutorRunTime],
            CpuNs = m[TaskMetric.ExecutorCpuTime],
            GcMs = m[TaskMetric.JvmGcTime],
            InputBytes = m[TaskMetric.InputBytes],
            InputRecords = m[TaskMetric.InputRecords],
            OutputBytes = m[TaskMetric.OutputBytes],
            ShuffleReadBytes = stage.ShuffleReadBytes,
            ShuffleWriteBytes = m[TaskMetric.ShuffleWriteBytes],
            MemorySpilledBytes = m[TaskMetric.MemoryBytesSpilled],
            DiskSpilledBytes = m[TaskMetric.DiskBytesSpilled],
        };
    }

    static string? NameOf(FindingPlace place, ApplicationRun run, Func<StageAttempt, string?> names) => place.StageId is null ? null
        : run.Stages.LastOrDefault(s => s.StageId == place.StageId && s.WasExecuted
            && (place.StageAttemptId is null || s.AttemptId == place.StageAttemptId)) is { } stage ? names(stage) : null;

    /// <summary>A value that is cut is no value to set.</summary>
    static string? Value(string? text) => text is null ? null : Cut(text, MaxText);

    static string? Short(string? text) => text is null ? null : Cut(text, MaxName);

    static string Cut(string text, int max) => RunSummarizer.Cut(text, max)!;
}
