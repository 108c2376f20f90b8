using System.Text.Json;
using Rightsizer.EventLogParser.Events;

namespace Rightsizer.EventLogParser.Internals.Full.Decoders;

/// <summary>SparkListenerMiscellaneousProcessAdded.</summary>
static class ProcessAddedDecoder
{
    enum Field { ProcessId, Time, Info }

    enum InfoField { HostPort, Cores }

    static readonly FieldNames<Field> Fields = new((Field.ProcessId, "processId"), (Field.Time, "time"), (Field.Info, "info"));
    static readonly FieldNames<InfoField> InfoFields = new((InfoField.HostPort, "hostPort"), (InfoField.Cores, "cores"));

    public static ProcessAddedEvent Read(ref Utf8JsonReader r, DecodeContext context)
    {
        string? id = null, hostPort = null;
        long? time = null, cores = null;
        var hint = 0;
        while (Fields.Next(ref r, ref hint, out var field))
        {
            switch (field)
            {
                case Field.ProcessId: id = Json.Text(ref r, context); break;
                case Field.Time: time = Json.OptionalLong(ref r); break;
                case Field.Info when Json.EnterObject(ref r):
                    var inner = 0;
                    while (InfoFields.Next(ref r, ref inner, out var of))
                    {
                        if (of == InfoField.HostPort) hostPort = Json.Text(ref r, context);
                        else cores = Json.OptionalLong(ref r);
                    }
                    break;
            }
        }
        return new ProcessAddedEvent(id, time, hostPort, (int?)cores);
    }
}
