using System.Reflection;
using System.Text;
using System.Text.RegularExpressions;
using Rightsizer.TestSupport;

namespace Rightsizer.Cli.Tests;

/// <summary>A log's text chooses what a pattern is matched against: no text of a megabyte may hold it.</summary>
public class PatternTests
{
    const int Length = 1 << 20;
    static readonly TimeSpan patience = TimeSpan.FromSeconds(4);

    static readonly string[] assemblies = ["rightsizer", "Rightsizer.Analyzer", "Rightsizer.EventLogParser", "Rightsizer.Reports",
        "Rightsizer.Aws", "Rightsizer.Charts"];

    [Fact]
    public void NoPattern_IsHeldByATextOfItsOwnBeginnings()
    {
        var patterns = assemblies.SelectMany(a => Assembly.Load(a).GetTypes())
            .SelectMany(t => t.GetMembers(BindingFlags.Static | BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic))
            .Select(m => m.GetCustomAttribute<GeneratedRegexAttribute>()).OfType<GeneratedRegexAttribute>()
            .Select(a => (a.Pattern, a.Options)).Distinct().ToList();

        Assert.True(patterns.Count > 50, $"{patterns.Count} patterns");
        var held = patterns.Where(p => IsHeld(p.Pattern, p.Options)).Select(p => p.Pattern).ToList();
        Assert.True(held.Count == 0, string.Join("\n", held));
    }

    [Fact]
    public void PatternThatBeginsAgainAtEachOfItsBeginnings_IsSeen() => Assert.True(IsHeld("row#.*if\\(", RegexOptions.None));

    static bool IsHeld(string pattern, RegexOptions options)
    {
        var regex = new Regex(pattern, options, patience);
        var sample = Sample(pattern);
        foreach (var length in Enumerable.Range(1, sample.Length)
            .Where(l => l % Thoroughness.Step(8) == 0 || l == sample.Length - 1 || l == sample.Length))
        {
            try
            {
                regex.Count(Repeat(sample[..length]));
            }
            catch (RegexMatchTimeoutException)
            {
                return true;
            }
        }
        return false;
    }

    static string Repeat(string part) => new StringBuilder(Length + part.Length).Insert(0, part, Length / part.Length + 1).ToString();

    /// <summary>About what the pattern matches: the first alternative of each group, each class by one of its characters, once.</summary>
    static string Sample(string pattern)
    {
        var text = new StringBuilder();
        for (var i = 0; i < pattern.Length; i++)
        {
            var c = pattern[i];
            if (c == '\\' && i + 1 < pattern.Length)
            {
                text.Append(pattern[++i] switch
                {
                    's' => ' ',
                    'S' or 'w' => 'a',
                    'd' => '1',
                    'n' => '\n',
                    'b' or 'z' => '\0',
                    var other => other,
                });
            }
            else if (c == '[')
            {
                var end = pattern.IndexOf(']', i + 2);
                text.Append(pattern[i + 1] is '^' or '\\' ? 'a' : pattern[i + 1]);
                i = end < 0 ? pattern.Length : end;
            }
            else if (c == '{')
            {
                i = Math.Max(i, pattern.IndexOf('}', i));
            }
            else if (c == '|')
            {
                var depth = 0;
                while (i + 1 < pattern.Length && (depth > 0 || pattern[i + 1] != ')'))
                {
                    depth += pattern[++i] switch { '(' => 1, ')' => -1, _ => 0 };
                    if (pattern[i] == '\\') i++;
                }
            }
            else if (c == '(' && i + 1 < pattern.Length && pattern[i + 1] == '?')
            {
                while (i + 1 < pattern.Length && pattern[i + 1] is not (':' or '=' or '!' or '>')) i++;
                i++;
            }
            else if (c is not ('(' or ')' or '*' or '+' or '?' or '^' or '$'))
            {
                text.Append(c == '.' ? 'a' : c);
            }
        }
        return text.Replace("\0", "").ToString();
    }
}
