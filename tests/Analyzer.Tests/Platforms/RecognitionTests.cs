using Rightsizer.Analyzer.Facts;
using Rightsizer.Analyzer.Platforms;
using Rightsizer.EventLogParser;
using Rightsizer.TestSupport;

namespace Rightsizer.Analyzer.Tests.Platforms;

public class RecognitionTests
{
    static string PlatformOf(string version, string appId, params (string Key, string Value)[] settings)
    {
        var sketch = new RunSketch(60_000) { SparkVersion = version, AppId = appId };
        foreach (var (key, value) in settings) sketch.Setting(key, value);
        return RunPlatform.Detect(sketch.Build());
    }

    [Theory]
    [InlineData("3.5.1-amzn-0", "application_1_1", "yarn", "spark.databricks.delta.autoCompact.enabled", "emr-ec2")]
    [InlineData("3.5.1-amzn-0", "application_1_1", "yarn", "spark.databricks.hive.metastore.glueCatalog.enabled", "emr-ec2")]
    [InlineData("3.5.1", "app-1", "spark://h:1", "spark.databricks.delta.schema.autoMerge.enabled", "standalone")]
    [InlineData("3.5.1-amzn-0", "spark-1", "k8s://x", "spark.databricks.delta.retentionDurationCheck.enabled", "emr-eks")]
    [InlineData("3.5.1", "app-1", "spark://h:1", "spark.databricks.job.type", "databricks")]
    [InlineData("3.5.1", "app-1", "local[*]", "spark.databricks.clusterSource", "databricks")]
    [InlineData("3.5.1-amzn-0", "00fabcdefgh12309", "custom:emr-serverless", "spark.a", "emr-serverless")]
    [InlineData("3.5.1-amzn-0", "00fabcdefgh12309", "", "spark.a", "emr-serverless")]
    [InlineData("3.5.1", "00fabcdefgh12309", "", "spark.a", "unknown")]
    // one configuration for several clusters, a job that was moved, a library: where it ran is told by what gave it its executors
    [InlineData("3.5.1-amzn-0", "application_1_1", "yarn", "spark.emr-serverless.driver.disk", "emr-ec2")]
    [InlineData("3.5.1-amzn-0", "spark-1", "k8s://x", "spark.emr-serverless.driver.disk", "emr-eks")]
    [InlineData("3.5.1-amzn-0", "application_1_1", "yarn", "spark.glue.JOB_NAME", "emr-ec2")]
    [InlineData("2.4.3", "application_1_1", "yarn", "spark.glue.JOB_NAME", "glue")] // Glue 1.0
    [InlineData("3.3.0-amzn-1", "spark-application-1", "jes", "spark.a", "glue")]
    [InlineData("3.5.1", "spark-1", "k8s://x", "spark.databricks.labs.mosaic.index.system", "kubernetes")]
    [InlineData("3.5.1", "application_1_1", "yarn", "spark.databricks.session.share", "yarn")]
    public void Platform_RestsOnTracesThatOnlyItLeaves(string version, string appId, string master, string key, string platform) =>
        Assert.Equal(platform, PlatformOf(version, appId, ("spark.master", master), (key, "x")));

    [Theory]
    [InlineData("SparkR", "shell")]
    [InlineData("SparkRunner nightly", null)]
    [InlineData("sparkrecommender", null)]
    [InlineData("jupyter-anna", "notebook")]
    [InlineData("jupyterhub_usage_export", null)]
    [InlineData("livy-session-12", "livy")]
    [InlineData("SparkSQL::10.0.0.1", "sql")]
    public void Session_IsNamedByAWholeWord(string name, string? kind) => Assert.Equal(kind, SessionNames.Find(name)?.Kind);

    [Theory]
    [InlineData("spark.plugins", "org.apache.gluten.GlutenPlugin", "Velox (Gluten)")]
    [InlineData("spark.plugins", "com.nvidia.spark.SQLPlugin", "RAPIDS")]
    [InlineData("spark.plugins", "x.Y,org.apache.spark.CometPlugin", "Comet")]
    [InlineData("spark.databricks.clusterUsageTags.runtimeEngine", "PHOTON", "Photon")]
    [InlineData("spark.databricks.clusterUsageTags.effectiveSparkVersion", "14.3.x-photon-scala2.12", "Photon")]
    [InlineData("spark.databricks.clusterUsageTags.runtimeEngine", "STANDARD", null)]
    [InlineData("spark.plugins", "org.example.Metrics", null)]
    public void Engine_IsToldFromSettings(string key, string value, string? engine) =>
        Assert.Equal(engine, NativeEngine.Detect(new RunSketch(60_000).Setting(key, value).Build()));

    [Fact]
    public void PluginThatIsSwitchedOff_IsPlainSpark() =>
        Assert.Null(NativeEngine.Detect(new RunSketch(60_000).Setting("spark.plugins", "com.nvidia.spark.SQLPlugin")
            .Setting("spark.rapids.sql.enabled", "false").Build()));
}
