using System.Text.RegularExpressions;

namespace Rightsizer.EventLogParser;

/// <summary>What stays of a name from run to run: dates, ids and counters are taken out.</summary>
public static partial class RecurringName
{
    static readonly HashSet<string> Generic = new(StringComparer.OrdinalIgnoreCase)
    {
        "", "app", "application", "spark", "myapp", "my app", "test", "job", "main", "spark-submit", "pyspark", "unnamed", "default",
            "org.apache.spark.deploy.sparksubmit", "simple application", "sparkapp", "spark app",
    };

    /// <summary>"etl-daily 2026-11-21 (run 4711)" and its like of other days give the same; never empty.</summary>
    public static string Parse(string? name)
    {
        var text = Uuid().Replace(name ?? "", "");
        text = Hexadecimal().Replace(text, "");
        text = Date().Replace(text, "");
        text = NamedDate().Replace(text, "");
        text = Separated().Replace(text, "");
        text = Emptied().Replace(text, "");
        text = Separators().Replace(text, m => m.Value[..1]).Replace(" )", ")").Replace(" ]", "]")
            .Trim(' ', '-', '_', '.', ':', '/', '#', '=');
        return text.Length > 0 ? text : "(unnamed)";
    }

    /// <summary>True where the name says nothing of what runs.</summary>
    public static bool IsGeneric(string recurring) => recurring == "(unnamed)" || Generic.Contains(recurring);

    /// <summary>True for a shell's name: what runs in it is whatever was typed into it.</summary>
    public static bool IsShell(string recurring) => recurring.EndsWith("shell", StringComparison.OrdinalIgnoreCase);

    [GeneratedRegex(@"[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}", RegexOptions.CultureInvariant)]
    private static partial Regex Uuid();

    // at least one digit among at least eight hexadecimal ones: "feedface" is a word, "deadbeef1" an id
    [GeneratedRegex(@"(?<![0-9A-Za-z])(?=[a-fA-F]*[0-9])[0-9a-fA-F]{8,64}(?![0-9A-Za-z])", RegexOptions.CultureInvariant)]
    private static partial Regex Hexadecimal();

    [GeneratedRegex(
        @"(?<![0-9])(19|20)\d\d([-_/.]?[01]\d)([-_/.]?[0-3]\d)?([-_ T]?[0-2]\d([-:_.]?[0-5]\d){0,2}([.,]\d{1,9})?(Z|[+-]\d\d:?\d\d)?)?(?![0-9])",
        RegexOptions.CultureInvariant)]
    private static partial Regex Date();

    const string Month = "(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?"
        + "|nov(?:ember)?|dec(?:ember)?)", Year = "(?:19|20)[0-9][0-9]";

    // "23Aug2026", "Aug_23_2026", "2026-aug-23", "Aug 2026"; the week "2026W35", the quarter "2026-Q3"
    [GeneratedRegex("(?<![0-9A-Za-z])(?:(?:[0-3]?[0-9][-_. ]?)?" + Month + "[-_. ,]?(?:[0-3]?[0-9][-_. ,]{1,2})?" + Year
        + "|" + Year + "[-_. ]?" + Month + "(?:[-_. ]?[0-3]?[0-9])?|" + Year + "[-_]?(?:W[0-5][0-9](?:-?[1-7])?|Q[1-4]))(?![0-9A-Za-z])",
        RegexOptions.CultureInvariant | RegexOptions.IgnoreCase)]
    private static partial Regex NamedDate();

    // a number that stands apart counts runs; one within a word ("q72", "s3") belongs to the name
    [GeneratedRegex(@"(?<![0-9A-Za-z.])\d+(?![0-9A-Za-z.])", RegexOptions.CultureInvariant)]
    private static partial Regex Separated();

    // brackets that held nothing but what was taken out
    [GeneratedRegex(@"\(\s*\)|\[\s*\]", RegexOptions.CultureInvariant)]
    private static partial Regex Emptied();

    // what joined the parts that are gone
    [GeneratedRegex(@"[\s_\-.:/#=]{2,}", RegexOptions.CultureInvariant)]
    private static partial Regex Separators();
}
