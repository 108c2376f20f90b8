using Rightsizer.Analyzer.Answers.Fleet.Report;
using Rightsizer.Analyzer.Answers.Fleet.Rules;
using Rightsizer.Analyzer.Answers.Fleet.Summaries;
using Rightsizer.Analyzer.Detectors;
using Rightsizer.Analyzer.Ledgers;
using static Rightsizer.Analyzer.Tests.Fleet.Summaries;

namespace Rightsizer.Analyzer.Tests.Fleet;

public class FleetAnalyzerTests
{
    static FleetReport Week2(params RunSummary[] runs) =>
        FleetAnalyzer.Analyze(runs, new FleetOptions { Since = Monday.AddDays(7), UntilExcl = Monday.AddDays(14) });

    static Dictionary<string, decimal> Causes(FleetReport report) =>
        report.Change!.Causes.Where(c => c.Usd != 0).ToDictionary(c => c.Cause, c => c.Usd!.Value);

    [Fact]
    public void MoreRunsOfTheSame_AreVolume()
    {
        var report = Week2(Run("etl 2026-11-02", 0), Run("etl 2026-11-09", 7), Run("etl 2026-11-10", 8), Run("etl 2026-11-11", 9));

        Assert.Equal((1m, 3m), (report.Change!.BeforeUsd, report.Change.NowUsd));
        Assert.Equal(new Dictionary<string, decimal> { ["volume"] = 2 }, Causes(report));
        Assert.Equal("etl", Assert.Single(report.Jobs).Name);
    }

    [Fact]
    public void MoreDataAtTheSameSettings_IsVolume_AsFarAsTasksWork()
    {
        // twice the data and 1.5 times the cost: tasks held half of the cores, so doubling them explains just that half
        var report = Week2(Run("etl", 0, hours: 1, usd: 1), Run("etl", 7, hours: 1.5, usd: 1.5m, inputBytes: 2000));

        Assert.Equal(new Dictionary<string, decimal> { ["volume"] = 0.5m }, Causes(report));
    }

    [Theory]
    [InlineData(1.0, null)]
    [InlineData(null, 3.0)]
    public void WeekWithoutAPrice_IsNoFreeWeek(double? before, double? now)
    {
        var report = Week2(Run("etl", 0, usd: (decimal?)before), Run("etl", 7, hours: 3, usd: (decimal?)now));

        Assert.Equal(((decimal?)before, (decimal?)now), (report.Change!.BeforeUsd, report.Change.NowUsd));
        Assert.All(report.Change.Causes, c => Assert.Null(c.Usd));
        Assert.Equal(2 * report.Change.BeforeCoreMs, report.Change.Causes.Sum(c => c.CoreMs));
    }

    [Fact]
    public void LongerWithNothingElseChanged_IsUnexplained() =>
        Assert.Equal(new Dictionary<string, decimal> { ["unexplained"] = 1 },
            Causes(Week2(Run("etl", 0), Run("etl", 7, hours: 2, usd: 2))));

    [Fact]
    public void AnotherSetting_IsConfiguration_AndIsNamed()
    {
        var report = Week2(Run("etl", 0, settings: [("spark.sql.shuffle.partitions", "200")]),
            Run("etl", 7, hours: 2, usd: 2, settings: [("spark.sql.shuffle.partitions", "2000")]));

        Assert.Equal(new Dictionary<string, decimal> { ["configuration"] = 1 }, Causes(report));
        Assert.Equal(["spark.sql.shuffle.partitions 200 -> 2000"], Assert.Single(report.Change!.Jobs).What);
    }

    [Fact]
    public void AnotherPlan_IsPlan() =>
        Assert.Equal(new Dictionary<string, decimal> { ["plan"] = 1 },
            Causes(Week2(Run("etl", 0), Run("etl", 7, hours: 2, usd: 2, plan: "p2"))));

    [Fact]
    public void DearerMachines_AreCluster_AtTheSameCoreTime()
    {
        var report = Week2(Run("etl", 0), Run("etl", 7, usd: 1.4m, mib: 8192));

        Assert.Equal(new Dictionary<string, decimal> { ["cluster"] = 0.4m }, Causes(report));
        Assert.All(report.Change!.Causes, c => Assert.Equal(0, c.CoreMs));
    }

