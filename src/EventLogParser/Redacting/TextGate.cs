using System.Text;
using System.Text.RegularExpressions;

namespace Rightsizer.EventLogParser.Redacting;

/// <summary>
/// Texts that mix Spark's words with others: plans, messages, call sites, values of settings. A word stays only if it is known, a number
/// only where Spark writes one; the rest is replaced.
/// </summary>
static partial class TextGate
{
    /// <summary>Longer texts are read up to here; the models keep less.</summary>
    public const int MaxChars = 4 * EventLimits.MaxPlanChars;

    /// <value>Digits of a number that Spark counts with: stages, tasks, lines, exit codes.</value>
    const int CounterDigits = 7;

    /// <value>Digits of a time in milliseconds.</value>
    const int EpochDigits = 13;

    /// <summary>
    /// What engines put before or behind the names of Spark's operators, and what analyses look for in any operator's name.
    /// </summary>
    internal static readonly string[] NameParts =
    [
        "Gpu", "Photon", "Comet", "Velox", "Native", "CHNative", "Transformer", "Columnar", "BroadcastExchange", "Exchange", "Broadcast",
        "Scan", "Join", "Aggregate", "Window", "Python", "Pandas", "InArrow", "Arrow", "Subquery", "InMemory", "Exception", "Error", "Exec",
        // Delta's indexes of files, and the accessors that the JVM numbers
        "Tahoe", "GeneratedMethodAccessor",
    ];

    /// <summary>Words behind which Spark, YARN and Python write a number that counts.</summary>
    static readonly HashSet<string> BeforeCounters = new(StringComparer.Ordinal)
    {
        "stage", "Stage", "task", "Task", "tasks", "TID", "executor", "code", "status", "is", "line", "batch", "attempt", "job", "Job",
        "WholeStageCodegen", "plan_id", "id", "ID", "replicas", "failed", "part", "shuffle", "map", "exceeded", "Exit", "version",
    };

    /// <summary>Units that follow an amount.</summary>
    static readonly HashSet<string> Units = new(StringComparer.Ordinal)
    {
        "B", "KB", "MB", "GB", "TB", "KiB", "MiB", "GiB", "TiB", "bytes", "ms", "s", "seconds", "times", "rows", "replicas", "more",
        "cores",
    };

    public static string Redact(string text)
    {
        if (text.Length > MaxChars) text = text[..MaxChars];
        var words = KnownWords.Instance;
        var result = new StringBuilder(text.Length + 16);
        var at = 0;
        var standInAt = -1;
        var before = "";
        while (at < text.Length)
        {
            var c = text[at];
            if (char.IsAsciiDigit(c) || IsWord(c))
            {
                var end = KnownRun(text, at, words);
                if (end == 0)
                {
                    end = EndOf(text, at);
                    if (char.IsAsciiDigit(c) && IsNumber(text.AsSpan(at, end - at)))
                    {
                        end = EndOfDigits(text, at);
                        result.Append(Counts(text, at, end, before) ? text.AsSpan(at, end - at) : "0");
                        at = end;
                        continue;
                    }
                    var word = text.AsSpan(at, end - at);
                    if (!IsKnown(word, words))
                    {
                        // words that are replaced side by side are one: a sentence of a user's is not told word by word
                        if (standInAt >= 0 && at == standInAt + 1 && text[standInAt] == ' ') result.Length--;
                        else result.Append(ReplaceWord(word, words));
                        before = "";
                        at = SecretText.Hide(text, end, result);
                        standInAt = at == end ? end : -1;
                        continue;
                    }
                }
                before = text[at..end];
                result.Append(before);
                at = SecretText.Hide(text, end, result);
                continue;
            }
            result.Append(c);
            at++;
        }
        return result.ToString();
    }

    /// <summary>A word that is kept as it is.</summary>
    static bool IsKnown(ReadOnlySpan<char> word, KnownWords words) =>
        word.Length == 1 && char.IsAscii(word[0]) || words.HasWord(word);

