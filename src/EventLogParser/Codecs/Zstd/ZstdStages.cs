using Rightsizer.EventLogParser.Input;

namespace Rightsizer.EventLogParser.Codecs.Zstd;

/// <summary>One zstd stream for several threads: one at a time undoes the entropy coding of a run of blocks, one at a time carries a
/// run out,
/// each may be at a run of its own, and the text is read where it was written.</summary>
sealed unsafe class ZstdStages : IDisposable
{
    /// <summary>Two blocks' text: what one thread writes and then reads stays in its cache.</summary>
    const int RunBytes = 2 * ZstdFraming.MaxBlockBytes;

    readonly object turn = new();
    readonly LogPart part;
    readonly StoredInput input;
    readonly ZstdBlockReader reader;
    readonly ZstdWindow window;
    long runs, executed;
    bool damaged;

    ZstdStages(LogPart part, StoredInput input, int runsHeld)
    {
        this.part = part;
        this.input = input;
        reader = new ZstdBlockReader(input);
        window = new ZstdWindow(RunBytes, RunBytes * runsHeld);
    }

    /// <summary>Why the stored stream stopped short; known once <see cref="TryNext"/> said that it ended.</summary>
    public string? StreamError { get; private set; }

    /// <value>Stored bytes taken so far.</value>
    public long BytesRead => input.BytesRead;

    /// <param name="part">For messages.</param>
    /// <param name="input">A zstd stream; ours to dispose.</param>
    /// <param name="runsHeld">Runs that are taken and not yet done with, at most.</param>
    public static ZstdStages Open(LogPart part, StoredInput input, int runsHeld) => new(part, input, runsHeld);

    /// <summary>The first stage, one caller at a time: reads the next run.</summary>
    /// <returns>False when it is the last; it may be empty.</returns>
    public bool TryNext(ZstdRun run)
    {
        run.Reset();
        var goesOn = Read(run);
        run.StoredBytes = input.BytesRead;
        run.Place = runs++; // not before: a run that could not be read is no one's turn
        return goesOn;
    }

    bool Read(ZstdRun run)
    {
        try
        {
            while (run.PlainBytes <= RunBytes - ZstdFraming.MaxBlockBytes && run.Count < ZstdRun.MaxBlocks)
            {
                if (!reader.Read(run.Spare))
                {
                    StreamError = input.Complaint?.Message;
                    return false;
                }
                run.Add();
            }
            return true;
        }
        catch (CodecException e)
        {
            StreamError = (input.Complaint ?? e).Message;
            return false;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw DecodedStream.Unreadable(part, e);
        }
    }

    /// <summary>The second stage: waits for the runs before, then writes the run's text.</summary>
    public void Execute(ZstdRun run)
    {
        lock (turn)
        {
            while (executed != run.Place) Monitor.Wait(turn);
        }
        try
        {
            if (!damaged) Write(run);
        }
        finally
        {
            lock (turn)
            {
                executed++;
                Monitor.PulseAll(turn);
            }
        }
    }

    void Write(ZstdRun run)
    {
        long windowBytes = 0;
        for (var i = 0; i < run.Count; i++) windowBytes = Math.Max(windowBytes, run[i].StartsWindowBytes);
        window.MakeRoom(run.PlainBytes, windowBytes);
        run.Text = window.Next;
        for (var i = 0; i < run.Count; i++)
        {
            if (!window.Execute(run[i]))
            {
                damaged = true;
                run.Damage = WrongChecksum().Message;
                return;
            }
            run.TextBytes += run[i].PlainBytes;
        }
    }

    public static CodecException WrongChecksum() => CodecException.Corrupt("zstd frame checksum differs");

    public void Dispose()
    {
        input.Dispose();
        window.Dispose();
    }
}
