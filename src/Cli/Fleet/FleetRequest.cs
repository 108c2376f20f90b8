using Rightsizer.Analyzer.Answers.Fleet.Report;
using Rightsizer.Analyzer.Detectors;
using Rightsizer.Analyzer.Ledgers;
using Rightsizer.EventLogParser.Input;

namespace Rightsizer.Cli.Fleet;

/// <summary>What <c>report</c> was asked, checked.</summary>
sealed record FleetRequest
{
    public required IReadOnlyList<string> Sources { get; init; }
    public required SourceOptions Source { get; init; }

    /// <summary>Logs of the sources that are ids of AWS, which were asked for already.</summary>
    public IReadOnlyList<EventLog> OfJobs { get; init; } = [];
    public required PriceContext Pricing { get; init; }

    /// <summary>Findings that are not wanted, and limits.</summary>
    public DetectorSettings Detectors { get; init; } = DetectorSettings.Default;

    /// <summary>Equal where every price is.</summary>
    public required string PricingFingerprint { get; init; }
    public required FleetOptions Options { get; init; }

    /// <summary>Folder or s3:// prefix; null keeps nothing.</summary>
    public string? State { get; init; }
    public required string Format { get; init; }

    /// <summary>Null is stdout.</summary>
    public string? OutputFile { get; init; }

    /// <summary>Asked about each log before it is read; throws for one that must not be.</summary>
    public Action<EventLog>? Check { get; init; }

    /// <summary>For one log; null is without end.</summary>
    public TimeSpan? Timeout { get; init; }

    /// <summary>The most the runs of the period may cost; null is no limit.</summary>
    public decimal? BudgetUsd { get; init; }

    /// <summary>New and worse findings from this severity on miss the gate; null is no gate.</summary>
    public Severity? FailOn { get; init; }

    /// <summary>Webhook or file for the summary of at most twelve lines; null writes none.</summary>
    public string? Notify { get; init; }

    /// <summary>Folder or s3:// prefix for the pages of all known runs; null writes none. Needs a state.</summary>
    public string? Site { get; init; }

    /// <summary>Names, owners, clusters and logs have stand-ins.</summary>
    public bool Redact { get; init; }

    /// <summary>Lists what else there is.</summary>
    public bool All { get; init; }
    public bool Color { get; init; }

    /// <summary>Folder of the charts; null without.</summary>
    public string? Charts { get; init; }
}
