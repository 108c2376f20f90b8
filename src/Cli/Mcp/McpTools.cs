using System.Globalization;
using Rightsizer.Analyzer;
using Rightsizer.Analyzer.Answers.Comparison;
using Rightsizer.Analyzer.Answers.Fleet.Report;
using Rightsizer.Analyzer.Answers.Sizing;
using Rightsizer.Analyzer.Answers.Study;
using Rightsizer.Analyzer.Detectors;
using Rightsizer.Analyzer.Facts;
using Rightsizer.Analyzer.Ledgers;
using Rightsizer.Analyzer.Replay;
using Rightsizer.Cli.Commands;
using Rightsizer.Cli.Fleet;
using Rightsizer.Cli.Sizing;
using Rightsizer.Reports;
using Rightsizer.Reports.Brief;

namespace Rightsizer.Cli.Mcp;

/// <summary>What an assistant can ask: each tool is a question of the command line, answered in short.</summary>
/// <param name="roots">Where logs may be.</param>
/// <param name="source">How stores are reached.</param>
/// <param name="pricing">How runs are priced.</param>
/// <param name="detectors">Findings that are not wanted, and limits.</param>
/// <param name="fingerprint">Of the prices and of these.</param>
/// <param name="context">Cancellation.</param>
sealed class McpTools(McpRoots roots, SourceOptions source, PriceContext pricing, DetectorSettings detectors, string fingerprint,
    CliContext context)
{
    const string RunArguments = """
        "log":{"type":"string","description":"Path within a root, or an s3://, History Server or emr:// address."},
        "attempt":{"type":"string","description":"Number of the application attempt. Default: the last."},
        "usd_per_hour":{"type":"number","description":"Hourly cost of the cluster that ran, where it has no list price."},
        "cluster":{"type":"string","description":"File within a root: JSON of aws emr describe-cluster, list-instances or get-job-run."}
        """;

    readonly McpRuns runs = new(roots, source, detectors, context);

    public IReadOnlyList<McpTool> All => field ??=
    [
        new("diagnose", "One Spark run from its event log: what was slow and why, what to change, what it cost. Call this first.",
            "{" + RunArguments + "}", ["log"], (a, c) => DiagnoseBrief.Compose(Run(a, c))),
        new("finding", "One finding of diagnose whole: its figures, every fix with its reason and trade-off, its places.",
            "{" + RunArguments + ""","id":{"type":"string","description":"Id or kind as diagnose gave it: RSZ001, skew."}}""",
                ["log", "id"], Finding),
        new("stage", "One stage: sums of its task metrics, how its tasks are spread, its findings.",
            "{" + RunArguments + ""","stage":{"type":"string","description":"Stage id, 7, or with its attempt, 7.1."}}""",
                ["log", "stage"], Stage),
        new("query", "One SQL query: its plan and what each node measured; without id the longest queries of the run.",
            "{" + RunArguments + ""","id":{"type":"string","description":"SQL execution id."}}""", ["log"], Query),
        new("what_if", "The same run with other executors, simulated: time with its range, and cost.",
            "{" + RunArguments + """
            ,"shapes":{"type":"array","items":{"type":"string"},"description":"8x2 is 8 executors of 2 cores; dynamic:2-16x4."}}
            """,
            ["log", "shapes"], WhatIf),
        new("size", "The cluster to take for a job on EMR, EMR Serverless, EKS or Glue, with time and cost. Logs of several jobs "
            + "make a study.",
            """
            {"logs":{"type":"array","items":{"type":"string"},"description":"Logs of runs, or folders of them."},
            "deadline":{"type":"string","description":"Time limit for 90 % of runs: 45m, 1h30m."},
            "platform":{"type":"string","description":"emr-ec2, emr-serverless, emr-eks or glue."}}
            """,
            ["logs"], Size),
        new("compare", "Two runs of the same job: what changed in time and cost, and why.",
            """
            {"before":{"type":"string","description":"Log of the earlier run."},
            "after":{"type":"string","description":"Log of the later run."}}
            """,
            ["before", "after"], Compare),
        new("report", "Many runs: cost, waste, change against the time before, what to change first.",
            """
            {"sources":{"type":"array","items":{"type":"string"},"description":"Folders, prefixes or servers."},
            "since":{"type":"string","description":"First day, UTC, YYYY-MM-DD."},
            "until":{"type":"string","description":"Day after the last."}}
            """, ["sources"], Report),
        new("explain", "What a kind of finding means, how it is found, what to do, when it is wrong; without kind the list of kinds.",
            """{"kind":{"type":"string","description":"Kind or id: skew, RSZ001."}}""", [], Explain),
        new("prices", "The price list in use: its tables, dates, regions, what it lacks.", "{}", [],
            (_, _) => PricesBrief.Compose(pricing.Book)),
    ];

    AnalysisResult Run(McpArguments a, CancellationToken cancellation, bool withSqlMetrics = false) =>
        runs.Analyze(a.Required("log"), a.Optional("attempt"), PricingOf(a), withSqlMetrics, cancellation);

    PriceContext PricingOf(McpArguments a) => pricing with
    {
        UsdPerHour = a.Usd("usd_per_hour") ?? pricing.UsdPerHour,
        Cluster = a.Optional("cluster") is { } file ? CostInputs.Cluster(roots.Resolve(file), "cluster") : pricing.Cluster,
    };

    string Finding(McpArguments a, CancellationToken cancellation)
    {
        var result = Run(a, cancellation);
        var id = a.Required("id");
        return FindingIds.Find(result, id) is { } finding ? FindingBrief.Compose(result, finding)
            : throw a.Wrong("id", $"{id} is not among the findings of this run: "
                + (result.Findings.Count == 0 ? "there is none" : string.Join(", ", result.Findings.Select(f => FindingIds.Find(result,
                f)))));
    }

    string Stage(McpArguments a, CancellationToken cancellation)
    {
        var result = Run(a, cancellation);
        var asked = a.Required("stage").Split('.', 2);
        var attempt = 0;
        if (!int.TryParse(asked[0], NumberStyles.None, CultureInfo.InvariantCulture, out var id)
            || asked.Length > 1 && !int.TryParse(asked[1], NumberStyles.None, CultureInfo.InvariantCulture, out attempt))
        {
            throw a.Wrong("stage", "must be an id such as 7, or 7.1 for its second attempt");
        }
        var stage = result.Run.Stages.FirstOrDefault(s => s.StageId == id && s.AttemptId == attempt);
        return stage is not null ? StageBrief.Compose(result, stage)
            : throw a.Wrong("stage", result.Run.Stages.Count == 0 ? "the run has no stage"
                : $"no such stage; the run has {result.Run.Stages[0].StageId} to {result.Run.Stages[^1].StageId}");
    }

    string Query(McpArguments a, CancellationToken cancellation)
    {
        var id = a.Optional("id");
        var result = Run(a, cancellation, withSqlMetrics: id is not null);
        if (id is null) return QueryBrief.List(result);
        var query = long.TryParse(id, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? result.Run.SqlExecutions.FirstOrDefault(x => x.Id == number) : null;
        return query is not null ? QueryBrief.Compose(result, query) : throw a.Wrong("id", "no such SQL execution; query without id "
            + "lists them");
    }

    string WhatIf(McpArguments a, CancellationToken cancellation)
    {
        var shapes = a.Many("shapes");
        if (shapes.Count == 0) throw a.Wrong("shapes", "at least one is needed, such as 8x2");
        IReadOnlyList<WhatIfSpec> specs = [.. shapes.Select(s => WhatIfSpec.Parse(s, "shapes"))];
        var run = Run(a, cancellation).Run;
        return WhatIfBrief.Compose(ApplicationAnalyzer.Analyze(
            run, new AnalysisOptions { Pricing = PricingOf(a), WhatIf = specs }, null, cancellation));
    }

    string Size(McpArguments a, CancellationToken cancellation)
    {
        var request = new SizingRequest
        {
            DeadlineMs = a.Optional("deadline") is { } time ? Times.ParseMs(time) ?? throw a.Wrong("deadline", "must be a time such as "
                + "45m or 1h30m")
                : null,
            Platforms = a.Optional("platform") is not { } platform ? []
                : SizingPlatform.All.Contains(platform) ? [platform] : throw a.Wrong("platform", "must be one of " + string.Join(", ",
                SizingPlatform.All)),
            Pricing = pricing,
        };
        using var progress = new ProgressDisplay(TextWriter.Null, false, TimeSpan.MaxValue);
        var logs = SizingLogs.Read([.. a.Many("logs").Select(roots.Resolve)], source, context with { Error = TextWriter.Null },
            progress, check: roots.Check);
        return MigrationStudy.CountJobs(logs) == 1 ? SizeBrief.Compose(ClusterSizer.Size(logs, request, null, cancellation))
            : SizeBrief.Compose(MigrationStudy.Run(logs, request, null, null, cancellation));
    }

    string Compare(McpArguments a, CancellationToken cancellation) => CompareBrief.Compose(RunComparer.Compare(
        runs.Analyze(a.Required("before"), null, pricing, false, cancellation),
        runs.Analyze(a.Required("after"), null, pricing, false, cancellation)));

    string Report(McpArguments a, CancellationToken cancellation)
    {
        var (since, until) = (a.Day("since"), a.Day("until"));
        if (since >= until) throw a.Wrong("until", "must be after since");
        var request = new FleetRequest
        {
            Sources = [.. a.Many("sources").Select(roots.Resolve)],
            Source = source,
            Pricing = pricing,
            PricingFingerprint = fingerprint,
            Options = new FleetOptions { Since = since, UntilExcl = until, UsdPerHour = pricing.UsdPerHour },
            Format = ReportFormat.Brief,
            Check = roots.Check,
        };
        if (request.Sources.Count == 0) throw a.Wrong("sources", "at least one is needed");
        return FleetBrief.Compose(FleetReporting.Make(request, context with { Error = TextWriter.Null, Cancellation = cancellation }));
    }

    static string Explain(McpArguments a, CancellationToken cancellation) => a.Optional("kind") is not { } kind ? ExplainBrief.List()
        : ExplainBrief.Compose(Explanations.Find(kind) ?? throw a.Wrong("kind", "unknown; explain without kind lists them"));
}
