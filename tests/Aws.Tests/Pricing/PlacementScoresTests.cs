using Amazon.Runtime;
using Rightsizer.Analyzer.Answers.Sizing;
using Rightsizer.Aws.Calls;
using Rightsizer.Aws.Pricing;
using Rightsizer.EventLogParser;

namespace Rightsizer.Aws.Tests.Pricing;

public sealed class PlacementScoresTests : IDisposable
{
    const string Region = "us-east-1";
    readonly FakeAws aws = new();

    public void Dispose() => aws.Dispose();

    Task<SpotPlacement> AskAsync() => new PlacementScores(new Uri(aws.Endpoint), new BasicAWSCredentials("key", "secret"),
        new CallTuning { FirstWait = TimeSpan.FromMilliseconds(1), LongestWait = TimeSpan.FromMilliseconds(2) })
        .AskAsync(Region, ["m5.xlarge", "m5a.xlarge", "m6i.xlarge"], 20, new DateTime(2026, 12, 1, 23, 0, 0, DateTimeKind.Utc),
            TestContext.Current.CancellationToken);

    [Fact]
    public async Task Zones_TheBestFirst_InOneRequest()
    {
        aws.Placements.AddRange([(Region, "use1-az1", 3), (Region, "use1-az4", 9), (Region, "use1-az2", 9)]);
        var placement = await AskAsync();
        Assert.Equal([new ZoneScore("use1-az2", 9), new ZoneScore("use1-az4", 9), new ZoneScore("use1-az1", 3)], placement.Zones);
        Assert.Equal(("2026-12-01", 20), (placement.Date, placement.TargetCapacity));
        // the answer names a next page, which no region needs
        Assert.Equal("Action=GetSpotPlacementScores&InstanceType.1=m5.xlarge&InstanceType.2=m5a.xlarge&InstanceType.3=m6i.xlarge"
            + "&MaxResults=30&RegionName.1=us-east-1&SingleAvailabilityZone=true&TargetCapacity=20&TargetCapacityUnitType=units"
            + "&Version=2016-11-15", string.Join('&', Assert.Single(aws.Requests).Body.Split('&').Order(StringComparer.Ordinal)));
    }

    [Fact]
    public async Task WhatIsNoScoreOfTheRegion_IsLeftOut()
    {
        aws.Placements.AddRange([(Region, "use1-az1", 0), (Region, "use1-az2", 11), ("us-west-2", "usw2-az1", 9), (Region, "", 5),
            (Region, "a&#10;b", 5), (Region, new string('z', 5000), 5), (Region, "use1-az3", 1), (Region, "use1-az3", 7)]);
        Assert.Equal([new ZoneScore("use1-az3", 1)], (await AskAsync()).Zones);
    }

    [Theory]
    [InlineData("<other/>")]
    [InlineData("<GetSpotPlacementScoresResponse/>")]
    public async Task AnswerWithoutScores_HasNoZones(string answer)
    {
        aws.FaultFor = _ => new FakeAws.Fault(200, answer);
        Assert.Empty((await AskAsync()).Zones);
    }

    [Theory]
    [InlineData(403, "UnauthorizedOperation", 1,
        "access denied (UnauthorizedOperation); --placement-scores needs ec2:GetSpotPlacementScores")]
    [InlineData(503, "RequestLimitExceeded", 7,
        "the service asked to slow down and did not recover (RequestLimitExceeded); try again later (7 tries)")]
    public async Task Refusal_IsOneLine(int status, string code, int tries, string words)
    {
        aws.FaultFor = _ => new FakeAws.Fault(
            status, $"<Response><Errors><Error><Code>{code}</Code><Message>no</Message></Error></Errors></Response>");
        var e = await Assert.ThrowsAsync<RightsizerException>(AskAsync);
        Assert.Equal((ExitCode.InputUnreadable, $"EC2 GetSpotPlacementScores in us-east-1: {words}"), (e.ExitCode, e.Message));
        Assert.Equal(tries, aws.Requests.Count);
    }
}
