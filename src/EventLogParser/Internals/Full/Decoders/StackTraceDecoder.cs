using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Rightsizer.EventLogParser.Internals.Full.Decoders;

/// <summary>"Stack Trace": the frames of an exception, as the JVM prints them.</summary>
static class StackTraceDecoder
{
    enum Field { DeclaringClass, MethodName, FileName, LineNumber }

    static readonly FieldNames<Field> Fields = new(
        (Field.DeclaringClass, "Declaring Class"), (Field.MethodName, "Method Name"), (Field.FileName, "File Name"),
        (Field.LineNumber, "Line Number"));

    /// <param name="r">On the start of the array.</param>
    /// <param name="context">Counts what is cut.</param>
    public static string Read(ref Utf8JsonReader r, DecodeContext context)
    {
        var text = new StringBuilder();
        while (Json.NextObject(ref r))
        {
            string? type = null, method = null, file = null, line = null;
            var hint = 0;
            while (Fields.Next(ref r, ref hint, out var field))
            {
                var value = Json.Text(ref r, context);
                switch (field)
                {
                    case Field.DeclaringClass: type = value; break;
                    case Field.MethodName: method = value; break;
                    case Field.FileName: file = value; break;
                    case Field.LineNumber: line = value; break;
                }
            }
            if (text.Length > EventLimits.MaxMessageChars) context.CutTexts++;
            else text.Append(CultureInfo.InvariantCulture, $"\n        at {type}.{method}({file}:{line})");
        }
        return text.ToString();
    }
}
