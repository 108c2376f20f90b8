using System.IO.Compression;
using System.Text.Json;
using Parquet;
using Parquet.Schema;
using Rightsizer.TestSupport;

namespace Rightsizer.Cli.Tests.Fleet;

public class BillCommandTests
{
    const string JobRun = "00gjobrun000001";

    /// <summary>The tiny run took five seconds from 2023-11-14 22:13:20 on.</summary>
    const string Csv = "line_item_line_item_type,line_item_product_code,line_item_usage_type,line_item_resource_id,"
        + "line_item_usage_start_date,line_item_usage_end_date,line_item_unblended_cost,resource_tags\n"
        + "Usage,ElasticMapReduce,USE1-EMR-SERVERLESS-vCPUHours,arn:aws:emr-serverless:us-east-1:1:/applications/00fapp,"
        + "2023-11-14T22:00:00Z,2023-11-14T23:00:00Z,0.25,\"{\"\"user_run\"\":\"\"00gjobrun000001\"\"}\"\n"
        + "Usage,AmazonRDS,=cmd|' /C calc'!A1,=HYPERLINK(1),2023-11-14T22:00:00Z,2023-11-14T23:00:00Z,3,\n";

    static TinyLog Log() => new(TinyLog.Start.Replace("app-1", JobRun, StringComparison.Ordinal), TinyLog.End);

    static JsonElement Bill(TinyLog folder, string bill, params string[] more)
    {
        var run = CliRun.Of(["report", folder.Log, "--bill", bill, "--format", "json", .. more]);
        Assert.Equal((0, ""), (run.ExitCode, run.Error));
        return JsonDocument.Parse(run.Output).RootElement.GetProperty("report").GetProperty("bill");
    }

    [Fact]
    public void Bill_IsTheSame_InCsvGzipAndParquet()
    {
        using var folder = Log();
        File.WriteAllText(folder.In("bill.csv"), Csv);
        using (var zip = new GZipStream(File.Create(folder.In("bill.csv.gz")), CompressionLevel.Fastest))
            zip.Write(System.Text.Encoding.UTF8.GetBytes(Csv));
        WriteParquet(folder.In("bill.parquet"));

        var csv = Bill(folder, folder.In("bill.csv"));

        Assert.Equal(3.25m, csv.GetProperty("totalUsd").GetDecimal());
        var charged = Assert.Single(csv.GetProperty("runs").EnumerateArray());
        Assert.Equal(("jobRun", 0.25m), (charged.GetProperty("by").GetString(), charged.GetProperty("billedUsd").GetDecimal()));
        Assert.Equal(csv.GetRawText(), Bill(folder, folder.In("bill.csv.gz")).GetRawText());
        Assert.Equal(csv.GetRawText(), Bill(folder, folder.In("bill.parquet")).GetRawText());
    }

