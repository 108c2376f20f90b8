using System.Diagnostics;
using System.Globalization;
using Rightsizer.Analyzer.Answers.Sizing;
using Rightsizer.Analyzer.Answers.Study;
using Rightsizer.Analyzer.Facts;
using Rightsizer.Analyzer.Model;
using Rightsizer.Analyzer.Platforms.Files;
using Rightsizer.Aws.ByIds;
using Rightsizer.Cli.Files;
using Rightsizer.EventLogParser;
using Rightsizer.Reports.Emit;
using Rightsizer.Reports.Formatting;
using Rightsizer.Reports.Sizing;

namespace Rightsizer.Cli.Sizing;

/// <summary>Reads, sizes, writes: what <c>size</c> does once its arguments are checked.</summary>
static class SizingSession
{
    public static int Run(SizeCommandRequest request, CliContext context)
    {
        context = context with
        {
            Outputs = OutputPlaces.Check([("--output", request.OutputFile)], [("--charts", request.Charts), ("--state", request.State)]),
        };
        TellUnknown(request.Sizing, context);
        IReadOnlyList<ApplicationRun> runs;
        SizingResult? sizing = null;
        StudyResult? study = null;
        using (var progress = new ProgressDisplay(context.Error, context.ErrorIsTerminal, context.ProgressAfter))
        {
            if (request.Logs is [var only] && JobLogs.Takes(only))
            {
                // what ran one job run is today's cluster; several may have run on different ones
                var found = LogSources.Jobs(only, default, request.Source, context).ToList();
                runs = SizingLogs.Read([.. found.SelectMany(j => j.Logs)], request.Logs, context, progress, request.Redact);
                if (found is [{ Cluster: { } cluster }] && runs.Count == 1)
                    request = request with
                    {
                        Sizing = request.Sizing with { Pricing = request.Sizing.Pricing.OrCluster(cluster) },
                    };
            }
            else runs = SizingLogs.Read(request.Logs, request.Source, context, progress, request.Redact);
            var steps = new Steps(progress);
            var jobs = MigrationStudy.CountJobs(runs);
            if (jobs != 1 && request.Sizing.Volumes.Count > 0)
                throw new RightsizerException(ExitCode.BadArguments, string.Create(CultureInfo.InvariantCulture,
                    $"--data: is for one job, and there are {jobs} here; give the logs of one"));
            if (jobs != 1 && request.PlacementScores)
                throw new RightsizerException(ExitCode.BadArguments, string.Create(CultureInfo.InvariantCulture,
                    $"--placement-scores: is for one job, and there are {jobs} here; give the logs of one"));
            if (jobs == 1)
                sizing = ClusterSizer.Size(runs, request.Sizing with { WithVariants = request.ShowsVariants }, steps, context.Cancellation);
            else study = MigrationStudy.Run(runs, request.Sizing, null, steps, context.Cancellation);
        }
        var unused = study is null ? sizing!.ClusterNotUsed
            : study.Jobs.Select(j => j.Sizing.ClusterNotUsed).FirstOrDefault(w => w is not null);
        CostInputs.TellUnused(unused, context);
        // nothing of a cluster that is not the job's goes into a file
        if (unused is not null && study is null)
            request = request with { Sizing = request.Sizing with { Pricing = request.Sizing.Pricing with { Cluster = null } } };
        if (request.RequirePrices) RequirePrices(study is null ? [sizing!] : study.Jobs.Select(j => j.Sizing));
        if (request.PlacementScores) sizing = SpotPlacements.Add(sizing!, request, context);
        if (study is not null)
        {
            if (request.EmitKind is not null || request.Ledger is not null)
                throw new RightsizerException(ExitCode.BadArguments,
                    string.Create(CultureInfo.InvariantCulture,
                    $"--{(request.EmitKind is null ? "ledger" : "emit")}: is for one job, and there are {study.Jobs.Count} here; give "
                    + $"the logs of one"));
            SizeOutput.Write(study, request, context);
            KeptMoves.Write([.. study.Jobs.Select(j =>
                (j.Sizing, (SizingCandidate?)null, study.Pilots.FirstOrDefault(p => p.JobName == j.Name)))], runs, request, context);
            return (int)ExitCode.Ok;
        }
        if (request.EmitKind is { } kind) Emit(kind, sizing!, runs, request, context);
        else SizeOutput.Write(sizing!, request, context, () => BestAsFile(sizing!, runs, request));
        var taken = request.EmitRank is { } number ? SizeText.Offer(sizing!, number, "--emit") : null;
        KeptMoves.Write([(sizing!, taken, null)], runs, request, context);
        return (int)ExitCode.Ok;
    }

    /// <summary>The best option as its platform's own file; null where there is none, or it cannot be written down.</summary>
    static (EmittedFile, string)? BestAsFile(SizingResult sizing, IReadOnlyList<ApplicationRun> runs, SizeCommandRequest request)
    {
        if (sizing.Offers.FirstOrDefault(o => o.Rank > 0 && o.Rank == sizing.BestRank) is not { } best) return null;
        var kind = Emitter.KindFor(best);
        try
        {
            return (Emitter.Emit(
                kind, best, sizing.JobName, ReleaseOf(runs, request), request.Sizing.Pricing.Book, JobSettings.Collect(runs),
                ScalingIndexOf(request)),
                FormattableString.Invariant($"rightsizer size LOG --emit {kind} {best.Rank}"));
        }
        catch (RightsizerException)
        {
            return null;
        }
    }

