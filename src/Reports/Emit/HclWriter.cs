using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Rightsizer.Reports.Emit;

/// <summary>
/// Terraform's language in its canonical form: two blanks an indent, the equals signs of neighbouring lines under one another.
/// </summary>
sealed partial class HclWriter
{
    readonly StringBuilder text = new();
    readonly List<(string Name, string Value)> pending = [];
    int depth;
    bool needsBlank;

    /// <summary>A block, its arguments and blocks inside.</summary>
    public void Block(string head, Action body)
    {
        Flush();
        if (needsBlank) text.Append('\n');
        Line(head + " {");
        depth++;
        needsBlank = false;
        body();
        Flush();
        depth--;
        Line("}");
        needsBlank = true;
    }

    /// <summary>An argument on one line; <paramref name="expression"/> stands as it is.</summary>
    public void Set(string name, string expression)
    {
        if (pending.Count == 0 && needsBlank) text.Append('\n');
        needsBlank = false;
        pending.Add((name, expression));
    }

    public void Set(string name, int value) => Set(name, FormattableString.Invariant($"{value}"));

    public void SetText(string name, string value) => Set(name, Quote(value));

    /// <summary>An argument whose value takes several lines, each entry <c>name = expression</c>.</summary>
    /// <remarks><c>open</c>, <c>close</c>: what stands around the entries, <c>{</c> and <c>}</c> or a function's call.</remarks>
    public void SetMap(string name, string open, IEnumerable<KeyValuePair<string, string>> entries, string close)
    {
        Flush();
        if (needsBlank || text[^2] != '{') text.Append('\n');
        Line($"{name} = {open}");
        depth++;
        foreach (var (key, value) in entries) pending.Add((key, value));
        needsBlank = false;
        Flush();
        depth--;
        Line(close);
        needsBlank = true;
    }

    /// <summary>An argument whose value is JSON, written with jsonencode.</summary>
    public void SetJson(string name, JsonNode json)
    {
        Flush();
        if (needsBlank) text.Append('\n');
        text.Append(' ', depth * 2).Append(name).Append(" = jsonencode(");
        Expression(json);
        text.Append(")\n");
        needsBlank = true;
    }

    public void Comment(string words)
    {
        Flush();
        if (needsBlank) text.Append('\n');
        needsBlank = false;
        Line("# " + Formatting.PlainText.OneLine(words));
    }

    public override string ToString()
    {
        Flush();
        return text.ToString();
    }

    /// <summary>A quoted string in which nothing is a template.</summary>
    public static string Quote(string value) =>
        "\"" + value.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal)
        .Replace("\n", "\\n", StringComparison.Ordinal).Replace("${", "$${", StringComparison.Ordinal)
        .Replace("%{", "%%{", StringComparison.Ordinal) + "\"";

    public static string List(IEnumerable<string> values) => $"[{string.Join(", ", values.Select(Quote))}]";

    /// <summary>The variables of a written file.</summary>
    public static IReadOnlyList<string> Variables(string text) => [.. VariableBlock().Matches(text).Select(m => m.Groups[1].Value)];

    /// <summary>Objects and lists over several lines; equals signs under one another where values stand on one line.</summary>
    void Expression(JsonNode? json)
    {
        if (json is JsonValue value)
        {
            text.Append(value.GetValueKind() == JsonValueKind.String ? Quote(value.GetValue<string>()) : value.ToJsonString());
            return;
        }
        var isObject = json is JsonObject;
        text.Append(isObject ? "{\n" : "[\n");
        depth++;
        if (json is JsonObject map)
        {
            var scalars = map.Where(p => p.Value is JsonValue).Select(p => Key(p.Key).Length).DefaultIfEmpty(0).Max();
            foreach (var (key, item) in map)
            {
                text.Append(' ', depth * 2).Append(item is JsonValue ? Key(key).PadRight(scalars) : Key(key)).Append(" = ");
                Expression(item);
                text.Append('\n');
            }
        }
        else
        {
            var items = json!.AsArray();
            for (var i = 0; i < items.Count; i++)
            {
                text.Append(' ', depth * 2);
                Expression(items[i]);
                text.Append(i < items.Count - 1 ? ",\n" : "\n");
            }
        }
        depth--;
        text.Append(' ', depth * 2).Append(isObject ? '}' : ']');

        static string Key(string key) => key.All(c => char.IsAsciiLetterOrDigit(c) || c == '_') ? key : Quote(key);
    }

    void Flush()
    {
        var width = pending.Count == 0 ? 0 : pending.Max(p => p.Name.Length);
        foreach (var (name, value) in pending) Line($"{name.PadRight(width)} = {value}");
        if (pending.Count > 0) needsBlank = true;
        pending.Clear();
    }

    void Line(string line) => text.Append(' ', depth * 2).Append(line).Append('\n');

    [GeneratedRegex("^variable \"([a-z_]+)\"", RegexOptions.Multiline)]
    private static partial Regex VariableBlock();
}
