using Rightsizer.Analyzer.Model;
using Rightsizer.EventLogParser;
using Rightsizer.EventLogParser.Input;

namespace Rightsizer.Analyzer.Construction;

/// <summary>Reads one log into its model.</summary>
public static class ApplicationRunLoader
{
    /// <exception cref="RightsizerException">A part cannot be opened, or the log holds no Spark event.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public static ApplicationRun Load(
        EventLog log, EventLogReaderOptions? options = null, IProgress<ReadProgress>? progress = null,
            CancellationToken cancellation = default)
    {
        var builder = new ApplicationRunBuilder();
        var read = EventLogReader.Read(log, builder, options ?? EventLogReaderOptions.Default, progress, cancellation);
        return builder.Build(log, read);
    }
}
