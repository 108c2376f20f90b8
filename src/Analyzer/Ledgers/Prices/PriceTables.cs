namespace Rightsizer.Analyzer.Ledgers.Prices;

/// <summary>File names of the tables of a price book, in the order in which they are listed.</summary>
public static class PriceTables
{
    public const string Book = "book.csv";
    public const string Ec2OnDemand = "ec2-on-demand.csv";
    public const string InstanceTypes = "instance-types.csv";

    /// <summary>Types that EMR on EC2 runs, by release.</summary>
    public const string EmrInstanceTypes = "emr-instance-types.csv";
    public const string EmrOnEc2 = "emr-on-ec2.csv";
    public const string EmrYarnMemory = "emr-yarn-memory.csv";
    public const string EmrEbsDefaults = "emr-ebs-defaults.csv";
    public const string EmrServerless = "emr-serverless.csv";
    public const string EmrServerlessWorkers = "emr-serverless-workers.csv";
    public const string EmrOnEks = "emr-on-eks.csv";
    public const string Glue = "glue.csv";
    public const string GlueWorkers = "glue-workers.csv";
    public const string Ebs = "ebs.csv";
    public const string S3AndNetwork = "s3-and-network.csv";
    public const string SpotAdvisor = "spot-advisor.csv";

    /// <summary>Spot prices of zones; only in a refreshed book.</summary>
    public const string Spot = "spot.csv";

    public static IReadOnlyList<string> All { get; } =
    [
        Book, Ec2OnDemand, InstanceTypes, EmrInstanceTypes, EmrOnEc2, EmrYarnMemory, EmrEbsDefaults, EmrServerless, EmrServerlessWorkers,
        EmrOnEks, Glue, GlueWorkers, Ebs, S3AndNetwork, SpotAdvisor, Spot,
    ];

    /// <summary>Line that begins a table in a book that is one file.</summary>
    public const string SectionMark = "#table ";

    /// <summary>Cuts a book that is one file into its tables.</summary>
    public static IReadOnlyDictionary<string, string> SplitFile(string text)
    {
        var tables = new Dictionary<string, string>(StringComparer.Ordinal);
        var at = text.StartsWith(SectionMark, StringComparison.Ordinal) ? 0
            : text.IndexOf('\n' + SectionMark, StringComparison.Ordinal) + 1;
        if (at == 0 && !text.StartsWith(SectionMark, StringComparison.Ordinal)) return tables;
        while (at < text.Length)
        {
            var lineEnd = text.IndexOf('\n', at);
            if (lineEnd < 0) lineEnd = text.Length;
            var name = text[(at + SectionMark.Length)..lineEnd].Trim();
            var next = lineEnd >= text.Length ? -1 : text.IndexOf('\n' + SectionMark, lineEnd, StringComparison.Ordinal);
            var end = next < 0 ? text.Length : next + 1;
            tables[name] = text[Math.Min(lineEnd + 1, text.Length)..end];
            at = end;
        }
        return tables;
    }
}