    [Fact]
    public void AnotherPrice_IsPrice()
    {
        var dearer = Run("etl", 7, usd: 1.1m);
        var report = Week2(Run("etl", 0), dearer with { Cost = dearer.Cost! with { PriceDate = "2026-11-01" } });

        Assert.Equal(new Dictionary<string, decimal> { ["price"] = 0.1m }, Causes(report));
    }

    [Fact]
    public void NewAndGoneJobs_AreTheirWholeCost()
    {
        var report = Week2(Run("old", 0, usd: 3), Run("new", 7, usd: 5), Run("both", 0), Run("both", 7));

        Assert.Equal(new Dictionary<string, decimal> { ["newJobs"] = 5, ["goneJobs"] = -3 }, Causes(report));
        Assert.Equal([JobTrend.New, JobTrend.Steady, JobTrend.Gone], report.Jobs.Select(j => j.Trend));
    }

    [Fact]
    public void WhateverHappens_CausesAndGroupsSumToTheLastDigit()
    {
        for (var seed = 0; seed < 200; seed++)
        {
            var random = new Random(seed);
            var runs = Enumerable.Range(0, 40)
                .Select(i => Run(((string[])["a", "b", "c", "d"])[random.Next(4)], random.Next(14), i / 2.0, random.NextDouble() + 0.01,
                random.Next(5) == 0 ? null : Math.Round((decimal)random.NextDouble() * 100, 6), random.Next(1, 9), random.Next(1, 5),
                    random.Next(0, 3000), ((string[])["ann", "bob"])[random.Next(2)],
                random.Next(3) == 0 ? "yarn 1" : null, plan: "p" + random.Next(2),
                    settings: [("spark.sql.shuffle.partitions", random.Next(2).ToString())], id: $"{i}",
                    outcome: random.Next(6) == 0 ? RunOutcome.Failed : RunOutcome.Succeeded,
                    waste: random.Next(20) == 0 ? [] : [.. ((string[])["beforeFirstJob", "skew", "spill"])
                        .Select(k => new WastePart(k, random.Next(10_000), null))])).ToArray();
            var report = FleetAnalyzer.Analyze(runs,
                new FleetOptions
                {
                    Since = Monday.AddDays(7),
                    UntilExcl = Monday.AddDays(14),
                    UsdPerHour = random.Next(2) == 0 ? null : 3.21m
                });
            var change = report.Change!;

            Assert.Equal(change.NowUsd - change.BeforeUsd, change.Causes.Sum(c => c.Usd));
            Assert.Equal(change.NowCoreMs - change.BeforeCoreMs, change.Causes.Sum(c => c.CoreMs));
            foreach (var groups in (IReadOnlyList<FleetGroup>[])[report.ByOwner, report.ByPlatform, report.ByDay])
            {
                Assert.Equal(report.Total.Usd ?? 0, groups.Sum(g => g.Total.Usd ?? 0));
                Assert.Equal(report.Total.PaidCoreMs, groups.Sum(g => g.Total.PaidCoreMs));
                Assert.Equal(report.Total.Runs, groups.Sum(g => g.Total.Runs));
            }
            Assert.Equal(report.Total.Usd ?? 0, report.Grounds.Sum(g => g.Usd ?? 0));
            Assert.InRange(report.Total.UsedCoreMs + report.Total.WasteCoreMs - report.Total.UsedWasteCoreMs, 0, report.Total.PaidCoreMs);
            Assert.Equal(report.Total.WasteUsd ?? 0, report.Waste.Sum(w => w.Usd ?? 0));
            Assert.Equal(report.ByDay.Where(d => d.Total.WasteCoreMs > 0).Select(d => (d.Name, d.Total.WasteCoreMs, d.Total.WasteUsd ?? 0)),
                report.WasteByDay.Where(d => d.Waste.Sum(w => w.CoreMs) > 0)
                    .Select(d => (d.Day, d.Waste.Sum(w => w.CoreMs), d.Waste.Sum(w => w.Usd ?? 0))));
            Assert.All(report.Clusters.Where(c => c.BillUsd is not null),
                c => Assert.Equal(c.BillUsd, c.Shares.Sum(s => s.Usd) + c.IdleUsd));
        }
    }

