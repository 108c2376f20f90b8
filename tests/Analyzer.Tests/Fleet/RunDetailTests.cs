using System.Globalization;
using System.Text.Json;
using Rightsizer.Analyzer.Answers.Fleet.Export;
using Rightsizer.Analyzer.Answers.Fleet.Report;
using Rightsizer.Analyzer.Answers.Fleet.Rules;
using Rightsizer.Analyzer.Answers.Fleet.State;
using Rightsizer.Analyzer.Answers.Fleet.Summaries;
using Rightsizer.Analyzer.Construction;
using Rightsizer.Analyzer.Ledgers;
using Rightsizer.EventLogParser.Events;
using Rightsizer.EventLogParser.Input;
using Rightsizer.TestSupport;

namespace Rightsizer.Analyzer.Tests.Fleet;

/// <summary>What the state keeps of a run beside its summary, and the tables made of it.</summary>
public class RunDetailTests
{
    static (RunSummary Summary, RunDetail Detail) Sample(string name, decimal? usdPerHour = 3.6m)
    {
        var path = Path.Combine(SharedFolder.RepositoryRoot, "sample-logs", name);
        var log = EventLogLocator.Find(path).Single();
        return RunSummarizer.SummarizeWithDetail(
            RunKey.Create(log, path, "p"), ApplicationRunLoader.Load(log), new PriceContext { UsdPerHour = usdPerHour });
    }

    [Theory]
    [InlineData("app-20261121124741-0000.zstd")]
    [InlineData("app-20261121124852-0002.zstd")]
    [InlineData("app-20261121124951-0003.zstd")]
    public void Stages_SumToTheRun_AndCostLinesToItsCost(string name)
    {
        var (summary, detail) = Sample(name);
        var work = summary.Work!;

        Assert.Equal(work.Stages, detail.Stages.Sum(s => Math.Max(1, s.Attempts)));
        Assert.Equal((work.Tasks, work.FailedTasks), (detail.Stages.Sum(s => s.Tasks), detail.Stages.Sum(s => s.FailedTasks)));
        Assert.Equal((work.InputBytes, work.OutputBytes), (detail.Stages.Sum(s => s.InputBytes), detail.Stages.Sum(s => s.OutputBytes)));
        Assert.Equal((work.ShuffleReadBytes, work.ShuffleWriteBytes),
            (detail.Stages.Sum(s => s.ShuffleReadBytes), detail.Stages.Sum(s => s.ShuffleWriteBytes)));
        Assert.Equal(work.DiskSpilledBytes, detail.Stages.Sum(s => s.DiskSpilledBytes));
        Assert.Equal(summary.Cost!.ActualUsd, detail.CostLines.Sum(l => l.Usd));
        // 3.60 USD an hour is 0.001 USD a second
        Assert.Equal(Math.Round(summary.WallMs!.Value / 1_000_000m, 6, MidpointRounding.AwayFromZero), detail.CostLines.Sum(l => l.Usd));
        Assert.Equal(summary.Findings.Select(f => f.Kind), detail.Cards.Select(c => c.Finding.Kind));
    }

    [Fact]
    public void ARunOfAThousandStagesAndLongTexts_KeepsAtMost20KB_AndItsSums()
    {
        var sketch = new RunSketch(2_000_000).Executor("1");
        for (var i = 0; i < 1000; i++)
        {
            sketch.Stage(i).Task("1", i * 1000, 900, with: t => t[TaskMetric.InputBytes] = 7);
        }
        var run = sketch.Build();
        var (summary, detail) = RunSummarizer.SummarizeWithDetail(
            new RunKey { Uri = "/logs/" + new string('x', 500), Pricing = "p" }, run, new PriceContext());
        var store = new MemoryStore();
        var state = FleetState.Load(store);
        state.Add(summary, detail);
        state.Complete();

        var line = store.Parts.Single(p => p.Key.StartsWith("detail=", StringComparison.Ordinal));
        Assert.InRange(line.Value.Length, 1_000, 20_000);
        Assert.True(detail.Stages.Count <= 41);
        Assert.Equal(1000, detail.Stages.Sum(s => Math.Max(1, s.Attempts)));
        Assert.Equal(summary.Work!.InputBytes, detail.Stages.Sum(s => s.InputBytes));
        Assert.Null(detail.Stages[^1].Id);
    }

    [Fact]
    public void Details_AreReadByDay_AndThoseOfOldVersionsOfALogGoWhenManyPartsBecomeOne()
    {
        var (summary, detail) = Sample("app-20261121124741-0000.zstd");
        var store = new MemoryStore();
        for (var version = 1; version <= 6; version++)
        {
            var state = FleetState.Load(store);
            var key = summary.Key with { ModifiedMs = version };
            state.Add(summary with { Key = key }, detail with { Key = key });
            state.Complete();
        }
        var parts = store.Parts.Keys.Count(k => k.StartsWith("detail=2026-11-21/", StringComparison.Ordinal));
        var known = FleetState.Load(store).Details.Read("2026-11-21");

        Assert.InRange(parts, 1, 4);
        Assert.True(known.ContainsKey(summary.Key with { ModifiedMs = 6 }));
        Assert.False(known.ContainsKey(summary.Key with { ModifiedMs = 1 }));
        Assert.Empty(FleetState.Load(store).Details.Read("2026-11-22"));
        Assert.Equal(JsonSerializer.Serialize(detail.Cards), JsonSerializer.Serialize(known[summary.Key with { ModifiedMs = 6 }].Cards));
    }

