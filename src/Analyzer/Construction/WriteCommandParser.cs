using System.Text.RegularExpressions;
using Rightsizer.Analyzer.Model;
using Rightsizer.EventLogParser.Events;

namespace Rightsizer.Analyzer.Construction;

/// <summary>Reads what a plan node that writes says of its target: path or table, format, partition columns, mode.</summary>
/// <remarks>The only source is the node's text; plans hold no structured form of it.</remarks>
static partial class WriteCommandParser
{
    static readonly string[] Formats =
        ["parquet", "orc", "csv", "json", "text", "avro", "delta", "iceberg", "hudi", "binaryfile", "libsvm", "image", "hive", "jdbc", "noop"];

    static readonly string[] Modes = ["Overwrite", "Append", "ErrorIfExists", "Ignore"];

    /// <summary>Null when the node does not write.</summary>
    public static WriteCommand? Parse(SparkPlanInfo node)
    {
        var match = Command().Match(node.NodeName);
        if (!match.Success) return null;
        var command = match.Groups[1].Value;
        var text = node.SimpleString;
        var at = text.IndexOf(command, StringComparison.Ordinal);
        var arguments = at >= 0 ? text[(at + command.Length)..].TrimStart() : text;
        return command.Contains("InsertIntoHadoopFsRelationCommand", StringComparison.Ordinal)
            ? ParseHadoop(command, arguments) : ParseOther(command, arguments);
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
            if (t.StartsWith('[') || t.StartsWith('{') || t.StartsWith("Map(", StringComparison.Ordinal) || t.StartsWith("List(", StringComparison.Ordinal))
            {
                // a bracketed list before the format holds the partition columns, or their fixed values
                if (t.StartsWith('[') && !t.Contains('='))
                    columns = [.. t.Trim('[', ']').Split(',').Where(c => c.Trim().Length > 0).Select(c => ColumnId().Replace(c.Trim(), ""))];
                continue;
            }
            var format = t.Split('@', '(')[0];
            format = format[(format.LastIndexOf('.') + 1)..];
            return new WriteCommand(command, match.Groups[1].Value, null, format, columns, tokens.Skip(i + 1).FirstOrDefault(Modes.Contains));
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

    [GeneratedRegex(@"^(?:Execute )?(\w*(?:InsertIntoHadoopFsRelationCommand|InsertIntoHiveTable|InsertIntoHiveDirCommand|InsertIntoDataSourceDirCommand|InsertIntoDataSourceCommand|SaveIntoDataSourceCommand|CreateDataSourceTableAsSelectCommand|CreateHiveTableAsSelectCommand|AppendData\w*|OverwriteByExpression\w*|OverwritePartitionsDynamic\w*|CreateTableAsSelect\w*|ReplaceTableAsSelect\w*|ReplaceData\w*|WriteDelta\w*|WriteToDataSourceV2))\b")]
    private static partial Regex Command();

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