    [Fact]
    public void SummariesInAnyOrder_GiveTheSameReport()
    {
        var runs = Enumerable.Range(0, 30).Select(i => Run("j" + i % 4, i % 14, i * 0.7, usd: i + 1, cluster: i % 3 == 0 ? "c" : null))
            .ToList();
        var forwards = FleetAnalyzer.Analyze(runs, new FleetOptions { UsdPerHour = 2 });
        runs.Reverse();

        Assert.Equivalent(forwards, FleetAnalyzer.Analyze(runs, new FleetOptions { UsdPerHour = 2 }), strict: true);
    }

    [Fact]
    public void SharedCluster_ChargesByDominantShare_AndIdleIsALine()
    {
        // one cluster of 8 cores and 16 GiB, 10 USD an hour. First hour: a alone with half of the cores. Second: a with b, who holds the
        // other half. Third: b alone.
        var a = Run("a", 0, hour: 0, hours: 2, executors: 1, cluster: "c");
        var b = Run("b", 0, hour: 1, hours: 2, executors: 1, cluster: "c");
        var report = FleetAnalyzer.Analyze([a, b], new FleetOptions { UsdPerHour = 10 });
        var cluster = Assert.Single(report.Clusters);

        Assert.Equal((30m, 10m, 8L), (cluster.BillUsd, cluster.IdleUsd, cluster.CapacityCores));
        Assert.Equal([("a", 10m), ("b", 10m)], cluster.Shares.Select(s => (s.Job, s.Usd!.Value)));
        Assert.Equal(30m, report.Total.Usd);
        Assert.Equal(["sharedIdle"], report.Waste.Select(w => w.Kind));
    }

    [Fact]
    public void MemoryHeavyRun_PaysForTheMemoryItKeepsFromOthers()
    {
        // both hold 4 cores of 8; a holds 12 of 16 GiB: shares 3/4 and 1/2, more than the cluster, so 0.6 and 0.4
        var report = FleetAnalyzer.Analyze([Run("a", 0, executors: 1, cluster: "c", mib: 12288),
            Run("b", 0, executors: 1, cluster: "c", mib: 4096)], new FleetOptions { UsdPerHour = 10 });

        Assert.Equal([("a", 6m), ("b", 4m)], report.Clusters[0].Shares.Select(s => (s.Job, s.Usd!.Value)));
    }

    [Fact]
    public void GapUpToAQuarterOfAnHour_IsBilled_ALongerOneIsNot()
    {
        var report = FleetAnalyzer.Analyze([Run("a", 0, 0, 1, cluster: "c"), Run("a", 0, 1.25, 1, cluster: "c"),
            Run("a", 0, 3, 1, cluster: "c")], new FleetOptions { UsdPerHour = 4 });

        Assert.Equal((13m, 1m, 900_000L), (report.Clusters[0].BillUsd, report.Clusters[0].IdleUsd, report.Clusters[0].GapMs));
    }

    [Fact]
    public void SameAttemptInTwoLogs_CountsOnce_TheFinishedOne()
    {
        var whole = Run("a", 0, id: "app-1");
        var cut = whole with
        {
            Key = whole.Key with { Uri = "/logs/other.inprogress" },
            Outcome = RunOutcome.Unfinished,
            Log = whole.Log! with { Lines = 99 }
        };
        var report = FleetAnalyzer.Analyze([cut, whole], new FleetOptions());

        Assert.Equal((1, 1), (report.Total.Runs, report.Logs.Duplicates));
        Assert.Equal(RunOutcome.Succeeded, report.Runs[0].Outcome);
    }

    [Fact]
    public void SameIdOfAnotherName_IsAnotherRun()
    {
        var one = Run("a", 0, id: "app-1");
        var other = one with { Key = one.Key with { Uri = "/logs/other" }, App = one.App! with { Name = "b" } };
        var report = FleetAnalyzer.Analyze([one, other], new FleetOptions());

        Assert.Equal((2, 0), (report.Total.Runs, report.Logs.Duplicates));
    }

