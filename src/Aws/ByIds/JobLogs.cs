using Rightsizer.Aws.S3;
using Rightsizer.EventLogParser;

namespace Rightsizer.Aws.ByIds;

/// <summary>Finds the event logs of clusters and job runs, and what ran them, by the ids that AWS gave them.</summary>
/// <remarks>Written to the documented shapes and tried on a stand-in, not on AWS: docs/by-id.md.</remarks>
public sealed class JobLogs : IDisposable
{
    readonly JobServices services;
    readonly S3LogStore store;
    readonly long nowMs;

    /// <param name="options">How S3 is reached; the services are asked with the same credentials, in the same region.</param>
    /// <exception cref="RightsizerException">The options make no sense, or there are no credentials.</exception>
    public JobLogs(S3Options options)
        : this(new JobServices(options), new S3LogStore(options), DateTimeOffset.UtcNow.ToUnixTimeMilliseconds()) { }

    internal JobLogs(JobServices services, S3LogStore store, long nowMs)
    {
        this.services = services;
        this.store = store;
        this.nowMs = nowMs;
    }

    /// <summary>True for emr://, emr-serverless://, emr-containers:// and glue:// addresses.</summary>
    public static bool Takes(string location) => JobAddress.Takes(location);

    /// <summary>The one application or job run that an address names.</summary>
    /// <param name="location">emr://CLUSTER[/APPLICATION], emr-serverless://APPLICATION/JOBRUN,
    /// emr-containers://VIRTUALCLUSTER/JOBRUN or glue://JOB/JOBRUN.</param>
    /// <exception cref="RightsizerException">It is unknown, has no log, or the address names several applications.</exception>
    public FoundJob Find(string location)
    {
        var address = JobAddress.Parse(location);
        return Of(address).Find(address);
    }

    /// <summary>All that an address names.</summary>
    /// <param name="location">As for <see cref="Find"/>, or emr:// for all clusters.</param>
    /// <param name="period">Of emr://: clusters that lived in it.</param>
    /// <exception cref="RightsizerException">Nothing has a log.</exception>
    public IEnumerable<FoundJob> FindAll(string location, JobPeriod period = default)
    {
        var address = JobAddress.Parse(location);
        return Of(address).FindAll(address, period);
    }

    public void Dispose() => services.Dispose();

    IJobFinder Of(JobAddress address) => address.Service switch
    {
        JobService.Emr => new EmrJobs(services.Emr, store, nowMs),
        JobService.Serverless => new ServerlessJobs(services.Serverless, store),
        JobService.Containers => new ContainersJobs(services.Containers, () => services.Emr, store),
        _ => new GlueJobs(services.Glue, store),
    };
}
