using System.Text;
using Rightsizer.EventLogParser.Events;
using Rightsizer.EventLogParser.Internals;
using Rightsizer.EventLogParser.Internals.Fast;
using Rightsizer.EventLogParser.Internals.Full;

namespace Rightsizer.EventLogParser.Tests.Fast;

/// <summary>Lines put straight through the line scanner.</summary>
sealed unsafe class ScannedLines : IEventSink
{
    /// <summary>Lines that the templates did not take.</summary>
    public int ReadInFull { get; private set; }
    public List<TaskStartEvent> Starts { get; } = [];
    public List<TaskEndEvent> Ends { get; } = [];
    public List<AccumulatorUpdate> Updates { get; } = [];
    public List<SparkEvent> Others { get; } = [];

    public static ScannedLines Scan(bool readAccumulables, params string[] lines)
    {
        var result = new ScannedLines();
        var bytes = Encoding.UTF8.GetBytes(string.Join('\n', lines) + "\n");
        using var buffer = new NativeBuffer(bytes.Length);
        bytes.CopyTo(new Span<byte>(buffer.Start, bytes.Length));
        var batch = new EventBatch();
        new LineScanner(new EventLogReaderOptions { ReadAccumulables = readAccumulables }, new StringPool())
            .Scan(buffer.Start, buffer.Start + bytes.Length, buffer.Start, batch);
        result.ReadInFull = (int)batch.LinesReadInFull;
        batch.Apply(result, new ReadTally(), 0, 0, terminated: true);
        return result;
    }

    public void OnTaskStart(in TaskStartEvent e) => Starts.Add(e);

    public void OnTaskEnd(in TaskEndEvent e, ReadOnlySpan<AccumulatorUpdate> updates)
    {
        Ends.Add(e);
        Updates.AddRange(updates);
    }

    public void OnEvent(SparkEvent e) => Others.Add(e);
}
