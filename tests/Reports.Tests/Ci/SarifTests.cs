using System.Text.Json;
using Rightsizer.Reports.Sarif;

namespace Rightsizer.Reports.Tests.Ci;

/// <summary>The shapes are those of the SARIF 2.1.0 specification, by its section numbers.</summary>
public class SarifTests
{
    static JsonElement Log(string name = "nightly orders") =>
        JsonDocument.Parse(Written.By(new SarifReport(), SampleResult.Full(name))).RootElement;

    [Fact]
    public void Log_HasVersionAndOneRunWithATool()
    {
        var log = Log();

        // 3.13.2: version is "2.1.0"; 3.14.6: a run has exactly one tool; 3.18.2, 3.19.8: a tool has a driver, a driver a name
        Assert.Equal("2.1.0", log.GetProperty("version").GetString());
        Assert.True(Uri.IsWellFormedUriString(log.GetProperty("$schema").GetString(), UriKind.Absolute));
        var run = Assert.Single(log.GetProperty("runs").EnumerateArray());
        Assert.Equal("Rightsizer", run.GetProperty("tool").GetProperty("driver").GetProperty("name").GetString());
        // 3.14.11, 3.20.14: invocations say whether the run succeeded
        Assert.True(run.GetProperty("invocations")[0].GetProperty("executionSuccessful").GetBoolean());
    }

    [Fact]
    public void Results_NameARuleByIdAndIndex_AndALevelOfTheStandard()
    {
        var run = Log().GetProperty("runs")[0];
        var rules = run.GetProperty("tool").GetProperty("driver").GetProperty("rules").EnumerateArray().ToList();

        // 3.49.3: every rule has an id, none twice
        Assert.Equal(5, rules.Select(r => r.GetProperty("id").GetString()).Distinct().Count());
        var results = run.GetProperty("results").EnumerateArray().ToList();
        Assert.Equal(["error", "note"], results.Select(r => r.GetProperty("level").GetString()));
        foreach (var r in results)
        {
            // 3.27.5 to 3.27.7, 3.27.10, 3.11.8: ruleId is that of the rule at ruleIndex; level is one of four words; a message has text
            Assert.Equal(r.GetProperty("ruleId").GetString(), rules[r.GetProperty("ruleIndex").GetInt32()].GetProperty("id").GetString());
            Assert.NotEmpty(r.GetProperty("message").GetProperty("text").GetString()!);
            // 3.29.3, 3.4.3: the place is an artifact whose uri is a valid one
            var uri = r.GetProperty("locations")[0].GetProperty("physicalLocation").GetProperty("artifactLocation").GetProperty("uri")
                .GetString();
            Assert.True(Uri.IsWellFormedUriString(uri, UriKind.RelativeOrAbsolute), uri);
            // 3.27.17: fingerprints are strings under versioned names
            Assert.Matches("^[0-9a-f]{32}$", r.GetProperty("partialFingerprints").GetProperty("rightsizer/v1").GetString());
        }
    }

    [Fact]
    public void FailedDetector_IsANotification()
    {
        var told = Log().GetProperty("runs")[0].GetProperty("invocations")[0].GetProperty("toolExecutionNotifications");

        Assert.Contains("RSZ013", Assert.Single(told.EnumerateArray()).GetProperty("message").GetProperty("text").GetString(),
            StringComparison.Ordinal);
    }

    [Fact]
    public void Secrets_AreNotInAdvice() =>
        Assert.DoesNotContain("t0psecret", Written.By(new SarifReport(), SampleResult.Full()), StringComparison.Ordinal);
}
