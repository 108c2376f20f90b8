using Rightsizer.Analyzer.Answers.Fleet.Report;
using Rightsizer.Analyzer.Answers.Fleet.Rules;
using static Rightsizer.Analyzer.Tests.Fleet.Summaries;

namespace Rightsizer.Analyzer.Tests.Fleet;

public class JobBudgetTests
{
    static IReadOnlyList<FleetOverBudget> Over(string budget, int days, params Answers.Fleet.Summaries.RunSummary[] runs) =>
        FleetAnalyzer.Analyze(runs, new FleetOptions
        {
            Since = Monday,
            UntilExcl = Monday.AddDays(days),
            Rules = FleetRules.Parse("rules", $"{{\"rules\":[{{\"match\":{{\"name\":\"etl*\"}},\"budgetUsdAWeek\":{budget}}}]}}"),
        }).OverBudget;

    [Fact]
    public void AJobOverItsWeeklyBudget_IsNamed_AndTheBudgetFollowsTheDays()
    {
        // 3 + 4 dollars of a budget of 6.99; the other job has no budget
        var over = Assert.Single(Over("6.99", 7, Run("etl", 0, usd: 3), Run("etl", 1, usd: 4), Run("other", 1, usd: 100)));
        Assert.Equal(("etl", 6.99m, 7m), (over.Job, over.BudgetUsd, over.Usd));
        Assert.Empty(Over("7", 7, Run("etl", 0, usd: 3), Run("etl", 1, usd: 4)));
        // two weeks: 14 dollars
        Assert.Empty(Over("7", 14, Run("etl", 0, usd: 6), Run("etl", 9, usd: 8)));
        Assert.Equal(14m, Assert.Single(Over("7", 14, Run("etl", 0, usd: 6), Run("etl", 9, usd: 8.01m))).BudgetUsd);
    }

    [Fact]
    public void ARunWithoutAPrice_CannotBeShownToBeWithinTheBudget()
    {
        Assert.Null(Assert.Single(Over("7", 7, Run("etl", 0, usd: 1), Run("etl", 1, usd: null))).Usd);
        Assert.Equal(8m, Assert.Single(Over("7", 7, Run("etl", 0, usd: 8), Run("etl", 1, usd: null))).Usd);
    }

    [Fact]
    public void ABudgetThatIsNotAboveZero_IsAnError() => Assert.Contains("above 0",
        Assert.Throws<EventLogParser.RightsizerException>(() => Over("0", 7)).Message, StringComparison.Ordinal);
}
