using System.Globalization;

namespace Rightsizer.EventLogParser.Input.History;

/// <summary>An attempt of an application as REST lists it.</summary>
/// <param name="Application">"id".</param>
/// <param name="Attempt">"attemptId"; null where the cluster manager numbers none.</param>
/// <param name="Completed">"completed".</param>
readonly record struct HistoryAttempt(string Application, string? Attempt, bool Completed)
{
    public int? Number => int.TryParse(Attempt, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;
}