    [Fact]
    public void RecurringSaving_IsForAYear_AndOnlyTheLargestOfAJobCounts()
    {
        RunFinding Finding(string kind, long coreHours) =>
            new()
            {
                Id = "RSZ",
                Kind = kind,
                Severity = Severity.Warning,
                Confidence = Confidence.High,
                SavesCoreMs = coreHours * 3_600_000,
                Setting = "s",
                Now = "1",
                Proposed = "2"
            };
        // 8 core-hours and 8 USD a run: 2 core-hours of skew are 2 USD, a core-hour of spill is 1; seven runs in seven days
        var runs = Enumerable.Range(0, 7).Select(d => Run("etl", d, usd: 8, findings: [Finding("skew", 2), Finding("spill", 1)])).ToArray();
        var report = FleetAnalyzer.Analyze(runs, new FleetOptions { Since = Monday, UntilExcl = Monday.AddDays(7) });

        Assert.Equal([("skew", 730m, true), ("spill", 365m, false)], report.Savings.Select(s => (s.Kind, s.UsdAYear!.Value, s.IsCounted)));
        Assert.Equal(730m, report.SavingsUsdAYear);
    }

    [Fact]
    public void WhatRanOnce_SavesOnce_AndAHighRiskIsNotCounted()
    {
        var run = Run("etl", 0, usd: 8, alternatives: [("EMR on EC2 Spot (x86)", 5m)]);
        var saving = Assert.Single(
            FleetAnalyzer.Analyze([run], new FleetOptions { Since = Monday, UntilExcl = Monday.AddDays(7) }).Savings);

        Assert.Equal(("spot", 3m, Degree.High, false), (saving.Kind, saving.UsdAYear, saving.Risk, saving.IsCounted));
    }

    [Fact]
    public void AnotherWayToRun_IsPromisedAgainstAKnownCostOnly()
    {
        var known = Run("etl", 0, usd: 8, alternatives: [("EMR on EC2 On-Demand (Graviton)", 5m)]);
        var assumed = known with { Cost = known.Cost! with { ActualGround = Ground.Assumed } };
        FleetSaving SavingOf(RunSummary run) => Assert.Single(
            FleetAnalyzer.Analyze([run], new FleetOptions { Since = Monday, UntilExcl = Monday.AddDays(7) }).Savings);

        Assert.Equal((3m, Degree.Medium, true), (SavingOf(known).UsdAYear, SavingOf(known).Risk, SavingOf(known).IsCounted));
        Assert.Equal((3m, Degree.High, false), (SavingOf(assumed).UsdAYear, SavingOf(assumed).Risk, SavingOf(assumed).IsCounted));
        Assert.StartsWith("today's cost is assumed", SavingOf(assumed).RiskWhy, StringComparison.Ordinal);
        // EC2 time of a commitment that is left is paid all the same
        var covered = Assert.Single(FleetAnalyzer.Analyze([known], new FleetOptions
        {
            Since = Monday,
            UntilExcl = Monday.AddDays(7),
            Pricing = new PriceContext { Discounts = new([new DiscountEntry { Kind = DiscountKind.Reserved, DiscountPct = 30 }]) },
        }).Savings);
        Assert.Equal((Degree.High, false), (covered.Risk, covered.IsCounted));
        Assert.StartsWith("a Savings Plan or a reservation is paid", covered.RiskWhy, StringComparison.Ordinal);
        var report = FleetAnalyzer.Analyze([assumed], new FleetOptions());
        Assert.All(report.Scenarios, s => Assert.Equal(Ground.Assumed, s.ActualGround));
    }

