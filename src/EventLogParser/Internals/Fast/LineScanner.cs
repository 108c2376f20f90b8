using System.Runtime.CompilerServices;
using Rightsizer.EventLogParser.Events;
using Rightsizer.EventLogParser.Internals.Full;

namespace Rightsizer.EventLogParser.Internals.Fast;

/// <summary>
/// Turns whole lines into the events of a batch: task events by template, all else, and every surprise, by the full reader.
/// </summary>
/// <remarks>One for each worker.</remarks>
sealed unsafe class LineScanner
{
    readonly ByteStrings strings;
    readonly EventDecoder decoder;
    readonly bool readAccumulables;
    readonly long maxLineBytes;
    readonly WantedEvents? wanted;

    public LineScanner(EventLogReaderOptions options, StringPool pool)
    {
        strings = new ByteStrings(pool);
        decoder = new EventDecoder(options, strings, walks: true);
        readAccumulables = options.ReadAccumulables;
        maxLineBytes = options.MaxLineBytes;
        wanted = options.OnlyEvents is { } names ? new WantedEvents(names) : null;
    }

    /// <summary>Reads the lines from <paramref name="start"/> to <paramref name="end"/>, where a newline stands just before.</summary>
    /// <param name="start">First byte of the first line.</param>
    /// <param name="end">Behind the last newline; <see cref="Bytes.Overread"/> bytes more can be read there.</param>
    /// <param name="chunk">First byte of the chunk, from which offsets are counted.</param>
    /// <param name="batch">Takes what the lines hold.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Scan(byte* start, byte* end, byte* chunk, EventBatch batch)
    {
        // a limit that a line of this chunk could pass is kept by the one who counts: the full way
        var templates = end - start <= maxLineBytes;
        for (var p = start; p < end;)
        {
            byte* newline = null;
            if (templates)
            {
                if (Bytes.Is32(p, TaskTemplates.EndPrefix)) newline = ReadTaskEnd(p, batch);
                else if (Bytes.Is32(p, TaskTemplates.StartPrefix)) newline = ReadTaskStart(p, batch);
            }
            if (newline is null)
            {
                newline = p + new ReadOnlySpan<byte>(p, (int)(end - p)).IndexOf((byte)'\n');
                ReadAny(p, newline, chunk, batch);
            }
            p = newline + 1;
            batch.Lines++;
        }
    }

