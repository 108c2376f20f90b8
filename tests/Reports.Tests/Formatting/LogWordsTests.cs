using Rightsizer.Analyzer.Model;
using Rightsizer.Reports.Formatting;

namespace Rightsizer.Reports.Tests.Formatting;

/// <summary>The first line of doubt names its cause and what the cause puts in doubt, not always the same.</summary>
public class LogWordsTests
{
    static readonly ApplicationRun whole = SampleLogResult.Analyze(SampleLogResult.Names[0]).Run;

    static string? DoubtOf(Func<LogQuality, LogQuality> change) => LogWords.Doubt(whole with { Log = change(whole.Log) });

    [Fact]
    public void CompleteLog_HasNoDoubt() => Assert.Null(DoubtOf(l => l));

    [Theory]
    [InlineData(DoubtSubject.Time, "Times are in doubt.")]
    [InlineData(DoubtSubject.Money, "What was paid for is in doubt.")]
    [InlineData(DoubtSubject.Sums, "Totals may be too low.")]
    public void ValueThatCannotBeTrue_IsNamedWithWhatRestsOnIt(DoubtSubject subject, string consequence) =>
        Assert.Equal("The log is incomplete: 2 values in it cannot be true. " + consequence, DoubtOf(l => l with
        {
            Grade = QualityGrade.Partial,
            Implausible = [new ImplausibleField("SparkListenerExecutorAdded", "Total Cores", 2, subject)],
        }));

    [Fact]
    public void KindOfEventThatIsMissing_IsNamed() =>
        Assert.Equal("The log is incomplete: it has no SparkListenerTaskStart events. Totals may be too low.", DoubtOf(l => l with
        {
            Grade = QualityGrade.Partial,
            MissingEvents = [new MissingEvent("SparkListenerTaskStart", "when tasks began", [])],
        }));

    /// <summary>That nothing could show whether a kind is missing is said once of a run, and not in each line that names it.</summary>
    [Fact]
    public void KindOfWhichNothingWouldShow_IsNoDoubt()
    {
        var run = whole with
        {
            Log = whole.Log with { Grade = QualityGrade.NoGapSeen, UnverifiedEvents = [new("SparkListenerX", "what x did", [])] },
        };

        Assert.Null(LogWords.Doubt(run));
        Assert.Equal("No gap is seen in the log. It has no SparkListenerX events, which nothing else in a log would show: "
            + "what x did.", LogWords.Quality(run));
        Assert.Equal("No gap is seen in the log.", LogWords.Short(run));
        Assert.Equal(LogWords.Quality(whole), LogWords.Short(whole));
    }

    [Fact]
    public void CoresThatAreInferred_PutInDoubtWhatWasPaid() =>
        Assert.Equal("The log is incomplete: the cores of 1 executor are not in it. What was paid for is in doubt.",
            DoubtOf(l => l with { Grade = QualityGrade.Partial, InferredExecutors = 1 }));
}
