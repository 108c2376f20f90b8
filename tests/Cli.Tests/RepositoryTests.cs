using System.Text.RegularExpressions;
using Rightsizer.TestSupport;

namespace Rightsizer.Cli.Tests;

/// <summary>What the source and the documents say of the repository is so.</summary>
public partial class RepositoryTests
{
    const int MaxLine = 140;

    static readonly string[] roots = ["src", "tests", "benchmarks", "docs", "deploy"];

    static string Root => SharedFolder.RepositoryRoot;

    [Fact]
    public void DocumentsNamedInComments_Exist()
    {
        var wrong = Files("*.cs")
            .SelectMany(f => Comment().Matches(File.ReadAllText(f)).SelectMany(c => Document().Matches(c.Value)).Select(m => m.Value)
            .Where(name => !Named(f, name)).Select(name => $"{Relative(f)} names {name}"));

        Assert.Empty(wrong.Distinct());
    }

    [Fact]
    public void LinksOfDocuments_LeadSomewhere()
    {
        var documents = Files("*.md").Concat(Directory.EnumerateFiles(Root, "*.md"));
        var wrong = documents.SelectMany(f => Link().Matches(File.ReadAllText(f)).Select(m => m.Groups[1].Value)
            .Where(t => !t.Contains("://", StringComparison.Ordinal) && !Path.Exists(Path.Combine(Path.GetDirectoryName(f)!, t)))
            .Select(t => $"{Relative(f)} links to {t}"));

        Assert.Empty(wrong);
    }

    /// <summary>Data in raw string literals (lines of an event log, JSON) stays as written, and so does a regular expression.</summary>
    [Fact]
    public void LinesOfCode_HaveAtMost140Characters()
    {
        var wrong = Files("*.cs").SelectMany(f => CodeLines(f).Where(l => l.Text.Length > MaxLine)
            .Select(l => $"{Relative(f)}:{l.Number} has {l.Text.Length} characters"));

        Assert.Empty(wrong);
    }

    [Fact]
    public void TwoTypesOfOneName_AreNowhere()
    {
        var named = from f in Files("*.cs")
                    where Relative(f).StartsWith("src/", StringComparison.Ordinal)
                    let text = File.ReadAllText(f)
                    from m in TypeName().Matches(text)
                    select (Name: m.Groups[1].Value, Space: NamespaceLine().Match(text).Groups[1].Value);
        var twice = named.Distinct().GroupBy(t => t.Name, StringComparer.Ordinal).Where(g => g.Count() > 1)
            .Select(g => $"{g.Key} in {string.Join(" and ", g.Select(t => t.Space))}");

        Assert.Empty(twice);
    }

    static IEnumerable<(int Number, string Text)> CodeLines(string file)
    {
        var inside = false;
        var number = 0;
        foreach (var line in File.ReadLines(file))
        {
            number++;
            var quotes = RawQuotes().Count(line);
            if (!inside && quotes == 0 && !Expression().IsMatch(line)) yield return (number, line);
            if (quotes % 2 == 1) inside = !inside;
        }
    }

    /// <summary>A name with a folder is from the root; a bare one lies beside the file or is one that tests write.</summary>
    static bool Named(string file, string name) =>
        File.Exists(Path.Combine(Root, name)) || File.Exists(Path.Combine(Path.GetDirectoryName(file)!, name));

    static IEnumerable<string> Files(string pattern) => roots.Select(r => Path.Combine(Root, r)).Where(Directory.Exists)
        .SelectMany(r => Directory.EnumerateFiles(r, pattern, SearchOption.AllDirectories))
        .Where(f => !BuildOutput().IsMatch(Relative(f)));

    static string Relative(string file) => Path.GetRelativePath(Root, file).Replace('\\', '/');

    [GeneratedRegex(@"(?<!:)//[^\n]*")]
    private static partial Regex Comment();

    [GeneratedRegex(@"(?<![\w./#-])[\w./-]+\.md\b")]
    private static partial Regex Document();

    [GeneratedRegex(@"\]\(([^)#\s]+)(?:#[^)]*)?\)")]
    private static partial Regex Link();

    [GeneratedRegex(@"^(?:[a-z]+ )*(?:class|struct|record struct|record|interface|enum) (\w+)", RegexOptions.Multiline)]
    private static partial Regex TypeName();

    [GeneratedRegex(@"^namespace ([\w.]+);", RegexOptions.Multiline)]
    private static partial Regex NamespaceLine();

    [GeneratedRegex("\"{3,}")]
    private static partial Regex RawQuotes();

    [GeneratedRegex("^\\s*@\".*\"[),;\\]]*$")]
    private static partial Regex Expression();

    [GeneratedRegex("(^|/)(obj|bin|node_modules)/")]
    private static partial Regex BuildOutput();
}
