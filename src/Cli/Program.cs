using Rightsizer.Cli;

using var signals = new CancelSignals();
return RightsizerCli.Run(args, CliContext.OfProcess(signals.Token));