    /// <summary>Reads one line of any kind, without its newline, the full way.</summary>
    public void ReadAny(byte* line, byte* end, byte* chunk, EventBatch batch)
    {
        var text = new ReadOnlySpan<byte>(line, (int)(end - line));
        string? name = null;
        MalformedKind kind;
        if (text.Length > maxLineBytes) kind = MalformedKind.TooLong;
        else if (wanted is not null && wanted.CanSkip(text)) return;
        else if (text.Trim(" \t\r"u8).IsEmpty) return;
        else kind = decoder.Decode(text, batch, out name);
        if (kind == MalformedKind.None) batch.AddName(name!, decoder.CutTexts);
        else batch.AddMalformed(kind, line - chunk);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    byte* ReadTaskStart(byte* line, EventBatch batch)
    {
        var head = stackalloc long[TaskTemplates.HeadValues];
        head[TaskTemplates.PartitionId] = -1;
        var p = TemplateWalker.Walk(
            line + TaskTemplates.StartPrefix.Length, TaskTemplates.StartHead.First, TaskTemplates.StartHead.End, head);
        if (p is null || *p != '\n' || !IntsFit(head)) return null;
        ref var e = ref batch.NextStart;
        e.StageId = (int)head[TaskTemplates.StageId];
        e.StageAttemptId = (int)head[TaskTemplates.StageAttemptId];
        Fill(ref e.Task, head);
        batch.CommitStart();
        return p;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    byte* ReadTaskEnd(byte* line, EventBatch batch)
    {
        var head = stackalloc long[TaskTemplates.HeadValues];
        head[TaskTemplates.PartitionId] = -1;
        var p = TemplateWalker.Walk(line + TaskTemplates.EndPrefix.Length, TaskTemplates.EndHead.First, TaskTemplates.EndHead.End, head);
        if (p is null) return null;
        p = ReadReason(p, out var reason);
        if (p is null) return null;
        p = TemplateWalker.Walk(p, TaskTemplates.EndInfo.First, TaskTemplates.EndInfo.End, head);
        if (p is null || !IntsFit(head)) return null;
        ref var e = ref batch.NextEnd;
        p = ReadTail(SkipAccumulables(p, batch), ref e);
        if (p is null)
        {
            batch.DropUpdates();
            return null;
        }
        e.StageId = (int)head[TaskTemplates.StageId];
        e.StageAttemptId = (int)head[TaskTemplates.StageAttemptId];
        Fill(ref e.Task, head);
        e.Reason = reason!;
        e.HasMetrics = true;
        batch.CommitEnd();
        return p;
    }

    /// <summary>The byte behind "Task End Reason"; null where it is not what it seems.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    byte* ReadReason(byte* p, out TaskEndReason? reason)
    {
        if (Bytes.StartsWith(p, TaskTemplates.Success))
        {
            reason = TaskEndReason.Success;
            return p + TaskTemplates.Success.Length;
        }
        return ReadFailure(p, out reason);
    }

    /// <summary>
    /// A failure's stack trace is long and of any form, so the full reader takes it; the rest of the event is as in any other.
    /// </summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    byte* ReadFailure(byte* p, out TaskEndReason? reason)
    {
        reason = null;
        var line = new ReadOnlySpan<byte>(p, int.MaxValue);
        line = line[..line.IndexOf((byte)'\n')];
        var length = line.IndexOf(TaskTemplates.AfterReason);
        if (length <= 0) return null;
        reason = decoder.DecodeReason(line[..length]);
        return reason is null ? null : p + length;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    byte* SkipAccumulables(byte* p, EventBatch batch)
    {
        if (readAccumulables) return AccumulableWalk.Run(p, batch);
        var end = AccumulableSkip.Run(p);
        return end is not null ? end : AccumulableWalk.Run(p, null);
    }

    /// <summary>From the end of "Accumulables" to the newline; null at a surprise.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static byte* ReadTail(byte* p, ref TaskEndEvent e)
    {
        if (p is null) return null;
        e.ExecutorMetrics = NoExecutorMetrics;
        e.Metrics = default;
        fixed (long* executor = &e.ExecutorMetrics[0])
        fixed (long* metrics = &e.Metrics[0])
        {
            p = TemplateWalker.Walk(p, TaskTemplates.EndExecutorMetrics.First, TaskTemplates.EndExecutorMetrics.End, executor);
            if (p is null) return null;
            p = TemplateWalker.Walk(p, TaskTemplates.EndTaskMetrics.First, TaskTemplates.EndTaskMetrics.End, metrics);
        }
        if (p is null) return null;
        while (*p == '{')
        {
            p = TemplateWalker.Walk(p, TaskTemplates.UpdatedBlock.First, TaskTemplates.UpdatedBlock.End, null);
            if (p is null) return null;
            if (*p == ',' && p[1] == '{') p++;
            else if (*p != ']') return null;
        }
        return p[0] == ']' && p[1] == '}' && p[2] == '}' && p[3] == '\n' ? p + 3 : null;
    }

    static readonly ExecutorMetrics NoExecutorMetrics = ExecutorMetrics.None;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static bool IntsFit(long* head) =>
        (head[TaskTemplates.StageId] | head[TaskTemplates.StageAttemptId] | head[TaskTemplates.Index] | head[TaskTemplates.Attempt]
            | head[TaskTemplates.PartitionId] + 1) <= int.MaxValue;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    void Fill(ref TaskInfo task, long* head)
    {
        task.TaskId = head[TaskTemplates.TaskId];
        task.Index = (int)head[TaskTemplates.Index];
        task.Attempt = (int)head[TaskTemplates.Attempt];
        task.PartitionId = (int)head[TaskTemplates.PartitionId];
        task.LaunchTimeMs = head[TaskTemplates.LaunchTime];
        task.FinishTimeMs = head[TaskTemplates.FinishTime];
        task.GettingResultTimeMs = head[TaskTemplates.GettingResultTime];
        task.ExecutorId = strings.Get((byte*)head[TaskTemplates.ExecutorId], head[TaskTemplates.ExecutorId + 1]);
        task.Host = strings.Get((byte*)head[TaskTemplates.Host], head[TaskTemplates.Host + 1]);
        task.Locality = strings.Get((byte*)head[TaskTemplates.Locality], head[TaskTemplates.Locality + 1]);
        task.Speculative = head[TaskTemplates.Speculative] != 0;
        task.Failed = head[TaskTemplates.Failed] != 0;
        task.Killed = head[TaskTemplates.Killed] != 0;
    }
}
