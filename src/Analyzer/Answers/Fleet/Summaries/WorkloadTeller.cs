using Rightsizer.Analyzer.Facts;
using Rightsizer.Analyzer.Model;

namespace Rightsizer.Analyzer.Answers.Fleet.Summaries;

/// <summary>Tells sessions and streams from batch work.</summary>
static class WorkloadTeller
{
    public static (Workload Workload, string? InteractiveKind) Infer(ApplicationRun run) =>
        RunUse.InteractiveKind(run) is { } kind ? (Workload.Interactive, kind)
        : (RunUse.IsStream(run) ? Workload.Streaming : Workload.Batch, null);
}
