using System.Text.Json;
using System.Text.Unicode;
using Rightsizer.EventLogParser.Events;

namespace Rightsizer.EventLogParser.Internals.Full;

/// <summary>Why a line gave no event.</summary>
enum MalformedKind { None, NotJson, NoEvent, TooLong, BadUtf8, TooDeep }

/// <summary>The full reader: one line of any Spark version to one call of the sink. docs/event-log-format.md lists the fields.</summary>
/// <remarks>A line is decoded whole before the sink hears of it, so a line that turns out not to be JSON leaves no trace.</remarks>
sealed partial class EventDecoder(EventLogReaderOptions options, StringPool pool)
{
    /// <summary>Plans nest: 118 levels were seen. More than this is an attack or a mistake.</summary>
    const int MaxDepth = 1000;

    readonly bool readAccumulables = options.ReadAccumulables, readErrorTexts = options.ReadErrorTexts, readExecutorDetails = options.ReadExecutorDetails;

    static readonly JsonReaderOptions ReaderOptions = new() { MaxDepth = MaxDepth };

    /// <summary>Decodes a line and hands its event to <paramref name="sink"/>.</summary>
    /// <param name="line">Without its newline; not empty.</param>
    /// <param name="sink">Called at most once.</param>
    /// <param name="eventName">Name of the event, interned.</param>
    public MalformedKind Decode(ReadOnlySpan<byte> line, IEventSink sink, out string? eventName)
    {
        eventName = null;
        if (!Utf8.IsValid(line)) return MalformedKind.BadUtf8;
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
            var call = Dispatch(ref r, ShortName(eventName));
            ReadToEnd(ref r);
            switch (call)
            {
                case HotEvent.TaskStart: sink.OnTaskStart(in taskStart); break;
                case HotEvent.TaskEnd: sink.OnTaskEnd(in taskEnd, updates.AsSpan(0, updateCount)); break;
                default: sink.OnEvent(rare!); break;
            }
            return MalformedKind.None;
        }
        catch (JsonException e)
        {
            return e.Message.Contains("depth", StringComparison.OrdinalIgnoreCase) && IsTooDeep(line) ? MalformedKind.TooDeep : MalformedKind.NotJson;
        }
    }

    enum HotEvent { None, TaskStart, TaskEnd }

    TaskStartEvent taskStart;
    TaskEndEvent taskEnd;
    AccumulatorUpdate[] updates = new AccumulatorUpdate[64];
    int updateCount;
    SparkEvent? rare;

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
                name = r.TokenType == JsonTokenType.String ? pool.Get(ref r) : null;
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
            case "SparkListenerTaskStart": return ReadTaskStart(ref r);
            case "SparkListenerTaskEnd": return ReadTaskEnd(ref r, name);
        }
        rare = name switch
        {
            "SparkListenerLogStart" => ReadLogStart(ref r),
            "DBCEventLoggingListenerMetadata" => ReadDatabricksMetadata(ref r),
            "SparkListenerApplicationStart" => ReadApplicationStart(ref r),
            "SparkListenerApplicationEnd" => ReadApplicationEnd(ref r),
            "SparkListenerEnvironmentUpdate" => ReadEnvironmentUpdate(ref r),
            "SparkListenerResourceProfileAdded" => ReadResourceProfile(ref r),
            "SparkListenerMiscellaneousProcessAdded" => ReadProcessAdded(ref r),
            "SparkListenerExecutorAdded" => ReadExecutorAdded(ref r),
            "SparkListenerBlockManagerAdded" => ReadBlockManagerAdded(ref r),
            "SparkListenerExecutorRemoved" => ReadExecutorRemoved(ref r),
            "SparkListenerExecutorBlacklisted" or "SparkListenerExecutorExcluded"
                or "SparkListenerNodeBlacklisted" or "SparkListenerNodeExcluded"
                or "SparkListenerExecutorBlacklistedForStage" or "SparkListenerExecutorExcludedForStage"
                or "SparkListenerNodeBlacklistedForStage" or "SparkListenerNodeExcludedForStage" => ReadExclusion(ref r, excluded: true),
            "SparkListenerExecutorUnblacklisted" or "SparkListenerExecutorUnexcluded"
                or "SparkListenerNodeUnblacklisted" or "SparkListenerNodeUnexcluded" => ReadExclusion(ref r, excluded: false),
            "SparkListenerJobStart" => ReadJobStart(ref r),
            "SparkListenerJobEnd" => ReadJobEnd(ref r),
            "SparkListenerStageSubmitted" => ReadStageSubmitted(ref r),
            "SparkListenerStageCompleted" => ReadStageCompleted(ref r),
            "SparkListenerStageExecutorMetrics" => ReadStageExecutorMetrics(ref r),
            "SparkListenerTaskGettingResult" => ReadTaskGettingResult(ref r),
            "SparkListenerExecutorMetricsUpdate" => ReadExecutorMetricsUpdate(ref r),
            "SparkListenerUnpersistRDD" => ReadUnpersistRdd(ref r),
            "SparkListenerSQLExecutionStart" => ReadSqlExecutionStart(ref r),
            "SparkListenerSQLAdaptiveExecutionUpdate" => ReadSqlAdaptiveUpdate(ref r),
            "SparkListenerSQLAdaptiveSQLMetricUpdates" => ReadSqlMetricUpdates(ref r),
            "SparkListenerDriverAccumUpdates" => ReadDriverAccumUpdates(ref r),
            "SparkListenerSQLExecutionEnd" => ReadSqlExecutionEnd(ref r),
            _ => new OtherEvent(name),
        };
        return HotEvent.None;
    }
}
