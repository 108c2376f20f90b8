using System.Diagnostics;

namespace Rightsizer.Aws.Tests.Pricing;

/// <summary>The program as a process of its own, with credentials in its environment.</summary>
public sealed class PricesRefreshCommandTests : IDisposable
{
    readonly FakeAws aws = new();
    readonly string folder = Directory.CreateTempSubdirectory("rightsizer-refresh").FullName;

    public void Dispose()
    {
        aws.Dispose();
        Directory.Delete(folder, recursive: true);
    }

    [Fact]
    public void Refresh_PrintsThePathThatPricesReads()
    {
        aws.Products.Add(FakeAws.Ec2("eu-west-1", "m5.large", "0.1070000000"));
        var (code, output, error) = Run(
            "prices", "refresh", "--region", "eu-west-1", "--output", Path.Combine(folder, "book"), "--endpoint-url", aws.Endpoint);
        Assert.Equal((0, Path.Combine(folder, "book")), (code, output.TrimEnd()));
        Assert.Equal("eu-west-1: prices of 1 EC2 types, 0 EMR fees, 0 of Serverless, 0 of EKS, 0 of Glue, 0 of EBS, 0 of S3, 0 of Spot",
            error.TrimEnd());
        Assert.Contains("refreshed", Run("prices", "--prices", output.TrimEnd()).Output, StringComparison.Ordinal);
        Assert.Equal(["book"], Directory.GetFileSystemEntries(folder).Select(Path.GetFileName));
    }

    [Fact]
    public void FolderThatIsThere_IsNotTouched()
    {
        File.WriteAllText(Path.Combine(folder, "mine.txt"), "mine");
        var (code, _, error) = Run("prices", "refresh", "--region", "eu-west-1", "--output", folder, "--endpoint-url", aws.Endpoint);
        Assert.Equal((2, $"error: cannot write {folder}: it is there already; give --output a new folder"), (code, error.TrimEnd()));
        Assert.Empty(aws.Requests);
    }

    [Fact]
    public void FailedRefresh_LeavesNothing()
    {
        aws.FaultFor = _ => new FakeAws.Fault(400, """{"__type":"InvalidSignatureException","message":"no"}""");
        var (code, output, error) = Run(
            "prices", "refresh", "--region", "eu-west-1", "--output", Path.Combine(folder, "book"), "--endpoint-url", aws.Endpoint);
        Assert.Equal((3, ""), (code, output));
        Assert.Equal("error: Price List GetProducts in us-east-1: the secret key is wrong, or this machine's clock is "
            + "(InvalidSignatureException); check the credentials", error.TrimEnd());
        Assert.Empty(Directory.GetFileSystemEntries(folder));
    }

    /// <summary>The scores stand beside the Spot option, and nothing else of the report is other than without them.</summary>
    [Fact]
    public void PlacementScores_StandBesideTheSpotOption()
    {
        aws.Placements.AddRange([("us-east-1", "use1-az4", 8), ("us-east-1", "use1-az1", 3)]);
        string[] size = ["size", Path.Combine(TestSupport.SharedFolder.RepositoryRoot, "sample-logs", "app-20261121124741-0000.zstd"),
            "--platform", "emr-ec2", "--purchase", "spot", "--verbose"];
        var plain = Run(size);
        var (code, output, _) = Run([.. size, "--placement-scores"]);
        Assert.Equal((0, 0), (plain.ExitCode, code));
        Assert.Matches(@"AWS's Spot placement score on \d{4}-\d\d-\d\d for \d+ instances? of [a-z0-9., ]+ in one zone, "
            + @"from 1 to 10 \(best\): use1-az4 8, use1-az1 3", Whole(output));
        Assert.Equal(Whole(plain.Output), System.Text.RegularExpressions.Regex.Replace(
            Whole(output), "; AWS's Spot placement score .*?az1 3", ""));
        Assert.All(aws.Requests, r => Assert.Equal("GetSpotPlacementScores", r.Operation));

        aws.FaultFor = _ => new FakeAws.Fault(
            403, "<Response><Errors><Error><Code>UnauthorizedOperation</Code><Message>no</Message></Error></Errors></Response>");
        var refused = Run([.. size, "--placement-scores"]);
        Assert.Equal((0, plain.Output), (refused.ExitCode, refused.Output));
        Assert.Contains("--placement-scores: EC2 GetSpotPlacementScores in us-east-1: access denied "
            + "(UnauthorizedOperation); --placement-scores needs ec2:GetSpotPlacementScores; the report has no scores",
            refused.Error, StringComparison.Ordinal);

        static string Whole(string text) => System.Text.RegularExpressions.Regex.Replace(text, @"\s+", " ");
    }

    (int ExitCode, string Output, string Error) Run(params string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet",
            [Path.Combine(AppContext.BaseDirectory, "rightsizer.dll"), .. arguments])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true
        };
        foreach (var name in start.Environment.Keys.Where(k => k.StartsWith("AWS_", StringComparison.Ordinal)).ToList())
            start.Environment.Remove(name);
        start.Environment["HOME"] = folder;
        start.Environment["AWS_EC2_METADATA_DISABLED"] = "true";
        start.Environment["AWS_ACCESS_KEY_ID"] = "key";
        start.Environment["AWS_SECRET_ACCESS_KEY"] = "secret";
        start.Environment["AWS_ENDPOINT_URL_EC2"] = aws.Endpoint;
        using var process = Process.Start(start)!;
        var error = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return (process.ExitCode, output, error.Result);
    }
}
