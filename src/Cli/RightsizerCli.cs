using System.CommandLine;
using System.Globalization;
using Rightsizer.Cli.Commands;
using Rightsizer.Cli.Files;
using Rightsizer.EventLogParser;
using Rightsizer.Reports.Formatting;

namespace Rightsizer.Cli;

/// <summary>From arguments to an exit code. Every failure becomes one line on stderr.</summary>
static class RightsizerCli
{
    public static int Run(string[] args, CliContext context)
    {
        context = context with { Output = new OutputStream(context.Output, CannotWriteOutput) };
        // who reads a pipe later has no use for how far it was
        if (!context.ErrorIsTerminal && !args.Contains(GlobalOptions.Progress.Name))
            context = context with { ProgressAfter = TimeSpan.MaxValue };
        var gate = new ErrorGate(args);
        context = context with { Error = gate.Filter(context.Error) };
        return Run(args, context, BuildRoot(context), gate);
    }

    /// <summary>
    /// One of many runs in one process: the options are shared, and each set of commands that is built makes the next take longer to build.
    /// </summary>
    /// <param name="args">The command line.</param>
    /// <param name="context">The one that <paramref name="root"/> was built with.</param>
    /// <param name="root">All commands.</param>
    internal static int Run(string[] args, CliContext context, RootCommand root) => Run(args, context, root, new ErrorGate(args));

    static int Run(string[] args, CliContext context, RootCommand root, ErrorGate gate)
    {
        var verbose = false;
        try
        {
            var parsed = root.Parse(args, new ParserConfiguration { ResponseFileTokenReplacer = null });
            if (parsed.Errors.Count > 0 || UsageErrors.HasMistypedOption(parsed))
                throw new RightsizerException(ExitCode.BadArguments, UsageErrors.Describe(parsed));
            if (UsageErrors.UnusableValue(parsed) is { } unusable) throw new RightsizerException(ExitCode.BadArguments, unusable);
            verbose = parsed.GetValue(GlobalOptions.Verbose);
            using var output = new StreamWriter(context.Output, leaveOpen: true);
            return parsed.Invoke(new InvocationConfiguration
            {
                Output = output,
                Error = context.Error,
                EnableDefaultExceptionHandler = false,
                ProcessTerminationTimeout = null,
            });
        }
        catch (RightsizerException e)
        {
            return Fail(context, e.ExitCode, e.Message, verbose ? e.InnerException : null, gate);
        }
        catch (OperationCanceledException) when (context.Cancellation.IsCancellationRequested)
        {
            return Fail(context, ExitCode.Cancelled, "cancelled", null, gate);
        }
        catch (Exception e) when (IsOutOfMemory(e))
        {
            return Fail(context, ExitCode.InputUnreadable, string.Create(CultureInfo.InvariantCulture,
                $"the {GC.GetGCMemoryInfo().TotalAvailableMemoryBytes >> 20} MiB of memory that this process may take are not enough; "
                + $"raise the limit of the container, or DOTNET_GCHeapHardLimit where it is set"), verbose ? e : null, gate);
        }
        catch (Exception e)
        {
            return Fail(context, ExitCode.Unexpected,
                $"rightsizer has a bug: {e.GetType().Name}: {gate.Unexpected(e)} "
                + $"(rightsizer {ProductVersion.Text}; please report it{(verbose ? "" : " with what --verbose adds")})",
                verbose ? e : null, gate);
        }
    }

    /// <summary>Threads and initializers wrap what ended them.</summary>
    static bool IsOutOfMemory(Exception? e) => e is OutOfMemoryException || e is not null && IsOutOfMemory(e.InnerException);

    static RightsizerException CannotWriteOutput(Exception e) => new(
        ExitCode.BadArguments, $"cannot write to standard output: {e.Message.TrimEnd('.')}; free space there, or send it elsewhere", e);

    internal static RootCommand BuildRoot(CliContext context)
    {
        var root = new RootCommand("Reads Spark event logs and shows what was slow, why, what it cost, and what to change.")
        {
            GlobalOptions.Verbose,
            GlobalOptions.Progress,
            DiagnoseCommand.Create(context),
            CompareCommand.Create(context),
            BacktestCommand.Create(context),
            SizeCommand.Create(context),
            ExplainCommand.Create(context),
            McpCommand.Create(context),
            DoctorCommand.Create(context),
            PricesCommand.Create(context),
            CompletionCommand.Create(),
            ReportCommand.Create(context),
            ExportCommand.Create(context),
            RedactCommand.Create(context),
            SummarizeCommand.Create(context),
            ListCommand.Create(context),
            TotalsCommand.Create(context),
        };
        root.Add(ManCommand.Create(root));
        ExampleHelp.Install(root);
        root.Options.OfType<VersionOption>().Single().Action = new PrintVersion();
        return root;
    }

    static int Fail(CliContext context, ExitCode code, string message, Exception? details, ErrorGate gate)
    {
        context.Error.WriteLine("error: " + PlainText.OneLine(gate.Message(message)));
        if (details is not null) context.Error.WriteLine(PlainText.Lines(gate.Details(details)));
        return (int)code;
    }
}
