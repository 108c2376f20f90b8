namespace Rightsizer.Analyzer.Answers.Fleet.Report;

/// <summary>Which days are reported and which they are compared with.</summary>
sealed record FleetWindow(DateOnly Since, DateOnly UntilExcl, DateOnly NowSince, DateOnly BeforeSince, bool ComparesWithin)
{
    const int ComparedDays = 7;

    public int Days => UntilExcl.DayNumber - Since.DayNumber;

    public bool IsNow(DateOnly day) => day >= Since && day < UntilExcl;

    public bool IsBefore(DateOnly day) => day >= BeforeSince && day < NowSince;

    public FleetPeriod Words =>
        new(FleetSums.Iso(Since), FleetSums.Iso(UntilExcl), Days, FleetSums.Iso(BeforeSince), FleetSums.Iso(NowSince));

    public static FleetWindow Choose(IReadOnlyList<CostedRun> runs, FleetOptions options)
    {
        var first = runs.Count > 0 ? runs[0].Day : new DateOnly(1970, 1, 1);
        var until = options.UntilExcl ?? (runs.Count > 0 ? runs[^1].Day : first).AddDays(1);
        var since = options.Since ?? (first < until ? first : until.AddDays(-1));
        // a period that begins after the last run is empty, and one day long
        if (until <= since) until = since.AddDays(1);
        if (options.Since is not null) return new(since, until, since, Back(since, until.DayNumber - since.DayNumber), false);
        var nowSince = Back(until, ComparedDays);
        return new(since, until, nowSince < since ? since : nowSince, Back(nowSince, ComparedDays), true);
    }

    static DateOnly Back(DateOnly day, int days) => day.DayNumber < days ? DateOnly.MinValue : day.AddDays(-days);
}
