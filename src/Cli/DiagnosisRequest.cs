using Rightsizer.Analyzer;
using Rightsizer.Analyzer.Detectors;

namespace Rightsizer.Cli;

/// <summary>What <c>diagnose</c> was asked, checked.</summary>
sealed record DiagnosisRequest
{
    public required string Log { get; init; }

    /// <summary>How the log is reached where it is on S3.</summary>
    public SourceOptions Source { get; init; } = new();

    /// <summary>One of <see cref="ReportFormat.All"/>.</summary>
    public required string Format { get; init; }

    /// <summary>Null is stdout.</summary>
    public string? OutputFile { get; init; }
    public string? Attempt { get; init; }
    public required AnalysisOptions Analysis { get; init; }

    /// <summary>A price that is needed and missing is an error.</summary>
    public bool RequirePrices { get; init; }
    public Severity? FailOn { get; init; }

    /// <summary>The most the run may cost; null is no limit.</summary>
    public decimal? BudgetUsd { get; init; }

    /// <summary>A line each time the log has grown, and the report when the run has ended.</summary>
    public bool Follow { get; init; }

    /// <summary>The longest that a followed run may take; null is no limit.</summary>
    public long? DeadlineMs { get; init; }

    /// <summary>Folder or s3:// prefix of a state with earlier runs of the job; null compares with none.</summary>
    public string? State { get; init; }

    /// <summary>Where earlier logs of the same job are; null compares with none.</summary>
    public string? History { get; init; }

    /// <summary>Equal where every price is: only summaries under these prices are compared.</summary>
    public string PricingFingerprint { get; init; } = "";

    /// <summary>Names, hosts, paths and SQL text have stand-ins.</summary>
    public bool Redact { get; init; }

    /// <summary>Writes the proposed settings in place of the report.</summary>
    public bool EmitConf { get; init; }

    /// <summary>Compares the settings of this file with what is proposed, in place of the report; null writes the report.</summary>
    public string? Against { get; init; }
    public bool Color { get; init; }

    /// <summary>Folder of the charts; null without.</summary>
    public string? Charts { get; init; }

    /// <summary>Shows all evidence, every remedy and the lines of every alternative in text.</summary>
    public bool Verbose { get; init; }
}