    [Theory]
    [InlineData(7, true, 730)] // seven runs in seven days: 2 USD each day of a year
    [InlineData(6, false, 12)] // of six days nobody knows the week: what its runs would have saved
    public void AYear_IsSaidFromAWeekOn(int days, bool isAYear, int usd)
    {
        var finding = new RunFinding
        {
            Id = "RSZ",
            Kind = "skew",
            Severity = Severity.Warning,
            Confidence = Confidence.High,
            SavesCoreMs = 2 * 3_600_000,
        };
        var runs = Enumerable.Range(0, days).Select(d => Run("etl", d, usd: 8, findings: [finding])).ToArray();
        var saving = Assert.Single(
            FleetAnalyzer.Analyze(runs, new FleetOptions { Since = Monday, UntilExcl = Monday.AddDays(days) }).Savings);

        Assert.Equal((isAYear, (decimal?)usd, true), (saving.IsAYear, saving.UsdAYear, saving.IsCounted));
    }

    [Theory]
    [InlineData(0.05, true)] // 0.05 core-hours on each of 365 days are 18.25
    [InlineData(0.06, false)] // and 21.9
    public void LessCoreTimeThanADollarAYear_IsNotCounted(double coreHours, bool isSmall)
    {
        var finding = new RunFinding
        {
            Id = "RSZ",
            Kind = "skew",
            Severity = Severity.Warning,
            Confidence = Confidence.High,
            SavesCoreMs = (long)(coreHours * 3_600_000),
        };
        var runs = Enumerable.Range(0, 7).Select(d => Run("etl", d, hours: 0.01, usd: null, findings: [finding])).ToArray();
        var saving = Assert.Single(
            FleetAnalyzer.Analyze(runs, new FleetOptions { Since = Monday, UntilExcl = Monday.AddDays(7) }).Savings);

        Assert.Equal((isSmall, !isSmall), (saving.IsSmall, saving.IsCounted));
    }

