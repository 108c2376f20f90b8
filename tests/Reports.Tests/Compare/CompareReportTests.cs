using System.Text.Json;
using Rightsizer.Analyzer.Answers.Comparison;
using Rightsizer.Reports.Compare;
using Rightsizer.TestSupport;

namespace Rightsizer.Reports.Tests.Compare;

public class CompareReportTests
{
    const string Hostile = "</title><script>alert(1)</script><img src=x onerror=\"alert(2)\">";

    static string SchemaPath => Path.Combine(SharedFolder.RepositoryRoot, "src", "Reports", "compare.schema.json");

    static RunComparison Sample(string name = "nightly orders")
    {
        var before = SampleResult.Full(name);
        var environment = before.Run.Environment with
        {
            SparkProperties = new Dictionary<string, string>(before.Run.Environment.SparkProperties)
            {
                ["spark.executor.memory"] = "2g",
                ["spark.executor.extraJavaOptions"] = "-Dpassword=hunter3",
                ["my.own"] = "1",
            },
        };
        return RunComparer.Compare(before, before with
        {
            Run = before.Run with
            {
                Environment = environment,
                App = before.Run.App with { EndTimeMs = before.Run.App.EndTimeMs + 5_000 }
            }
        });
    }

    static string Html(RunComparison c)
    {
        using var output = new StringWriter();
        CompareHtml.Write(c, output);
        return output.ToString();
    }

    /// <summary>RIGHTSIZER_ACCEPT=1 writes the file anew; review it like code.</summary>
    [Fact]
    public void CheckedInSchema_IsTheOneOfTheTypes()
    {
        if (Environment.GetEnvironmentVariable("RIGHTSIZER_ACCEPT") == "1") File.WriteAllText(SchemaPath, CompareJson.Schema());

        Assert.Equal(File.ReadAllText(SchemaPath), CompareJson.Schema());
    }

    [Fact]
    public void Json_FitsTheSchema()
    {
        using var schema = JsonDocument.Parse(File.ReadAllBytes(SchemaPath));
        using var stream = new MemoryStream();
        CompareJson.Write(stream, Sample());
        using var document = JsonDocument.Parse(stream.ToArray());

        Assert.Equal([], SchemaValidator.Validate(schema.RootElement, document.RootElement));
        Assert.Equal(5_000, document.RootElement.GetProperty("difference").GetProperty("durationMs").GetInt64());
        Assert.Equal(5_000, document.RootElement.GetProperty("difference").GetProperty("parts").EnumerateArray()
            .Sum(p => p.GetProperty("durationMs").GetInt64()));
    }

    [Fact]
    public void Text_IsAsItWas()
    {
        using var output = new StringWriter();
        CompareText.Compose(Sample(), 120).WriteTo(output);
        GoldenFile.Check(output.ToString(), "compare.txt", Path.Combine(SharedFolder.RepositoryRoot, "tests", "Reports.Tests", "Golden"));
    }

    [Fact]
    public void HostileNames_StayTextInEveryFormat()
    {
        var c = Sample(Hostile);
        using var markdown = new StringWriter();
        CompareMarkdown.Write(c, markdown);
        var html = Html(c);

        Assert.DoesNotContain("<img", html, StringComparison.Ordinal);
        Assert.Contains("&lt;script&gt;alert(1)", html, StringComparison.Ordinal);
        Assert.DoesNotContain("<script", markdown.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Secrets_AreHidden_AndUnknownSettingsOnlyCounted()
    {
        var c = Sample();
        using var json = new MemoryStream();
        CompareJson.Write(json, c);
        foreach (var page in new[] { Html(c), System.Text.Encoding.UTF8.GetString(json.ToArray()) })
        {
            Assert.DoesNotContain("hunter", page, StringComparison.Ordinal);
            Assert.DoesNotContain("my.own", page, StringComparison.Ordinal);
            Assert.Contains("spark.executor.memory", page, StringComparison.Ordinal);
        }
        Assert.Equal(1, c.OtherSettingsChanged);
    }
}
