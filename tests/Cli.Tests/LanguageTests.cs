using System.Text.RegularExpressions;
using Rightsizer.TestSupport;

namespace Rightsizer.Cli.Tests;

/// <summary>What users read is in the words of Spark, AWS and plain English: banned-words.tsv lists what is not.</summary>
public partial class LanguageTests
{
    /// <summary>A word of the list, as a word of its own and not as part of code.</summary>
    static readonly (Regex Words, string Instead)[] banned =
    [
        .. File.ReadLines(Path.Combine(Root, "tests", "Cli.Tests", "banned-words.tsv"))
            .Where(l => l.Length > 0 && !l.StartsWith('#')).Select(l => l.Split('\t'))
            .Select(p => (new Regex($@"(?<![\w.\-""#])(?:{p[0]})(?!\w|\.\w|\()",
                RegexOptions.IgnoreCase | RegexOptions.CultureInvariant), p[1])),
    ];

    static string Root => SharedFolder.RepositoryRoot;

    /// <summary>The format brief has the words of the JSON, for programs.</summary>
    [Fact]
    public void TextsInTheSource_HaveNoBannedWord()
    {
        var files = Directory.EnumerateFiles(Path.Combine(Root, "src"), "*.cs", SearchOption.AllDirectories)
            .Where(f => !BuildOutput().IsMatch(f.Replace('\\', '/')));
        var wrong = files.SelectMany(f => Texts(File.ReadAllText(f)).SelectMany(t => Faults(Path.GetRelativePath(Root, f), t)));

        Assert.Empty(wrong);
    }

    [Fact]
    public void Help_HasNoBannedWord()
    {
        var files = Directory.GetFiles(Path.Combine(Root, "tests", "Cli.Tests", "Golden"), "help-*.txt");

        Assert.NotEmpty(files);
        Assert.Empty(files.SelectMany(f => File.ReadLines(f).SelectMany(l => Faults(Path.GetFileName(f), l))));
    }

    /// <summary>The glossary names the words that were ours; the change log is history.</summary>
    [Fact]
    public void Documents_HaveNoBannedWord()
    {
        var files = Directory.GetFiles(Root, "*.md").Concat(new[] { "docs", "deploy", "sample-logs" }
                .SelectMany(d => Directory.EnumerateFiles(Path.Combine(Root, d), "*.md", SearchOption.AllDirectories)))
            .Append(Path.Combine(Root, "benchmarks", "README.md"))
            .Where(f => Path.GetFileName(f) is not ("glossary.md" or "CHANGELOG.md" or "THIRD-PARTY-NOTICES.md")).ToList();

        Assert.Contains(files, f => f.EndsWith("RSZ001.md", StringComparison.Ordinal));
        Assert.Empty(files.SelectMany(f => File.ReadLines(f)
            .SelectMany(l => Faults(Path.GetRelativePath(Root, f), Code().Replace(l, "")))));
    }

    [Theory]
    [InlineData("Estimates below: tier A.", true)]
    [InlineData("no price in the book: give one", true)]
    [InlineData("it was told twice", true)]
    [InlineData("quote shape.json", false)]
    [InlineData("a frontier of books.csv", false)]
    public void AFault_IsSeen(string text, bool isFault) => Assert.Equal(isFault, Faults("x", text).Any());

    static IEnumerable<string> Faults(string where, string text) => banned.Where(b => b.Words.IsMatch(text))
        .Select(b => $"{where}: \"{b.Words.Match(text).Value}\" in \"{text.Trim()}\"; write: {b.Instead}");

    /// <summary>String literals of more than one word, without what is interpolated.</summary>
    static IEnumerable<string> Texts(string source) => Token().Matches(source).Select(m => m.Groups["text"].Value)
        .Select(t => Interpolated().Replace(t, "")).Where(t => t.Trim().Contains(' ', StringComparison.Ordinal));

    [GeneratedRegex("//[^\\n]*|/\\*.*?\\*/|'(?:\\\\.[^']*|[^'\\\\])'|\\$*\"{3}(?<text>.*?)\"{3}|(?:\\$@|@\\$?)\"(?<text>(?:[^\"]|\"\")*)\""
        + "|\\$?\"(?<text>(?:[^\"\\\\\\n]|\\\\.)*)\"", RegexOptions.Singleline)]
    private static partial Regex Token();

    [GeneratedRegex(@"\{[^{}]*(?:\{[^{}]*\}[^{}]*)*\}")]
    private static partial Regex Interpolated();

    [GeneratedRegex("`[^`]*`")]
    private static partial Regex Code();

    [GeneratedRegex("/(obj|bin)/|/Reports/Brief/|/Cli/Mcp/")]
    private static partial Regex BuildOutput();
}
