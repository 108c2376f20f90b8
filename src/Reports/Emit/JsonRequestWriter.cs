using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.RegularExpressions;
using Rightsizer.Analyzer.Platforms.Files;

namespace Rightsizer.Reports.Emit;

/// <summary>Writes requests of AWS APIs; <c>envsubst</c> fills in the <c>${NAME}</c>s.</summary>
static partial class JsonRequestWriter
{
    public static EmittedFile Write(JsonRequests requests)
    {
        using var buffer = new MemoryStream();
        using (var writer = new Utf8JsonWriter(buffer,
            new JsonWriterOptions
            {
                Indented = true,
                IndentSize = 2,
                NewLine = "\n",
                Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping
            }))
        {
            requests.Document.WriteTo(writer);
        }
        var text = Encoding.UTF8.GetString(buffer.ToArray()) + "\n";
        return new EmittedFile(
            text, [.. Variable().Matches(text).Select(m => m.Groups[1].Value).Distinct(StringComparer.Ordinal)], requests.Notes);
    }

    [GeneratedRegex(@"\$\{([A-Z_]+)\}")]
    private static partial Regex Variable();
}
