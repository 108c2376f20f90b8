using System.Text.RegularExpressions;
using Rightsizer.Analyzer.Model;
using Rightsizer.EventLogParser.Events;

namespace Rightsizer.Analyzer.Construction;

/// <summary>Reads what a plan node that writes says of its target: path or table, format, partition columns, mode.</summary>
/// <remarks>The only source is the node's text; plans hold no structured form of it.</remarks>
static partial class WriteCommandParser
{
    static readonly string[] Formats =
        ["parquet", "orc", "csv", "json", "text", "avro", "delta", "iceberg", "hudi", "binaryfile", "libsvm", "image", "hive", "jdbc",
            "noop"];

    const string Execute = "Execute ";

    static readonly string[] Commands =
    [
        "InsertIntoHadoopFsRelationCommand", "InsertIntoHiveTable", "InsertIntoHiveDirCommand", "InsertIntoDataSourceDirCommand",
            "InsertIntoDataSourceCommand",
        "SaveIntoDataSourceCommand", "CreateDataSourceTableAsSelectCommand", "CreateHiveTableAsSelectCommand", "WriteToDataSourceV2",
    ];

    /// <summary>Newer ones, whose names go on: AppendDataExec, AppendDataExecV1.</summary>
    static readonly string[] CommandsWithEndings =
        ["AppendData", "OverwriteByExpression", "OverwritePartitionsDynamic", "CreateTableAsSelect", "ReplaceTableAsSelect", "ReplaceData",
            "WriteDelta"];

    static readonly string[] Modes = ["Overwrite", "Append", "ErrorIfExists", "Ignore"];

    /// <summary>Null when the node does not write.</summary>
    public static WriteCommand? Parse(SparkPlanInfo node)
    {
        if (CommandOf(node.NodeName) is not { } command) return null;
        var text = node.SimpleString;
        var at = text.IndexOf(command, StringComparison.Ordinal);
        var arguments = at >= 0 ? text[(at + command.Length)..].TrimStart() : text;
        return command.Contains("InsertIntoHadoopFsRelationCommand", StringComparison.Ordinal)
            ? ParseHadoop(command, arguments) : ParseOther(command, arguments);
    }

    /// <summary>
    /// The first word, or the one behind "Execute ", where it is a command that writes. By hand: every node of every plan is asked, and a
    /// pattern of so many names takes longer to compile than all logs but the largest to read.
    /// </summary>
    static string? CommandOf(string nodeName)
    {
        var word = WordOf(nodeName.StartsWith(Execute, StringComparison.Ordinal) ? nodeName.AsSpan(Execute.Length) : nodeName);
        foreach (var name in Commands)
        {
            if (word.EndsWith(name, StringComparison.Ordinal)) return word.ToString();
        }
        foreach (var name in CommandsWithEndings)
        {
            if (word.Contains(name, StringComparison.Ordinal)) return word.ToString();
        }
        return null;
    }

    static ReadOnlySpan<char> WordOf(ReadOnlySpan<char> text)
    {
        var length = 0;
        while (length < text.Length && (char.IsLetterOrDigit(text[length]) || text[length] == '_')) length++;
        return text[..length];
    }

    static WriteCommand ParseHadoop(string command, string arguments)
    {
        var match = PathThenFlag().Match(arguments);
        if (!match.Success)
        {
            var first = arguments.Split(", ")[0];
            return new WriteCommand(command, first.Length == 0 ? null : first, null, null, [], null);
        }
        var tokens = Split(match.Groups[2].Value);
        IReadOnlyList<string> columns = [];
        for (var i = 0; i < tokens.Count; i++)
        {
            var t = tokens[i];
            if (t.StartsWith('[') || t.StartsWith('{') || t.StartsWith("Map(", StringComparison.Ordinal)
                || t.StartsWith("List(", StringComparison.Ordinal))
            {
                // a bracketed list before the format holds the partition columns, or their fixed values
                if (t.StartsWith('[') && !t.Contains('='))
                    columns = [.. t.Trim('[', ']').Split(',').Where(c => c.Trim().Length > 0)
                        .Select(c => ColumnId().Replace(c.Trim(), ""))];
                continue;
            }
            var format = t.Split('@', '(')[0];
            format = format[(format.LastIndexOf('.') + 1)..];
            return new WriteCommand(
                command, match.Groups[1].Value, null, format, columns, tokens.Skip(i + 1).FirstOrDefault(Modes.Contains));
        }
        return new WriteCommand(command, match.Groups[1].Value, null, null, columns, null);
    }

    static WriteCommand ParseOther(string command, string arguments)
    {
        var tokens = Split(arguments);
        string? path = null, table = null, format = null, mode = null;
        if (tokens[0].Length > 0 && !tokens[0].StartsWith('['))
        {
            if (QualifiedName().IsMatch(tokens[0]) || command.Contains("Table", StringComparison.Ordinal)) table = tokens[0];
            else if (AnyPath().IsMatch(tokens[0])) path = tokens[0];
        }
        foreach (var t in tokens.Skip(1))
        {
            if (Modes.Contains(t)) mode = t;
            if (format is null && Formats.Contains(t.ToLowerInvariant())) format = t;
            if (SerDe().Match(t) is { Success: true } serde) format = "hive-" + serde.Groups[1].Value.ToLowerInvariant();
        }
        return new WriteCommand(command, path, table, format, [], mode);
    }

    /// <summary>Splits at the commas that stand in no bracket.</summary>
    static List<string> Split(string text)
    {
        var parts = new List<string>();
        int depth = 0, from = 0;
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] is '[' or '(' or '{') depth++;
            else if (text[i] is ']' or ')' or '}') depth--;
            else if (depth <= 0 && text[i] == ',' && i + 1 < text.Length && text[i + 1] == ' ')
            {
                parts.Add(text[from..i]);
                from = ++i + 1;
            }
        }
        parts.Add(text[from..]);
        return parts;
    }

    [GeneratedRegex(@"^(.*?), (?:true|false), (.*)$", RegexOptions.Singleline)]
    private static partial Regex PathThenFlag();

    [GeneratedRegex(@"#\d+L?$")]
    private static partial Regex ColumnId();

    [GeneratedRegex(@"^`|^\w+\.\w+")]
    private static partial Regex QualifiedName();

    [GeneratedRegex(@"^\w+:/|^/")]
    private static partial Regex AnyPath();

    [GeneratedRegex(@"\.(parquet|orc|avro|rcfile|lazy)\.?\w*\.\w*SerDe", RegexOptions.IgnoreCase)]
    private static partial Regex SerDe();
}
