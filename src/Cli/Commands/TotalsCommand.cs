using Rightsizer.EventLogParser;
using Rightsizer.EventLogParser.Input;

namespace Rightsizer.Cli.Commands;

/// <summary>The hidden <c>rightsizer totals LOG...</c>: sums of a log as the benchmarks' text, to time the reader and nothing else.</summary>
/// <remarks>It is answered before any option is parsed: at these speeds the start of the process is part of the figure. Several
/// logs are read a log a core, and their texts printed in the order given.</remarks>
static class TotalsCommand
{
    public const string Name = "totals";

    public static int Run(ReadOnlySpan<string> logs)
    {
        try
        {
            if (logs.IsEmpty) throw new RightsizerException(ExitCode.BadArguments, "totals: give a log");
            var paths = logs.ToArray();
            using var output = Console.OpenStandardOutput();
            if (paths.Length == 1) Read(paths[0], threads: null).WriteTo(output);
            else ReadMany(paths, output);
            return (int)ExitCode.Ok;
        }
        catch (RightsizerException e)
        {
            Console.Error.WriteLine("error: " + e.Message);
            return (int)e.ExitCode;
        }
    }

    static TotalsText Read(string path, int? threads)
    {
        var sink = new TotalsSink();
        var options = ReaderSettings.Create(readAccumulables: false, threads) with { OnlyEvents = TotalsSink.Events, ReadErrorTexts = false, ReadExecutorDetails = false };
        EventLogReader.Read(Find(path), sink, options);
        return sink.Text();
    }

    /// <summary>Whatever remote sources need is loaded only for them.</summary>
    static EventLog Find(string path) => path.Contains("://", StringComparison.Ordinal) ? FindRemote(path) : EventLogLocator.Find(path)[^1];

    static EventLog FindRemote(string path) => LogSources.Find(path, new SourceOptions(), CliContext.OfProcess(CancellationToken.None))[^1];

    static void ReadMany(string[] paths, Stream output)
    {
        var texts = new TotalsText?[paths.Length];
        var failures = new RightsizerException?[paths.Length];
        var next = -1;
        var workers = new Thread[Math.Min(paths.Length, Environment.ProcessorCount) - 1];
        for (var i = 0; i < workers.Length; i++)
        {
            workers[i] = new Thread(Work);
            workers[i].Start();
        }
        Work();
        foreach (var worker in workers) worker.Join();
        for (var i = 0; i < paths.Length; i++)
        {
            if (failures[i] is { } failure) throw failure;
            texts[i]!.WriteTo(output);
        }

        void Work()
        {
            for (int i; (i = Interlocked.Increment(ref next)) < paths.Length;)
            {
                try { texts[i] = Read(paths[i], threads: 1); }
                catch (RightsizerException e) { failures[i] = e; }
            }
        }
    }
}
