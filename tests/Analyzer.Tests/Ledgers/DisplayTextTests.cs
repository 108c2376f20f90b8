using System.Reflection;
using System.Text.RegularExpressions;
using Rightsizer.Analyzer.Facts;
using Rightsizer.Analyzer.Ledgers;
using Rightsizer.Analyzer.Ledgers.Prices;
using Rightsizer.Analyzer.Platforms;
using Rightsizer.TestSupport;

namespace Rightsizer.Analyzer.Tests.Ledgers;

/// <summary>No decision reads a sentence that this program printed.</summary>
public partial class DisplayTextTests
{
    [Fact]
    public void DisplayText_GivesItsTextToNobodyButAWriter()
    {
        var type = typeof(DisplayText);
        var operators = type.GetMethods(BindingFlags.Public | BindingFlags.Static).Where(m => m.IsSpecialName).ToList();

        Assert.Equal(["op_Implicit"], operators.Select(m => m.Name));
        Assert.Equal(type, operators[0].ReturnType);
        Assert.Empty(type.GetProperties(BindingFlags.Public | BindingFlags.Instance));
        Assert.Equal(["ToString"],
            type.GetMethods(BindingFlags.Public | BindingFlags.Instance).Where(m => m.ReturnType == typeof(string)).Select(m => m.Name));
    }

    /// <summary>Names of members that hold words for people.</summary>
    static readonly HashSet<string> worded = ["Name", "Title", "Shape", "Why", "Words", "Reason", "What", "Notes"];

    /// <summary>What is a name of Spark, of AWS, of the user or a stable word of the documents.</summary>
    static readonly HashSet<string> names =
    [
        "InstanceType.Name", "GlueWorker.Name", "PriceBook.Name", "TableCoverage.Name", "SizedRun.Name", "StudyJob.Name",
            "BindingConstraint.Name", "StudyObstacle.What",
        // joined with a quoted error of the log, and read by nobody
        "StudyObstacle.Words",
    ];

    [Fact]
    public void WordsOfLedgersAndAnswers_HaveTheirOwnType()
    {
        var texts = typeof(Ledger).Assembly.GetExportedTypes()
            .Where(t => t.Namespace is { } n && (n.EndsWith("Analyzer.Ledgers", StringComparison.Ordinal)
            || n.Contains("Answers.Sizing", StringComparison.Ordinal) || n.Contains("Answers.Study", StringComparison.Ordinal)))
            .SelectMany(t => t.GetProperties(BindingFlags.Public | BindingFlags.Instance | BindingFlags.DeclaredOnly))
            .Where(p => worded.Contains(p.Name) && (p.PropertyType == typeof(string) || p.PropertyType == typeof(IReadOnlyList<string>)))
            .Select(p => $"{p.DeclaringType!.Name}.{p.Name}").Where(p => !names.Contains(p));

        Assert.Empty(texts);
    }

    /// <summary>A text turned back into a string, and read.</summary>
    [GeneratedRegex(
        @"(Name|Title|Shape|Why|Words|Reason|What|[nN]otes?)(!|\?)*\.ToString\(\)\s*(\.(StartsWith|EndsWith|Contains|Split|IndexOf|LastIndexOf|Substring|Equals|Length|AsSpan|Replace)\b|==|!=|\[|is )")]
    private static partial Regex ReadsWords();

    [Theory]
    [InlineData("src/Analyzer")]
    [InlineData("src/Cli")]
    [InlineData("src/Reports")]
    public void Sources_ReadNoDisplayText(string folder)
    {
        var root = Path.Combine(SharedFolder.RepositoryRoot, folder);
        var readers = Directory.EnumerateFiles(root, "*.cs", SearchOption.AllDirectories)
            .Where(f => !f.Contains($"{Path.DirectorySeparatorChar}obj{Path.DirectorySeparatorChar}", StringComparison.Ordinal))
            .SelectMany(f =>
            File.ReadLines(f).Select((line, i) => (Place: FormattableString.Invariant($"{Path.GetRelativePath(root, f)}:{i + 1}"), line)))
            .Where(x => ReadsWords().IsMatch(x.line)).Select(x => x.Place);

        Assert.Empty(readers);
        // the rule finds what it is for
        Assert.Matches(ReadsWords(), "if (l.Name.ToString().StartsWith(\"EC2 \", StringComparison.Ordinal))");
    }

    [Fact]
    public void EqualIds_AreTheSameOption()
    {
        var one = new OptionId(SizingPlatform.EmrOnEc2.ToString(), "m5.xlarge", "x86_64", 4, 4, 2, 8);

        Assert.Equal(one, one with { });
        Assert.True(one.CompareTo(one with { ExecutorCores = 4, Executors = 4 }) < 0);
        Assert.True(one.CompareTo(one with { Type = "c5.xlarge" }) > 0);
    }
}
