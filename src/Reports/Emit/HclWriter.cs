using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Rightsizer.Analyzer.Platforms.Files;

namespace Rightsizer.Reports.Emit;

/// <summary>
/// Writes Terraform's language in its canonical form: two blanks an indent, the equals signs of neighbouring lines under one another.
/// </summary>
sealed partial class HclWriter
{
    readonly StringBuilder text = new();
    readonly List<(string Name, string Value)> pending = [];
    int depth;
    bool needsBlank;

    public static EmittedFile Write(TerraformModule module)
    {
        var writer = new HclWriter();
        writer.Items(module.Items);
        writer.Flush();
        var file = writer.text.ToString();
        return new EmittedFile(file, [.. VariableBlock().Matches(file).Select(m => m.Groups[1].Value)], module.Notes);
    }

    void Items(IEnumerable<HclItem> items)
    {
        foreach (var item in items)
        {
            switch (item)
            {
                case HclComment c:
                    Comment(c.Text);
                    break;
                case HclBlock b:
                    Block(string.Join(' ', [b.Type, .. b.Labels.Select(Quote)]), () => Items(b.Items));
                    break;
                case HclArgument { Value: HclMap map } a:
                    SetMap(a.Name, map.Entries);
                    break;
                case HclArgument { Value: HclJson json } a:
                    SetJson(a.Name, json.Json);
                    break;
                case HclArgument a:
                    Set(a.Name, Code(a.Value));
                    break;
                default:
                    throw new InvalidOperationException($"no form for {item.GetType().Name}");
            }
        }
    }

    /// <summary>A value on one line.</summary>
    static string Code(HclValue value) => value switch
    {
        HclExpression e => e.Code,
        HclText t => Quote(t.Text),
        HclNumber n => FormattableString.Invariant($"{n.Value}"),
        HclList l => $"[{string.Join(", ", l.Values.Select(Code))}]",
        HclObject o => $"{{ {string.Join(", ", o.Entries.Select(e => $"{Key(e.Key)} = {Code(e.Value)}"))} }}",
        HclCall c => $"{c.Function}({string.Join(", ", c.Arguments.Select(Code))})",
        _ => throw new InvalidOperationException($"{value.GetType().Name} takes several lines"),
    };

    /// <summary>A block, its arguments and blocks inside.</summary>
    void Block(string head, Action body)
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
    void Set(string name, string expression)
    {
        if (pending.Count == 0 && needsBlank) text.Append('\n');
        needsBlank = false;
        pending.Add((name, expression));
    }

    void SetMap(string name, IEnumerable<KeyValuePair<string, HclValue>> entries)
    {
        Flush();
        if (needsBlank || text[^2] != '{') text.Append('\n');
        Line($"{name} = {{");
        depth++;
        foreach (var (key, value) in entries) pending.Add((Key(key), Code(value)));
        needsBlank = false;
        Flush();
        depth--;
        Line("}");
        needsBlank = true;
    }

    /// <summary>An argument whose value is JSON, written with jsonencode.</summary>
    void SetJson(string name, JsonNode json)
    {
        Flush();
        if (needsBlank) text.Append('\n');
        text.Append(' ', depth * 2).Append(name).Append(" = jsonencode(");
        Expression(json);
        text.Append(")\n");
        needsBlank = true;
    }

    void Comment(string words)
    {
        Flush();
        if (needsBlank) text.Append('\n');
        needsBlank = false;
        Line("# " + Formatting.PlainText.OneLine(words));
    }

    /// <summary>A quoted string in which nothing is a template.</summary>
    static string Quote(string value) =>
        "\"" + value.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal)
        .Replace("\n", "\\n", StringComparison.Ordinal).Replace("${", "$${", StringComparison.Ordinal)
        .Replace("%{", "%%{", StringComparison.Ordinal) + "\"";

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
    }

    static string Key(string key) => key.All(c => char.IsAsciiLetterOrDigit(c) || c == '_') ? key : Quote(key);

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
