using System.Text.Json;
using System.Text.Unicode;
using Rightsizer.EventLogParser.Events;
using Rightsizer.EventLogParser.Internals.Fast;
using Rightsizer.EventLogParser.Internals.Full.Decoders;

namespace Rightsizer.EventLogParser.Internals.Full;

/// <summary>The full reader: one line of any Spark version to one call of the sink. docs/event-log-format.md lists the fields.</summary>
/// <remarks>A line is decoded whole before the sink hears of it, so a line that turns out not to be JSON leaves no trace.</remarks>
/// <param name="options">What is read.</param>
/// <param name="strings">Strings met so far.</param>
/// <param name="walks">Plans and accumulables that are written as Spark writes them are read without a JSON reader.</param>
sealed class EventDecoder(EventLogReaderOptions options, ByteStrings strings, bool walks = false)
{
    /// <summary>Plans nest: 118 levels were seen. More than this is an attack or a mistake.</summary>
    const int MaxDepth = 1000;

    /// <summary>
    /// An exception costs as much as the reading of a long line: from so many on, lines are checked before they are read.
    /// </summary>
    const int ManyDamagedLines = 100;

    static readonly JsonReaderOptions ReaderOptions = new() { MaxDepth = MaxDepth };

    readonly DecodeContext context = new(options, strings, walks);
    readonly TaskEndDecoder taskEnd = new();
    int damagedLines;
    TaskStartEvent taskStart;
    SparkEvent? rare;

    /// <summary>Decodes a line and hands its event to <paramref name="sink"/>.</summary>
    /// <param name="line">Without its newline; not empty.</param>
    /// <param name="sink">Called at most once.</param>
    /// <param name="eventName">Name of the event, interned.</param>
    public MalformedKind Decode(ReadOnlySpan<byte> line, IEventSink sink, out string? eventName)
    {
        eventName = null;
        context.CutTexts = 0;
        // an editor, or a shell's redirect, has put its mark before the first line
        if (line.StartsWith("\uFEFF"u8)) line = line[3..];
        if (Utf8.IsValid(line)) return DecodeUtf8(line, sink, out eventName);
        // a JVM whose default encoding was another one: the strings lose these bytes, the event stays
        var kind = DecodeUtf8(BadUtf8.Replace(line), sink, out eventName);
        return kind == MalformedKind.NotJson ? MalformedKind.BadUtf8 : kind;
    }

    MalformedKind DecodeUtf8(ReadOnlySpan<byte> line, IEventSink sink, out string? eventName)
    {
        eventName = null;
        if (damagedLines >= ManyDamagedLines && !JsonSyntax.IsValid(line, MaxDepth))
        {
            return IsTooDeep(line) ? MalformedKind.TooDeep : MalformedKind.NotJson;
        }
        try
        {
            var r = new Utf8JsonReader(line, ReaderOptions);
            if (!r.Read() || r.TokenType != JsonTokenType.StartObject)
            {
                ReadToEnd(ref r);
                return MalformedKind.NoEvent;
            }
            eventName = FindName(r);
            if (eventName is null) return MalformedKind.NoEvent;
            context.LineBytes = line.Length;
            var call = Dispatch(ref r, ShortName(eventName));
            ReadToEnd(ref r);
            switch (call)
            {
                case HotEvent.TaskStart: sink.OnTaskStart(in taskStart); break;
                case HotEvent.TaskEnd: sink.OnTaskEnd(in taskEnd.Event, taskEnd.Updates); break;
                default:
                    if (rare is null) return MalformedKind.NoField;
                    sink.OnEvent(rare);
                    break;
            }
            return MalformedKind.None;
        }
        catch (JsonException)
        {
            damagedLines++;
            return IsTooDeep(line) ? MalformedKind.TooDeep : MalformedKind.NotJson;
        }
        catch (InvalidOperationException)
        {
            // a property's name with half a surrogate pair, which is no text
            damagedLines++;
            return MalformedKind.NotJson;
        }
    }

    /// <summary>Texts of the line decoded last that were too long to be kept whole.</summary>
    public int CutTexts => context.CutTexts;

    /// <summary>
    /// A "Task End Reason" on its own; null where it is not one whole JSON object, or is so long that a text of it may be cut.
    /// </summary>
    public TaskEndReason? DecodeReason(ReadOnlySpan<byte> value)
    {
        if (value is not [(byte)'{', ..] || value.Length > EventLimits.MaxMessageChars || !Utf8.IsValid(value)) return null;
        try
        {
            var r = new Utf8JsonReader(value, ReaderOptions);
            r.Read();
            var reason = TaskEndReasonDecoder.Read(ref r, context);
            ReadToEnd(ref r);
            return reason;
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            return null;
        }
    }

    /// <summary>Throws where the line is not JSON to its last byte.</summary>
    static void ReadToEnd(ref Utf8JsonReader r)
    {
        while (r.Read()) { }
    }

    static bool IsTooDeep(ReadOnlySpan<byte> line)
    {
        var depth = 0;
        var inString = false;
        for (var i = 0; i < line.Length; i++)
        {
            var c = line[i];
            if (inString)
            {
                if (c == '\\') i++;
                else if (c == '"') inString = false;
            }
            else if (c == '"') inString = true;
            else if (c is (byte)'{' or (byte)'[' && ++depth > MaxDepth) return true;
            else if (c is (byte)'}' or (byte)']') depth--;
        }
        return false;
    }

    /// <summary>"Event" of the outermost object: the first property in practice, the last of that name in law.</summary>
    string? FindName(Utf8JsonReader r)
    {
        string? name = null;
        var first = true;
        while (r.Read() && r.TokenType == JsonTokenType.PropertyName)
        {
            var isEvent = r.ValueTextEquals("Event"u8);
            r.Read();
            if (isEvent)
            {
                name = r.TokenType == JsonTokenType.String ? context.Pooled(ref r) : null;
                if (first && name is not null) return name;
            }
            r.Skip();
            first = false;
        }
        return name;
    }

    /// <summary>Class name without its package: SQL events carry theirs.</summary>
    static string ShortName(string name) => name.LastIndexOf('.') is var dot and >= 0 ? name[(dot + 1)..] : name;

    HotEvent Dispatch(ref Utf8JsonReader r, string name)
    {
        switch (name)
        {
            case "SparkListenerTaskStart" when TaskStartDecoder.TryRead(ref r, context, out taskStart):
                return HotEvent.TaskStart;
            case "SparkListenerTaskEnd" when taskEnd.TryRead(ref r, context):
                return HotEvent.TaskEnd;
            case "SparkListenerTaskStart" or "SparkListenerTaskEnd":
                rare = null;
                return HotEvent.None;
            default:
                rare = EventDecoders.Read(name, ref r, context);
                return HotEvent.None;
        }
    }
}
