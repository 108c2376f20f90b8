using System.Text.Json.Serialization;
using Rightsizer.Analyzer.Ledgers.Prices;

namespace Rightsizer.Analyzer.Ledgers;

/// <summary>Which client wrote to S3; its part size decides how many requests a file takes.</summary>
public enum S3Client
{
    [JsonStringEnumMemberName("emrfs")] Emrfs,
    [JsonStringEnumMemberName("s3a")] S3a,
}

/// <summary>Files of one size.</summary>
public sealed record S3Files(long Count, long SizeBytes);

/// <summary>A set of files that is read a number of times.</summary>
public sealed record S3Scan(long Files, long Scans = 1);

/// <summary>What tiny files cost in requests. The counts are assumed: a log shows files, not requests.</summary>
public static class S3Requests
{
    static readonly Assumption EmrfsPart = new(
        "part of an upload by EMRFS", 128, "MiB", "EMR guide, fs.s3n.multipart.uploads.split.size");
    static readonly Assumption S3aPart = new("part of an upload by S3A", 64, "MiB", "Hadoop's docs, fs.s3a.multipart.size");
    static readonly Assumption KeysPerList = new("keys that one LIST request gives", 1000, "keys", "S3 API, ListObjectsV2");
    static readonly Assumption GetsPerFile = new("GET requests of a file that is read", 2, "requests", "assumed: footer and data");
    static readonly Assumption MultipartCalls = new(
        "requests that begin and complete an upload in parts", 2, "requests", "S3 API, CreateMultipartUpload, CompleteMultipartUpload");
    const decimal RequestsPerUnit = 1000;

    /// <summary>1 request up to one part; above it the parts, and the calls that begin and complete the upload.</summary>
    public static long PutsOf(long sizeBytes, S3Client client)
    {
        var part = (client == S3Client.S3a ? S3aPart : EmrfsPart).Whole * 1048576L;
        return sizeBytes <= part ? 1 : (sizeBytes + part - 1) / part + MultipartCalls.Whole;
    }

    /// <summary>Footer and data.</summary>
    public static long GetsOf(S3Scan scan) => GetsPerFile.Whole * scan.Files * scan.Scans;

    public static long ListsOf(S3Scan scan) => (scan.Files + KeysPerList.Whole - 1) / KeysPerList.Whole * scan.Scans;

    internal static void Add(LedgerBuilder ledger, PriceBook book, S3Client client, IEnumerable<S3Files> written, IEnumerable<S3Scan> scans)
    {
        ledger.Assume(client == S3Client.S3a ? S3aPart : EmrfsPart, KeysPerList, GetsPerFile, MultipartCalls);
        var puts = written.Sum(f => f.Count * PutsOf(f.SizeBytes, client));
        var read = scans.ToList();
        Line("S3 PUT requests", puts, "s3_put_copy_post_list");
        Line("S3 GET requests", read.Sum(GetsOf), "s3_get_and_other");
        Line("S3 LIST requests", read.Sum(ListsOf), "s3_put_copy_post_list");

        void Line(string name, long requests, string item)
        {
            if (requests == 0) return;
            ledger.Add(new CostItem
            {
                Name = name,
                Service = CostService.S3,
                Amount = requests,
                Per = RequestsPerUnit,
                Unit = "1,000 requests",
                Price = book.S3AndNetwork(ledger.Region, item),
                Ground = Ground.Assumed,
            });
        }
    }

    /// <summary>Traffic between zones, charged to the sender and to the receiver.</summary>
    internal static void AddCrossZone(LedgerBuilder ledger, PriceBook book, decimal gb, Ground ground)
    {
        if (gb <= 0) return;
        ledger.Add(new CostItem
        {
            Name = "Cross-zone transfer, both sides",
            Service = CostService.Transfer,
            Amount = 2 * gb,
            Unit = "GB",
            Price = book.S3AndNetwork(ledger.Region, "inter_az_transfer"),
            Ground = ground,
        });
    }
}
