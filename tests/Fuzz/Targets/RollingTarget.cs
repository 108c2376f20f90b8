using Rightsizer.EventLogParser;
using Rightsizer.EventLogParser.Input;
using Rightsizer.Fuzz.Mutators;

namespace Rightsizer.Fuzz.Targets;

/// <summary>Folders of parts whose names and contents do not fit together.</summary>
sealed class RollingTarget : FuzzTarget
{
    static readonly string[] Names =
    [
        "events_1_app-1", "events_2_app-1", "events_2_app-1.compact", "events_3_app-1.zstd", "events_2147483647_app-1", "events_-1_app-1",
        "events_01_app-1", "events_1_app-2", "events__app-1", "appstatus_app-1", "appstatus_app-1.inprogress", "EVENT_LOG_1", "EVENT_LOG_2",
        "SPARK_VERSION_1.3.0", "APPLICATION_COMPLETE", "eventlog", "eventlog.gz", "eventlog-2026-11-21--12-00", "app-1", "app-1_2",
        "app-1.inprogress", ".hidden", "events_1_app-1.lz4",
    ];

    public override string Name => "folders";
    public override int Share => 50;

    public override void Try(Random random, WorkFolder folder)
    {
        var inside = random.Next(2) == 0 ? "eventlog_v2_app-1" : "logs";
        for (var n = random.Next(6); n >= 0; n--)
        {
            var content = random.Next(5) switch
            {
                0 => [],
                1 => Seeds.Stream(random),
                _ => LogMutator.Join(LogMutator.Mutate(Seeds.Logs[^1], random)),
            };
            folder.Put(Path.Combine(inside, Names[random.Next(Names.Length)]), content);
        }
        try
        {
            foreach (var log in random.Next(2) == 0 ? EventLogLocator.Find(folder.In(inside)) : EventLogLocator.FindAll(folder.Path))
                EventLogReader.Read(log, new NoSink(), EventLogReaderOptions.Default);
        }
        catch (RightsizerException)
        {
            // said in one line
        }
        if (random.Next(300) == 0) Command.Run("report", folder.Path, "--format", "json");
    }
}
