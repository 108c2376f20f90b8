using System.Collections.Concurrent;
using System.Globalization;
using System.Security.Cryptography;
using System.Text.RegularExpressions;
using Rightsizer.Analyzer.Answers.Fleet.Site;
using Rightsizer.Analyzer.Answers.Fleet.State;
using Rightsizer.Analyzer.Answers.Fleet.Summaries;
using Rightsizer.EventLogParser;
using Rightsizer.Reports.Html.Site;
using Rightsizer.Reports.Redacting;

namespace Rightsizer.Cli.Site;

/// <summary>Writes the pages of a site that differ from those that are there, and removes those that no longer belong to it.</summary>
/// <param name="place">Where the pages are.</param>
/// <param name="details">What the state keeps of the runs.</param>
/// <param name="redact">Names have stand-ins.</param>
/// <param name="atOnce">Pages written at one time.</param>
/// <param name="cancellation">Ends it; pages that were written stay.</param>
sealed partial class SiteWriter(ISitePlace place, RunDetails details, bool redact, int atOnce, CancellationToken cancellation)
{
    readonly ConcurrentDictionary<string, string> pages = new(StringComparer.Ordinal), days = new(StringComparer.Ordinal);
    SiteManifest old = new();
    int written;

    /// <summary>Returns the number of pages, and of those that were written.</summary>
    public (int Pages, int Written) Write(FleetSite site)
    {
        var before = place.Read(SiteManifest.FileName);
        if (before is null && place.Read("index.html") is not null)
            throw new RightsizerException(
                ExitCode.BadArguments, "--site: the place has an index.html that is not of a site of rightsizer; give another place");
        old = SiteManifest.Parse(before);
        var shown = redact ? SiteRedactor.Redact(site) : site;
        var byDay = shown.Jobs.SelectMany(j => j.Runs.Where(r => r.Findings.Count > 0).Select(r => (Job: j, Run: r)))
            .GroupBy(x => x.Run.Day, StringComparer.Ordinal).OrderBy(d => d.Key, StringComparer.Ordinal).ToList();
        List<Action> work = [];
        foreach (var day in byDay)
        {
            // listed here, so that threads only read
            var made = FingerprintOf(shown, day.Key, details.PartsOf(day.Key), day);
            work.Add(() => Day(shown, day.Key, made, [.. day]));
        }
        foreach (var (name, content) in SitePages.Common(shown)) work.Add(() => Put(name, content()));
        Run(work);
        // a manifest is a file like any other: only what can be a page is removed
        foreach (var gone in old.Pages.Keys.Where(n => !pages.ContainsKey(n) && PageName().IsMatch(n))) place.Delete(gone);
        var manifest = new SiteManifest { Pages = new(pages), Days = new(days) }.Write();
        if (before is null || !manifest.AsSpan().SequenceEqual(before)) place.Write(SiteManifest.FileName, manifest);
        return (pages.Count, written);
    }

    void Run(List<Action> work)
    {
        try
        {
            Parallel.ForEach(work, new ParallelOptions { MaxDegreeOfParallelism = atOnce, CancellationToken = cancellation }, a => a());
        }
        catch (AggregateException e)
        {
            System.Runtime.ExceptionServices.ExceptionDispatchInfo.Capture(e.InnerExceptions[0]).Throw();
        }
    }

    /// <summary>The pages of a day's runs, unless they were made from the same.</summary>
    void Day(FleetSite site, string day, string made, IReadOnlyList<(SiteJob Job, SiteRun Run)> runs)
    {
        days[day] = made;
        var names = runs.Select(r => SitePages.NameOf(r.Run)!).ToList();
        if (old.Days.GetValueOrDefault(day) == made && names.All(n => old.Pages.ContainsKey(n) && !place.IsGone(n)))
        {
            foreach (var name in names) pages[name] = old.Pages[name];
            return;
        }
        var known = details.Read(day);
        for (var i = 0; i < runs.Count; i++)
        {
            cancellation.ThrowIfCancellationRequested();
            var detail = known.GetValueOrDefault(runs[i].Run.Key);
            if (detail is not null && redact) detail = SiteRedactor.Redact(detail);
            Put(names[i], SitePages.Run(site, runs[i].Job, runs[i].Run, detail));
        }
    }

    void Put(string name, byte[] content)
    {
        var hash = Convert.ToHexStringLower(SHA256.HashData(content).AsSpan(0, 8));
        pages[name] = hash;
        if (old.Pages.GetValueOrDefault(name) == hash && !place.IsGone(name)) return;
        place.Write(name, content);
        Interlocked.Increment(ref written);
    }

    /// <summary>Of all that decides how the pages of a day's runs look: a key of a run stands for its summary.</summary>
    string FingerprintOf(FleetSite site, string day, IReadOnlyList<string> parts, IEnumerable<(SiteJob Job, SiteRun Run)> runs) =>
        Fingerprint.Compute([SitePages.Version, day, redact ? "redacted" : "plain", site.RanksByUsd ? "usd" : "cores", .. parts,
            .. runs.Select(r => string.Create(CultureInfo.InvariantCulture, $"{r.Run.Id} {r.Run.Key.ETag} {r.Run.Key.SizeBytes} "
                + $"{r.Run.Key.ModifiedMs} {r.Run.Key.Pricing} {r.Job.Id} {r.Job.Name} {r.Job.Owner} {r.Job.Platform}"))]);

    [GeneratedRegex("^[a-z0-9-]+\\.html$", RegexOptions.CultureInvariant)]
    private static partial Regex PageName();
}
