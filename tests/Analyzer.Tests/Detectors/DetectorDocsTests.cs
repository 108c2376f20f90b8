using System.Globalization;
using Rightsizer.Analyzer.Detectors;
using Rightsizer.TestSupport;

namespace Rightsizer.Analyzer.Tests.Detectors;

/// <summary>docs/detectors says what the code does: id, kind, title and every threshold with its value.</summary>
public class DetectorDocsTests
{
    static readonly string Folder = Path.Combine(SharedFolder.RepositoryRoot, "docs", "detectors");

    public static TheoryData<string> Ids => [.. DetectorCatalog.All.Select(d => d.Descriptor.Id)];

    [Theory]
    [MemberData(nameof(Ids))]
    public void Page_NamesKindTitleAndThresholds(string id)
    {
        var d = DetectorCatalog.All.Select(x => x.Descriptor).Single(x => x.Id == id);
        var page = File.ReadAllText(Path.Combine(Folder, id + ".md"));

        Assert.StartsWith($"# {id} {d.Kind}: {d.Title}\n", page);
        foreach (var t in d.Thresholds)
        {
            var start = $"| `{t.Name}` | {t.Value.ToString(CultureInfo.InvariantCulture)} {t.Unit} |";
            var row = page.Split('\n').Single(l => l.StartsWith(start, StringComparison.Ordinal));
            Assert.Equal(t.IsSettable, row.EndsWith("(settable) |", StringComparison.Ordinal));
        }
        Assert.Contains("## Severity\n" + DetectorCatalog.SeverityRule, page);
        foreach (var heading in new[] { "## What it means", "## How it is found", "## Thresholds", "## What to do", "## When it is wrong" })
            Assert.Contains(heading, page);
    }

    [Fact]
    public void Pages_AreThoseOfTheDetectors() =>
        Assert.Equal(DetectorCatalog.All.Select(d => d.Descriptor.Id),
            Directory.GetFiles(Folder, "RSZ*.md").Select(f => Path.GetFileNameWithoutExtension(f)).Order(StringComparer.Ordinal));

    [Fact]
    public void Thresholds_AreNamedOnceAndSayWhereTheyComeFrom() => Assert.All(DetectorCatalog.All, d =>
    {
        Assert.Equal(d.Descriptor.Thresholds.Count, d.Descriptor.Thresholds.Select(t => t.Name).Distinct().Count());
        Assert.All(d.Descriptor.Thresholds,
            t => Assert.True(t.Source.Length > 10 && t.Unit is "ms" or "bytes" or "count" or "ratio", t.Name));
    });
}
