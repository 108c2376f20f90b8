using System.Collections.Concurrent;
using System.CommandLine;
using Rightsizer.Analyzer.Construction;
using Rightsizer.EventLogParser;

namespace Rightsizer.Cli.Commands;

/// <summary>
/// The hidden <c>rightsizer totals LOG...</c>: sums of a log as the benchmarks' text, to time the reader and nothing else.
/// </summary>
/// <remarks>Several logs are read one log per core, and their texts are printed in the order given.</remarks>
static class TotalsCommand
{
    static readonly Argument<string[]> Logs = new("LOG") { Arity = ArgumentArity.OneOrMore };

    static readonly Option<bool> Model = new("--model") { Description = "Reads the whole model of a log, as diagnose does, and no more." };

    static readonly Option<bool> Accumulables = new("--accumulables") { Description = "With --model: the accumulables of tasks too." };

    public static Command Create(CliContext context)
    {
        var command = new Command("totals", "Prints sums per stage attempt and executor, to time the reader.")
        {
            Logs, Model, Accumulables,
        };
        command.Hidden = true;
        command.SetAction(parsed => parsed.GetValue(Model)
            ? ReadModel(parsed.GetValue(Logs)![0], parsed.GetValue(Accumulables), context)
            : Run(parsed.GetValue(Logs) ?? [], context));
        return command;
    }

    static int ReadModel(string path, bool accumulables, CliContext context)
    {
        var run = ApplicationRunLoader.Load(LogSources.Find(path, new SourceOptions(), context)[^1], ReaderSettings.Create(accumulables));
        using var output = new StreamWriter(context.Output, leaveOpen: true);
        output.WriteLine(FormattableString.Invariant($"{run.Stages.Count} stages"));
        return (int)ExitCode.Ok;
    }

    static int Run(string[] paths, CliContext context)
    {
        if (paths.Length == 1) Read(paths[0], threads: null, context).WriteTo(context.Output);
        else ReadMany(paths, context);
        return (int)ExitCode.Ok;
    }

    static TotalsText Read(string path, int? threads, CliContext context)
    {
        var sink = new TotalsSink();
        var options = ReaderSettings.Create(
            readAccumulables: false, threads) with
        { OnlyEvents = TotalsSink.Events, ReadErrorTexts = false, ReadExecutorDetails = false };
        EventLogReader.Read(LogSources.Find(path, new SourceOptions(), context)[^1], sink, options);
        return sink.Text();
    }

    static void ReadMany(string[] paths, CliContext context)
    {
        var texts = new TotalsText?[paths.Length];
        var failures = new RightsizerException?[paths.Length];
        var oneByOne = Partitioner.Create(Enumerable.Range(0, paths.Length), EnumerablePartitionerOptions.NoBuffering);
        Parallel.ForEach(oneByOne, new ParallelOptions { MaxDegreeOfParallelism = Environment.ProcessorCount }, i =>
        {
            try { texts[i] = Read(paths[i], threads: 1, context); }
            catch (RightsizerException e) { failures[i] = e; }
        });
        for (var i = 0; i < paths.Length; i++)
        {
            if (failures[i] is { } failure) throw failure;
            texts[i]!.WriteTo(context.Output);
        }
    }
}
