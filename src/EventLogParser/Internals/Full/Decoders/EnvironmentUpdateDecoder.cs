using System.Text.Json;
using Rightsizer.EventLogParser.Events;

namespace Rightsizer.EventLogParser.Internals.Full.Decoders;

/// <summary>SparkListenerEnvironmentUpdate.</summary>
static class EnvironmentUpdateDecoder
{
    enum Section { JvmInformation, SparkProperties, HadoopProperties, SystemProperties, ClasspathEntries }

    static readonly FieldNames<Section> Sections = new(
        (Section.JvmInformation, "JVM Information"), (Section.SparkProperties, "Spark Properties"),
        (Section.HadoopProperties, "Hadoop Properties"), (Section.SystemProperties, "System Properties"),
        (Section.ClasspathEntries, "Classpath Entries"));

    public static EnvironmentUpdateEvent Read(ref Utf8JsonReader r, DecodeContext context)
    {
        IReadOnlyDictionary<string, string> jvm = Json.Empty, spark = Json.Empty, hadoop = Json.Empty, system = Json.Empty,
            classpath = Json.Empty;
        var hint = 0;
        while (Sections.Next(ref r, ref hint, out var section))
        {
            switch (section)
            {
                case Section.JvmInformation: jvm = Json.StringMap(ref r, context); break;
                case Section.SparkProperties: spark = Json.StringMap(ref r, context); break;
                case Section.HadoopProperties: hadoop = Json.StringMap(ref r, context); break;
                case Section.SystemProperties: system = Json.StringMap(ref r, context); break;
                case Section.ClasspathEntries: classpath = Json.StringMap(ref r, context); break;
            }
        }
        return new EnvironmentUpdateEvent(jvm, spark, hadoop, system, classpath);
    }
}
