using System.Runtime.InteropServices;
using Rightsizer.EventLogParser;

namespace Rightsizer.Cli;

/// <summary>Turns Ctrl-C and SIGTERM into a cancellation; a second one, or two seconds of no answer, ends the process.</summary>
sealed class CancelSignals : IDisposable
{
    static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    readonly CancellationTokenSource source = new();
    readonly PosixSignalRegistration interrupt, terminate;
    Timer? lastResort;

    public CancelSignals()
    {
        interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, OnSignal);
        terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, OnSignal);
    }

    public CancellationToken Token => source.Token;

    void OnSignal(PosixSignalContext signal)
    {
        signal.Cancel = true;
        if (source.IsCancellationRequested) Environment.Exit((int)ExitCode.Cancelled);
        // a read from a pipe that says nothing cannot be cancelled; ProcessExit still removes an unfinished report
        lastResort = new Timer(_ => Environment.Exit((int)ExitCode.Cancelled), null, Patience, Timeout.InfiniteTimeSpan);
        source.Cancel();
    }

    public void Dispose()
    {
        interrupt.Dispose();
        terminate.Dispose();
        lastResort?.Dispose();
        source.Dispose();
    }
}