    /// <summary>
    /// Two months of $3.25 as others deliver them: a byte order mark, gzip of two members, a zip, manifests and Athena's table of states
    /// beside the data.
    /// </summary>
    [Fact]
    public void Deliveries_OfManyForms_SumToTheirFiles()
    {
        using var folder = Log();
        var october = Csv.Replace("2023-11-14", "2023-10-14", StringComparison.Ordinal);
        Directory.CreateDirectory(folder.In("d/BILLING_PERIOD=2023-10"));
        Directory.CreateDirectory(folder.In("d/BILLING_PERIOD=2023-11"));
        Directory.CreateDirectory(folder.In("d/cost_and_usage_data_status"));
        using (var zip = ZipFile.Open(folder.In("d/BILLING_PERIOD=2023-10/report-1.zip"), ZipArchiveMode.Create))
        using (var entry = zip.CreateEntry("report-1.csv").Open()) entry.Write(System.Text.Encoding.UTF8.GetBytes(october));
        var split = Csv.IndexOf("Usage,AmazonRDS", StringComparison.Ordinal);
        using (var file = File.Create(folder.In("d/BILLING_PERIOD=2023-11/report-1.csv.gz")))
        {
            foreach (var part in new[] { "\uFEFF" + Csv[..split], Csv[split..] })
            {
                using var member = new GZipStream(file, CompressionLevel.Fastest, leaveOpen: true);
                member.Write(System.Text.Encoding.UTF8.GetBytes(part));
            }
        }
        File.WriteAllText(folder.In("d/BILLING_PERIOD=2023-11/report-Manifest.json"), "{}");
        WriteStates(folder.In("d/cost_and_usage_data_status/cost_and_usage_data_status.parquet"));

        var bill = Bill(folder, folder.In("d"));

        Assert.Equal((6.5m, 2, 4, 0), (bill.GetProperty("totalUsd").GetDecimal(), bill.GetProperty("files").GetInt32(),
            bill.GetProperty("lines").GetInt32(), bill.GetProperty("damagedLines").GetInt32()));
        Assert.Equal(6.5m, bill.GetProperty("parts").EnumerateArray().Sum(p => p.GetProperty("usd").GetDecimal()));
        // the tag names the job run, whatever the month
        Assert.Equal(0.5m, Assert.Single(bill.GetProperty("runs").EnumerateArray()).GetProperty("billedUsd").GetDecimal());
        Assert.Equal(6m, Assert.Single(bill.GetProperty("unmatched").EnumerateArray()).GetProperty("usd").GetDecimal());

        var packed = File.ReadAllBytes(folder.In("d/BILLING_PERIOD=2023-11/report-1.csv.gz"));
        File.WriteAllBytes(folder.In("cut.csv.gz"), packed[..^20]);
        Assert.Contains("its total would be wrong", CliRun.Of("report", folder.Log, "--bill", folder.In("cut.csv.gz")).Error,
            StringComparison.Ordinal);
        File.WriteAllText(folder.In("d/focus.csv"), "BilledCost,ChargeCategory,ServiceName\n1,Usage,AWS Glue\n");
        Assert.Contains("both hold the same costs", CliRun.Of("report", folder.Log, "--bill", folder.In("d")).Error,
            StringComparison.Ordinal);
    }

    /// <summary>The rows of a delivery are in any order: the period and the name tell that it is the same bill again.</summary>
    [Theory]
    [InlineData("BILLING_PERIOD=2023-11/20231115T0000", "BILLING_PERIOD=2023-11/20231116T0000", "2023-11", false)]
    [InlineData("20231101-20231201/id-1", "20231001-20231101/id-2", "2023-10", true)]
    [InlineData("service=AmazonEC2", "service=AmazonRDS", "2023-11", true)]
    public void SecondDeliveryOfAPeriod_IsRefused(string first, string second, string period, bool isRead)
    {
        using var folder = Log();
        Write(first, "2023-11", Csv);
        var lines = Csv.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Write(second, period, $"{lines[0]}\n{lines[2]}\n{lines[1]}\n");

        var run = CliRun.Of("report", folder.Log, "--bill", folder.In("d"), "--format", "json");

        Assert.Equal(isRead ? 0 : 2, run.ExitCode);
        Assert.Equal(!isRead, run.Error.Contains("two deliveries of the same costs", StringComparison.Ordinal));

        void Write(string place, string month, string csv)
        {
            Directory.CreateDirectory(folder.In("d/" + place));
            File.WriteAllLines(folder.In($"d/{place}/bill-00001.csv"), csv.Split('\n', StringSplitOptions.RemoveEmptyEntries)
                .Select((l, i) => (i == 0 ? "bill_billing_period_start_date," : month + "-01T00:00:00Z,") + l));
        }
    }

    static void WriteStates(string path)
    {
        var schema = new ParquetSchema(new DataField<string>("status"));
        using var file = File.Create(path);
        WriteAsync().GetAwaiter().GetResult();

        async Task WriteAsync()
        {
            await using var writer = await ParquetWriter.CreateAsync(schema, file);
            using var group = writer.CreateRowGroup();
            await group.WriteAsync(schema.DataFields[0], new[] { "READY" });
        }
    }

