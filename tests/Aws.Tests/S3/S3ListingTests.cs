using Rightsizer.Aws.S3;
using Rightsizer.Aws.State;
using Rightsizer.EventLogParser;

namespace Rightsizer.Aws.Tests.S3;

/// <summary>A store whose listings never end, or name what was not asked for.</summary>
public class S3ListingTests
{
    static string Page(int number, string token, params string[] keys) =>
        "<IsTruncated>true</IsTruncated>" + $"<NextContinuationToken>{token}</NextContinuationToken>" + string.Concat(keys.Select(
            k => $"<Contents><Key>{k}</Key><Size>{number}</Size><ETag>\"e\"</ETag></Contents>"));

    [Theory]
    [InlineData("same token", "lists the same page again and again")]
    [InlineData("empty pages", "lists the same page again and again")]
    [InlineData("same key", "lists a key twice")]
    [InlineData("other prefix", "lists a key that is not under the prefix")]
    [InlineData("short key", "lists a key that is not under the prefix")]
    public void ListingThatIsNoneOfS3_IsOneLine(string kind, string message)
    {
        using var s3 = new FakeStore
        {
            ListingFor = n => kind switch
            {
                "same token" => Page(n, "t", $"logs/app-{n:D9}"),
                "empty pages" => Page(n, $"t{n}"),
                "same key" => Page(n, $"t{n}", "logs/app-1"),
                "other prefix" => Page(n, $"t{n}", "secret/app-1"),
                _ => Page(n, $"t{n}", "l"),
            },
        };
        var e = Assert.Throws<RightsizerException>(() => new S3LogStore(s3.Connect()).FindAll("s3://logs/logs/").Count());

        Assert.Equal(ExitCode.InputUnreadable, e.ExitCode);
        Assert.Contains(message, e.Message, StringComparison.Ordinal);
        Assert.Throws<RightsizerException>(() => new S3StateStore("s3://logs/logs", s3.Connect()).List());
    }

    [Fact]
    public void PartThatIsSetAside_IsListedNoMore()
    {
        using var s3 = new FakeStore();
        var store = new S3StateStore("s3://logs/state", s3.Connect());
        const string Name = "date=2026-11-21/part-0123.jsonl";
        store.Write(Name, [1, 2, 3]);
        store.SetAside(Name);
        store.SetAside(Name);

        Assert.Equal(["state/_damaged/" + Name], s3.Keys);
        Assert.Empty(store.List());
    }
}
