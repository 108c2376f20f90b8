using Rightsizer.Analyzer.Model;

namespace Rightsizer.Analyzer.Answers.Fleet.Report;

/// <summary>What one user asked of Spark Connect servers in the period.</summary>
/// <param name="User">Null where the client named none.</param>
/// <param name="Runs">Servers.</param>
/// <param name="Sessions">Sessions.</param>
/// <param name="Operations">Requests.</param>
/// <param name="FailedOperations">Of them, those that failed.</param>
/// <param name="BusyMs">Time in which one of them ran, over the sessions.</param>
/// <param name="TaskMs">Task time of their jobs.</param>
/// <param name="Usd">The servers' cost in proportion to the task time of their sessions, idle time included; null without a price.</param>
/// <param name="Largest">Their sessions, those with the most task time first, at most 20.</param>
public sealed record FleetConnectUser(
    string? User, int Runs, int Sessions, int Operations, int FailedOperations, long BusyMs, long TaskMs, decimal? Usd,
    IReadOnlyList<FleetConnectSession> Largest);

/// <summary>One session; figures as for <see cref="FleetConnectUser"/>.</summary>
public sealed record FleetConnectSession(
    string Uri, string Id, int Operations, int FailedOperations, long BusyMs, long TaskMs, decimal? Usd);

/// <summary>Sessions of Spark Connect by user.</summary>
static class FleetConnect
{
    const int MaxLargest = 20;

    public static IReadOnlyList<FleetConnectUser> Build(IReadOnlyList<CostedRun> runs)
    {
        var sessions = runs.SelectMany(r =>
        {
            var of = r.Run?.Connect ?? [];
            var all = Saturating.Sum(of.Select(s => s.TaskMs));
            return of.Select(s => (Run: r, Session: s, Usd: r.Usd is { } usd && all > 0 ? usd * s.TaskMs / all : (decimal?)null));
        });
        return [.. sessions.GroupBy(s => s.Session.User).Select(g => new FleetConnectUser(
                g.Key, g.Select(s => s.Run).Distinct().Count(), g.Sum(s => s.Session.Sessions), g.Sum(s => s.Session.Operations),
                g.Sum(s => s.Session.FailedOperations), Saturating.Sum(g.Select(s => s.Session.BusyMs)),
                Saturating.Sum(g.Select(s => s.Session.TaskMs)),
                g.Any(s => s.Usd is null) ? null : g.Sum(s => s.Usd),
                [.. g.Where(s => s.Session.Id is not null).OrderByDescending(s => s.Session.TaskMs)
                    .ThenBy(s => s.Session.Id, StringComparer.Ordinal).Take(MaxLargest).Select(s => new FleetConnectSession(
                        s.Run.Run!.Key.Uri, s.Session.Id!, s.Session.Operations, s.Session.FailedOperations, s.Session.BusyMs,
                        s.Session.TaskMs, s.Usd))]))
            .OrderByDescending(u => u.TaskMs).ThenBy(u => u.User, StringComparer.Ordinal)];
    }
}