    [Fact]
    public void Weeks_AreThoseThatAreKnown_AndEndWithThePeriod()
    {
        RunSummary[] runs = [Run("etl", -100, usd: 1), Run("etl", -15, usd: 2), Run("etl", -1, usd: 4), Run("etl", 6, usd: 8)];
        var report = FleetAnalyzer.Analyze(runs, new FleetOptions { Since = Monday, UntilExcl = Monday.AddDays(7) });

        Assert.Equal([(-21, 2m), (-14, (decimal?)null), (-7, 4m), (0, 8m)], report.Weeks.Select(w => (
            DateOnly.ParseExact(w.Name, "yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture).DayNumber - Monday.DayNumber,
            w.Total.Usd)));
        Assert.Empty(FleetAnalyzer.Analyze(runs[3..], new FleetOptions()).Weeks);
    }

    [Fact]
    public void SavingOfSeconds_IsNotRoundedToNothing()
    {
        var finding = new RunFinding
        {
            Id = "RSZ",
            Kind = "skew",
            Severity = Severity.Warning,
            Confidence = Confidence.High,
            SavesCoreMs = 9_000,
        };
        var run = Run("etl", 0, hours: 0.001, usd: null, findings: [finding]);

        // 9 core-seconds are 0.0025 core-hours
        Assert.Equal(0.0025m, Assert.Single(FleetAnalyzer.Analyze([run], new FleetOptions()).Savings).CoreHoursAYear);
    }

    [Fact]
    public void WithoutPrices_CoreTimeRanks_AndItIsSaid()
    {
        var report = FleetAnalyzer.Analyze([Run("small", 0, usd: null), Run("large", 0, usd: null, executors: 9)], new FleetOptions());

        Assert.False(report.RanksByUsd);
        Assert.Equal(["large", "small"], report.Jobs.Select(j => j.Name));
        Assert.Null(report.Total.Usd);
        Assert.Contains(report.Notes, n => n.StartsWith("No run has a price", StringComparison.Ordinal));
    }

    [Fact]
    public void UnreadableLogs_AreRows_AndStopNothing()
    {
        var bad = RunSummarizer.Unreadable(new RunKey { Uri = "/logs/bad", Pricing = "p" }, ReadFailure.NotALog, "not a log");
        var report = FleetAnalyzer.Analyze([bad, Run("a", 0), Run("b", 0) with { StartMs = null }], new FleetOptions());

        Assert.Equal([("/logs/b-0-6", "noStart"), ("/logs/bad", "notALog")], report.Unreadable.Select(u => (u.Uri, u.Failure)));
        Assert.Equal(1, report.Total.Runs);
    }

    [Fact]
    public void Rules_FirstThatSaysSoCounts_ForEachOfOwnerTeamAndJob()
    {
        var rules = FleetRules.Parse("r.json", """{"rules":[{"match":{"name":"etl-*"},"job":"ETL"},{"match":{"tag":"team=?rders"},"team":"Orders","owner":"olga"},{"match":{"user":"ann"},"owner":"not olga","team":"A"}]}""");
        var report = FleetAnalyzer.Analyze(
            [Run("etl-x", 0, tags: ["team=orders"]), Run("etl-y", 1), Run("web", 2, user: "bob")], new FleetOptions { Rules = rules });

        Assert.Equal([("ETL", "olga", "Orders"), ("ETL", "not olga", "A"), ("web", "bob", null)],
            report.Runs.OrderBy(r => r.StartMs).Select(r => (r.Job, r.Owner, r.Team)));
    }

    [Theory]
    [InlineData("{", "r.json: not a file of rules (line 1)")]
    [InlineData("""{"rules":[{"match":{"name":"x"}}]}""", "r.json: rules[0]: names neither owner, team, job nor budgetUsdAWeek")]
    [InlineData("""{"rules":[{"matches":{"name":"x"},"owner":"y"}]}""", "r.json: not a file of rules")]
    public void BadRules_AreOneLine(string json, string begins)
    {
        var e = Assert.Throws<EventLogParser.RightsizerException>(() => FleetRules.Parse("r.json", json));
        Assert.StartsWith(begins, e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void LastingCluster_IsAsLargeAsTheWorkNeeds()
    {
        // two runs of 9 vCPUs (8 and a driver's) at once, an hour each; at 18 USD transient for 2 x 9 x (1 h + 210 s)
        var runs = new[] { Run("a", 0, alternatives: [("EMR on EC2 On-Demand (x86)", 9m)]),
            Run("b", 0, alternatives: [("EMR on EC2 On-Demand (x86)", 9m)]) };
        var arrivals = FleetAnalyzer.Analyze(runs, new FleetOptions { Since = Monday, UntilExcl = Monday.AddDays(7) }).Arrivals!;
        var fixedSize = arrivals.Deployments.Single(d => d.Name == "persistentFixed");

        Assert.Equal((9L, 18L, 18L), (arrivals.LargestVcpu, arrivals.PeakVcpu, fixedSize.Vcpu));
        // on fewer one of the two would wait an hour, more than the ten minutes allowed
        Assert.Equal(0, fixedSize.MaxWaitMs);
        // 18 vCPUs x 168 h at 18 / 19.05 USD a vCPU-hour
        Assert.Equal(Math.Round(18m * 168 * 18 / 19.05m, 4), Math.Round(fixedSize.Usd!.Value, 4));
        // 168 h over an hour and 210 s
        Assert.Equal(158.7m, arrivals.BreakEvenRunsAWeek);
        // 8 vCPUs all week, and 10 more for (start + 1 h + 5 min kept)
        Assert.Equal(Math.Round((8m * 168 + 10m * (3600 + 210 + 300) / 3600) * 18 / 19.05m, 4),
            Math.Round(arrivals.Deployments.Single(d => d.Name == "persistentScaled").Usd!.Value, 4));
    }

    /// <summary>
    /// Runs of an hour from 23:00 and from 01:00 on the next day: three hours from the first to the end of the last, and not two days.
    /// </summary>
    [Fact]
    public void LastingCluster_OfRunsAroundMidnight_IsBilledFromTheFirstToTheLast()
    {
        RunSummary[] runs = [Run("a", 0, hour: 23, alternatives: [("EMR on EC2 On-Demand (x86)", 9m)]),
            Run("b", 1, hour: 1, alternatives: [("EMR on EC2 On-Demand (x86)", 9m)])];
        var arrivals = FleetAnalyzer.Analyze(runs, new FleetOptions()).Arrivals!;

        Assert.Equal(3 * 3_600_000, arrivals.HeldMs);
        // 9 vCPUs x 3 h at 18 / 19.05 USD a vCPU-hour; two of the three hours are work
        Assert.Equal(Math.Round(27m * 18 / 19.05m, 4),
            Math.Round(arrivals.Deployments.Single(d => d.Name == "persistentFixed").Usd!.Value, 4));
        Assert.Equal(0.6667m, arrivals.BusyShare);
        // who asks for two days gets two days
        Assert.Equal(2 * 86_400_000, FleetAnalyzer.Analyze(runs, new FleetOptions { Since = Monday }).Arrivals!.HeldMs);
    }

    /// <summary>Two runs of six minutes at once: on the smallest cluster the second one waits, which then stands for twelve.</summary>
    [Fact]
    public void LastingCluster_OnWhichARunWaits_IsBilledUntilThatRunEnds()
    {
        RunSummary[] runs = [Run("a", 0, hours: 0.1, alternatives: [("EMR on EC2 On-Demand (x86)", 9m)]),
            Run("b", 0, hours: 0.1, alternatives: [("EMR on EC2 On-Demand (x86)", 9m)])];
        var arrivals = FleetAnalyzer.Analyze(runs, new FleetOptions()).Arrivals!;
        var fixedSize = arrivals.Deployments.Single(d => d.Name == "persistentFixed");

        Assert.Equal((9L, 360_000L), (fixedSize.Vcpu, fixedSize.MaxWaitMs));
        Assert.Equal(720_000, arrivals.HeldMs);
        Assert.Equal(1m, arrivals.BusyShare);
        // 9 vCPUs x 720 s, at 18 USD for 2 x 9 x (360 + 210) s
        Assert.Equal(Math.Round(18m * 720 / (2 * 570), 4), Math.Round(fixedSize.Usd!.Value, 4));
    }

    /// <summary>Half of the core time, but a tenth of the dollars: a driver that is paid throughout is the rest.</summary>
    [Fact]
    public void SavingOfAFinding_IsTheDollarsOfDiagnose_AtWhatTheRunIsCharged()
    {
        var run = Run("a", 0, usd: 4, findings: [new RunFinding { Id = "RSZ001", Kind = "idleCores", Severity = Severity.Warning,
            Confidence = Confidence.High, SavesMs = 0, SavesCoreMs = 14_400_000, SavesUsd = 0.4m }]);
        var costed = CostedRun.From(run, FleetRules.None);

        Assert.Equal(0.4m, costed.UsdOf(run.Findings[0]));
        Assert.Equal(0.2m, costed.Billed(2, Ground.Billed).UsdOf(run.Findings[0]));
        // of a summary that has none: 4 of 8 core-hours
        Assert.Equal(2m, costed.UsdOf(run.Findings[0] with { SavesUsd = null }));
        Assert.Equal(0, costed.UsdOf(run.Findings[0] with { SavesUsd = -1 }));
    }

    [Fact]
    public void RunOfFourWeeks_IsToldWithItsPartOfThePeriod()
    {
        // 28 days for $280 from Monday 2026-11-02 on: seven of them lie in the second week, $70
        var stream = Run("stream", 0, hour: 0, hours: 28 * 24, usd: 280);

        var second = Week2(stream);
        Assert.Equal(0, second.Total.Runs);
        Assert.Contains(second.Notes, n => n.Contains("began before this period", StringComparison.Ordinal)
            && n.Contains("7 d 00 h of its time and ~$70.00 of its ~$280.00", StringComparison.Ordinal));

        var first = FleetAnalyzer.Analyze([stream], new FleetOptions { Since = Monday, UntilExcl = Monday.AddDays(7) });
        Assert.Equal(280, first.Total.Usd);
        Assert.Contains(first.Notes, n => n.Contains("ran on after it", StringComparison.Ordinal)
            && n.Contains("~$70.00 of its ~$280.00", StringComparison.Ordinal));
    }

    [Fact]
    public void RunOverMidnight_IsNotToldOf() =>
        Assert.DoesNotContain(Week2(Run("etl", 6, hour: 23, hours: 3)).Notes, n => n.Contains("period:", StringComparison.Ordinal));
}
