using System.Text.Json;
using Rightsizer.TestSupport;

namespace Rightsizer.Spark.Tests;

/// <summary>The sample logs against answers that an independent program gave, checked in beside this test.</summary>
public class SampleLogTests(ITestOutputHelper output)
{
    public static TheoryData<string> Names() => [.. SampleLogs.All.Select(p => Path.GetFileName(p)!)];

    [Theory]
    [MemberData(nameof(Names))]
    public void SampleLog_JsonEqualsTheIndependentAnswer(string name)
    {
        var answer = Path.Combine(SharedFolder.RepositoryRoot, "tests", "Spark.Tests", "SampleAnswers", name + ".json");
        using var truth = JsonDocument.Parse(File.ReadAllBytes(answer), new JsonDocumentOptions { MaxDepth = 512 });
        using var ours = OurJson.Of(SampleLogs.All.Single(p => Path.GetFileName(p) == name));
        var comparer = new TruthComparer();

        foreach (var section in new[] { "app", "executors", "jobs", "stages", "sql" })
            comparer.Compare(truth.RootElement.GetProperty(section), ours.RootElement.GetProperty(section), section);
        comparer.Compare(truth.RootElement.GetProperty("derived").GetProperty("totals"), ours.RootElement.GetProperty("totals"), "totals");
        output.WriteLine($"{name}: {comparer.Equal} fields equal, {comparer.Differences.Count} differ");

        Assert.Empty(comparer.Differences);
        Assert.True(comparer.Equal > 1000, $"only {comparer.Equal} fields were compared");
    }

    [Fact]
    public void SampleLogs_AreAtLeastSixWithARollingOneAndStayUnderTenMegabytes()
    {
        var bytes = Directory.EnumerateFiles(Path.Combine(SharedFolder.RepositoryRoot, "sample-logs"), "*", SearchOption.AllDirectories)
            .Sum(f => new FileInfo(f).Length);

        Assert.True(SampleLogs.All.Count >= 6);
        Assert.Contains(SampleLogs.All, Directory.Exists);
        Assert.InRange(bytes, 1, 10_000_000);
    }
}
