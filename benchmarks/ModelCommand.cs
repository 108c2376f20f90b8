using System.Globalization;
using Rightsizer.Analyzer.Construction;
using Rightsizer.EventLogParser;
using Rightsizer.EventLogParser.Input;

namespace Rightsizer.Benchmarks;

/// <summary>
/// Reads one log to the whole model in a process of its own, so that time and memory can be held beside <c>rightsizer totals</c>.
/// </summary>
static class ModelCommand
{
    public static int Run(string[] options, string log)
    {
        var reading = new EventLogReaderOptions { ReadAccumulables = options is ["--accumulables"], Threads = Environment.ProcessorCount };
        var run = ApplicationRunLoader.Load(EventLogLocator.Find(log)[^1], reading);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{run.Stages.Count} stages"));
        return 0;
    }
}
