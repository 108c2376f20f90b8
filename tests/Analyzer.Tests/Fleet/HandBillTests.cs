using System.Text.Json;
using Rightsizer.Analyzer.Answers.Fleet.Bills;
using Rightsizer.Analyzer.Answers.Fleet.Report;
using Rightsizer.Analyzer.Answers.Fleet.Summaries;
using Rightsizer.Analyzer.Answers.Quote;
using Rightsizer.Analyzer.Ledgers.Prices;
using Rightsizer.TestSupport;
using static Rightsizer.Analyzer.Tests.Fleet.Summaries;

namespace Rightsizer.Analyzer.Tests.Fleet;

/// <summary>The bills that were worked by hand for ledgers, as Cost and Usage Reports: the estimate holds within 0.5 % a service.</summary>
public class HandBillTests
{
    const string Cluster = "j-2ABCDEFGHIJKL", JobRun = "00gjobrun000001";

    static string Folder => Path.Combine(SharedFolder.RepositoryRoot, "tests", "Analyzer.Tests", "Pricing", "Cases");

    public static TheoryData<string> Cases() => [.. Directory.GetFiles(Folder, "*.json").Where(IsWholeBill)
        .Select(f => Path.GetFileName(f)!).Order(StringComparer.Ordinal)];

    [Theory]
    [MemberData(nameof(Cases))]
    public void Estimate_IsWithinHalfAPercentOfTheBill_ServiceByService(string file)
    {
        using var document = JsonDocument.Parse(File.ReadAllText(Path.Combine(Folder, file)));
        var root = document.RootElement;
        var ledger = ShapeQuote.Price(ShapeReader.Read(file, root.GetProperty("shape").GetRawText()).Single(), PriceBook.Embedded);
        var bill = new TextBill();
        var platform = "";
        foreach (var line in root.GetProperty("lines").EnumerateArray())
        {
            var (name, usd) = (line.GetProperty("name").GetString()!, line.GetProperty("amountUsd").GetString()!);
            platform = Add(bill, name, usd) ?? platform;
        }
        var run = Run("nightly", 0, hour: 6, hours: 1, usd: ledger.TotalUsd, platform: platform, id: JobRun);
        run = run with
        {
            Key = run.Key with { Uri = $"s3://logs/{Cluster}/{JobRun}" },
            Cost = run.Cost! with
            {
                Services = [.. ledger.Lines.GroupBy(l => l.Service)
                    .Select(g => new RunServiceCost(BillServices.Word(g.Key), g.Sum(l => l.AmountUsd!.Value)))],
            },
        };

        var report = FleetAnalyzer.Analyze([run], new FleetOptions { Bill = bill });

        Assert.Equal(1, report.Bill!.ComparedRuns);
        Assert.Equal(decimal.Parse(root.GetProperty("totalUsd").GetString()!, System.Globalization.CultureInfo.InvariantCulture),
            report.Runs[0].Usd);
        Assert.All(report.Bill.ByService, s =>
            Assert.InRange(s.EstimatedUsd!.Value, s.BilledUsd * 0.995m - 0.000001m, s.BilledUsd * 1.005m + 0.000001m));
        Assert.Empty(report.Bill.Unmatched);
    }

    [Fact]
    public void CasesAreOfAllPlatformsThatBillRuns() => Assert.True(Cases().Count >= 12, $"{Cases().Count} cases");

    /// <summary>Those whose service bills a run, and all of whose lines have a price.</summary>
    static bool IsWholeBill(string file)
    {
        using var document = JsonDocument.Parse(File.ReadAllText(file));
        var lines = document.RootElement.GetProperty("lines").EnumerateArray().Select(l => l.GetProperty("name").GetString()!).ToList();
        return document.RootElement.GetProperty("totalUsd").ValueKind == JsonValueKind.String
            && (lines.All(l => l.StartsWith("Glue", StringComparison.Ordinal))
            || lines.All(l => l.StartsWith("EMR Serverless", StringComparison.Ordinal))
            || lines.Any(l => l.StartsWith("EMR fee", StringComparison.Ordinal))
            && lines.Any(l => l.StartsWith("EC2", StringComparison.Ordinal)));
    }

    static string? Add(TextBill bill, string name, string usd)
    {
        var tag = $$"""{"aws_elasticmapreduce_job_flow_id":"{{Cluster}}"}""";
        switch (name.Split(' '))
        {
            case ["EMR", "Serverless", ..]:
                bill.Line(usd, "ElasticMapReduce", "USE1-EMR-SERVERLESS-vCPUHours",
                    $"arn:aws:emr-serverless:us-east-1:1:/applications/00fapplication1/jobruns/{JobRun}", 6);
                return "emr-serverless";
            case ["EMR", "fee,", ..]:
                bill.Line(usd, "ElasticMapReduce", "USE1-BoxUsage:m5.xlarge", $"arn:aws:elasticmapreduce:us-east-1:1:cluster/{Cluster}", 6);
                return "emr-ec2";
            case ["EC2", ..]:
                bill.Line(usd, "AmazonEC2", "USE1-BoxUsage:m5.xlarge", "i-1", 6, tags: tag);
                return "emr-ec2";
            case ["EBS", ..]:
                bill.Line(usd, "AmazonEC2", "USE1-EBS:VolumeUsage.gp3", "vol-1", 6, tags: tag);
                return null;
            case ["Glue", ..]:
                bill.Line(usd, "AWSGlue", "USE1-ETL-DPU-Hour", $"arn:aws:glue:us-east-1:1:job/nightly/{JobRun}", 6);
                return "glue";
            default:
                throw new InvalidOperationException(name);
        }
    }
}