    [Fact]
    public void ADamagedPartOfDetails_IsLeftOut_AndANewerOneIsAnError()
    {
        var (summary, detail) = Sample("app-20261121124741-0000.zstd");
        var store = new MemoryStore();
        var state = FleetState.Load(store);
        state.Add(summary, detail);
        state.Flush();
        var name = store.Parts.Keys.Single(k => k.StartsWith("detail=", StringComparison.Ordinal));
        store.Parts[name] = [.. store.Parts[name].AsSpan(1)];
        Assert.Empty(FleetState.Load(store).Details.Read("2026-11-21"));

        var (newer, bytes) = StatePart.Encode("2026-11-21", ["""{"recordVersion":99}"""u8.ToArray()], StateFolders.Details);
        store.Parts[newer] = bytes;
        var e = Assert.Throws<EventLogParser.RightsizerException>(() => FleetState.Load(store).Details.Read("2026-11-21"));
        Assert.Contains("newer version", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Tables_HoldTheRunsOfTheState_AndTheirCostsByLine()
    {
        var (summary, detail) = Sample("app-20261121124741-0000.zstd");
        var old = Summaries.Run("old", 3, usd: 1.25m, findings: [], waste: [new WastePart("skew", 1000, 0.25m)]);
        old = old with { Cost = old.Cost! with { Services = [new("ec2", 1m), new("ebs", 0.25m)] } };
        var unpriced = Summaries.Run("free", 3, usd: null);
        var store = new MemoryStore();
        var state = FleetState.Load(store);
        state.Add(summary, detail);
        state.Add(old);
        state.Add(unpriced);
        state.Complete();
        // the later address of two equal logs does not count
        var copy = summary with { Key = summary.Key with { Uri = "~/copy" } };
        var parts = FleetExport.Build([summary, old, unpriced, copy], state.Details, [], FleetRules.None).ToList();

        decimal Sum(string table, string column, string? day = null) => parts
            .Where(p => p.Table.Name == table && p.Day == (day ?? p.Day))
            .Sum(p => p.Rows.Sum(r => Convert.ToDecimal(r[Index(p, column)] ?? 0m, CultureInfo.InvariantCulture)));

        Assert.Equal(3, parts.Where(p => p.Table.Name == "runs").Sum(p => p.Rows.Count));
        Assert.Equal(1.25m + summary.Cost!.ActualUsd, Sum("runs", "cost_usd"));
        Assert.Equal(1.25m + summary.Cost!.ActualUsd, Sum("costs", "EffectiveCost"));
        Assert.Equal(1.25m, Sum("costs", "EffectiveCost", "2026-11-05"));
        Assert.Equal(["Amazon Elastic Compute Cloud", "Amazon Elastic Block Store"], parts.Single(p => p is
        {
            Table.Name: "costs",
            Day: "2026-11-05"
        }).Rows.Select(r => r[Index(parts.First(p => p.Table.Name == "costs"), "ServiceName")]));
        Assert.Equal(Sum("runs", "waste_usd"), Sum("waste", "usd"));
        Assert.Equal(summary.Work!.Tasks, Sum("stages", "tasks"));
        Assert.Equal("Tasks of a stage are skewed", parts.Single(p => p.Table.Name == "findings").Rows[0]
            [Index(parts.Single(p => p.Table.Name == "findings"), "title")]);
        Assert.All(parts, p => Assert.All(p.Rows, r => Assert.Equal(p.Table.Columns.Count, r.Count)));
    }

    [Fact]
    public void CostLinesThatDoNotSumToTheCost_GiveWayToTheServices()
    {
        var run = Summaries.Run("a", 1, usd: 2m);
        run = run with { Cost = run.Cost! with { Services = [new("glue", 2m)] } };
        var detail = new RunDetail
        {
            Key = run.Key,
            Cards = [],
            Stages = [],
            CostLines = [new(CostService.Glue, LinePurpose.Run, "DPU", 1, "DPU-h", 3, 3, "list", null, Ground.Derived)],
        };
        var costed = FleetRuns.Choose([run], FleetRules.None).Single();

        Assert.Equal(2m, Assert.Single(new ExportedRun(costed, detail).Costs()).Usd);
        Assert.Equal(2m, Assert.Single(new ExportedRun(costed with { Usd = 2m, Run = run with { Cost = null } }, null).Costs()).Usd);
    }

    static int Index(ExportPart part, string column) => part.Table.Columns.Select(c => c.Name).ToList().IndexOf(column);
}
