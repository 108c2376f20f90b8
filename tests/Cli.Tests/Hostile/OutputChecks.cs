using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace Rightsizer.Cli.Tests.Hostile;

/// <summary>What each kind of output must not do with text from a log. Each check asserts.</summary>
static partial class OutputChecks
{
    /// <summary>By the word of <c>--format</c> or <c>--emit</c>.</summary>
    public static IReadOnlyDictionary<string, Action<string>> ByKind { get; } =
        new Dictionary<string, Action<string>>(StringComparer.Ordinal)
        {
            ["text"] = Text,
            ["brief"] = Brief,
            ["html"] = Html,
            ["md"] = Markdown,
            ["csv"] = Csv,
            ["json"] = Json,
            ["jsonl"] = JsonLines,
            ["sarif"] = Sarif,
            ["junit"] = JUnit,
            ["svg"] = Svg,
            ["conf"] = Conf,
            ["terraform"] = Terraform,
            ["emr-json"] = Json,
            ["serverless"] = Json,
            ["eks"] = Json,
            ["spark-submit"] = Shell,
            ["chat"] = Chat,
        };

    /// <summary>Nothing that a terminal obeys or hides, and no line that the runner of a workflow takes for a command.</summary>
    static void Text(string text)
    {
        Assert.DoesNotContain(text, c => char.IsControl(c) && c != '\n');
        Assert.DoesNotMatch("[\u200B-\u200F\u2028-\u202E\u2060-\u206F\uFEFF\u00AD\u061C]", text);
        Assert.DoesNotMatch(@"(?m)^\s*::|##\[", text);
    }

    static void Brief(string text)
    {
        Text(text);
        var ours = Quoted().Replace(text, "");
        foreach (var word in new[] { HostileLogs.Word, "obey", "evil.example", "alert(1)" })
            Assert.DoesNotContain(word, ours, StringComparison.Ordinal);
    }

    static void Html(string page)
    {
        Assert.Equal(Regex.Count(page, "<script"), Regex.Count(page, "</script>"));
        Assert.DoesNotMatch("<script>alert|<img(?! src=\"data:)|<iframe|<object|<!channel", page);
        Assert.DoesNotMatch("(?i)(href|src|action)\\s*=\\s*[\"']?\\s*(javascript|http)|url\\(['\"]?http", page);
        foreach (Match tag in Tag().Matches(page)) Assert.DoesNotMatch("\\son[a-z]+\\s*=", Value().Replace(tag.Value, ""));
        Assert.DoesNotContain(page, c => char.IsControl(c) && c is not ('\n' or '\t'));
        Assert.DoesNotMatch("[\u200B\u202A-\u202E\u2066-\u2069\uFEFF]", page);
    }

    static void Markdown(string page)
    {
        // code spans show what is in them
        var outside = CodeSpan().Replace(page, "`");
        Assert.DoesNotMatch(@"<img|<script|<!channel|@team|://evil|(?<!\\)\]\((http|javascript)", outside);
        Assert.DoesNotMatch("(?m)^# h", outside);
        Assert.DoesNotContain(page, c => char.IsControl(c) && c != '\n');
        Assert.DoesNotMatch("[\u200B\u202A-\u202E\u2066-\u2069\uFEFF]", page);
        var cells = 0;
        foreach (var line in page.Split('\n'))
        {
            var count = line.StartsWith('|') ? CellEnd().Count(line) : 0;
            Assert.True(cells == 0 || count == 0 || count == cells, $"{cells} cells, then {count}: {line}");
            cells = count;
        }
    }

    static void Csv(string text)
    {
        var rows = Rows(text);
        Assert.NotEmpty(rows);
        Assert.All(rows, r => Assert.Equal(rows[0].Count, r.Count));
        foreach (var cell in rows.SelectMany(r => r).Select(c => c.TrimStart()))
        {
            Assert.False(cell.Length > 0 && "=+-@".Contains(cell[0])
                && !double.TryParse(cell, NumberStyles.Float, CultureInfo.InvariantCulture, out _), cell);
            Assert.DoesNotContain(cell, char.IsControl);
        }
    }