    static string? ReleaseOf(IReadOnlyList<ApplicationRun> runs, SizeCommandRequest request) =>
        request.Sizing.Pricing.Cluster?.ReleaseLabel ?? RunRelease.Detect(runs);

    static int? ScalingIndexOf(SizeCommandRequest request) =>
        request.ScalingIndex ?? request.Sizing.Pricing.Cluster?.Scaling?.Index;

    static void Emit(string kind, SizingResult sizing, IReadOnlyList<ApplicationRun> runs, SizeCommandRequest request, CliContext context)
    {
        var offer = request.EmitRank is { } rank ? SizeText.Offer(sizing, rank, $"--emit {kind}") : sizing.Pick;
        if (offer is null || (offer.IsToday && request.EmitRank is null))
        {
            throw new RightsizerException(ExitCode.BadArguments, offer is null
                ? $"--emit {kind}: there is no advice: {sizing.Reason}"
                : $"--emit {kind}: the recommendation is to keep today's cluster. Name an option, for example --emit {kind} 1");
        }
        if (request.ScalingIndex is not null && offer.Platform != SizingPlatform.EmrOnEc2)
            throw new RightsizerException(
                ExitCode.BadArguments, $"--scaling-index: {offer.Name} is on {offer.Platform}, which has no managed scaling");
        var settings = JobSettings.Collect(runs);
        var emitted = Emitter.Emit(
            kind, offer, sizing.JobName, ReleaseOf(runs, request), request.Sizing.Pricing.Book, settings, ScalingIndexOf(request));
        SizeOutput.Write(emitted.Text, request, context);
        if (settings.NotCarried.Count > 0) context.Error.WriteLine(
            $"note: not carried over, set them yourself: {PlainText.OneLine(string.Join(", ", settings.NotCarried))}");
        foreach (var note in emitted.Notes) context.Error.WriteLine("note: " + PlainText.OneLine(note));
        if (emitted.Variables.Count > 0) context.Error.WriteLine($"to be given: {string.Join(", ", emitted.Variables)}");
    }

    static void RequirePrices(IEnumerable<SizingResult> sizings)
    {
        foreach (var s in sizings)
        {
            var job = s.JobName is null ? "" : $" ({s.JobName})";
            if (s.Today is { Usd: null } today) throw new RightsizerException(
                ExitCode.PriceMissing, $"--require-prices: no price for today's {today.Name}{job}; --usd-per-hour or --cluster gives it");
            if (s.Pick is { Usd: null } pick)
                throw new RightsizerException(
                    ExitCode.PriceMissing, $"--require-prices: no price for the recommendation, {pick.Name}{job}");
        }
    }

    /// <summary>
    /// Names that the book does not know are told at once; the search goes on with the rest. Where no rest is allowed it would leave
    /// every type out, which nobody asked for.
    /// </summary>
    /// <exception cref="RightsizerException">None of the names of --allow is known.</exception>
    static void TellUnknown(SizingRequest request, CliContext context)
    {
        var known = request.Pricing.Book.Types.SelectMany(t => new[] { t.Name, t.Family }).ToHashSet(StringComparer.Ordinal);
        foreach (var (option, names) in new[] { ("--allow", request.AllowTypes), ("--deny", request.DenyTypes) })
        {
            foreach (var name in names.Where(n => !known.Contains(n)))
            {
                var words = $"{option} {PlainText.OneLine(name)}: the price list has no such type or family";
                var near = NearestName.Find(name, known) is { } n ? $" Did you mean {n}?" : "";
                if (option == "--allow" && !names.Any(known.Contains))
                    throw new RightsizerException(ExitCode.BadArguments, near.Length > 0 ? $"{words}.{near}" : words);
                context.Error.WriteLine(near.Length > 0 ? $"{words}; it is ignored.{near}" : $"{words}; it is ignored");
            }
        }
    }

    /// <summary>
    /// A line a step, and a quarter of what takes seconds; simulations end in any order, and only what is further is told.
    /// </summary>
    sealed class Steps(ProgressDisplay display) : IProgress<SizingProgress>
    {
        static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);
        readonly Lock gate = new();
        readonly Stopwatch sinceTold = Stopwatch.StartNew();
        string step = "";
        int quarter;

        public void Report(SizingProgress value)
        {
            lock (gate)
            {
                var reached = value.Share is { } share ? (int)(share * 4) : 0;
                if (value.Step == step && (reached <= quarter || sinceTold.Elapsed < Patience)) return;
                (step, quarter) = (value.Step, reached);
                sinceTold.Restart();
                ((IProgress<string>)display).Report(reached == 0 ? step : FormattableString.Invariant($"{step}, {reached * 25} %"));
            }
        }
    }
}
