using System.Text.Json;
using Rightsizer.EventLogParser.Events;

namespace Rightsizer.EventLogParser.Internals.Full;

sealed partial class EventDecoder
{
    static readonly FieldNames VersionFields = new("Spark Version", "Rollover Number");

    static LogStartEvent ReadLogStart(ref Utf8JsonReader r)
    {
        string? version = null;
        var hint = 0;
        while (Json.NextProperty(ref r, VersionFields, ref hint, out var field))
        {
            if (field == 0) version = Json.Text(ref r);
            else r.Skip();
        }
        return new LogStartEvent(version);
    }

    static DatabricksMetadataEvent ReadDatabricksMetadata(ref Utf8JsonReader r)
    {
        string? version = null;
        long? rollover = null;
        var hint = 0;
        while (Json.NextProperty(ref r, VersionFields, ref hint, out var field))
        {
            if (field == 0) version = Json.Text(ref r);
            else if (field == 1) rollover = Json.OptionalLong(ref r);
            else r.Skip();
        }
        return new DatabricksMetadataEvent(version, rollover);
    }

    static readonly FieldNames ApplicationFields = new("App Name", "App ID", "Timestamp", "User", "App Attempt ID", "ExitCode");

    static ApplicationStartEvent ReadApplicationStart(ref Utf8JsonReader r)
    {
        string? name = null, id = null, user = null, attempt = null;
        long? time = null;
        var hint = 0;
        while (Json.NextProperty(ref r, ApplicationFields, ref hint, out var field))
        {
            switch (field)
            {
                case 0: name = Json.Text(ref r); break;
                case 1: id = Json.Text(ref r); break;
                case 2: time = Json.OptionalLong(ref r); break;
                case 3: user = Json.Text(ref r); break;
                case 4: attempt = Json.Text(ref r); break;
                default: r.Skip(); break;
            }
        }
        return new ApplicationStartEvent(id, name, attempt, user, time);
    }

    static ApplicationEndEvent ReadApplicationEnd(ref Utf8JsonReader r)
    {
        long time = 0;
        long? code = null;
        var hint = 0;
        while (Json.NextProperty(ref r, ApplicationFields, ref hint, out var field))
        {
            if (field == 2) time = Json.Long(ref r);
            else if (field == 5) code = Json.OptionalLong(ref r);
            else r.Skip();
        }
        return new ApplicationEndEvent(time, (int?)code);
    }

    static readonly FieldNames EnvironmentFields = new(
        "JVM Information", "Spark Properties", "Hadoop Properties", "System Properties", "Classpath Entries");

    static EnvironmentUpdateEvent ReadEnvironmentUpdate(ref Utf8JsonReader r)
    {
        var sections = new IReadOnlyDictionary<string, string>[5];
        Array.Fill(sections, Json.Empty);
        var hint = 0;
        while (Json.NextProperty(ref r, EnvironmentFields, ref hint, out var field))
        {
            if (field >= 0) sections[field] = Json.StringMap(ref r);
            else r.Skip();
        }
        return new EnvironmentUpdateEvent(sections[0], sections[1], sections[2], sections[3], sections[4]);
    }

    static readonly FieldNames ProfileFields = new("Resource Profile Id", "Executor Resource Requests", "Task Resource Requests");
    static readonly FieldNames AmountField = new("Amount");

    static ResourceProfileAddedEvent ReadResourceProfile(ref Utf8JsonReader r)
    {
        var id = 0;
        var executor = new SortedDictionary<string, long>(StringComparer.Ordinal);
        var task = new SortedDictionary<string, double>(StringComparer.Ordinal);
        var hint = 0;
        while (Json.NextProperty(ref r, ProfileFields, ref hint, out var field))
        {
            switch (field)
            {
                case 0: id = Json.Int(ref r); break;
                case 1: foreach (var (k, v) in ReadAmounts(ref r)) executor[k] = (long)v; break;
                case 2: foreach (var (k, v) in ReadAmounts(ref r)) task[k] = v; break;
                default: r.Skip(); break;
            }
        }
        return new ResourceProfileAddedEvent(id, executor, task);
    }

    static List<(string Name, double Amount)> ReadAmounts(ref Utf8JsonReader r)
    {
        var amounts = new List<(string, double)>();
        if (r.TokenType != JsonTokenType.StartObject) { r.Skip(); return amounts; }
        while (r.Read() && r.TokenType != JsonTokenType.EndObject)
        {
            var name = r.GetString()!;
            r.Read();
            if (r.TokenType != JsonTokenType.StartObject) { r.Skip(); continue; }
            double amount = 0;
            var hint = 0;
            while (Json.NextProperty(ref r, AmountField, ref hint, out var field))
            {
                if (field == 0) amount = Json.Double(ref r);
                else r.Skip();
            }
            amounts.Add((name, amount));
        }
        return amounts;
    }

    static readonly FieldNames ProcessFields = new("processId", "time", "info", "hostPort", "cores");

    static ProcessAddedEvent ReadProcessAdded(ref Utf8JsonReader r)
    {
        string? id = null, hostPort = null;
        long? time = null, cores = null;
        var hint = 0;
        while (Json.NextProperty(ref r, ProcessFields, ref hint, out var field))
        {
            switch (field)
            {
                case 0: id = Json.Text(ref r); break;
                case 1: time = Json.OptionalLong(ref r); break;
                case 2 when r.TokenType == JsonTokenType.StartObject:
                    var inner = 0;
                    while (Json.NextProperty(ref r, ProcessFields, ref inner, out var f))
                    {
                        if (f == 3) hostPort = Json.Text(ref r);
                        else if (f == 4) cores = Json.OptionalLong(ref r);
                        else r.Skip();
                    }
                    break;
                default: r.Skip(); break;
            }
        }
        return new ProcessAddedEvent(id, time, hostPort, (int?)cores);
    }
}
