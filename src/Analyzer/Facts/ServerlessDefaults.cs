namespace Rightsizer.Analyzer.Facts;

/// <summary>
/// What EMR Serverless takes where a job names no size of its workers (EMR Serverless guide, "Using Spark configurations when you run EMR
/// Serverless jobs"): a worker of 4 vCPU and 16 GB with the overhead.
/// </summary>
static class ServerlessDefaults
{
    /// <summary>Null where the default is Spark's.</summary>
    public static string? Find(string key) => key switch
    {
        "spark.driver.cores" or "spark.executor.cores" => "4",
        "spark.driver.memory" or "spark.executor.memory" => "14g",
        _ => null,
    };
}