    [Fact]
    public void Text_SaysTheAnswer_AndFormulasStayText()
    {
        using var folder = Log();
        File.WriteAllText(folder.In("bill.csv"), Csv);

        var text = CliRun.Of("report", folder.Log, "--bill", folder.In("bill.csv")).Output;
        var redacted = CliRun.Of("report", folder.Log, "--bill", folder.In("bill.csv"), "--redact", "--format", "html").Output;

        Assert.Contains("Where all $3.25 of the bill went", text, StringComparison.Ordinal);
        Assert.DoesNotContain("cmd|", redacted, StringComparison.Ordinal);
        Assert.DoesNotContain("HYPERLINK", redacted, StringComparison.Ordinal);
        Assert.DoesNotContain("AmazonRDS", redacted, StringComparison.Ordinal);
        Assert.DoesNotContain(folder.Folder, redacted, StringComparison.Ordinal);
    }

    [Fact]
    public void WrongPlaces_AreErrorsOfOneLine()
    {
        using var folder = Log();
        File.WriteAllText(folder.In("bill.csv"), Csv);
        Directory.CreateDirectory(folder.In("twice"));
        File.WriteAllText(folder.In("twice/a.csv"), Csv);
        File.WriteAllText(folder.In("twice/b.csv"), Csv);
        Directory.CreateDirectory(folder.In("none"));
        File.WriteAllText(folder.In("none/manifest.json"), "{}");
        File.WriteAllBytes(folder.In("bad.parquet"), [.. "PAR1"u8, .. new byte[40], .. "PAR1"u8]);

        foreach (var (place, code, words) in new[]
        {
            ("nowhere.csv", 2, "no such file or folder"), ("twice", 2, "costs would count twice"),
            ("none", 2, "no .csv, .csv.gz, .zip or .parquet"),
            ("bad.parquet", 3, "not a whole Parquet file"), ("app-1", 2, "not a bill"),
        })
        {
            var run = CliRun.Of("report", folder.Log, "--bill", folder.In(place));
            Assert.Equal((code, ""), (run.ExitCode, run.Output));
            Assert.Contains(words, run.Error, StringComparison.Ordinal);
            Assert.Single(run.Error.Trim().Split('\n'));
        }
    }

    static void WriteParquet(string path) => WriteAsync(path).GetAwaiter().GetResult();

    /// <summary>As Data Exports writes it: tags are a map, times are timestamps, costs are doubles.</summary>
    static async Task WriteAsync(string path)
    {
        var tags = new MapField("resource_tags", new DataField<string>("key", nullable: false), new DataField<string>("value"));
        var schema = new ParquetSchema(new DataField<string>("line_item_line_item_type"), new DataField<string>("line_item_product_code"),
            new DataField<string>("line_item_usage_type"), new DataField<string>("line_item_resource_id"),
            new DataField<DateTime?>("line_item_usage_start_date"), new DataField<DateTime?>("line_item_usage_end_date"),
            new DataField<double?>("line_item_unblended_cost"), tags);
        await using var file = File.Create(path);
        await using var writer = await ParquetWriter.CreateAsync(schema, file);
        using var group = writer.CreateRowGroup();
        var f = schema.DataFields;
        string[][] texts = [["Usage", "Usage"], ["ElasticMapReduce", "AmazonRDS"], ["USE1-EMR-SERVERLESS-vCPUHours", "=cmd|' /C calc'!A1"],
            ["arn:aws:emr-serverless:us-east-1:1:/applications/00fapp", "=HYPERLINK(1)"]];
        for (var i = 0; i < texts.Length; i++) await group.WriteAsync(f[i], texts[i]);
        var from = new DateTime(2023, 11, 14, 22, 0, 0, DateTimeKind.Utc);
        await group.WriteAsync<DateTime>(f[4], new DateTime?[] { from, from }.AsMemory());
        await group.WriteAsync<DateTime>(f[5], new DateTime?[] { from.AddHours(1), from.AddHours(1) }.AsMemory());
        await group.WriteAsync<double>(f[6], new double?[] { 0.25, 3 }.AsMemory());
        foreach (var (field, text) in new[] { (f[7], "user_run"), (f[8], JobRun) })
        {
            // one pair in the first row, an empty map in the second
            await group.WriteAllPartsAsync<ReadOnlyMemory<char>>(field, new[] { text.AsMemory() },
                new[] { field.MaxDefinitionLevel, 1 }, new[] { 0, 0 }, default);
        }
    }
}
