using Rightsizer.Advice.Trials;
using Rightsizer.TestSupport;

namespace Rightsizer.Spark.Tests;

/// <summary>One trial of tests/Advice.Trials, so that a change that breaks an advice is seen at once; docs/advice-trials.md.</summary>
public sealed class AdviceTrialTests(ITestOutputHelper output) : IDisposable
{
    readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("rightsizer-trials");

    [Theory]
    [InlineData("many_shuffle")]
    public void ProposedSettings_SaveAtLeastHalfOfWhatIsPromised(string name)
    {
        Assert.SkipWhen(TrialBench.Skip is not null, TrialBench.Skip ?? "");
        Assert.SkipUnless(Thoroughness.Full, Thoroughness.SkipReason);
        var trial = TrialCatalog.All.Single(t => t.Name == name);
        using var log = new StringWriter();
        using var bench = new TrialBench(folder.FullName, log);

        var state = bench.Run(trial, 1);

        output.WriteLine(log.ToString());
        Assert.NotEmpty(state.Proposal!.Settings);
        var effect = TrialEffect.Find(trial, state, "advised", state.Proposal.SavesMs)!;
        output.WriteLine($"{effect}");
        Assert.Equal(TrialVerdict.AsPromised, effect.Verdict);
    }

    public void Dispose() => folder.Delete(recursive: true);
}