    static void Json(string text)
    {
        using var json = JsonDocument.Parse(text);
    }

    static void JsonLines(string text)
    {
        foreach (var line in text.Split('\n', StringSplitOptions.RemoveEmptyEntries)) Json(line);
    }

    /// <summary>A message may hold links and placeholders: none is the log's.</summary>
    static void Sarif(string text)
    {
        using var json = JsonDocument.Parse(text);
        foreach (var message in Texts(json.RootElement))
        {
            Assert.DoesNotMatch(@"(?<!\\)\]\(", message);
            Assert.DoesNotMatch(@"(?<!\{)\{\d+\}", message);
        }
    }

    static IEnumerable<string> Texts(JsonElement e) => e.ValueKind switch
    {
        JsonValueKind.Object => e.EnumerateObject().SelectMany(p =>
            p.Name == "text" && p.Value.ValueKind == JsonValueKind.String ? [p.Value.GetString()!] : Texts(p.Value)),
        JsonValueKind.Array => e.EnumerateArray().SelectMany(Texts),
        _ => [],
    };

    static void JUnit(string text) => Assert.Equal("testsuites", XDocument.Parse(text).Root!.Name.LocalName);

    static void Svg(string text)
    {
        var elements = XDocument.Parse(text).Root!.DescendantsAndSelf().ToList();
        Assert.DoesNotContain(elements, e => e.Name.LocalName is "script" or "image" or "a" or "foreignObject");
        Assert.DoesNotContain(elements.SelectMany(e => e.Attributes()), a => a.Name.LocalName.StartsWith("on", StringComparison.Ordinal));
    }

    static void Conf(string text)
    {
        Text(text);
        foreach (var line in text.Split('\n')) Assert.Matches(@"^(|#.*|spark\.[\w.-]+ .*)$", line);
    }

    static void Terraform(string text)
    {
        Text(text);
        Assert.DoesNotMatch(@"(?<!\$)\$\{HOME|(?<!%)%\{x", text);
    }

    static void Shell(string text)
    {
        Text(text);
        Assert.DoesNotMatch(@"\$\(|`|\$\{HOME", text);
    }

    /// <summary>Slack's mentions and links are in angle brackets; Teams knows Markdown.</summary>
    static void Chat(string text)
    {
        using var json = JsonDocument.Parse(text);
        Assert.DoesNotMatch(@"[<>]|\]\(", json.RootElement.GetProperty("text").GetString()!);
    }

    /// <summary>By RFC 4180.</summary>
    static List<List<string>> Rows(string text)
    {
        var rows = new List<List<string>>();
        var (row, cell, quoted) = (new List<string>(), new StringBuilder(), false);
        for (var i = 0; i < text.Length; i++)
        {
            var c = text[i];
            if (quoted && c == '"' && i + 1 < text.Length && text[i + 1] == '"') cell.Append(text[++i]);
            else if (c == '"' && (quoted || cell.Length == 0)) quoted = !quoted;
            else if (!quoted && c == '\r') continue;
            else if (!quoted && c is ',' or '\n')
            {
                row.Add(cell.ToString());
                cell.Clear();
                if (c == ',') continue;
                rows.Add(row);
                row = [];
            }
            else cell.Append(c);
        }
        Assert.False(quoted);
        return rows;
    }

    [GeneratedRegex("<[a-z][^<>]*>")]
    private static partial Regex Tag();

    [GeneratedRegex("\"[^\"]*\"")]
    private static partial Regex Value();

    [GeneratedRegex("«[^«»]*»")]
    private static partial Regex Quoted();

    [GeneratedRegex("`[^`\n]*`")]
    private static partial Regex CodeSpan();

    [GeneratedRegex(@"(?<!\\)\|")]
    private static partial Regex CellEnd();
}
