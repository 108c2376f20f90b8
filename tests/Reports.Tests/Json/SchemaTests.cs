using System.Text.Json;
using Rightsizer.Analyzer.Answers.Doctor;
using Rightsizer.Reports.Doctor;
using Rightsizer.Reports.Json;
using Rightsizer.TestSupport;

namespace Rightsizer.Reports.Tests.Json;

public class SchemaTests
{
    static string SchemaPath => Path.Combine(SharedFolder.RepositoryRoot, "src", "Reports", "report.schema.json");

    /// <summary>RIGHTSIZER_ACCEPT=1 writes the file anew; review it like code.</summary>
    [Fact]
    public void CheckedInSchema_IsTheOneOfTheTypes()
    {
        if (Environment.GetEnvironmentVariable("RIGHTSIZER_ACCEPT") == "1") File.WriteAllText(SchemaPath, JsonReport.Schema());

        Assert.Equal(File.ReadAllText(SchemaPath), JsonReport.Schema());
    }

    /// <summary>RIGHTSIZER_ACCEPT=1 writes the file anew; review it like code.</summary>
    [Fact]
    public void DoctorsDocument_FitsItsSchema_WhichIsTheOneOfTheTypes()
    {
        var path = Path.Combine(SharedFolder.RepositoryRoot, "src", "Reports", "doctor.schema.json");
        if (Environment.GetEnvironmentVariable("RIGHTSIZER_ACCEPT") == "1") File.WriteAllText(path, DoctorReport.Schema());
        Assert.Equal(File.ReadAllText(path), DoctorReport.Schema());

        using var stream = new MemoryStream();
        DoctorReport.WriteJson(stream, [.. SampleLogResult.Names.Select(n =>
            new DoctorSubject(n, EvidenceChecks.OfRun(SampleLogResult.Analyze(n)))),
            new DoctorSubject("spark-defaults.conf", EvidenceChecks.OfSettings(new Dictionary<string, string>()))]);
        using var schema = JsonDocument.Parse(File.ReadAllBytes(path));
        using var ours = JsonDocument.Parse(stream.ToArray());
        Assert.Equal([], SchemaValidator.Validate(schema.RootElement, ours.RootElement));
        Assert.Equal(SampleLogResult.Names.Count + 1, ours.RootElement.GetProperty("subjects").GetArrayLength());
    }

    [Fact]
    public void EverySharedLog_JsonFitsTheSchema()
    {
        Assert.SkipWhen(SharedFolder.Path is null, SharedFolder.SkipReason);
        using var schema = JsonDocument.Parse(File.ReadAllBytes(SchemaPath));
        foreach (var log in SharedLogs.All)
        {
            using var stream = new MemoryStream();
            JsonReport.Write(stream, TruthTests.ResultOf(log.Path));
            using var ours = JsonDocument.Parse(stream.ToArray());

            Assert.Equal([], SchemaValidator.Validate(schema.RootElement, ours.RootElement));
        }
    }

    [Fact]
    public void Validator_FindsAMissingAndAnUnknownProperty()
    {
        using var schema = JsonDocument.Parse("""{"type":"object","properties":{"a":{"type":"integer"}},"required":["a"]}""");
        using var document = JsonDocument.Parse("""{"b":1}""");

        Assert.Equal(["$.a: missing", "$.b: not in the schema"], SchemaValidator.Validate(schema.RootElement, document.RootElement));
    }
}