    /// <summary>What is known of an operator's name stays: "GpuHashAggregate", "name_iqjrmirljtScan".</summary>
    static string ReplaceWord(ReadOnlySpan<char> word, KnownWords words)
    {
        if (char.IsAsciiLetterUpper(word[0]))
        {
            foreach (var part in NameParts)
            {
                if (word.Length <= part.Length) continue;
                if (word.StartsWith(part, StringComparison.Ordinal))
                {
                    var rest = word[part.Length..];
                    return part + (words.HasWord(rest) ? rest.ToString() : StandIn.CreateWord("Name", rest) + Kept(rest));
                }
                if (word.EndsWith(part, StringComparison.Ordinal) && words.HasWord(word[..^part.Length])) return word.ToString();
            }
        }
        return StandIn.CreateWord("name", word) + Kept(word);
    }

    /// <summary>What analyses look for in the name of any operator or exception.</summary>
    static string Kept(ReadOnlySpan<char> word)
    {
        if (!char.IsAsciiLetterUpper(word[0])) return "";
        foreach (var part in NameParts)
        {
            if (word.Contains(part, StringComparison.Ordinal)) return part;
        }
        return "";
    }

    static bool IsWord(char c) => char.IsAsciiLetterOrDigit(c) || c == '_' || c >= 0x80;

    static int EndOf(string text, int at)
    {
        while (at < text.Length && IsWord(text[at])) at++;
        return at;
    }

    static int EndOfDigits(string text, int at)
    {
        while (at < text.Length && char.IsAsciiDigit(text[at])) at++;
        return at;
    }

    /// <summary>Digits, with "L" where Spark counts in longs and a unit where a JVM option or a size has one.</summary>
    static bool IsNumber(ReadOnlySpan<char> word)
    {
        var digits = word.IndexOfAnyExceptInRange('0', '9');
        return digits < 0 || word.Length - digits == 1 && "LgGmMkKtTs".Contains(word[digits])
            || word.Length - digits == 2 && word[digits..] is "GB" or "MB" or "KB" or "ms";
    }

    /// <summary>
    /// End of a known word that is written with hyphens or dots, such as a region or an instance type; 0 where none begins.
    /// </summary>
    static int KnownRun(string text, int at, KnownWords words)
    {
        if (at > 0 && (IsWord(text[at - 1]) || text[at - 1] == '-')) return 0;
        var end = at;
        const int longest = 64;
        while (end < text.Length && end - at < longest && (IsWord(text[end]) || text[end] is '-' or '.' && end + 1 < text.Length)) end++;
        var run = text.AsSpan(at, end - at);
        if (!run.ContainsAny('-', '.')) return 0;
        if (InstanceType().IsMatch(run) || EmrLabel().IsMatch(run) || AmazonVersion().IsMatch(run)) return end;
        for (var until = run.Length; until > 0; until = Math.Max(run[..until].LastIndexOf('.'), 0))
        {
            if (run[..until].Contains('-') && words.HasWord(run[..until].TrimEnd('.'))) return at + run[..until].TrimEnd('.').Length;
        }
        return 0;
    }

