using Rightsizer.EventLogParser.Input;
using Rightsizer.EventLogParser.Internals.Full;

namespace Rightsizer.EventLogParser.Internals.Fast;

/// <summary>Reads a log with one or more workers, each taking the next chunk. Chunks are parsed side by side and handed on in order,
/// by whichever worker has the next one, so that any number of workers gives the same answer.</summary>
sealed class FastReader
{
    /// <summary>Chunks on their way beyond one for each worker: those that were taken ahead, and those that wait to be handed on.</summary>
    const int SpareChunks = 4;

    readonly object gate = new();
    readonly EventLogReaderOptions options;
    readonly IProgress<ReadProgress>? progress;
    readonly CancellationToken cancellation;
    readonly StringPool pool = new();
    readonly ChunkSource source;
    readonly ChunkJoiner joiner;
    readonly long? totalBytes;
    readonly int workers;

    /// <summary>Chunks that are parsed and wait their turn, by ticket.</summary>
    readonly LogChunk?[] parsed;
    readonly Stack<LogChunk> free = new();

    /// <summary>Chunks that are taken from the source and wait for a worker, in their order.</summary>
    readonly Queue<LogChunk> taken = new();
    readonly List<LogChunk> made = [];
    readonly List<Thread> helpers = [];
    long nextTicket, nextToApply, storedBefore;
    bool taking, applying, ended;
    Exception? failure;

    FastReader(EventLog log, IEventSink sink, ReadTally tally, EventLogReaderOptions options, IProgress<ReadProgress>? progress,
        CancellationToken cancellation)
    {
        this.options = options;
        this.progress = progress;
        this.cancellation = cancellation;
        totalBytes = progress is null ? null : log.Parts.Aggregate((long?)0, (sum, p) => sum + p.Length);
        workers = Math.Max(1, options.Threads);
        parsed = new LogChunk?[workers == 1 ? 1 : workers + SpareChunks];
        source = new ChunkSource(log, options, parsed.Length);
        joiner = new ChunkJoiner(log.Location, sink, tally, options);
    }

    /// <summary>As <see cref="EventLogReader.Read"/>.</summary>
    public static void Read(
        EventLog log, IEventSink sink, ReadTally tally, EventLogReaderOptions options, IProgress<ReadProgress>? progress,
            CancellationToken cancellation)
    {
        var reader = new FastReader(log, sink, tally, options, progress, cancellation);
        try
        {
            reader.Work();
            reader.JoinHelpers();
        }
        finally
        {
            reader.Free();
        }
        if (reader.failure is { } failure) System.Runtime.ExceptionServices.ExceptionDispatchInfo.Throw(failure);
    }

    void Work()
    {
        try
        {
            var scanner = new LineScanner(options, pool);
            while (Next() is { } chunk)
            {
                chunk.Load();
                chunk.Scan(scanner);
                Finish(chunk, scanner);
            }
        }
        catch (Exception e)
        {
            lock (gate)
            {
                failure ??= e;
                Monitor.PulseAll(gate);
            }
        }
    }

    /// <summary>The next chunk to read; null at the end, or when another worker failed.</summary>
    /// <remarks>Only one worker can take chunks from the source, which may be half of the work (zstd's first stage). So whoever finds
    /// nobody at
    /// it takes one more, as long as there are free ones: then the others always have something to do meanwhile.</remarks>
    LogChunk? Next()
    {
        while (true)
        {
            LogChunk chunk;
            lock (gate)
            {
                while (true)
                {
                    if (failure is not null) return null;
                    if (!taking && !ended && Unused() is { } unused)
                    {
                        chunk = unused;
                        break;
                    }
                    if (taken.TryDequeue(out var next)) return next;
                    if (ended) return null;
                    Monitor.Wait(gate);
                }
                taking = true;
            }
            Take(chunk);
        }
    }

    LogChunk? Unused()
    {
        if (free.TryPop(out var chunk)) return chunk;
        if (made.Count == parsed.Length) return null;
        made.Add(new LogChunk(Math.Max(16, options.BufferBytes)));
        return made[^1];
    }

    void Take(LogChunk chunk)
    {
        var found = source.TryNext(chunk);
        lock (gate)
        {
            taking = false;
            ended = !found;
            if (found)
            {
                chunk.Ticket = nextTicket++;
                taken.Enqueue(chunk);
                // a log of one chunk needs no other worker
                if (chunk.Ticket > 0 && helpers.Count < workers - 1) StartHelper();
            }
            else free.Push(chunk);
            Monitor.PulseAll(gate);
        }
    }

    void StartHelper()
    {
        var helper = new Thread(Work) { IsBackground = true };
        helpers.Add(helper);
        helper.Start();
    }

    /// <summary>Hands on this chunk and all that wait behind it, or leaves it to the worker that is at it or has the one before.</summary>
    void Finish(LogChunk chunk, LineScanner scanner)
    {
        lock (gate)
        {
            parsed[chunk.Ticket % parsed.Length] = chunk;
            if (applying) return;
            applying = true;
        }
        while (TakeParsed() is { } next)
        {
            cancellation.ThrowIfCancellationRequested();
            joiner.Apply(next, scanner);
            progress?.Report(new ReadProgress(storedBefore + next.StoredBytes, totalBytes));
            if (next.EndsPart) storedBefore += next.StoredBytes;
            Release(next);
        }
    }

    LogChunk? TakeParsed()
    {
        lock (gate)
        {
            ref var next = ref parsed[nextToApply % parsed.Length];
            var chunk = next;
            next = null;
            if (chunk is null) applying = false;
            else nextToApply++;
            return chunk;
        }
    }

    void Release(LogChunk chunk)
    {
        lock (gate)
        {
            free.Push(chunk);
            Monitor.Pulse(gate);
        }
    }

    void JoinHelpers()
    {
        for (var i = 0; ; i++)
        {
            Thread helper;
            lock (gate)
            {
                if (i == helpers.Count) return;
                helper = helpers[i];
            }
            helper.Join();
        }
    }

    /// <summary>All workers have ended.</summary>
    void Free()
    {
        foreach (var chunk in made) chunk.Dispose();
        source.Dispose();
        joiner.Dispose();
    }
}
