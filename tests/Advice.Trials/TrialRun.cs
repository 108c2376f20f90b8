namespace Rightsizer.Advice.Trials;

/// <summary>One run of an arm.</summary>
/// <param name="ExitCode">Of spark-submit; 99 for one that did not end.</param>
/// <param name="Times">Null without a log.</param>
/// <param name="Log">Path of the log.</param>
sealed record TrialRun(int ExitCode, RunTimes? Times, string? Log)
{
    public bool Ended => ExitCode == 0 && Times is { FailedJobs: 0 };
}