    /// <summary>True where the number from <paramref name="at"/> is one of Spark's own.</summary>
    /// <param name="text">The text.</param>
    /// <param name="at">First digit.</param>
    /// <param name="end">Behind the last.</param>
    /// <param name="before">The known word before it.</param>
    static bool Counts(string text, int at, int end, string before)
    {
        // the time of a batch, as the address of its page has it
        if (end - at == EpochDigits && text.AsSpan(0, at).EndsWith("/streaming/batch/?id=")) return true;
        // the size that a table asks its partitions to have
        if (before.StartsWith("REBALANCE_PARTITIONS_BY_", StringComparison.Ordinal) && GapOf(text, at, before) == 2) return true;
        if (end - at > CounterDigits) return false;
        var last = at > 0 ? text[at - 1] : '\0';
        // an expression's or an exchange's id, and those of the scopes of RDDs
        if (last == '#' || last == '"' && at >= 6 && text.AsSpan(at - 6, 6).SequenceEqual("\"id\":\"")) return true;
        if (IsInPartitioning(text, at, end)) return true;
        // what becomes of a row in a rewrite of a table
        if (text.AsSpan(end).StartsWith(" AS __row_operation")) return true;
        // "file.py:12"
        if (last == ':' && FileEnding().IsMatch(text.AsSpan(Math.Max(0, at - 8), Math.Min(at, 8)))) return true;
        // "local[4]", "local-cluster[2,1,1024]"
        if (LocalMaster().IsMatch(text)) return true;
        if (BeforeCounters.Contains(before) && GapOf(text, at, before) is <= 3) return true;
        // the second part of "3.0", where the first one stays
        if (last == '.' && at >= 2 && char.IsAsciiDigit(text[at - 2]) && BeforeCounters.Contains(before)
            && GapOf(text, at, before) is <= 10) return true;
        return IsAmount(text, at, end) || JvmAmount().IsMatch(text.AsSpan(Math.Max(0, at - 48), Math.Min(at, 48)));
    }

    /// <summary>Characters between the word and the number.</summary>
    static int GapOf(string text, int at, string word)
    {
        var from = text.LastIndexOf(word, at - 1, Math.Min(at, word.Length + 12), StringComparison.Ordinal);
        return from < 0 ? int.MaxValue : at - from - word.Length;
    }

    /// <summary>"5.5 GB", "120 s".</summary>
    static bool IsAmount(string text, int at, int end)
    {
        var i = end;
        if (i < text.Length && text[i] == '.') i = EndOfDigits(text, i + 1);
        if (i < text.Length && text[i] == ' ') i++;
        if (i < text.Length && char.IsAsciiDigit(text[i])) return false;
        return Units.Contains(text[i..EndOf(text, i)]);
    }

    /// <summary>The count at the end of "...partitioning(a, b, 200)".</summary>
    static bool IsInPartitioning(string text, int at, int end)
    {
        if (end >= text.Length || text[end] is not (')' or ',') || at == 0 || text[at - 1] is not (' ' or '(')) return false;
        const int longest = 4096;
        var from = Math.Max(0, at - longest);
        return text.AsSpan(from, at - from).LastIndexOf("artitioning(") is var open and >= 0
            && !text.AsSpan(from + open, at - from - open).Contains('\n')
            && (text[end] == ')' || text.AsSpan(end).StartsWith(", ENSURE") || text.AsSpan(end).StartsWith(", REPART"));
    }

    [GeneratedRegex(@"^(?:[a-z]{1,3}[0-9]{1,2}[a-z]{0,4}(?:-flex)?|u-[0-9a-z]{1,8})\."
        + @"(?:nano|micro|small|medium|large|[0-9]{0,2}xlarge|metal(?:-[0-9]{2}xl)?)$")]
    private static partial Regex InstanceType();

    [GeneratedRegex(@"^emr-(?:spark-)?[0-9]{1,2}\.[0-9]{1,2}(?:\.[0-9]{1,2})?(?:-latest)?$")]
    private static partial Regex EmrLabel();

    [GeneratedRegex(@"^[0-9]{1,2}\.[0-9]{1,2}(?:\.[0-9]{1,2})?-amzn-[0-9]{1,2}$")]
    private static partial Regex AmazonVersion();

    [GeneratedRegex(@"^local(?:-cluster)?\[[0-9]{1,4}(?:,[0-9]{1,6}){0,2}\]$")]
    private static partial Regex LocalMaster();

    [GeneratedRegex(@"\.(?:py|scala|java|R|ipynb|sc):$|>:$")]
    private static partial Regex FileEnding();

    [GeneratedRegex(@"(?:-X(?:ms|mx|ss|mn)|-XX:[A-Za-z0-9]{1,40}=)$")]
    private static partial Regex JvmAmount();
}
