using Rightsizer.Cli;
using Rightsizer.Cli.Commands;

if (args is [TotalsCommand.Name, ..]) return TotalsCommand.Run(args.AsSpan(1));
return RunCommandLine(args);

// apart, so that the benchmarks' command does not load what it does not need
static int RunCommandLine(string[] args)
{
    using var signals = new CancelSignals();
    return RightsizerCli.Run(args, CliContext.OfProcess(signals.Token));
}
