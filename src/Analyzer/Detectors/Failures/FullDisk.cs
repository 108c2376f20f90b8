using Rightsizer.Analyzer.Facts;
using Rightsizer.Analyzer.Platforms;

namespace Rightsizer.Analyzer.Detectors.Failures;

/// <summary>What gives executors more local disk, by platform.</summary>
static class FullDisk
{
    public static Advice Advice(RunFacts facts) => new(facts.Platform() switch
    {
        RunPlatform.EmrOnEc2 => "larger EBS volumes for core and task nodes, or instance types with local disks",
        RunPlatform.EmrServerless => "a larger spark.emr-serverless.executor.disk",
        RunPlatform.Glue => "a larger worker type, or shuffle output on S3 (--write-shuffle-files-to-s3 true)",
        RunPlatform.Kubernetes or RunPlatform.EmrOnEks => "a volume for local data "
            + "(spark.kubernetes.executor.volumes.persistentVolumeClaim.spark-local-dir-1.*), or a larger one",
        _ => "larger disks for the executors' local data (spark.local.dir)",
    }, null, null, "A disk was full. Shuffle output, spill and blocks cached on disk are written there.", "Larger disks are paid for.");
}
