using System.Diagnostics;
using Rightsizer.TestSupport;

namespace Rightsizer.Aws.Tests.S3;

/// <summary>The program as a process of its own, with a log on S3.</summary>
public sealed class S3CommandTests : IDisposable
{
    readonly FakeStore store = new();
    readonly string home = Directory.CreateTempSubdirectory("rightsizer-home").FullName;

    public void Dispose()
    {
        store.Dispose();
        Directory.Delete(home, recursive: true);
    }

    [Fact]
    public void RollingLogUnderAPrefix_SameJsonAsFromDisk()
    {
        Assert.SkipWhen(SharedFolder.Path is null, SharedFolder.SkipReason);
        const string Name = "eventlog_v2_local-1623876083964";
        var path = Path.Combine(SharedFolder.Path!, "logs", "rapids", Name);
        foreach (var file in Directory.GetFiles(path)) store.Put($"day/{Name}/{Path.GetFileName(file)}", File.ReadAllBytes(file));

        var (diskCode, disk, diskError) = Run("diagnose", path, "--format", "json");
        var (code, json, error) = Run(
            "diagnose", "s3://logs/day/", "--endpoint-url", store.Endpoint, "--request-payer", "--format", "json");

        Assert.Equal((0, 0), (diskCode, code));
        Assert.True(disk.Length > 10_000, diskError + error);
        Assert.Equal(disk.Replace(path, "LOG", StringComparison.Ordinal),
            json.Replace($"s3://logs/day/{Name}", "LOG", StringComparison.Ordinal));
        Assert.All(store.Requests, r => Assert.Equal("requester", r.Payer));
    }

    [Fact]
    public void ReportOverAPrefixWithItsStateOnS3_AsksForNoLogTheSecondTime()
    {
        var samples = Directory.GetFiles(Path.Combine(SharedFolder.RepositoryRoot, "sample-logs"), "app-*").Order(StringComparer.Ordinal)
            .Take(3).ToList();
        foreach (var file in samples) store.Put("week/" + Path.GetFileName(file), File.ReadAllBytes(file), etag: Path.GetFileName(file));
        string[] command = [
            "report", "s3://logs/week/", "--state", "s3://logs/state/", "--endpoint-url", store.Endpoint, "--format", "csv"];

        var (firstCode, first, _) = Run(command);
        var before = store.Requests.Count;
        var (code, second, _) = Run(command);

        Assert.Equal((0, 0), (firstCode, code));
        Assert.Equal(4, first.Split('\n', StringSplitOptions.RemoveEmptyEntries).Length);
        Assert.Equal(first, second);
        Assert.Equal(samples.Count + store.Keys.Count(k => k.StartsWith("state/date=2026-11-21/part-", StringComparison.Ordinal)
            || k.StartsWith("state/detail=2026-11-21/part-", StringComparison.Ordinal)
            || k.StartsWith("state/advice=", StringComparison.Ordinal)), store.Keys.Count);
        Assert.DoesNotContain(store.Requests.Skip(before), r => r.Key.StartsWith("week/", StringComparison.Ordinal));
    }

    [Fact]
    public void MissingKey_OneLineAndExit3()
    {
        var (code, output, error) = Run("diagnose", "s3://logs/nothing", "--endpoint-url", store.Endpoint);
        Assert.Equal(3, code);
        Assert.Equal("", output);
        Assert.Equal("error: s3://logs/nothing: no such object, and none under that prefix (NoSuchKey); check the key", error.TrimEnd());
    }

    [Fact]
    public void NoCredentials_OneLineAndExit3()
    {
        var (code, _, error) = Run(["diagnose", "s3://logs/nothing", "--endpoint-url", store.Endpoint], withCredentials: false);
        Assert.Equal(3, code);
        Assert.StartsWith("error: no AWS credentials found for S3; log in, give --profile,", error, StringComparison.Ordinal);
        Assert.Single(error.TrimEnd().Split('\n'));
        Assert.Empty(store.Requests);
    }

    [Fact]
    public void UnknownProfile_OneLineAndExit2()
    {
        var (code, _, error) = Run("diagnose", "s3://logs/nothing", "--endpoint-url", store.Endpoint, "--profile", "nobody");
        Assert.Equal(2, code);
        Assert.Equal("error: --profile nobody: not in the AWS configuration files, or has no credentials there", error.TrimEnd());
    }

    [Fact]
    public void BrokenConfigurationFile_OneLine()
    {
        Directory.CreateDirectory(Path.Combine(home, ".aws"));
        File.WriteAllText(Path.Combine(home, ".aws", "config"), "[profile work\nregion\n= = =\n[");
        var (code, _, error) = Run("diagnose", "s3://logs/gone", "--endpoint-url", store.Endpoint);
        Assert.Equal(2, code);
        Assert.StartsWith("error: the AWS configuration files cannot be read: ", error, StringComparison.Ordinal);
        Assert.Single(error.TrimEnd().Split('\n'));
    }

    (int ExitCode, string Output, string Error) Run(params string[] arguments) => Run(arguments, withCredentials: true);

    (int ExitCode, string Output, string Error) Run(string[] arguments, bool withCredentials)
    {
        var start = new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "rightsizer.dll"), .. arguments])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var name in start.Environment.Keys.Where(k => k.StartsWith("AWS_", StringComparison.Ordinal)).ToList())
            start.Environment.Remove(name);
        start.Environment["HOME"] = home;
        start.Environment["AWS_EC2_METADATA_DISABLED"] = "true";
        if (withCredentials)
        {
            start.Environment["AWS_ACCESS_KEY_ID"] = "key";
            start.Environment["AWS_SECRET_ACCESS_KEY"] = "secret";
        }
        using var process = Process.Start(start)!;
        var error = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return (process.ExitCode, output, error.Result);
    }
}
