using Rightsizer.Analyzer.Answers.Sizing;

namespace Rightsizer.Cli.Sizing;

/// <summary>What <c>size</c> was asked, checked.</summary>
sealed record SizeCommandRequest
{
    public const string Csv = "csv";

    public static readonly string[] Formats = [
        ReportFormat.Text, ReportFormat.Json, ReportFormat.Markdown, ReportFormat.Html, Csv, ReportFormat.Brief];

    public required IReadOnlyList<string> Logs { get; init; }
    public required SourceOptions Source { get; init; }

    /// <summary>One of <see cref="Formats"/>.</summary>
    public required string Format { get; init; }

    /// <summary>Null is stdout.</summary>
    public string? OutputFile { get; init; }
    public required SizingRequest Sizing { get; init; }

    /// <summary>Rank of the offer whose ledger is printed; 0 is today's cluster.</summary>
    public int? Ledger { get; init; }

    /// <summary>A word of <see cref="Analyzer.Platforms.Files.EmitKind"/>; null prints the report.</summary>
    public string? EmitKind { get; init; }

    /// <summary>Rank of the offer that is written down; null is the pick.</summary>
    public int? EmitRank { get; init; }

    /// <summary>UtilizationPerformanceIndex to emit; null takes that of the cluster file.</summary>
    public int? ScalingIndex { get; init; }
    public bool RequirePrices { get; init; }

    /// <summary>Ask EC2 for the scores of the options with Spot nodes.</summary>
    public bool PlacementScores { get; init; }

    /// <summary>Folder or s3:// prefix that keeps what was chosen; null keeps nothing.</summary>
    public string? State { get; init; }

    /// <summary>Names, hosts and paths have stand-ins.</summary>
    public bool Redact { get; init; }
    public bool Color { get; init; }

    /// <summary>Folder of the charts; null without.</summary>
    public string? Charts { get; init; }

    /// <summary>What is written shows what other data or start-up would change; it takes simulations of its own.</summary>
    public bool ShowsVariants =>
        EmitKind is null && Ledger is null && (Charts is not null || Format is ReportFormat.Html or ReportFormat.Json);

    /// <summary>All that was left out and assumed.</summary>
    public bool All { get; init; }

    /// <summary>What was asked, what was left to its default: csv by the ending of the file too.</summary>
    public static string ChooseFormat(string? asked, string? outputFile) =>
        asked ?? (string.Equals(Path.GetExtension(outputFile), ".csv", StringComparison.OrdinalIgnoreCase) ? Csv
            : ReportFormat.Choose(null, outputFile));
}
