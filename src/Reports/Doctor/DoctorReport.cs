using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Schema;
using System.Text.Json.Serialization;
using System.Text.Unicode;
using Rightsizer.Analyzer.Answers.Doctor;
using Rightsizer.Reports.Formatting;
using Rightsizer.Reports.Text;

namespace Rightsizer.Reports.Doctor;

/// <summary>What <c>doctor</c> found at one place.</summary>
/// <param name="Subject">A log, a folder, a file of settings.</param>
/// <param name="Checks">In the order in which they are read.</param>
public sealed record DoctorSubject(string Subject, IReadOnlyList<EvidenceCheck> Checks);

/// <summary>The document of <c>doctor --format json</c>.</summary>
/// <param name="SchemaVersion">Raised when a field changes its meaning or goes away; new fields do not raise it.</param>
/// <param name="Subjects">Each with its checks.</param>
public sealed record DoctorDocument(int SchemaVersion, IReadOnlyList<DoctorSubject> Subjects);

/// <summary>Writes the checks of <c>doctor</c>.</summary>
public static class DoctorReport
{
    static readonly DoctorJsonContext context = new(new JsonSerializerOptions
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        WriteIndented = true,
        IndentSize = 1,
        NewLine = "\n",
        Encoder = JavaScriptEncoder.Create(UnicodeRanges.All),
        Converters = { new JsonStringEnumConverter<CheckState>(JsonNamingPolicy.CamelCase) },
    });

    /// <summary>JSON Schema of the document, made from the types.</summary>
    public static string Schema()
    {
        var node = (JsonObject)context.Options.GetJsonSchemaAsNode(
            typeof(DoctorDocument), new JsonSchemaExporterOptions { TreatNullObliviousAsNonNullable = true });
        var schema = new JsonObject
        {
            ["$schema"] = "https://json-schema.org/draft/2020-12/schema",
            ["title"] = "Rightsizer doctor document",
        };
        foreach (var (key, value) in node.ToList()) schema[key] = value?.DeepClone();
        return schema.ToJsonString(context.Options) + "\n";
    }

    public static void WriteJson(Stream output, IReadOnlyList<DoctorSubject> subjects)
    {
        JsonSerializer.Serialize(output, new DoctorDocument(1, subjects), context.DoctorDocument);
        output.WriteByte((byte)'\n');
    }

    /// <summary>What fails first, then what is missing, then what is well.</summary>
    public static TextPage Compose(IReadOnlyList<DoctorSubject> subjects, int width)
    {
        var page = new TextPage(width);
        foreach (var subject in subjects)
        {
            if (page.Lines.Count > 0) page.Blank();
            page.Paragraph(PlainText.OneLine(subject.Subject), 0, "", TextStyle.Heading);
            foreach (var check in subject.Checks.OrderByDescending(c => c.State)) Add(page, check);
        }
        return page;
    }

    static void Add(TextPage page, EvidenceCheck check)
    {
        var (mark, style) = check.State switch
        {
            CheckState.Failed => ("  FAILED  ", TextStyle.Critical),
            CheckState.LessEvidence => ("  missing ", TextStyle.Warning),
            CheckState.NotApplicable => ("  skipped ", TextStyle.Dim),
            _ => ("  ok      ", TextStyle.Good),
        };
        page.Paragraph(PlainText.OneLine(check.What), mark.Length, mark, TextStyle.Plain, style);
        if (check.Do is { } what)
            page.Paragraph($"{PlainText.OneLine(what)}{(check.Gains is { } gains ? $" Gains: {PlainText.OneLine(gains)}" : "")}",
                mark.Length, "          ",
                TextStyle.Setting);
    }
}

[JsonSerializable(typeof(DoctorDocument))]
sealed partial class DoctorJsonContext : JsonSerializerContext;
