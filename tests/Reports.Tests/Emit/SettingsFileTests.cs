using Rightsizer.Analyzer;
using Rightsizer.Analyzer.Answers.Diagnosis;
using Rightsizer.Reports.Emit;

namespace Rightsizer.Reports.Tests.Emit;

/// <summary>Settings as people write them, and what they are compared with.</summary>
public class SettingsFileTests
{
    [Fact]
    public void Defaults_AreReadWithAnySeparator() =>
        Assert.Equal(new Dictionary<string, string> { ["spark.a"] = "1", ["spark.b"] = "2 3", ["spark.c"] = "x=y" },
        SettingsFile.Read("# spark.no 1\nspark.a 1\r\n spark.b=2 3\nspark.c\t x=y\nspark.a: 1\n"));

    [Fact]
    public void SubmitCommand_IsReadWithItsOptionsAndQuotes() => Assert.Equal(
        new Dictionary<string, string>
        {
            ["spark.executor.memory"] = "8g",
            ["spark.executor.cores"] = "4",
            ["spark.sql.shuffle.partitions"] = "400",
            ["spark.executor.extraJavaOptions"] = "-Da=b -Dc"
        },
        SettingsFile.Read(
            "spark-submit --executor-memory 8g \\\n  --executor-cores=4 --conf spark.sql.shuffle.partitions=400 \\\n --conf "
            + "\"spark.executor.extraJavaOptions=-Da=b -Dc\" job.py"));

    /// <summary>spark-submit takes the first word that is no option for the application, and what follows for its arguments.</summary>
    [Theory]
    [InlineData("spark-submit --conf spark.a=1 --verbose --py-files x.zip app.py --conf spark.b=2 --executor-memory 9g", "spark.a")]
    [InlineData("# spark-submit --conf spark.no=1\nexport X=1\n/opt/spark/bin/spark-submit --driver-cores 2 app.jar", "spark.driver.cores")]
    [InlineData("spark-submit --conf spark.a=1 a.py --conf spark.b=2\nspark-submit --conf spark.c=3 b.py", "spark.a,spark.c")]
    [InlineData("--conf spark.a=1 --executor-memory 2g", "spark.a,spark.executor.memory")]
    [InlineData("spark.app.name my pyspark job --conf x\nspark.a 1", "spark.a,spark.app.name")]
    public void SubmitCommand_EndsAtItsApplication(string text, string keys) =>
        Assert.Equal(keys, string.Join(',', SettingsFile.Read(text).Keys.Order(StringComparer.Ordinal)));

    [Fact]
    public void EmptyText_HasNoSettings() => Assert.Empty(SettingsFile.Read(""));

    [Fact]
    public void Check_NamesEachState()
    {
        var result = SampleResult.Bare() with
        {
            Patch = new SettingsPatch
            {
                Settings = [
                Setting("spark.a", "2g"), Setting("spark.executor.memory", "2g"), Setting("spark.c", "x")],
                LeftOut = []
            },
        };

        var lines = SettingsCheck.Compare(
            result, new Dictionary<string, string> { ["spark.executor.memory"] = "2048m", ["spark.c"] = "y", ["spark.zzz"] = "1" });

        Assert.Equal([("absent", "spark.a"), ("differs", "spark.c"), ("as advised", "spark.executor.memory"),
            ("not in the log", "spark.zzz")], lines.Select(l => (l.State, l.Key)));
    }

    [Fact]
    public void Conf_HasEachSettingUnderItsReason()
    {
        var result = SampleResult.Bare() with
        {
            Patch = new SettingsPatch
            {
                Settings = [Setting("spark.a", "2g") with { Simulated = true }, Setting("spark.c", "9") with { InCode = true }],
                LeftOut = [Setting("spark.b", "1") with { Excluded = "spark.a" }],
                SavesMs = 72_000,
            }
        };
        using var output = new StringWriter { NewLine = "\n" };
        SettingsConf.Write(result, output);

        Assert.Contains("\n# spill: because Now: not set.\nspark.a 2g\n", output.ToString(), StringComparison.Ordinal);
        Assert.Contains("1 min 12 s sooner", output.ToString(), StringComparison.Ordinal);
        // what no replay can tell has no promise, and what the code sets is no line that Spark would read
        Assert.Contains("Nothing is promised for the others.", output.ToString(), StringComparison.Ordinal);
        Assert.Contains("\n# In the code: spark.c 9\n", output.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain("spark.c", SettingsFile.Read(output.ToString()).Keys);
        Assert.DoesNotContain("\nspark.b", output.ToString(), StringComparison.Ordinal);
        Assert.Equal("2g", SettingsFile.Read(output.ToString())["spark.a"]);
    }

    static PatchSetting Setting(string key, string value) => new(key, null, value, "spill", "because", null);
}
